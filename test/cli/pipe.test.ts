// A reader of the output may stop reading, which is not an error.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

test('a reader that goes after the first line ends the command quietly, as with head', async () => {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), MAIN, 'list'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString('utf8')));
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = (await once(child, 'close')) as [number | null];
  assert.deepEqual([code, complaints], [0, '']);
});
