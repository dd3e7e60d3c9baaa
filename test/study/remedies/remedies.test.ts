// R70: the effect of a remedy is the mean difference by seed,
// and is claimed only against chance in all comparisons.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Refusal } from '../../../src/stats/refusal.ts';
import { remediesOf, type PlayedProfile } from '../../../src/study/remedies/remedies.ts';
import { withSummary } from '../../../src/study/replicates/together.ts';
import type { Metric } from '../../../src/result/headlines.ts';
import type { Replicate, Replicates } from '../../../src/result/replicates.ts';
import { Random, SEED } from '../../model/random.ts';

type Value = Partial<Record<Metric, number>>;

/** A profile that was played: the values of each seed, and its people. */
function played(profile: string, values: readonly Value[], people = (i: number): string => `p${i}`): PlayedProfile {
  const replicates = values.map((value, i): Replicate => ({
    seed: `s/${i + 1}`,
    populationHash: people(i),
    speed: 1,
    verdict: 'pass',
    exitCode: 0,
    reasons: [],
    ...value,
  }));
  const head = {
    schema: 'stillthere/replicates/1',
    tool: { stillthere: '0', node: '0' },
    run: {
      scenario: 'x',
      scenarioHash: 'h',
      profile,
      engine: 'sim',
      seed: 's',
      replicates: values.length,
      startedAt: '',
    },
    verdict: 'pass',
    exitCode: 0,
    reasons: [],
    limits: {},
    replicates,
    resources: {},
  } as unknown as Omit<Replicates, 'summary'>;
  return { document: withSummary(head), folder: profile };
}

const twenty = (of: (i: number) => Value): Value[] => Array.from({ length: 20 }, (_, i) => of(i));

describe('R70: remedies', () => {
  it('a profile against itself: every difference is 0 ± 0, and nothing has an effect', () => {
    const random = new Random(SEED);
    const values = twenty(() => ({
      timeoutRate: random.unit(),
      lost: random.below(9),
      firstResponseP95: random.below(1e8),
    }));
    const { profiles } = remediesOf([played('bare', values), played('all', values)]);
    for (const metric of ['timeoutRate', 'lost', 'firstResponseP95'] as const)
      assert.deepEqual(profiles[1]?.metrics[metric].difference, { n: 20, mean: 0, half95: 0, effect: 'unclear' });
  });

  it('what is common to both cancels: a small change is seen through evenings that differ widely', () => {
    const random = new Random(SEED);
    const base = twenty(() => ({ timeoutRate: 0.2 + 0.6 * random.unit() }));
    const lower = base.map(({ timeoutRate }) => ({ timeoutRate: (timeoutRate ?? 0) - 0.02 + 0.002 * random.unit() }));
    const { profiles } = remediesOf([played('bare', base), played('+prompt', lower)]);
    const { mean, half95 = 1 } = profiles[0]?.metrics.timeoutRate ?? {};
    const difference = profiles[1]?.metrics.timeoutRate.difference;
    assert.equal(difference?.effect, 'better');
    assert.ok((difference.half95 ?? 1) < half95 / 50, `±${difference.half95} of a mean ${mean} ± ${half95}`);
  });

  it('better is less of what is bad, worse is more of it; more transfers are neither', () => {
    const base = twenty((i) => ({ missedRate: 0.1, transfersDone: i % 2, firstResponseP95: 1e6 + (i % 3) }));
    const other = base.map((value, i) => ({
      missedRate: 0.2,
      transfersDone: (value.transfersDone ?? 0) + 5 + (i % 2),
      firstResponseP95: 5e5 + i,
    }));
    const { profiles } = remediesOf([played('bare', base), played('+transfer', other)]);
    const effect = (metric: 'missedRate' | 'transfersDone' | 'firstResponseP95') =>
      profiles[1]?.metrics[metric].difference?.effect;
    assert.deepEqual(
      [effect('missedRate'), effect('transfersDone'), effect('firstResponseP95')],
      ['worse', 'other', 'better'],
    );
  });

  it(`with many comparisons of nothing but noise hardly a document claims an effect (seed ${SEED})`, () => {
    const random = new Random(SEED);
    const noise = (): Value[] =>
      twenty(() => ({
        timeoutRate: random.unit(),
        prematureRate: random.unit(),
        waitingRate: random.unit(),
        missedRate: random.unit(),
        complaints: random.unit(),
      }));
    let claims = 0;
    for (let i = 0; i < 200; i++) {
      const names = ['bare', '+prompt', '+alert', '+bot', '+transfer'];
      const [first, ...rest] = names.map((name) => played(name, noise()));
      const { profiles, comparisons } = remediesOf([first ?? assert.fail(), ...rest]);
      // Metrics without values are not compared: there are five metrics and four other profiles.
      assert.equal(comparisons, 20);
      if (
        profiles.some(({ metrics }) =>
          Object.values(metrics).some((m) => (m.difference?.effect ?? 'unclear') !== 'unclear'),
        )
      )
        claims += 1;
    }
    // 5 % of 200, plus four standard deviations of a binomial.
    assert.ok(claims <= 10 + 4 * Math.sqrt(200 * 0.05 * 0.95), `${claims} of 200 documents claim something`);
  });

  it('one seed has no interval and claims nothing', () => {
    const { profiles, comparisons } = remediesOf([played('bare', [{ lost: 5 }]), played('all', [{ lost: 0 }])]);
    assert.deepEqual([comparisons, profiles[1]?.metrics.lost.difference], [0, { n: 1, mean: -5, effect: 'unclear' }]);
  });

  it('other people under the same seed are refused', () => {
    const base = played('bare', [{ lost: 1 }, { lost: 2 }]);
    assert.throws(() => remediesOf([base, played('all', [{ lost: 1 }, { lost: 2 }], () => 'others')]), Refusal);
  });
});
