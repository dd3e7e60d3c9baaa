// Histograms: merged parts equal the whole, quantiles are within 1 %, and JSON keeps every count.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bucketLow, bucketOf, Histogram } from '../../../src/model/core/histogram.ts';
import { trials, type Random } from '../random.ts';

const valueOf = (random: Random): number => Math.floor(Math.pow(2, random.unit() * 50)) - 1;
const of = (values: readonly number[]): Histogram => {
  const made = new Histogram();
  for (const value of values) made.add(value);
  return made;
};

describe('histograms', () => {
  it('merged from parts, in any grouping and order, equal the whole', () => {
    trials('merge of parts', 200, (random) => {
      const values = Array.from({ length: random.between(0, 300) }, () => valueOf(random));
      const parts = Array.from({ length: random.between(1, 6) }, () => [] as number[]);
      for (const value of values) random.pick(parts).push(value);
      const merged = new Histogram();
      for (const part of random.shuffled(parts)) merged.merge(of(part));
      assert.deepEqual(merged.toJSON(), of(values).toJSON());
      assert.deepEqual(merged.summary(), of(values).summary());
    });
  });

  it('give quantiles within 1 % of the exact ones', () => {
    trials('quantile error', 200, (random) => {
      const values = Array.from({ length: random.between(1, 500) }, () => valueOf(random)).sort((a, b) => a - b);
      const histogram = of(values);
      for (const q of [0.01, 0.5, 0.95, 0.99, 0.999, 1, random.unit()]) {
        const exact = values[Math.max(1, Math.ceil(q * values.length)) - 1] ?? 0;
        const got = histogram.quantile(q);
        assert.ok(Math.abs(got - exact) <= exact * 0.01, `q ${q} of ${values.length}: ${got}, exactly ${exact}`);
      }
      assert.equal(histogram.max, values.at(-1));
      assert.ok(histogram.quantile(1) <= histogram.max);
    });
  });

  it('come back from JSON as they were', () => {
    trials('JSON round trip', 100, (random) => {
      const histogram = of(Array.from({ length: random.between(0, 300) }, () => valueOf(random)));
      const text = JSON.stringify(histogram);
      const back = Histogram.from(JSON.parse(text) as ReturnType<Histogram['toJSON']>);
      assert.equal(JSON.stringify(back), text);
      assert.deepEqual(back.summary(), histogram.summary());
      back.merge(histogram);
      assert.equal(back.n, 2 * histogram.n);
    });
  });

  it('count a value added n times as n values', () => {
    const many = new Histogram();
    many.add(1234, 5);
    assert.deepEqual(many.toJSON(), of([1234, 1234, 1234, 1234, 1234]).toJSON());
  });

  it('are exact below 128 and have buckets that hold their own lowest value, in order', () => {
    for (let v = 0; v < 128; v++) assert.equal(bucketLow(bucketOf(v)), v);
    for (let b = 0; b < 128 * 40; b++) {
      assert.equal(bucketOf(bucketLow(b)), b);
      assert.ok(bucketLow(b + 1) > bucketLow(b), `bucket ${b}`);
    }
    trials('bucket bounds', 2000, (random) => {
      const value = valueOf(random);
      const bucket = bucketOf(value);
      assert.ok(bucketLow(bucket) <= value && value < bucketLow(bucket + 1), `${value} in bucket ${bucket}`);
    });
  });

  it('are 0 when empty', () => {
    assert.deepEqual(new Histogram().summary(), { n: 0, p50: 0, p95: 0, p99: 0, max: 0 });
  });
});
