// Edge cases of waiting, from hand-written rows: who waited, and who is responsible.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import type { Latency } from '../../../src/model/judge/waits/latency.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import { judged, rules } from '../evening.ts';
import { Story } from './ledger.ts';
import { closed, idle, LAST, only, T, talk } from './talk.ts';

const waits = (rows: readonly Row[], of: keyof Latency['model']): number[] => {
  const { n, never, open } = judged(rows, rules()).latency.model[of].summary();
  return [n, never, open];
};

describe('who waits for a first answer', () => {
  it('a visitor who has finished says goodbye in a session that was closed meanwhile: nobody waits for an answer to that', () => {
    const story = talk()
      .session(closed(LAST + T))
      .add('v0', 20 * MINUTE, { what: 'finish', how: 'goodbye' })
      .say('v0/1', 20 * MINUTE, { ack: ['s2', 1], turn: -2 })
      .session({ id: 's2', openedAt: 20 * MINUTE, closedAt: 40 * MINUTE, reason: 'agent', state: 'closed' })
      .stored('v0/1', 20 * MINUTE, { session: 's2' });
    assert.deepEqual(waits(story.done(), 'firstResponse'), [1, 0, 0]);
  });

  it('an answer that comes on the screen because networks are healed for the drain has not come', () => {
    const story = talk(undefined, false)
      .session()
      .drainStart(5 * MINUTE)
      .show('v0', 'a0/0', 5 * MINUTE + SECOND, { seq: 2 });
    assert.deepEqual(waits(story.done(), 'firstResponse'), [0, 0, 1]);
    const inTime = talk(undefined, false)
      .session()
      .drainStart(5 * MINUTE)
      .show('v0', 'a0/0', 5 * MINUTE, { seq: 2 });
    assert.deepEqual(waits(inTime.done(), 'firstResponse'), [1, 0, 0]);
  });

  it('nor does an agent look at what comes on theirs in the drain: nobody waited for that', () => {
    const shown = (t: number): number[] =>
      waits(
        new Story()
          .say('v0/0', SECOND, { ack: ['s1', 1] })
          .stored('v0/0', SECOND)
          .session()
          .drainStart(5 * MINUTE)
          .show('a0', 'v0/0', t)
          .done(),
        'notice',
      );
    assert.deepEqual(shown(5 * MINUTE + SECOND), [0, 0, 0]);
    assert.deepEqual(shown(4 * MINUTE), [0, 0, 1]);
  });
});

describe('who waits for another agent', () => {
  const handedOver = (...transfers: { at: number; doneAt?: number; from: string; to?: string }[]): Row[] =>
    talk()
      .session({ transfers })
      .drainStart(5 * MINUTE)
      .done();

  it('what is handed over in the drain, or taken then, is the doing of the harness', () => {
    assert.deepEqual(waits(handedOver({ at: 6 * MINUTE, from: 'a0' }), 'transfer'), [0, 0, 0]);
    assert.deepEqual(
      waits(handedOver({ at: 4 * MINUTE, doneAt: 6 * MINUTE, from: 'a0', to: 'a1' }), 'transfer'),
      [0, 0, 1],
    );
  });

  it('a hand-over that failed with its life is no wait of the next one', () => {
    const story = talk()
      .session({
        activeAt: 4 * MINUTE,
        closes: [{ openedAt: 0, activeAt: 1000, closedAt: 3 * MINUTE, reason: 'visitor_abandoned' }],
        transfers: [{ at: 2 * MINUTE, from: 'a0' }],
      })
      .drainStart(5 * MINUTE);
    assert.deepEqual(waits(story.done(), 'transfer'), [0, 1, 0]);
  });
});

describe('whose doing a close is', () => {
  const unseen = (): Story =>
    new Story()
      .say('v0/0', LAST, { ack: ['s1', 1] })
      .stored('v0/0', LAST)
      .session(closed(LAST + T));

  it('the server’s, where the message never came to an agent who was there, whenever that agent leaves later', () => {
    assert.equal(only(unseen()).cause, 'server');
    assert.equal(only(unseen().add('a0', LAST + T + SECOND, { what: 'leave' })).cause, 'server');
    assert.equal(only(unseen().add('a0', LAST + T - SECOND, { what: 'leave' })).cause, 'agent');
  });

  it('not the agent’s, where an answer was given in time and did not get to the screen before the visitor gave up', () => {
    const gaveUp = (at: number): Story =>
      talk(undefined, false)
        .add('v0', at, { what: 'gave_up', why: 'no_reply', left: 1 })
        .session(closed(LAST + T));
    const { byPeople, cause } = only(gaveUp(5 * MINUTE), idle());
    assert.deepEqual([byPeople, cause], ['unreached', 'server']);
    // Here the visitor gave up before the answer came, so the agent was too late.
    assert.equal(only(gaveUp(30 * SECOND), idle()).cause, 'agent');
  });
});
