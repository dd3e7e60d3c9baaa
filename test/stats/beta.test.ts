// The incomplete beta function against its closed forms and identities (Abramowitz & Stegun, chapters 6 and 26.5).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lnBeta, regularisedBeta } from '../../src/stats/beta.ts';
import { trials, type Random } from '../model/random.ts';
import { near } from './near.ts';

/** From 0.001 to 1000, evenly on a logarithmic scale. */
const parameter = (random: Random): number => 10 ** (6 * random.unit() - 3);

describe('ln B(a, b)', () => {
  it('is that of factorials', () => {
    const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
    for (let a = 1; a <= 20; a++)
      for (let b = 1; b <= 20; b++) {
        const exact = (factorial(a - 1) * factorial(b - 1)) / factorial(a + b - 1);
        near(Math.exp(lnBeta(a, b)), exact, 1e-13, `B(${a}, ${b})`);
      }
  });

  it('B(½, ½) = π; B(a, b) = B(b, a); B(a, 1) = 1/a, also where ln Γ(a) is in the millions', () => {
    near(Math.exp(lnBeta(0.5, 0.5)), Math.PI, 1e-14);
    for (const a of [0.1, 1, 9.99, 10, 1e3, 1e6, 1e12]) near(Math.exp(lnBeta(a, 1)), 1 / a, 1e-13, `B(${a}, 1)`);
    assert.equal(lnBeta(3, 40), lnBeta(40, 3));
  });

  it('B(a + 1, b) = B(a, b) · a/(a + b), across the border where the formula changes', () => {
    trials('recurrence of B', 2000, (random) => {
      const [a, b] = [parameter(random), parameter(random)];
      near(Math.exp(lnBeta(a + 1, b) - lnBeta(a, b)), a / (a + b), 1e-11, `a ${a}, b ${b}`);
    });
  });
});

describe('I_x(a, b)', () => {
  it('is x^a for b = 1, 1 − (1 − x)^b for a = 1, (2/π) asin √x for a = b = ½', () => {
    trials('closed forms', 1000, (random) => {
      const x = random.unit();
      const a = parameter(random);
      near(regularisedBeta(a, 1, x), x ** a, 1e-11, `I_${x}(${a}, 1)`);
      near(1 - regularisedBeta(1, a, x), (1 - x) ** a, 1e-9 + 1e-15 / (1 - x) ** a, `1 − I_${x}(1, ${a})`);
      near(regularisedBeta(0.5, 0.5, x), (2 / Math.PI) * Math.asin(Math.sqrt(x)), 1e-13, `I_${x}(½, ½)`);
    });
  });

  it('is the tail of the binomial distribution (26.5.24)', () => {
    trials('binomial tail', 300, (random) => {
      const n = random.between(1, 30);
      const k = random.between(1, n);
      const x = random.unit();
      let [tail, choose] = [0, 1];
      for (let j = 0; j <= n; j++) {
        if (j >= k) tail += choose * x ** j * (1 - x) ** (n - j);
        choose = (choose * (n - j)) / (j + 1);
      }
      near(regularisedBeta(k, n - k + 1, x), tail, 1e-12, `n ${n}, k ${k}, x ${x}`);
    });
  });

  it('I_x(a, b) + I_(1−x)(b, a) = 1, and x I_x(a−1, b) + (1−x) I_x(a, b−1) = I_x(a, b) (26.5.2, 26.5.10)', () => {
    trials('identities of I', 2000, (random) => {
      const [a, b] = [1 + parameter(random), 1 + parameter(random)];
      const x = random.unit();
      const whole = regularisedBeta(a, b, x);
      near(whole + regularisedBeta(b, a, 1 - x, x), 1, 1e-11, `I_${x}(${a}, ${b})`);
      const parts = x * regularisedBeta(a - 1, b, x) + (1 - x) * regularisedBeta(a, b - 1, x);
      assert.ok(Math.abs(parts - whole) < 1e-11, `I_${x}(${a}, ${b}): ${parts}, ${whole}`);
    });
  });

  it('is 0 at 0, 1 at 1, and refuses what is outside', () => {
    assert.equal(regularisedBeta(2, 3, 0), 0);
    assert.equal(regularisedBeta(2, 3, 1), 1);
    for (const x of [-0.1, 1.1, NaN]) assert.throws(() => regularisedBeta(2, 3, x), RangeError);
    for (const a of [0, -1, NaN, Infinity]) {
      assert.throws(() => regularisedBeta(a, 3, 0.5), RangeError);
      assert.throws(() => regularisedBeta(3, a, 0.5), RangeError);
    }
  });
});
