// The story of a session, a message or a visitor: its rows in order, and the verdict at its end.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import { closingOf } from '../../../src/report/explain/closing.ts';
import { lifeStory } from '../../../src/report/explain/explain.ts';
import { causally } from '../../../src/report/explain/order.ts';
import { evidenceOf, judged, rules } from '../../model/evening.ts';
import { interleaved, Story } from '../../model/judge/ledger.ts';
import { Random, SEED } from '../../model/random.ts';

const T = 10 * SECOND;
const LAST = 20 * SECOND;
const CLOSED_AT = LAST + 2 * MINUTE;
const closed = (closedAt = CLOSED_AT) =>
  ({ closedAt, reason: 'idle_timeout', state: 'closed', closedFrom: 'active' }) as const;

/** v0 asks, a0 answers, and v0 intends to write again after the close; v1 has another session. */
const talk = (): Story =>
  new Story()
    .say('v0/0', T, { ack: ['s1', 1] })
    .stored('v0/0', T)
    .show('a0', 'v0/0', T + 40_000, { look: true })
    .say('a0/0', LAST, { ack: ['s1', 2], session: 's1' })
    .stored('a0/0', LAST, { seq: 2 })
    .show('v0', 'a0/0', LAST + 40_000, { seq: 2, look: true })
    .add('v0', LAST + SECOND, { what: 'intend', turn: 1, think: 5 * MINUTE, due: LAST + 5 * MINUTE })
    .say('v1/0', T, { ack: ['s2', 1] })
    .stored('v1/0', T, { session: 's2' });
const story = (made: Story, subject: string): string[] =>
  (lifeStory(made.done(), subject) ?? assert.fail(`no story of ${subject}`)).map((line) => line.replace(/ +/g, ' '));

describe('the story of a session', () => {
  it('has the visitor’s own part: said, sent, learnt, seen, meant', () => {
    assert.deepEqual(story(talk().session(closed()), 's1'), [
      '0:00:10 v0 writes message v0/0',
      "0:00:10 v0 v0's client sends v0/0",
      '0:00:10 v0 learns that v0/0 is stored in s1 as number 1: "sent"',
      '0:00:10 a0 v0/0 from the visitor is on the screen (s1, number 1)',
      '0:00:10 a0 looks at v0/0',
      '0:00:20 a0 writes message a0/0 in s1',
      "0:00:20 a0 a0's client sends a0/0",
      '0:00:20 a0 learns that a0/0 is stored in s1 as number 2: "sent"',
      '0:00:20 v0 a0/0 from the agent is on the screen (s1, number 2)',
      '0:00:20 v0 looks at a0/0',
      '0:00:21 v0 plans to write turn 1 at 0:05:20',
      // The server's records appear at the time of their reading.
      '1:01:00 server server record: v0/0 is stored in s1 as number 1',
      '1:01:00 server server record: a0/0 is stored in s1 as number 2',
      '1:01:00 server server record: s1 of v0 is closed (idle timeout), opened 0:00:00, closed 0:02:20',
    ]);
  });

  it('has the deaths of the server that lie within it, and no others', () => {
    const made = talk().session(closed());
    for (const [at, is] of [
      [1, 'down'],
      [2, 'up'],
      [LAST + 10, 'down'],
      [CLOSED_AT, 'up'],
      [CLOSED_AT + 1, 'down'],
    ] as const)
      made.add('conductor', at, { what: 'fault', is });
    assert.deepEqual(
      story(made, 's1').filter((line) => line.includes('conductor')),
      [
        '0:00:00 conductor kills the server',
        '0:00:00 conductor the server is back',
        '0:00:20 conductor kills the server',
        '0:02:20 conductor the server is back',
      ],
    );
  });

  it('has what the visitor said meanwhile and nobody ever took in', () => {
    const lines = story(
      talk()
        .say('v0/1', LAST + 10_000)
        .session(closed()),
      's1',
    ).join('\n');
    assert.match(lines, /v0 writes message v0\/1/);
    assert.match(lines, /v0's client sends v0\/1/);
    assert.doesNotMatch(lines, /v1/, 'nothing of other visitors');
  });
});

describe('the story of a visitor', () => {
  it('is all of that life: arrival, every session, what agents did with the messages', () => {
    const made = talk()
      .session(closed())
      .say('v0/1', 30 * MINUTE, { ack: ['s3', 1] })
      .session({ id: 's3' });
    const lines = story(made.add('v0', 31 * MINUTE, { what: 'leave' }), 'v0').join('\n');
    for (const part of [
      /v0 arrives/,
      /a0 looks at v0\/0/,
      /a0's client sends a0\/0/,
      /plans to write turn 1/,
      /v0\/1 is stored in s3/,
      /v0 leaves/,
    ])
      assert.match(lines, part);
    assert.doesNotMatch(lines, /v1/);
  });
});

describe('the order of a story', () => {
  const row = (by: string, k: number, t: number, body: object): Row => ({ by, k, t, ...body }) as Row;
  const message = { session: 's1', seq: 1, from: 'visitor', h: 'x' };
  const order = (rows: Row[]): string[] => causally(rows).map((r) => `${r.by} ${r.what}`);

  it('at one moment a message is said, sent, acknowledged, shown and looked at, whatever the parties are called', () => {
    const rows = [
      row('a0', 0, T, { what: 'show', id: 'v0/0', ...message }),
      row('a0', 1, T, { what: 'look', id: 'v0/0', session: 's1' }),
      row('v0', 0, T, { what: 'say', id: 'v0/0', turn: 0, h: 'x' }),
      row('v0', 1, T, { what: 'send', id: 'v0/0', try: 1 }),
      row('v0', 2, T, { what: 'ack', id: 'v0/0', session: 's1', seq: 1 }),
    ];
    assert.deepEqual(order(rows), ['v0 say', 'v0 send', 'v0 ack', 'a0 show', 'a0 look']);
  });

  it('what a person does comes before what the server says of it at that moment', () => {
    const rows = [
      row('a0', 0, T, { what: 'notice', kind: 'assigned', session: 's1' }),
      row('a1', 0, T, { what: 'notice', kind: 'closed', session: 's1' }),
      row('v0', 0, T, { what: 'notice', kind: 'queued', session: 's1' }),
      row('v1', 0, T, { what: 'say', id: 'v1/0', turn: 0, h: 'x' }),
    ];
    assert.deepEqual(order(rows), ['v1 say', 'v0 notice', 'a0 notice', 'a1 notice']);
  });

  it('a message is not shown before it was sent, where two clocks differ by less than a second; beyond, the ledger is told as it is', () => {
    const clocks = (ahead: number): string[] =>
      order([
        row('a0', 0, T, { what: 'show', id: 'v0/0', ...message }),
        row('v0', 0, T + ahead, { what: 'say', id: 'v0/0', turn: 0, h: 'x' }),
        row('v0', 1, T + ahead, { what: 'send', id: 'v0/0', try: 1 }),
      ]);
    assert.deepEqual(clocks(SECOND), ['v0 say', 'v0 send', 'a0 show']);
    assert.deepEqual(clocks(SECOND + 1), ['a0 show', 'v0 say', 'v0 send']);
  });

  it('each party keeps the order of its own book', () => {
    const rows = [
      row('v0', 0, T, { what: 'look', id: 'a0/0', session: 's1' }),
      row('v0', 1, T, { what: 'say', id: 'v0/1', turn: 1, h: 'x' }),
      row('v0', 2, T, { what: 'conn', n: 1, is: 'closed' }),
    ];
    assert.deepEqual(order(rows.toReversed()), ['v0 look', 'v0 say', 'v0 conn']);
  });

  it('does not hang on a ledger that contradicts itself', () => {
    const rows = [
      row('a0', 0, T, { what: 'show', id: 'v0/0', ...message }),
      row('a0', 1, T, { what: 'send', id: 'a0/0', try: 1 }),
      row('v0', 0, T, { what: 'show', id: 'a0/0', ...message }),
      row('v0', 1, T, { what: 'send', id: 'v0/0', try: 1 }),
    ];
    assert.deepEqual(order(rows), ['a0 show', 'a0 send', 'v0 show', 'v0 send']);
  });

  it('does not depend on how the parties were interleaved', () => {
    const rows = talk().session(closed()).done();
    for (let i = 0; i < 20; i++)
      assert.deepEqual(causally(interleaved(rows, new Random(`${SEED}/${i}`))), causally(rows));
  });
});

describe('the end of the story of a session', () => {
  const end = (made: Story, known = true): string[] => {
    const rows = made.done();
    return closingOf(evidenceOf(rows), 's1', known ? judged(rows, rules()).timeouts : undefined);
  };

  it('is the verdict on its timeout, on all three axes in words', () => {
    assert.deepEqual(end(talk().session(closed())), [
      'verdict: s1 timed out at 0:02:20, due at 0:02:20',
      '  by rule:   justified: closed when the rules say',
      '  by people: premature: the visitor was about to reply',
      '  by cause:  silence: the visitor was silent',
    ]);
    const late = end(talk().session(closed(CLOSED_AT + MINUTE)));
    assert.match(late.join('\n'), /at 0:03:20, due at 0:02:20\n {2}by rule: {3}late: .*\n.*\n {2}by cause: {2}server/);
  });

  it('names every deadline that was missed, and then how it did end', () => {
    const made = talk()
      .say('v0/1', 5 * MINUTE, { ack: ['s1', 3] })
      .stored('v0/1', 5 * MINUTE, { seq: 3 })
      .session({ ...closed(6 * MINUTE), reason: 'agent' });
    assert.deepEqual(end(made), [
      'verdict: s1 was due at 0:02:20, but stayed open until 0:05:00',
      '  by rule:   missed: due by the rules, but not closed',
      '  by people: none, because it was not closed then',
      '  by cause:  server: fault of the server',
      'verdict: s1 ended at 0:06:00: closed by the agent; there is no timeout to judge',
    ]);
  });

  it('says why there is none to judge', () => {
    const why = (made: Story, known = true): string => end(made, known).join('\n');
    assert.match(why(talk()), /did not know s1/);
    assert.match(why(talk().drainStart(MINUTE).session()), /still open at the end/);
    assert.match(why(talk().session({ state: 'left_message' })), /leave-message/);
    assert.match(why(talk().drainStart(MINUTE).session(closed())), /during the drain, which is not judged/);
    assert.match(why(talk().session(closed()), false), /without the rules of the run it cannot be judged/);
  });
});
