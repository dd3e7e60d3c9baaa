// Packets under way: each arrives once, on time and in order of sending, and its place is reused.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Packets } from '../../../src/model/runner/virtual/packets.ts';
import { SEED, trials } from '../random.ts';

describe(`packets on their way (seed ${SEED})`, () => {
  it('arrive once each, by time and then by sending, also those that are sent while others arrive', () => {
    trials('arrivals', 200, (random) => {
      const sent: { at: number; n: number }[] = [];
      const arrived: string[] = [];
      const spread = random.pick([1, 10, 1000]);
      let now = 0;
      const packets = new Packets<string, number>({
        arrive(kind, to, what) {
          arrived.push(`${now} ${kind} ${to} ${what}`);
          // Some packets are answered, some of the answers at once.
          if (sent.length < 400 && random.chance(0.6)) send(now + random.below(spread));
        },
      });
      const send = (at: number): void => {
        const n = sent.length;
        sent.push({ at, n });
        packets.send(at, n % 7, `actor ${n % 5}`, n);
      };
      for (let step = 0; step < 40; step++) {
        for (let burst = random.below(6); burst > 0; burst--) send(now + random.below(spread));
        // Packets arrive time by time, as in the world.
        for (const until = now + random.below(2 * spread); packets.next() <= until;) {
          now = packets.next();
          packets.run(now);
        }
      }
      for (; packets.next() < Infinity; packets.run(now)) now = packets.next();
      const expected = [...sent].sort((a, b) => a.at - b.at || a.n - b.n);
      assert.deepEqual(
        arrived,
        expected.map(({ at, n }) => `${at} ${n % 7} actor ${n % 5} ${n}`),
      );
    });
  });

  it('are counted as they arrive, and the next one is known', () => {
    const packets = new Packets<undefined, undefined>({ arrive: () => {} });
    assert.equal(packets.next(), Infinity);
    for (const at of [7, 3, 3, 9]) packets.send(at, 0, undefined, undefined);
    assert.equal(packets.next(), 3);
    assert.equal(packets.run(2), 0);
    assert.equal(packets.run(7), 3);
    assert.equal(packets.next(), 9);
  });

  it('may carry nothing: what a place held before does not come again', () => {
    const seen: unknown[] = [];
    const packets = new Packets<string | undefined, string | undefined>({ arrive: (...all) => void seen.push(all) });
    packets.send(1, 3, 'v0', 'text');
    packets.run(1);
    packets.send(2, 4, undefined, undefined);
    packets.run(2);
    assert.deepEqual(seen, [
      [3, 'v0', 'text'],
      [4, undefined, undefined],
    ]);
  });
});
