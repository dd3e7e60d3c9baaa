// Draws depend only on (seed, owner, purpose, k): fixed
// for ever, uniform, and independent of their neighbours.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  drawBelow,
  drawChance,
  drawUnit,
  drawWord,
  hexSecret,
  owner,
  PURPOSE,
  type Purpose,
} from '../../../src/model/core/draw.ts';
import { hex32 } from '../../../src/model/core/hash.ts';
import { Random, SEED, trials } from '../random.ts';

const PURPOSES = Object.values(PURPOSE);

describe('draws (noreg: "same seed, same people" is a promise; changing these breaks every recorded run)', () => {
  const pinned: [seed: string, name: string, purpose: Purpose, words: string][] = [
    ['1', 'v0', PURPOSE.think, 'b7e7fc3f 9acd0471 e4cd2b2a 70c47c68 365794d3 14d23c77 3e2ef1bb 6899d435'],
    ['1', 'v1', PURPOSE.think, '1a864baf a3d06b5f aada084a 09c168a2 1bb5ce06 e163e739 341388e1 66097e9b'],
    ['42', 'a3', PURPOSE.latency, 'b87cb5b5 ee48114a 95f2852e 766901fd b59bbfc2 14dab4b3 82dcaf75 3d35631b'],
  ];
  for (const [seed, name, purpose, words] of pinned) {
    it(`the first 8 words of ${name} under seed ${seed}`, () => {
      const drawn = Array.from({ length: 8 }, (_, k) => hex32(drawWord(owner(seed, name), purpose, k)));
      assert.equal(drawn.join(' '), words);
    });
  }

  it('a unit and a secret', () => {
    assert.equal(drawUnit(owner('1', 'v0'), PURPOSE.think, 0), 0.7183835654145472);
    assert.equal(hexSecret(owner('1', 'v0')), '28f7eca2390de139ac5bf6208ea7ed3f');
  });

  it('purposes keep their numbers, each its own', () => {
    assert.equal(new Set(PURPOSES).size, PURPOSES.length);
    const { gap, think, thinkMixture, habitLength, latency, glance } = PURPOSE;
    assert.deepEqual([gap, think, thinkMixture, habitLength, latency, glance], [1, 5, 6, 11, 20, 30]);
  });
});

describe('a draw', () => {
  it('does not depend on what was drawn before', () => {
    trials('order of draws', 50, (random) => {
      const asked = Array.from({ length: 50 }, () => ({
        of: owner(SEED, `v${random.below(1000)}`),
        purpose: random.pick(PURPOSES),
        k: random.below(1000),
      }));
      const first = asked.map(({ of, purpose, k }) => drawWord(of, purpose, k));
      const again = random.shuffled(asked.map((_, i) => i)).map((i) => {
        const ask = asked[i];
        assert.ok(ask);
        return [i, drawWord(ask.of, ask.purpose, ask.k)] as const;
      });
      for (const [i, word] of again) assert.equal(word, first[i]);
    });
  });

  it('differs by seed, by owner, by purpose and by index', () => {
    const base = drawWord(owner('1', 'v1'), PURPOSE.think, 1);
    assert.notEqual(drawWord(owner('2', 'v1'), PURPOSE.think, 1), base);
    assert.notEqual(drawWord(owner('1', 'v2'), PURPOSE.think, 1), base);
    assert.notEqual(drawWord(owner('1', 'v1'), PURPOSE.reading, 1), base);
    assert.notEqual(drawWord(owner('1', 'v1'), PURPOSE.think, 2), base);
    assert.notDeepEqual(owner('1', '1v1'), owner('11', 'v1'), 'seed and name must not run together');
  });

  it('belongs to its owner alone: 300 000 visitors and agents have 300 000 different keys', () => {
    const keys = new Set<string>();
    for (let i = 0; i < 150_000; i++) {
      for (const letter of 'va') {
        const { a, b } = owner(SEED, `${letter}${i}`);
        keys.add(`${a}/${b}`);
      }
    }
    assert.equal(keys.size, 300_000);
  });
});

/** Words along one axis, with the other arguments constant. */
const AXES: Record<string, (i: number, random: Random) => number> = {
  'successive indices': (i) => drawWord(owner(SEED, 'v7'), PURPOSE.think, i),
  'successive owners': (i) => drawWord(owner(SEED, `v${i}`), PURPOSE.think, 3),
  'successive seeds': (i) => drawWord(owner(String(i), 'v7'), PURPOSE.think, 3),
  'all purposes': (i) => drawWord(owner(SEED, `v${Math.floor(i / 30)}`), PURPOSES[i % 30] ?? 1, 0),
};
const N = 40_000;

for (const [axis, draw] of Object.entries(AXES)) {
  describe(`draws along ${axis} (seed ${SEED})`, () => {
    const random = new Random(SEED);
    const words = Array.from({ length: N }, (_, i) => draw(i, random));

    it('are uniform by chi-square, in their highest and in their lowest 8 bits', () => {
      for (const shift of [24, 0]) {
        const counts = Array.from({ length: 256 }, () => 0);
        for (const word of words) counts[(word >>> shift) & 255] = (counts[(word >>> shift) & 255] ?? 0) + 1;
        const chi = counts.reduce((sum, c) => sum + (c - N / 256) ** 2 / (N / 256), 0);
        // 255 degrees of freedom: mean 255, standard deviation 22.6.
        assert.ok(chi > 255 - 5 * 22.6 && chi < 255 + 5 * 22.6, `chi-square ${chi} at bit ${shift}`);
      }
    });

    it('are uncorrelated with their neighbours', () => {
      for (const lag of [1, 2, 30]) {
        let sum = 0;
        for (let i = 0; i + lag < N; i++) {
          sum += ((words[i] ?? 0) / 4294967296 - 0.5) * ((words[i + lag] ?? 0) / 4294967296 - 0.5);
        }
        const r = (sum / (N - lag)) * 12;
        assert.ok(Math.abs(r) < 4.5 / Math.sqrt(N), `correlation ${r} at lag ${lag}`);
      }
    });

    it('have each of 32 bits set half the time', () => {
      for (let bit = 0; bit < 32; bit++) {
        const set = words.filter((word) => ((word >>> bit) & 1) === 1).length;
        assert.ok(Math.abs(set - N / 2) < 5 * Math.sqrt(N / 4), `bit ${bit} is set in ${set} of ${N}`);
      }
    });
  });
}

describe('derived draws', () => {
  it('a unit is never 0 or 1, an integer is in its range, a chance of 0 never and of 1000 always', () => {
    trials('ranges', 5000, (random, k) => {
      const of = owner(SEED, `v${random.below(100)}`);
      const purpose = random.pick(PURPOSES);
      const unit = drawUnit(of, purpose, k);
      assert.ok(unit > 0 && unit < 1);
      const n = random.between(1, 1 << 20);
      const below = drawBelow(of, purpose, k, n);
      assert.ok(Number.isInteger(below) && below >= 0 && below < n, `${below} of ${n}`);
      assert.equal(drawChance(of, purpose, k, 0), false);
      assert.equal(drawChance(of, purpose, k, 1000), true);
    });
  });

  it('a chance of s thousandths holds in s of 1000 cases', () => {
    const of = owner(SEED, 'v1');
    for (const s of [1, 30, 500, 970]) {
      let hits = 0;
      for (let k = 0; k < N; k++) if (drawChance(of, PURPOSE.habit, k, s)) hits += 1;
      const p = s / 1000;
      assert.ok(Math.abs(hits - N * p) < 4.5 * Math.sqrt(N * p * (1 - p)), `${hits} of ${N} at ${s} ‰ (seed ${SEED})`);
    }
  });
});
