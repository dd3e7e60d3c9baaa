// A shard of actors in virtual time: its alarms are never late, and after its end nobody acts.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, MS } from '../../../src/model/core/time.ts';
import { toRows } from '../../../src/model/rows/recorder.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import { Runner } from '../../../src/model/runner/runner.ts';
import { sameDelay } from '../../../src/model/runner/virtual/network.ts';
import { World } from '../../../src/model/runner/virtual/world.ts';
import { LINES, rules, workload } from '../evening.ts';

function shard(): { world: World; runner: Runner; rows: Row[] } {
  const rows: Row[] = [];
  const w = workload({ visitors: 40 });
  const agentTokens = { a0: 't', a1: 't', a2: 't', a3: 't' };
  const record = toRows((row) => void rows.push(row));
  const world = new World({ rules: rules(), delay: sameDelay(20 * MS), agentTokens, record });
  const runner = new Runner({ workload: w, lines: LINES, runtime: world, shard: 0, shards: 1, agentTokens });
  world.attach(runner);
  runner.start();
  return { world, runner, rows };
}

describe('a shard in virtual time', () => {
  it('runs every alarm in its moment, also one that was set before an earlier one', () => {
    const { world, runner } = shard();
    world.run(20 * MINUTE);
    const { lateness } = runner.health();
    assert.ok(lateness.n > 500, `${lateness.n} alarms`);
    assert.equal(lateness.max, 0);
  });

  it('writes nothing and opens nothing after its books are closed, whatever is due', () => {
    const { world, runner, rows } = shard();
    world.run(MINUTE);
    const closed = runner.finish();
    assert.equal(rows.length, closed);
    // The desk goes on, but no actor is left to receive anything.
    runner.wake();
    world.run(20 * MINUTE);
    assert.equal(rows.length, closed);
    assert.equal(rows.filter((row) => row.what === 'end').length, new Set(rows.map((row) => row.by)).size);
  });
});
