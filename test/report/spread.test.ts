// Means in reports: two digits of the uncertainty, one unit, and no more precision than there is.
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { differenceText, knownText } from '../../src/report/spread.ts';

const mean = (unit: 'share' | 'count' | 'micros', value: number, half95?: number): string =>
  knownText(unit, { mean: value, half95 }).mean;

describe('a mean with its interval', () => {
  test('has as many digits as the interval is worth', () => {
    assert.equal(mean('share', 0.42134, 0.00871), '42.13 ± 0.87 %');
    assert.equal(mean('share', 0.42134, 0.0871), '42.1 ± 8.7 %');
    assert.equal(mean('share', 0.42134, 0.131), '42 ± 13 %');
    assert.equal(mean('count', 3456.78, 116.2), '3 457 ± 116');
    assert.equal(mean('count', 8.6, 3.41), '8.6 ± 3.4');
    assert.equal(mean('share', 0.5, 1e-9), '50.000 ± 0.000 %', 'and no more than three');
  });

  test('is in the unit that fits, both parts in the same', () => {
    assert.equal(mean('micros', 85.2e6, 11e6), '85 ± 11 s');
    assert.equal(mean('micros', 19.2 * 60e6, 2.8 * 60e6), '19.2 ± 2.8 min');
    assert.equal(mean('micros', 250_000, 12_000), '250 ± 12 ms');
    assert.equal(mean('micros', 5_000, 2e6), '0.0 ± 2.0 s', 'that of the larger');
    assert.equal(mean('micros', 3 * 3600e6, 600e6), '3.00 ± 0.17 h');
  });

  test('where nothing is known of the scatter there is none', () => {
    const one = knownText('share', { mean: 0.1428, min: 0.1428, max: 0.1428 });
    assert.deepEqual(one, { mean: '14.3 %', sd: '–', range: '–' });
    assert.equal(mean('count', 4), '4');
    assert.equal(mean('count', 4, 0), '4', 'equal values are no proof of certainty');
  });

  test('scatter and range have the unit of the mean, and the range a digit less', () => {
    const shares = knownText('share', { mean: 0.4118, half95: 0.0088, sd: 0.0187, min: 0.383, max: 0.4466 });
    assert.deepEqual(shares, { mean: '41.18 ± 0.88 %', sd: '1.87 %', range: '38.3 … 44.7 %' });
    const known = knownText('count', { mean: 280, half95: 18.2, sd: 14.6, min: 263, max: 296 });
    assert.deepEqual(known, { mean: '280 ± 18', sd: '15', range: '263 … 296' });
  });
});

describe('a difference of means', () => {
  const difference = (value: number, half95: number, unit: 'share' | 'count' = 'count'): string =>
    differenceText(unit, { mean: value, half95 }, 'pp');

  test('has its sign, and that of shares is in points', () => {
    assert.equal(difference(0.081, 0.032, 'share'), '+8.1 ± 3.2 pp');
    assert.equal(difference(-27.4, 5.3), '−27.4 ± 5.3');
  });

  test('what rounds to nothing has none', () => {
    assert.equal(difference(0, 0), '0');
    assert.equal(difference(0.2, 13), '0 ± 13');
    assert.equal(difference(-0.2, 13), '0 ± 13');
    assert.equal(difference(-0.0001, 0.03, 'share'), '0.0 ± 3.0 pp');
    assert.equal(difference(0.5, 0.12), '+0.50 ± 0.12');
  });
});
