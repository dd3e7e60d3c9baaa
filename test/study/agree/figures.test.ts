// The compared figures of a run, against values computed
// by hand: shares, transfer times, and visitors' outcomes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { figuresOf, type Figures } from '../../../src/study/agree/figures.ts';
import type { JudgeOptions } from '../../../src/model/judge/judge.ts';
import { MINUTE, MS, SECOND } from '../../../src/model/core/time.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import { evidenceOf, idleRule, rules } from '../../model/evening.ts';
import { PLAN, Story } from '../../model/judge/ledger.ts';

const AFTER = 2 * MINUTE;
const judging = (speed = 1): JudgeOptions => ({
  rules: rules({ idle: idleRule({ after: AFTER, anchor: 'last_visitor_message', resets: ['visitor'] }) }),
  speed,
  epsilon: 0,
  prematureWithin: 30 * MINUTE,
  generatorLate: false,
});
const figures = (rows: readonly Row[], speed = 1): Figures => figuresOf('1/1', evidenceOf(rows), judging(speed));

const idle = (from: number) =>
  ({ closedAt: from + AFTER, reason: 'idle_timeout', state: 'closed', closedFrom: 'active' }) as const;
const closed = (at: number) => ({ closedAt: at, reason: 'visitor', state: 'closed' }) as const;

/**
 * v0 is closed before all turns are said. v1 ends a first chat, says all turns, and is closed then.
 */
function evening(): Row[] {
  const story = new Story();
  // The agent answers every message within a second.
  const talk = (visitor: string, n: number, at: number, session: string, answer: string): void => {
    const asked = `${visitor}/${n}`;
    story.say(asked, at, { ack: [session, 1], turn: n }).stored(asked, at + 20 * MS, { session });
    story.show('a0', asked, at + 50 * MS, { session, look: true });
    const then = at + SECOND;
    story.say(answer, then, { ack: [session, 2], session }).stored(answer, then + 20 * MS, { session, seq: 2 });
    story.show(visitor, answer, then + 50 * MS, { session, seq: 2, look: answer !== 'a0/2' });
  };
  talk('v0', 0, 10 * SECOND, 's1', 'a0/0');
  talk('v1', 0, 20 * SECOND, 's2', 'a0/1');
  talk('v1', 1, 10 * MINUTE, 's3', 'a0/2');
  story.add('v0', 12 * SECOND, { what: 'intend', turn: 1, think: MINUTE, due: 5 * MINUTE });
  story.session({ id: 's1', visitor: 'v0', ...idle(10 * SECOND + 20 * MS) });
  story.session({
    id: 's2',
    visitor: 'v1',
    openedAt: 15 * SECOND,
    activeAt: 16 * SECOND,
    ...closed(MINUTE),
    agents: ['a0', 'a1', 'a2'],
    transfers: [
      { from: 'a0', at: 25 * SECOND, doneAt: 32 * SECOND },
      { from: 'a1', at: 40 * SECOND, doneAt: 51 * SECOND },
    ],
  });
  story.session({
    id: 's3',
    visitor: 'v1',
    openedAt: 9 * MINUTE,
    activeAt: 9 * MINUTE + SECOND,
    ...idle(10 * MINUTE + 20 * MS),
    agents: ['a0', 'a1'],
    transfers: [{ from: 'a0', at: 10 * MINUTE + 30 * SECOND }],
  });
  story.add('v0', 20 * MINUTE, { what: 'gave_up', why: 'no_reply', left: 1 });
  story.add('v1', 20 * MINUTE, { what: 'finish', how: 'silent' });
  return story.done();
}

describe('the figures of a run', () => {
  const found = figures(evening());

  it('are of its seed and its people', () => {
    assert.equal(found.seed, '1/1');
    assert.equal(found.populationHash, evidenceOf(evening()).populationHash());
    const other = evening().map((row) =>
      row.what === 'plan' && row.by === 'v0' ? { ...row, plan: { ...PLAN, at: 1 } } : row,
    );
    assert.notEqual(figures(other).populationHash, found.populationHash);
  });

  it('shares: idle closes of all sessions, those that came too early of all idle closes, missed messages of all', () => {
    assert.deepEqual(found.timeouts, { count: 2, of: 3 });
    assert.deepEqual(found.premature, { count: 1, of: 2 });
    assert.deepEqual(found.missed, { count: 1, of: 6 });
  });

  it('hand-overs: the sum of those that arrived, and how many', () => {
    assert.deepEqual(found.transfers, { sum: (7 + 11) * SECOND, n: 2 });
    const { transfer, firstResponse } = found.shapes;
    assert.deepEqual([transfer.ended.n, transfer.of], [2, 3], 'the third never arrived, and waited all the same');
    assert.deepEqual([firstResponse.ended.n, firstResponse.of], [3, 3]);
  });

  it('outcomes: what became of the messages, the ends of the sessions, and the visitor, in the order of the alphabet', () => {
    assert.deepEqual(Object.fromEntries(found.outcomes), {
      v0: 'delivered, gave_up no_reply, justified premature silence',
      v1: 'delivered, delivered, finished, justified idle silence',
    });
  });

  it('acknowledgements: the middle of all, in real time', () => {
    const acks = (...after: number[]): Row[] => {
      const story = new Story();
      for (const [n, took] of after.entries()) {
        const id = `v0/${n}`;
        story
          .say(id, n * SECOND, { turn: n })
          .add('v0', n * SECOND + took, { what: 'ack', id, session: 's1', seq: n + 1 });
        story.stored(id, n * SECOND, { seq: n + 1 });
      }
      return story.session().done();
    };
    // A histogram is exact below 128 µs.
    assert.equal(figures(acks(90, 10, 50, 30, 127)).ack, 50);
    assert.equal(figures(acks(900, 100, 500, 300, 1270), 10).ack, 50);
  });
});
