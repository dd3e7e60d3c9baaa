// Generated pages are up to date with the code.
import { spawnSync } from 'node:child_process';
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { projectRoot } from '../../src/system/entry.ts';

const FOLDER = join(projectRoot(), 'scripts/docs');

for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.ts'))) {
  test(`what scripts/docs/${name} makes is up to date`, () => {
    const args = ['--import', import.meta.resolve('tsx'), join(FOLDER, name), '--check'];
    // Pages are in English, whatever language the developer uses.
    const env = { ...process.env, LANG: 'zh_CN.UTF-8' };
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: projectRoot(), encoding: 'utf8', env });
    assert.equal(status, 0, stderr);
  });
}
