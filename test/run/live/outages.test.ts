// Crashes and restarts of a run's server: each step once
// and in order, even if late, and it is never left dead.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Outages } from '../../../src/run/live/outages.ts';

/** A server that records what is done to it, with a clock that the test moves. */
function stage(crashes: readonly { at: number; for: number }[], startsIn = 0) {
  const done: string[] = [];
  let now = 0;
  const outages = new Outages({
    crashes,
    now: () => now,
    killable: {
      async die() {
        await turn();
        done.push(`${now} dies`);
      },
      async revive() {
        now += startsIn;
        await turn();
        done.push(`${now} lives`);
      },
    },
    tell: (is) => Promise.resolve(void done.push(`${now} ${is}`)),
  });
  return {
    done,
    outages,
    at: async (t: number): Promise<void> => {
      now = t;
      await outages.act();
    },
  };
}

describe('outages', () => {
  it('are told before the server dies, and when it is back', async () => {
    const { done, at, outages } = stage([{ at: 10, for: 5 }]);
    for (const t of [0, 9, 10, 12, 15, 20]) await at(t);
    assert.deepEqual(done, ['10 down', '10 dies', '15 lives', '15 up']);
    assert.equal(outages.next, Infinity);
  });

  it('last at least as long as the server takes to start', async () => {
    const { done, at } = stage([{ at: 10, for: 5 }], 100);
    for (const t of [10, 15]) await at(t);
    assert.deepEqual(done.at(-1), '115 up');
  });

  it('that nobody looked at in time are made up for, in their order', async () => {
    const { done, at } = stage([
      { at: 10, for: 5 },
      { at: 20, for: 5 },
    ]);
    await at(100);
    assert.deepEqual(
      done.filter((line) => /down|up/.test(line)),
      ['100 down', '100 up', '100 down', '100 up'],
    );
  });

  it('are over when play is: a server that is down comes back, one that is to die does not', async () => {
    const { done, at, outages } = stage([
      { at: 10, for: 50 },
      { at: 100, for: 50 },
    ]);
    await at(20);
    await outages.settle();
    await outages.settle();
    await at(200);
    assert.deepEqual(done, ['20 down', '20 dies', '20 lives', '20 up']);
  });
});
