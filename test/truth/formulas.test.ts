// The formulas of the truth tests against published
// values, because a wrong reference would hide bugs.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import * as formula from './formulas.ts';

/** Equal to the last printed digit. */
function prints(value: number, published: string): void {
  const digits = published.includes('e') ? 5 : (published.split('.')[1] ?? '').length;
  const text = published.includes('e') ? value.toExponential(digits) : value.toFixed(digits);
  assert.equal(text, published);
}

function near(value: number, reference: number, within: number): void {
  assert.ok(Math.abs(value - reference) < within, `${value} is not within ${within} of ${reference}`);
}

describe('the formulas give the published values', () => {
  it('M/M/c: Erlang B, Erlang C, mean wait, share who wait longer than one service', () => {
    const rows: [number, number, string, string, string, string][] = [
      [1, 0.5, '0.333333333', '0.500000000', '1.000000000', '0.303265330'],
      [2, 1, '0.200000000', '0.333333333', '0.333333333', '0.122626480'],
      [5, 4, '0.199066874', '0.554112554', '0.554112554', '0.203846617'],
      [10, 8, '0.121661064', '0.409180151', '0.204590075', '0.055376512'],
      [20, 18, '0.109212846', '0.550769005', '0.275384502', '0.074538479'],
      [100, 90, '0.026957380', '0.216940481', '0.021694048', '9.84908e-6'],
    ];
    for (const [c, a, lost, wait, mean, tail] of rows) {
      prints(formula.erlangB(c, a), lost);
      prints(formula.erlangC(c, a), wait);
      prints(formula.erlangCWait(c, a), mean);
      prints(formula.erlangCTail(c, a, 1), tail);
    }
  });

  it('Erlang A', () => {
    const rows: [number, number, number, string, string][] = [
      [10, 10, 0.5, '0.619655231', '0.103913212'],
      [48, 50, 2, '0.342308803', '0.048021774'],
      [55, 50, 2, '0.657926761', '0.119476347'],
      [8, 10, 1, '0.283375741', '0.053232982'],
    ];
    for (const [lambda, c, theta, wait, leave] of rows) {
      const { wait: w, leave: l } = formula.erlangA(c, lambda, theta);
      prints(w, wait);
      prints(l, leave);
    }
  });

  it('M/M/c where everybody leaves after a fixed wait', () => {
    const rows: [number, number, number, string, string][] = [
      [10, 10, 0.5, '0.621104145', '0.103517357'],
      [8, 10, 0.5, '0.328290798', '0.034227588'],
      [10, 8, 1, '0.943961750', '0.211714280'],
      [5, 4, 0.25, '0.615725838', '0.326680211'],
      [55, 50, 0.1, '0.609525585', '0.123518431'],
    ];
    for (const [lambda, c, tau, wait, leave] of rows) {
      const { wait: w, leave: l } = formula.fixedPatience(c, lambda, tau);
      prints(w, wait);
      prints(l, leave);
    }
  });

  it('nobody waits long enough: without patience both kinds of impatience are Erlang B, with endless patience Erlang C', () => {
    for (const limit of [formula.fixedPatience(5, 4, 1e-9), formula.erlangA(5, 4, 1e9)])
      near(limit.leave, formula.erlangB(5, 4), 1e-8);
    for (const limit of [formula.fixedPatience(5, 4, 1e3), formula.erlangA(5, 4, 1e-9)])
      near(limit.wait, formula.erlangC(5, 4), 1e-7);
  });

  it('M/G/1 at a load of 0.8: fixed, Erlang-2 and exponential service', () => {
    for (const [second, wait] of [
      [1, 2],
      [1.5, 3],
      [2, 4],
    ] as const)
      near(formula.waitOfOneServer(0.8, 1, second), wait, 1e-12);
  });

  it('the idle timeout: messages, mean and standard deviation of a session', () => {
    const rows: [number, number, string, string, string][] = [
      [60, 300, '148.413159', '8844.78955', '8599.34899'],
      [120, 300, '12.182494', '1341.89928', '1116.06896'],
      [600, 1800, '20.085537', '11451.32215', '10074.20498'],
      [20, 60, '20.085537', '381.71074', '335.80683'],
    ];
    for (const [gap, T, messages, mean, deviation] of rows) {
      const session = formula.idleSession(1 / gap, T);
      prints(session.messages, messages);
      prints(session.mean, mean);
      prints(Math.sqrt(session.variance), deviation);
    }
  });

  it('the idle timeout: the Laplace transform has the moments', () => {
    const [r, T, h] = [1 / 120, 300, 1e-7];
    const { mean, variance } = formula.idleSession(r, T);
    const [before, at, after] = [-h, 0, h].map((s) => formula.idleSessionLaplace(r, T, s)) as [number, number, number];
    near(at, 1, 1e-12);
    near((before - after) / (2 * h) / mean, 1, 1e-5);
    near((before - 2 * at + after) / (h * h) / (variance + mean * mean), 1, 1e-2);
  });

  it('a million sessions in a day that swings by 0.8, half an hour each: swing and lag of the occupancy', () => {
    const [swing, gamma] = [(1e6 / 86400) * 0.8, (2 * Math.PI) / 86400];
    const exponential = formula.sineResponse(swing, gamma, 1800, 'exponential');
    prints(exponential.amplitude, '16525.6864');
    prints(exponential.lag, '1789.8236');
    const fixed = formula.sineResponse(swing, gamma, 1800, 'fixed');
    prints(fixed.amplitude, '16654.7701');
    prints(fixed.lag, '900.0000');
  });

  it('overtaking', () => {
    for (const [d, m, chance] of [
      [100, 50, '0.067667642'],
      [50, 50, '0.183939721'],
      [200, 50, '0.009157819'],
    ] as const)
      prints(formula.overtakes(d, m), chance);
  });
});

describe('the truth tests share no code with what they judge', () => {
  it('they take nothing from src but the simulator and types', () => {
    const folder = new URL('./', import.meta.url);
    const taken = readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => readFileSync(new URL(file, folder), 'utf8').match(/^import (?!type )[^;]*;/gm) ?? [])
      .filter((line) => line.includes('/src/') || line.includes('evening'));
    assert.deepEqual(taken, ["import { playVirtual } from '../../src/model/runner/virtual/play.ts';"]);
  });
});
