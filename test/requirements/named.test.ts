// Every requirement of the mission has at least one test named after it; `npm run requirements` plays them.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { REQUIREMENTS } from '../../scripts/requirements.ts';
import { projectRoot } from '../../src/system/entry.ts';

test('every requirement is named by a test', () => {
  const folder = join(projectRoot(), 'test');
  const lines = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts') && entry.name !== 'named.test.ts')
    .flatMap((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').split('\n'))
    .filter((line) => /\b(?:it|test|describe)\(|^\s*\[?['"`]/.test(line));
  const unnamed = Object.keys(REQUIREMENTS).filter((id) => !lines.some((line) => new RegExp(`\\b${id}\\b`).test(line)));
  assert.deepEqual(unnamed, []);
  assert.equal(Object.keys(REQUIREMENTS).length, 50);
});
