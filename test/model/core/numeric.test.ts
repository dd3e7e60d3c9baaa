// Our logarithm, exponential and normal quantile
// against those of the engine and against closed forms.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exp, ln, normalQuantile, normalTail } from '../../../src/model/core/numeric.ts';
import { Random, SEED } from '../random.ts';

const INPUTS = 100_000;
/** The relative error; near 0 the absolute one. */
const off = (value: number, reference: number): number =>
  Math.abs(value - reference) / Math.max(Math.abs(reference), 1e-300);

describe('ln', () => {
  it(`agrees with Math.log within 1e-14 on ${INPUTS} inputs over all magnitudes (seed ${SEED})`, () => {
    const random = new Random(`${SEED}/ln`);
    for (let i = 0; i < INPUTS; i++) {
      const x = (1 + random.unit()) * Math.pow(2, random.between(-1000, 1000));
      assert.ok(off(ln(x), Math.log(x)) <= 1e-14, `ln(${x}) = ${ln(x)}, Math.log says ${Math.log(x)}`);
    }
  });

  it('keeps its relative precision beside 1, where the value goes to 0', () => {
    const random = new Random(`${SEED}/ln near 1`);
    for (let i = 0; i < INPUTS; i++) {
      const x = 1 + (random.unit() - 0.5) * Math.pow(2, -random.between(0, 40));
      if (x === 1) continue;
      assert.ok(off(ln(x), Math.log(x)) <= 1e-14, `ln(${x}) = ${ln(x)}, Math.log says ${Math.log(x)}`);
    }
    assert.equal(ln(1), 0);
  });

  it('refuses what has no logarithm', () => {
    for (const x of [0, -1, NaN]) assert.throws(() => ln(x), RangeError);
  });
});

describe('exp', () => {
  it(`agrees with Math.exp within 1e-14 on ${INPUTS} inputs (seed ${SEED})`, () => {
    const random = new Random(`${SEED}/exp`);
    for (let i = 0; i < INPUTS; i++) {
      const x = (random.unit() - 0.5) * (i % 2 === 0 ? 60 : 1400);
      assert.ok(off(exp(x), Math.exp(x)) <= 1e-14, `exp(${x}) = ${exp(x)}, Math.exp says ${Math.exp(x)}`);
    }
  });

  it('is exact at 0, monotone over small steps, and the inverse of ln', () => {
    assert.equal(exp(0), 1);
    const random = new Random(`${SEED}/exp ln`);
    for (let i = 0; i < 10_000; i++) {
      const x = (random.unit() - 0.5) * 100;
      assert.ok(exp(x + 1e-9) > exp(x), `exp does not grow at ${x}`);
      assert.ok(Math.abs(ln(exp(x)) - x) <= 2e-14 * Math.max(1, Math.abs(x)), `ln(exp(${x})) = ${ln(exp(x))}`);
    }
  });

  it('refuses what a double cannot hold', () => {
    for (const x of [701, -701, NaN]) assert.throws(() => exp(x), RangeError);
  });
});

describe('normalQuantile', () => {
  /** Φ by the integral of the density from 0 with Simpson's rule, exact to about 1e-14 here. */
  const phi = (x: number): number => {
    const n = 400;
    const h = x / n;
    const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    let sum = density(0) + density(x);
    for (let i = 1; i < n; i++) sum += density(i * h) * (i % 2 === 1 ? 4 : 2);
    return 0.5 + (sum * h) / 3;
  };

  it(`is within 2e-9 (relative) of the inverse of Φ on ${INPUTS} inputs (seed ${SEED})`, () => {
    const random = new Random(`${SEED}/quantile`);
    // One Newton step from the answer gives the true quantile to far better than 1e-12 where Φ is known to 1e-14.
    for (let i = 0; i < INPUTS; i++) {
      const p = i % 10 === 0 ? 0.5 + random.unit() * 0.4999 : 0.0005 + random.unit() * 0.999;
      const x = normalQuantile(p);
      const step = (phi(x) - p) / (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI));
      assert.ok(Math.abs(step) <= 2e-9 * Math.max(1, Math.abs(x)), `quantile(${p}) = ${x} is off by ${step}`);
    }
  });

  it('knows the quantiles of every table, and the far tails', () => {
    const known: [number, number][] = [
      [0.975, 1.959963984540054],
      [0.95, 1.6448536269514722],
      [0.84134474606854293, 1],
      [0.001, -3.090232306167813],
      [1e-9, -5.997807014854155],
      [1e-15, -7.941345326170998],
    ];
    for (const [p, x] of known) assert.ok(off(normalQuantile(p), x) <= 2e-9, `quantile(${p}) = ${normalQuantile(p)}`);
    assert.equal(normalQuantile(0.5), 0);
  });

  it('is antisymmetric, exactly', () => {
    const random = new Random(`${SEED}/antisymmetric`);
    for (let i = 0; i < 10_000; i++) {
      const p = random.below(1 << 30) / (1 << 30) || 0.25;
      assert.equal(normalQuantile(1 - p) + normalQuantile(p), 0, String(p));
    }
  });

  it('refuses 0, 1 and what is no probability', () => {
    for (const p of [0, 1, -0.1, 1.1, NaN]) assert.throws(() => normalQuantile(p), RangeError);
  });
});

describe('normalTail', () => {
  it('is what the quantile turns back', () => {
    for (let i = 1; i < 1000; i++)
      assert.ok(Math.abs(1 - normalTail(normalQuantile(i / 1000)) - i / 1000) < 1e-7, `${i} ‰`);
  });

  it('is nothing far away', () => {
    assert.deepEqual([normalTail(1e6), normalTail(-1e6)], [0, 1]);
  });
});
