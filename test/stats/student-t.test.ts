// Student's t against published tables, 40-digit arithmetic and the cases that have a formula without a series.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { studentTQuantile } from '../../src/stats/student-t.ts';
import { studentTCdf } from './student-t-cdf.ts';
import { trials, type Random } from '../model/random.ts';
import { near } from './near.ts';

const degrees = (random: Random): number => (random.chance(0.5) ? random.between(1, 60) : 10 ** (5 * random.unit()));

describe("the quantile of Student's t", () => {
  it('is that of the tables (W. T. Shaw, Sampling Student’s T distribution, J. Comp. Finance 9, 2006: 14 digits)', () => {
    const table: [number, number, number][] = [
      [0.975, 3, 3.1824463052837],
      [0.01, 2, -6.96455673428326],
      [0.01, 5, -3.36492999890721],
      [0.00001, 1, -31830.988607907],
      [0.00001, 25, -5.2410429995425],
    ];
    for (const [p, df, t] of table) near(studentTQuantile(p, df), t, 1e-12, `p ${p}, ${df} degrees`);
  });

  it('is that of 40-digit arithmetic for the intervals of up to 100 replicates, and in far tails', () => {
    const rows: [number, number, number, number][] = [
      [1, 6.313751514675043, 12.7062047361747, 63.65674116287158],
      [2, 2.919985580353726, 4.302652729749464, 9.924843200918293],
      [4, 2.13184678632665, 2.776445105197794, 4.604094871349993],
      [9, 1.833112932656237, 2.262157162798206, 3.249835541592126],
      [19, 1.72913281152137, 2.09302405440831, 2.860934606464979],
      [29, 1.699127026533498, 2.045229642132704, 2.756385903670605],
      [59, 1.671093032103895, 2.000995378088268, 2.661758752162968],
      [99, 1.660391156016991, 1.984216951586417, 2.626405457280828],
      [999, 1.646380345427536, 1.96234146113345, 2.580759637267637],
      [100000, 1.64486886478497, 1.95998770753461, 2.575878469908375],
    ];
    for (const [df, t95, t975, t995] of rows) {
      near(studentTQuantile(0.95, df), t95, 1e-12, `0.95, ${df} degrees`);
      near(studentTQuantile(0.975, df), t975, 1e-12, `0.975, ${df} degrees`);
      near(studentTQuantile(0.995, df), t995, 1e-12, `0.995, ${df} degrees`);
    }
    near(studentTQuantile(1e-6, 19), -6.723394282200187, 1e-12);
    near(studentTQuantile(1e-30, 200), -13.65451049786474, 1e-12);
    near(studentTQuantile(1e-100, 1), -3.183098861837907e99, 1e-12);
  });

  it('is the inverse of the distribution, antisymmetric, and 0 in the middle', () => {
    trials('quantile and distribution', 2000, (random) => {
      const df = degrees(random);
      const p = random.chance(0.5) ? random.unit() / 2 || 0.5 : 10 ** (-30 * random.unit()) / 2;
      const t = studentTQuantile(p, df);
      near(studentTCdf(t, df), p, 1e-11, `p ${p}, ${df} degrees`);
      if (p > 0.001) near(studentTQuantile(1 - p, df), -t, 1e-9, `p ${p}, ${df} degrees`);
    });
    for (const df of [1, 2, 19, 1e5]) assert.equal(studentTQuantile(0.5, df), 0);
  });

  it('falls with the degrees of freedom towards the normal distribution', () => {
    let last = Infinity;
    for (let df = 1; df <= 300; df++) {
      const t = studentTQuantile(0.975, df);
      assert.ok(t < last && t > 1.959963984540054, `${df} degrees: ${t}`);
      last = t;
    }
    near(studentTQuantile(0.975, 1e8), 1.959963984540054, 1e-7);
  });

  it('refuses shares outside of 0..1 and less than one degree of freedom', () => {
    for (const p of [0, 1, -0.1, 1.1, NaN, 1e-101]) assert.throws(() => studentTQuantile(p, 5), /p must be in/);
    for (const df of [0, 0.5, -1, NaN, Infinity]) assert.throws(() => studentTQuantile(0.9, df), /degrees of freedom/);
  });
});

describe("the distribution of Student's t, of which the quantile is the inverse", () => {
  it('is that of 40-digit arithmetic, far tails included', () => {
    const tails: [number, number, number][] = [
      [0.001, 1, 0.4996816902199194],
      [0.1, 19, 0.46069597488262726],
      [2.5, 7, 0.020496109292876447],
      [4, 19, 0.0003830961686143231],
      [10, 29, 3.299931288216756e-11],
      [30, 100, 4.190166279344146e-52],
      [3, 5000, 0.001356554512142897],
      [0.5, 1e6, 0.30853759373618567],
      [6, 1e6, 9.869249061772174e-10],
    ];
    for (const [t, df, tail] of tails) near(studentTCdf(-t, df), tail, 1e-11, `t ${t}, ${df} degrees`);
  });

  it('has its closed forms for 1, 2 and 3 degrees of freedom (Abramowitz & Stegun 26.7.3–4)', () => {
    trials('closed forms of t', 1000, (random) => {
      const t = (random.unit() - 0.5) * 10 ** (4 * random.unit());
      near(studentTCdf(t, 1), 0.5 + Math.atan(t) / Math.PI, 1e-9, `t ${t}, 1`);
      near(studentTCdf(t, 2), 0.5 + t / (2 * Math.sqrt(2 + t * t)), 1e-7, `t ${t}, 2`);
      const angle = Math.atan(t / Math.sqrt(3));
      const three = 0.5 + (angle + Math.sin(angle) * Math.cos(angle)) / Math.PI;
      assert.ok(Math.abs(studentTCdf(t, 3) - three) < 1e-14, `t ${t}, 3`);
    });
  });

  it('is ½ at 0, 0 and 1 at the ends, symmetric and never falling', () => {
    trials('shape of the distribution', 1000, (random) => {
      const df = degrees(random);
      const [a, b] = [random.unit() * 20 - 10, random.unit() * 20 - 10];
      near(studentTCdf(a, df) + studentTCdf(-a, df), 1, 1e-15, `t ${a}, ${df} degrees`);
      assert.ok(studentTCdf(Math.min(a, b), df) <= studentTCdf(Math.max(a, b), df));
      assert.equal(studentTCdf(0, df), 0.5);
      assert.equal(studentTCdf(-Infinity, df), 0);
      assert.equal(studentTCdf(Infinity, df), 1);
    });
  });
});
