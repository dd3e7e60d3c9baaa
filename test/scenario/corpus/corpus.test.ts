// The text corpus: same seed, same lines; ranges cover
// all lines; every set exists; lines are fit to send.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { LINE_KINDS, TRADES } from '../../../src/scenario/corpus/bank.ts';
import { buildCorpus } from '../../../src/scenario/corpus/corpus.ts';
import type { Corpus } from '../../../src/scenario/corpus/corpus.ts';
import { PHRASES_EN } from '../../../src/scenario/corpus/phrases.en.ts';
import { PHRASES_ZH } from '../../../src/scenario/corpus/phrases.zh.ts';

const KINDS = [
  ...['open', 'turn', 'still_here', 'thanks'].map((kind) => `visitor/${kind}`),
  ...['reply', 'close'].map((kind) => `agent/${kind}`),
  'bot/greet',
];
const KEYS = KINDS.flatMap((kind) =>
  ['pre_sale', 'after_sale', 'education', 'finance'].map((trade) => `${kind}/${trade}`),
);

function linesOf(corpus: Corpus, key: string): readonly string[] {
  const range = corpus.sets[key];
  assert.ok(range, `set ${key} is missing`);
  return corpus.lines.slice(range[0], range[1]);
}

for (const locale of ['zh_CN', 'en'] as const) {
  describe(`corpus ${locale}`, () => {
    const corpus = buildCorpus({ seed: 'desk-1', locale });

    it('gives the same corpus for the same options', () => {
      buildCorpus({ seed: 'something in between', locale: 'en' });
      assert.deepEqual(buildCorpus({ seed: 'desk-1', locale }), corpus);
      assert.deepEqual(buildCorpus({ seed: 'desk-1', locale, perSet: 40 }), corpus);
    });

    it('gives another corpus for another seed', () => {
      const seeds = ['', 'desk-1', 'desk-2', 'desk-3', 'Desk-1'];
      const hashes = new Set(seeds.map((seed) => buildCorpus({ seed, locale, perSet: 5 }).hash));
      assert.equal(hashes.size, seeds.length);
      const other = buildCorpus({ seed: 'desk-2', locale });
      const same = corpus.lines.filter((line, i) => line === other.lines[i]).length;
      assert.ok(same < corpus.lines.length / 10, `${same} lines in the same place`);
    });

    it('hashes the lines', () => {
      assert.equal(corpus.hash, createHash('sha256').update(corpus.lines.join('\n')).digest('hex'));
    });

    it('has every set, of the wanted size', () => {
      assert.deepEqual(Object.keys(corpus.sets).toSorted(), KEYS.toSorted());
      for (const perSet of [1, 7, 40]) {
        const sized = buildCorpus({ seed: 's', locale, perSet });
        for (const key of KEYS) assert.equal(linesOf(sized, key).length, perSet, key);
      }
    });

    it('covers the lines exactly with its ranges', () => {
      let next = 0;
      for (const [from, to] of Object.values(corpus.sets).toSorted((a, b) => a[0] - b[0])) {
        assert.equal(from, next);
        assert.ok(to > from);
        next = to;
      }
      assert.equal(next, corpus.lines.length);
    });

    it('repeats no line inside a set', () => {
      for (const seed of ['a', 'b', 'c', 'd', 'e', 'f']) {
        const sample = buildCorpus({ seed, locale });
        for (const key of KEYS) {
          const lines = linesOf(sample, key);
          assert.equal(new Set(lines).size, lines.length, `${key} with seed ${seed}`);
        }
      }
    });

    it('has only lines fit to send', () => {
      for (const line of buildCorpus({ seed: 'long', locale, perSet: 400 }).lines) {
        assert.ok(line.length >= 1 && line.length <= 120, line);
        assert.equal(line, line.trim());
        assert.doesNotMatch(line, /[\r\n\u2028\u2029{}]|\p{Cs}|undefined|NaN/u);
      }
    });
  });
}

describe('corpus language', () => {
  it('has CJK in the Chinese lines and none in the English', () => {
    for (const line of buildCorpus({ seed: 'l', locale: 'zh_CN' }).lines) {
      if (!/^单号\d+$/u.test(line)) assert.match(line, /\p{Script=Han}/u);
    }
    for (const line of buildCorpus({ seed: 'l', locale: 'en' }).lines) assert.doesNotMatch(line, /\p{Script=Han}/u);
  });
});

describe('corpus options', () => {
  it('refuses a set size that is not a positive integer', () => {
    for (const perSet of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.throws(() => buildCorpus({ seed: 's', locale: 'en', perSet }), RangeError);
    }
  });

  it('still fills a set larger than its templates can vary', () => {
    const corpus = buildCorpus({ seed: 's', locale: 'en', perSet: 3000 });
    assert.equal(corpus.lines.length, 3000 * KEYS.length);
  });
});

describe('phrase banks', () => {
  for (const [name, bank] of Object.entries({ zh: PHRASES_ZH, en: PHRASES_EN })) {
    it(`${name} has enough distinct templates of every kind`, () => {
      for (const trade of TRADES) {
        for (const kind of LINE_KINDS) {
          const templates = bank.phrases[trade][kind];
          const least = kind === 'visitor/turn' ? 14 : kind === 'agent/reply' ? 10 : 5;
          assert.ok(templates.length >= least, `${kind}/${trade} has ${templates.length}`);
          assert.equal(new Set(templates).size, templates.length, `${kind}/${trade} repeats a template`);
        }
      }
    });
  }
});
