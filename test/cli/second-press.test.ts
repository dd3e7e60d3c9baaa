// A second Ctrl-C leaves no process behind, not even a server that hangs.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { command, isAlive, newFolder, serverOf, signal } from '../e2e/support.ts';
import { until } from '../until.ts';

test('a stopped server is killed with the second Ctrl-C', { skip: process.platform === 'win32' }, async () => {
  const out = join(newFolder('runs'), 'x');
  const cli = command(['run', 'smoke', '--engine', 'node', '--speed', '1', '--out', out]);
  await until('the run plays', () => cli.stderr().includes('playing'), 60_000);
  const server = await until('the server runs', () => serverOf(cli.pid));
  try {
    signal(server.pid, 'SIGSTOP');
    signal(cli.pid, 'SIGINT');
    await until('the first press is heard', () => cli.stderr().includes('press Ctrl-C again'));
    // Two presses within half a second count as one.
    await sleep(700);
    signal(cli.pid, 'SIGINT');
    assert.equal((await cli.ended).code, 130);
    await until('the server is gone', () => !isAlive(server.pid));
  } finally {
    signal(server.pid, 'SIGKILL');
  }
});
