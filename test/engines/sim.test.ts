// The virtual-time engine: same job, same numbers; it
// stops on request and before it uses too much memory.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import festival from '../../scenarios/double-eleven-peak.ts';
import { judgingOf } from '../../src/run/conclude.ts';
import { virtualRun } from '../../src/run/virtual-run.ts';
import { playSim, type SimJob } from '../../src/engines/sim/engine.ts';
import { memoryAllowed } from '../../src/engines/sim/memory.ts';
import { SaidError } from '../../src/language/language.ts';
import { defineScenario } from '../../src/scenario/define.ts';
import { SEED } from '../model/random.ts';

/** Enough visitors for the engine to yield to the event loop several times. */
const busy = defineScenario({
  ...festival.input,
  arrivals: festival.input.arrivals.map((phase) => ({ ...phase, visitors: phase.visitors * 4 })),
});

const job = (change: Partial<SimJob> = {}): SimJob => {
  const run = virtualRun(busy, 'all', SEED);
  return { run, judging: judgingOf(busy, run.rules, 1, false), memory: memoryAllowed(), ...change };
};

describe('the engine of virtual time', () => {
  it('same job, same numbers, whether anybody watches or not', async () => {
    let looks = 0;
    let rows = 0;
    const watched = await playSim(job({ watch: () => void (looks += 1), row: () => void (rows += 1) }));
    const alone = await playSim(job());
    assert.ok(looks > 0);
    assert.equal(rows, watched.judged.rows);
    assert.deepEqual([alone.judged.numbers, alone.events], [watched.judged.numbers, watched.events]);
    assert.deepEqual([watched.judged.missing, watched.judged.undrained, watched.interrupted], [[], [], false]);
  });

  it('a stop ends play between two events: what came by then is drained and judged', async () => {
    const stop = new AbortController();
    const { judged, interrupted, now } = await playSim(job({ stop: stop.signal, watch: () => stop.abort() }));
    assert.equal(interrupted, true);
    const { arrived } = judged.numbers.visitors;
    assert.ok(arrived > 0 && arrived < 5_000, `${arrived} visitors`);
    assert.deepEqual([judged.missing, judged.undrained], [[], []]);
    assert.ok(now > 0);
  });

  it('more memory than allowed ends it with what is used, what is allowed, when, and what to do', async () => {
    await assert.rejects(playSim(job({ memory: 10_000_000 })), (error: unknown) => {
      assert.ok(error instanceof SaidError);
      assert.match(
        error.message,
        /^stopped after \S+ of model time, when \d+ visitors had come: \d+ MB of memory are in use, the limit is 10 MB\. .*raise the limit with --memory$/,
      );
      return true;
    });
  });

  it('what is allowed by default is less than the machine has', () => {
    assert.ok(memoryAllowed() > 100e6, `${memoryAllowed()} bytes`);
  });
});
