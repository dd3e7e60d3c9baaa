// Rows as lines: they equal JSON.stringify, and a body object may be reused after it was written.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ackRow, intendRow, lookRow, replyRow, sayRow, sendRow, showRow } from '../../../src/model/rows/busy.ts';
import { Recorder, rowLine, toRows } from '../../../src/model/rows/recorder.ts';
import type { Row, RowBody } from '../../../src/model/rows/rows.ts';
import { trials } from '../random.ts';

const RARE: RowBody[] = [
  { what: 'leave' },
  { what: 'gave_up', why: 'queue', left: 3 },
  { what: 'end', rows: 7, said: 2 },
  { what: 'notice', kind: 'closed', session: 's1', reason: 'idle_timeout' },
  { what: 'phase', phase: 'play_end', complete: true },
  { what: 'w_inbox', agent: 'a1', sessions: ['s"1', '会话'] },
];

describe('busy bodies', () => {
  it('hold what they were last filled with, in every field', () => {
    for (const n of [1, 2]) {
      const [id, session] = [`v${n}/${n}`, `s${n}`];
      const from = n === 1 ? 'visitor' : 'agent';
      assert.deepEqual({ ...sayRow(id, n, `h${n}`) }, { what: 'say', id, turn: n, h: `h${n}` });
      assert.deepEqual({ ...replyRow(id, n, `h${n}`, session) }, { what: 'say', id, turn: n, h: `h${n}`, session });
      assert.deepEqual({ ...sendRow(id, n) }, { what: 'send', id, try: n });
      assert.deepEqual({ ...ackRow(id, session, n) }, { what: 'ack', id, session, seq: n });
      const show = { what: 'show', id, session, seq: n, from, h: `h${n}` };
      assert.deepEqual({ ...showRow(id, session, n, from, `h${n}`) }, show);
      assert.deepEqual({ ...lookRow(id, session) }, { what: 'look', id, session });
      assert.deepEqual({ ...intendRow(n, 2 * n, 3 * n) }, { what: 'intend', turn: n, think: 2 * n, due: 3 * n });
    }
  });
});

describe('a row as a line', () => {
  it('is the JSON of the whole row, for busy kinds and rare ones', () => {
    trials('row lines', 500, (random) => {
      const n = (): number => random.below(1e9);
      const id = (): string => `v${random.below(999)}/${random.below(99)}`;
      const body = random.pick<() => RowBody>([
        () => sayRow(id(), n() - 5, '0a1b'),
        () => replyRow(id(), n(), '0a1b', 's77'),
        () => sendRow(id(), n()),
        () => ackRow(id(), 's77', n()),
        () => showRow(id(), 's77', n(), 'agent', 'ff'),
        () => lookRow(id(), 's77'),
        () => intendRow(n(), n(), n()),
        () => random.pick(RARE),
      ])();
      const [t, k] = [n(), n()];
      assert.equal(rowLine(t, 'v12', k, body), JSON.stringify({ t, by: 'v12', k, ...body }));
    });
  });

  it('holds what the body said when it was written, though the next row of its kind uses the same object', () => {
    const lines: string[] = [];
    const rows: Row[] = [];
    const toLines = new Recorder('v1', (...row) => void lines.push(rowLine(...row)));
    const toObjects = new Recorder(
      'v1',
      toRows((row) => void rows.push(row)),
    );
    for (const pen of [toLines, toObjects]) {
      pen.write(1, lookRow('a0/0', 's1'));
      pen.write(2, lookRow('a0/1', 's2'));
    }
    assert.deepEqual(
      lines.map((line) => JSON.parse(line) as unknown),
      rows,
    );
    assert.deepEqual(
      rows.map((row) => (row.what === 'look' ? row.id : '')),
      ['a0/0', 'a0/1'],
    );
  });
});
