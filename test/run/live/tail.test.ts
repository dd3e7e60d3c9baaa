// The ledger is read while it is written: each line once and whole, and invalid lines are named.
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { LedgerTail } from '../../../src/run/live/tail.ts';
import { Evidence } from '../../../src/model/judge/evidence.ts';
import type { Row, RowBody } from '../../../src/model/rows/rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-tail-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

function ledger(): { path: string; evidence: Evidence; tail: LedgerTail } {
  const path = join(folder, `ledger-${files++}.ndjson`);
  writeFileSync(path, '');
  const evidence = new Evidence();
  return { path, evidence, tail: new LedgerTail(path, evidence) };
}

const row = (by: string, k: number, body: RowBody): Row => ({ by, k, t: k, ...body });
const line = (by: string, k: number, text: string): string =>
  `${JSON.stringify(row(by, k, { what: 'say', id: `${by}/${k}`, turn: k, h: text }))}\n`;

describe('the tail of a ledger', () => {
  it('takes every line that is whole, however many there are at once, in its order', async () => {
    const { path, evidence, tail } = ledger();
    const lines = Array.from({ length: 30_000 }, (_, k) => line('v0', k, 'h'.repeat(k % 80)));
    appendFileSync(path, lines.slice(0, 20_000).join(''));
    await tail.read();
    assert.equal(evidence.rows, 20_000);
    appendFileSync(path, lines.slice(20_000).join(''));
    await Promise.all([tail.read(), tail.read()]);
    await tail.close();
    assert.equal(evidence.rows, 30_000);
    assert.equal(evidence.item('v0/29999').said?.h, 'h'.repeat(29_999 % 80));
    assert.deepEqual(tail.broken, []);
    assert.ok(!evidence.problems().some(({ key }) => key === 'judge.gaps'), 'none twice, none missing');
  });

  it('takes a line that is written in two parts once, when it is whole', async () => {
    const { path, evidence, tail } = ledger();
    const first = line('v0', 0, '您好，还在吗？');
    const bytes = Buffer.from(first);
    // The cut is in the middle of a character.
    const cut = bytes.indexOf(Buffer.from('好')) + 1;
    appendFileSync(path, bytes.subarray(0, cut));
    await tail.read();
    assert.equal(evidence.rows, 0);
    appendFileSync(path, bytes.subarray(cut));
    await tail.read();
    appendFileSync(path, line('v0', 1, 'x'));
    await tail.read();
    await tail.close();
    assert.equal(evidence.rows, 2);
    assert.equal(evidence.item('v0/0').said?.h, '您好，还在吗？');
    assert.deepEqual(tail.broken, []);
  });

  it('names what is no row, the first five of it, and goes on behind it', async () => {
    const { path, evidence, tail } = ledger();
    appendFileSync(path, `${JSON.stringify({ by: 'v0', k: 0, t: 0, what: 'nonsense' })}\n`);
    appendFileSync(path, 'no json\n'.repeat(9));
    appendFileSync(path, line('v0', 0, 'x'));
    await tail.read();
    await tail.close();
    assert.equal(evidence.rows, 1);
    assert.equal(tail.broken.length, 5);
    assert.match(tail.broken[0] ?? '', /nonsense/);
  });
});
