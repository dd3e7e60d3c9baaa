// The virtual sides of a comparison agree for the same
// people and real latencies, and added slowness is found.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inVirtualTime } from '../../../src/study/agree/agree.ts';
import type { Figures } from '../../../src/study/agree/figures.ts';
import { seedsOf } from '../../../src/study/replicates/replicates.ts';
import { compare } from '../../../src/study/agree/agreement.ts';
import { defineScenario, type Scenario } from '../../../src/scenario/define.ts';
import type { Comparison } from '../../../src/result/agreement.ts';
import { quickDesk as scenario } from '../../quick-desk.ts';

/** The latencies of a quiet machine. µs */
const LOOPBACK = { latency: 120, commit: 400 };
const SEEDS = seedsOf('agree', 20);
const side = (speed: number, loopback = LOOPBACK): Figures[] =>
  SEEDS.map((seed) => inVirtualTime({ scenario, profile: 'bare' }, seed, loopback, speed));
const S1 = side(1);
const bias = (second: readonly Figures[]): Comparison =>
  compare({
    what: 'compression',
    engine: 'node',
    from: 'S1',
    to: 'SN',
    first: S1,
    second,
    resolution: 20 * 3_000 * 20,
  });

describe('virtual time with the latencies of a machine', () => {
  it('the same seed gives the same figures, and the same people at every speed', () => {
    const [first] = S1;
    const [again] = side(1);
    const [compressed] = side(40);
    assert.deepEqual(again, first);
    assert.equal(compressed?.populationHash, first?.populationHash);
    assert.ok((first?.outcomes.size ?? 0) > 50, `${first?.outcomes.size} visitors`);
    assert.ok((first?.timeouts.count ?? 0) > 10, `${first?.timeouts.count} idle closes`);
  });

  it("the network and the store of the scenario are not played: sockets know nothing of them, and the machine's stand for them", () => {
    const slow = { network: { latency: '2s', jitter: '1s' }, commit: '900ms' };
    const far = defineScenario({ ...scenario.input, ...slow });
    const played = (of: Scenario): Figures => inVirtualTime({ scenario: of, profile: 'bare' }, 'agree/1', LOOPBACK, 40);
    assert.deepEqual(played(far), played(scenario));
  });

  it('real acknowledgements take two ways and a commit, at any speed', () => {
    for (const speed of [1, 40]) {
      const ack = side(speed)[0]?.ack ?? 0;
      const expected = 2 * LOOPBACK.latency + LOOPBACK.commit;
      assert.ok(ack >= expected * 0.99 && ack < expected * 2.5, `${ack} µs at ${speed}, expected ${expected}`);
    }
  });

  it('at an honest speed compression bends no rate by more than 1 pp', (t) => {
    const { metrics } = bias(side(20));
    t.diagnostic(`timeout rate ${metrics.timeoutRate.difference} ± ${metrics.timeoutRate.half90}`);
    assert.deepEqual(
      [metrics.timeoutRate.verdict, metrics.missedRate.verdict],
      ['equivalent', 'equivalent'],
      JSON.stringify(metrics),
    );
  });

  it('planted: latencies a hundred times as long as measured are found', (t) => {
    const { metrics, shapes, visitors } = bias(side(20, { latency: 100 * 1_000, commit: 100 * 400 }));
    t.diagnostic(`timeout rate ${metrics.timeoutRate.difference} ± ${metrics.timeoutRate.half90}`);
    t.diagnostic(`first response ${JSON.stringify(shapes.firstResponse)}; ${JSON.stringify(visitors)}`);
    const verdicts = Object.values(metrics).map(({ verdict }) => verdict);
    assert.ok(verdicts.includes('different') || shapes.firstResponse.verdict === 'apart', verdicts.join());
    assert.ok(visitors.differ > 0);
  });
});
