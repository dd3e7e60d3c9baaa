// A column that proves nothing is marked in a comparison,
// and a line below the table gives the reason.
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { sideBySide } from '../../src/report/run/terminal.ts';
import { replicatesColumn, runColumn } from '../../src/report/trust.ts';
import type { Replicates } from '../../src/result/replicates.ts';
import { everyVerdict } from './runs.ts';

const runs = await everyVerdict();
const named = (verdict: keyof typeof runs, profile: string) => {
  const { result } = runs[verdict];
  return { ...result, run: { ...result.run, profile } };
};

describe('side by side of runs', () => {
  test('an invalid one and an inconclusive one are marked and explained, a failed one and a violated one are not', () => {
    const text = sideBySide([named('failed', '10m'), named('invalid', '20m'), named('inconclusive', '30m')]);
    assert.match(text, /^ +10m +20m ! +30m !$/m);
    assert.match(text, /^! 20m proves nothing \(invalid\): .*missing or out of order/m);
    assert.match(text, /^! 30m proves nothing \(inconclusive\): /m);
    assert.doesNotMatch(text, /^! 10m/m);
    assert.deepEqual(runColumn(named('violated', 'bare')), { head: 'bare', notes: [] });
  });

  test('facts in a run that proves nothing else: the facts stand, the rest does not', () => {
    const violated = named('violated', 'bare');
    const late = { ...violated, reasons: [...violated.reasons, { limit: 'generator', text: 'timers were late' }] };
    assert.deepEqual(runColumn(late).notes, [
      '! bare proves its facts (violated), and its rates and times prove nothing: timers were late',
    ]);
  });
});

describe('side by side of replicates', () => {
  const row = (seed: string, verdict: 'pass' | 'invalid') =>
    ({ seed, verdict, reasons: verdict === 'pass' ? [] : [{ limit: 'generator', text: 'timers were late' }] }) as never;
  const column = (rows: never[], replicates: number) =>
    replicatesColumn({ run: { profile: '30m', replicates } as Replicates['run'], replicates: rows });

  test('a lower count of seeds', () => {
    assert.deepEqual(column([row('S/1', 'pass')], 3).notes, [
      '! 30m: only 1 of 3 seeds ran, because the command was interrupted',
    ]);
  });

  test('seeds that prove nothing', () => {
    const { head, notes } = column([row('S/1', 'pass'), row('S/2', 'invalid')], 2);
    assert.deepEqual([head, notes], ['30m !', ['! 30m: 1 of 2 seeds proves nothing (S/2): timers were late']]);
  });

  test('all is well', () => assert.deepEqual(column([row('S/1', 'pass')], 1), { head: '30m', notes: [] }));
});
