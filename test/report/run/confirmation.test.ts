// The sentence of `npm start` on whether real sockets confirm the rates of virtual time.
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { confirmationLines } from '../../../src/report/run/confirmation.ts';
import type { Result } from '../../../src/result/schema.ts';
import { rateOf } from '../../../src/stats/rates.ts';

/** The part of a result that the comparison reads. */
const resultOf = (profile: string, count: number, of: number): Result =>
  ({ run: { profile }, timeouts: { rate: rateOf(count, of) } }) as unknown as Result;

const VIRTUAL = [resultOf('bare', 391, 712), resultOf('all', 336, 595)];

describe('what the sockets say of virtual time', () => {
  test('rates inside of the 95 % interval confirm it, in one line with both sides and the difference', () => {
    const real = [resultOf('bare', 380, 710), resultOf('all', 340, 597)];
    assert.deepEqual(confirmationLines('peak', VIRTUAL, real), [
      'Real sockets confirm the idle timeouts of virtual time: ' +
        'bare 54.9 % in virtual time, 53.5 % over sockets (−1.4 points); all 56.5 % in virtual time, 57.0 % over sockets (+0.5 points).',
    ]);
  });

  test('a rate outside of it does not, and the second line names the profile and what to do', () => {
    const [first = '', second, ...more] = confirmationLines('my.yaml', VIRTUAL, [
      resultOf('all', 420, 600),
      resultOf('bare', 390, 712),
    ]);
    assert.match(
      first,
      /^Real sockets do not confirm .*all 56\.5 % in virtual time, 70\.0 % over sockets \(\+13\.5 points\)/,
    );
    assert.equal(second, 'Outside the 95 % interval: all. To compare many pairs: npx stillthere agree my.yaml');
    assert.deepEqual(more, []);
  });

  test('a profile that was not played over sockets is not told, and without any there is nothing to say', () => {
    assert.equal(confirmationLines('peak', VIRTUAL, []).length, 0);
    const [only = ''] = confirmationLines('peak', VIRTUAL, [resultOf('bare', 391, 712)]);
    assert.match(only, /bare/);
    assert.doesNotMatch(only, /all 5/);
  });

  test('where nothing could time out on one side only, that is no agreement', () => {
    assert.match(
      confirmationLines('x', [resultOf('bare', 0, 0)], [resultOf('bare', 0, 0)])[0] ?? '',
      /^Real sockets confirm/,
    );
    assert.match(
      confirmationLines('x', [resultOf('bare', 0, 0)], [resultOf('bare', 0, 9)])[0] ?? '',
      /^Real sockets do not confirm/,
    );
  });
});
