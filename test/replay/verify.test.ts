// Plays the same seed twice side by side: equal plays report
// the number of rows, others the first different row.
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { told } from '../../src/cli/flags/verify.ts';
import { virtualRun } from '../../src/run/virtual-run.ts';
import { verify, type Verified, type VerifyOptions } from '../../src/replay/verify.ts';
import { SaidError } from '../../src/language/language.ts';
import { Digest } from '../../src/model/core/hash.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import { playVirtual, VirtualPlay } from '../../src/model/runner/virtual/play.ts';
import { UsageError } from '../../src/scenario/define.ts';
import festival from '../../scenarios/double-eleven-peak.ts';
import smoke from '../../scenarios/smoke.ts';

type Again = NonNullable<VerifyOptions['again']>;

const run = virtualRun(smoke, 'bare', '7');
const rows: string[] = [];
playVirtual(run, (row) => rows.push(JSON.stringify(row)));

/** Plays as usual, but changes the rows by `bend`. */
const bent =
  (bend: (row: Row, n: number) => readonly Row[]): Again =>
  (bentRun, audience) => {
    let n = 0;
    return new VirtualPlay(bentRun, { row: (row) => bend(row, ++n).forEach((one) => audience.row(one)) });
  };

const withA = (again?: Again): Promise<Verified> =>
  verify(run, { memory: Infinity, ...(again !== undefined && { again }) });

test('two plays of a seed have the same rows: their number, and their digest as a ledger', async () => {
  const digest = new Digest();
  for (const line of rows) digest.add(line);
  assert.deepEqual(await withA(), { rows: rows.length, digest: digest.hex(), isStopped: false });
});

describe('a second play that differs is caught at its first row that does', () => {
  const last = rows.length;
  for (const at of [1, 2, 500, last]) {
    test(`row ${at} of ${last} says something else`, async () => {
      const { difference, rows: same } = await withA(bent((row, n) => [n === at ? { ...row, t: row.t + 1 } : row]));
      assert.equal(same, at - 1);
      assert.equal(difference?.row, at);
      assert.equal(difference.first, rows[at - 1]);
      assert.equal((JSON.parse(difference.second ?? '') as Row).t, (JSON.parse(rows[at - 1] ?? '') as Row).t + 1);
    });
  }

  test('a row is missing, or there is one too many: there was none at the end of that step', async () => {
    const without = (await withA(bent((row, n) => (n === last ? [] : [row])))).difference;
    assert.deepEqual(without, { row: last, first: rows[last - 1], second: undefined });
    const twice = (await withA(bent((row, n) => (n === last ? [row, row] : [row])))).difference;
    assert.deepEqual(twice, { row: last + 1, first: undefined, second: rows[last - 1] });
  });

  test('a play that ends before the other, or never has another visitor', async () => {
    const short = await withA((same, audience) => new VirtualPlay({ ...same, until: 30e6 }, audience));
    assert.ok(short.difference !== undefined && short.rows > 10);
    const other = await withA((same, audience) => {
      return new VirtualPlay({ ...same, workload: { ...same.workload, seed: '8' } }, audience);
    });
    assert.equal(other.difference?.row, 1, 'the first row names the seed');
  });

  test('the error names the row, both texts, the scenario and the seed', async () => {
    const verified = await withA(bent((row, n) => [n === 5 ? { ...row, k: 99 } : row]));
    assert.throws(
      () => told(verified, { scenario: 'smoke', profile: 'bare', seed: '7' }),
      (error: Error) => {
        assert.ok(error instanceof UsageError);
        const [head = '', first = '', second = ''] = error.message.split('\n');
        assert.match(head, /^smoke \(bare, seed 7\): two identical runs differ, first in row 5\..*please report it$/);
        assert.equal(first, `  first:  ${rows[4]}`);
        assert.match(second, /^ {2}second: \{"t":.*"k":99/);
        return true;
      },
    );
  });
});

test('it ends where a run would: when it takes more memory than allowed', async () => {
  await assert.rejects(verify(virtualRun(festival, 'all', '1'), { memory: 1 }), (error: Error) => {
    assert.ok(error instanceof SaidError);
    assert.match(error.message, /raise the limit with --memory/);
    return true;
  });
});
