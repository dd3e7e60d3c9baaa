// The library over real sockets: it returns the document
// of a run, and an abort drains and leaves no process.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { run, type Progress } from '../../src/index.ts';
import { newFolder, processes } from './support.ts';

/** Reference servers that this process has started and that are still running. */
const servers = (): number[] =>
  processes().flatMap(({ pid, parent, command }) =>
    parent === process.pid && /server[\\/]main\.[jt]s/.test(command) ? [pid] : [],
  );

test('run over sockets, aborted in the middle: drained, judged, and the document says that it was interrupted', async () => {
  const controller = new AbortController();
  const phases = new Set<Progress['phase']>();
  let running = 0;
  const { document, folder } = await run({
    scenario: 'smoke',
    engine: 'node',
    speed: 4,
    out: newFolder('library'),
    signal: controller.signal,
    progress: ({ phase, modelSeconds = 0 }) => {
      phases.add(phase);
      running = Math.max(running, servers().length);
      if (phase === 'playing' && modelSeconds > 20) controller.abort();
    },
  });
  assert.deepEqual([...phases], ['preparing', 'playing', 'draining', 'judging']);
  assert.equal(document.run.engine, 'node');
  assert.equal(document.play?.why, 'stopped');
  assert.ok(document.messages.attempted > 0);
  assert.notEqual(document.verdict, 'pass');
  assert.ok(
    document.reasons.some(({ key }) => key === 'decide.interrupted'),
    JSON.stringify(document.reasons),
  );
  assert.deepEqual(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')), JSON.parse(JSON.stringify(document)));
  assert.equal(running, 1, 'the reference server played along');
  assert.deepEqual(servers(), []);
});
