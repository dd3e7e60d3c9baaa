// Run folders are made with all their parents, or refused at once in one line.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { makeRunFolder } from '../../src/run/folder.ts';
import { UsageError } from '../../src/scenario/define.ts';
import smoke from '../../scenarios/smoke.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-folder-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('the folders above are made as well, also by two runs at once', async () => {
  const out = join(folder, 'a', 'b', 'c');
  const made = await Promise.all(['1', '2'].map((seed) => makeRunFolder(out, smoke, 'bare', 'sim', seed)));
  for (const { ledger } of made) assert.ok(existsSync(ledger));
});

const noProc = existsSync('/proc/self') ? false : 'only where there is a /proc';

test('a file system that takes no folders is refused at once', { skip: noProc, timeout: 60_000 }, async () => {
  await assert.rejects(makeRunFolder('/proc/x', smoke, 'bare', 'sim', '1'), (error: Error) => {
    assert.ok(error instanceof UsageError);
    assert.match(error.message, /cannot write the run folder \/proc\/x\/.*--out DIR/);
    return true;
  });
});
