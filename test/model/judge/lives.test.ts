// The lives of a session under one id count like separate
// sessions, also those that became leave-messages.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, MS, SECOND } from '../../../src/model/core/time.ts';
import { Evidence } from '../../../src/model/judge/evidence.ts';
import type { Row, WitnessSession } from '../../../src/model/rows/rows.ts';
import { fold, type Numbers } from '../../../src/result/fold.ts';
import { judged } from '../evening.ts';
import { Story } from './ledger.ts';
import { closed, idle, only, T } from './talk.ts';

const LEFT = 5 * MINUTE;
const AGAIN = 20 * MINUTE;
const DUE = AGAIN + MINUTE + T;

/**
 * v0 asks and gets no answer until the leave-message. Then v0 asks
 * in `second`, is answered, and is silent until the idle close.
 */
const asked = (second: string): Story => {
  const seq = second === 's1' ? 2 : 1;
  return new Story()
    .say('v0/0', 10 * SECOND, { ack: ['s1', 1] })
    .stored('v0/0', 10 * SECOND)
    .show('a0', 'v0/0', 11 * SECOND)
    .left('v0/0', LEFT)
    .say('v0/1', AGAIN, { ack: [second, seq] })
    .stored('v0/1', AGAIN, { session: second, seq })
    .show('a0', 'v0/1', AGAIN + SECOND, { session: second, seq, look: true })
    .say('a0/0', AGAIN + MINUTE, { ack: [second, seq + 1], session: second })
    .stored('a0/0', AGAIN + MINUTE, { session: second, seq: seq + 1 })
    .show('v0', 'a0/0', AGAIN + MINUTE + SECOND, { session: second, seq: seq + 1, look: true });
};

/** The two lives as one session with one id; `apart` has them as two sessions. */
const reopened = (first: Partial<WitnessSession>, second: Partial<WitnessSession>): Story =>
  asked('s1').session({
    ...second,
    activeAt: AGAIN,
    agents: first.activeAt === undefined ? ['a0'] : ['a0', 'a0'],
    closes: [{ openedAt: 0, ...(first.activeAt !== undefined && { activeAt: first.activeAt }), leftAt: LEFT }],
  });
const apart = (first: Partial<WitnessSession>, second: Partial<WitnessSession>): Story => {
  const { activeAt: _, ...queued } = { ...first };
  const rest = { ...queued, state: 'left_message', leftAt: LEFT };
  const story = asked('s2').session({ ...second, id: 's2', openedAt: AGAIN, activeAt: AGAIN });
  if (first.activeAt !== undefined) return story.session({ ...rest, activeAt: first.activeAt });
  const { activeAt: _none, ...waiting } = {
    activeAt: 0,
    visitor: 'v0',
    channel: 'web',
    id: 's1',
    openedAt: 0,
  } as const;
  return story.add('server', 61 * MINUTE, {
    what: 'w_session',
    session: { ...waiting, agents: [], transfers: [], state: 'left_message', leftAt: LEFT },
  });
};

function numbers(rows: readonly Row[]): Numbers {
  const evidence = new Evidence();
  for (const row of rows) evidence.add(row);
  return fold(evidence, judged(rows, idle()));
}

/** The numbers that depend on lives and not on ids. */
function counted(rows: readonly Row[]): unknown {
  const { sessions, timeouts, latency } = numbers(rows);
  const { closed: reasons, active, leftMessage, stillOpen, byChannel } = sessions;
  const { rate, byRule, byPeople, byCause, premature } = timeouts;
  const { firstResponse } = latency.model;
  const dues = judged(rows, idle()).timeouts.map(({ due, closedAt, byRule: verdict }) => [due, closedAt, verdict]);
  return {
    reasons,
    active,
    leftMessage,
    stillOpen,
    inHands: byChannel?.['web']?.active,
    rate,
    byRule,
    byPeople,
    byCause,
    premature,
    firstResponse,
    dues,
  };
}

describe('a session that became leave-messages and was taken up again', () => {
  for (const [name, first] of [
    ['had been in hands', { activeAt: 1000 }],
    ['had waited in vain', {}],
  ] as const) {
    it(`counts as two sessions do, the first of which ${name}`, () => {
      const second = closed(DUE);
      assert.deepEqual(counted(reopened(first, second).done()), counted(apart(first, second).done()));
    });
  }

  it('is one more conversation that ended, not by a timeout, and one more visitor who never had an answer', () => {
    const { sessions, timeouts, latency } = numbers(reopened({ activeAt: 1000 }, closed(DUE)).done());
    const { count, of, open } = timeouts.rate;
    assert.deepEqual([sessions.active, sessions.leftMessage, count, of, open], [2, 1, 1, 2, 0]);
    const { n, never, open: waiting } = latency.model.firstResponse;
    assert.deepEqual([n, never, waiting], [1, 1, 0]);
  });

  it('has its idle clock judged from the reopening: nothing was due in the life that was left, and the close is late or not by its own', () => {
    const late = only(reopened({ activeAt: 1000 }, closed(DUE + MINUTE)), idle());
    assert.deepEqual([late.due, late.byRule], [DUE, 'late']);
    assert.equal(only(reopened({ activeAt: 1000 }, closed(DUE)), idle()).byRule, 'justified');
  });
});

describe('when it became leave-messages', () => {
  const left = (change: Partial<WitnessSession>): Numbers =>
    numbers(
      new Story()
        .say('v0/0', 10 * SECOND, { ack: ['s1', 1] })
        .stored('v0/0', 10 * SECOND)
        .left('v0/0', LEFT)
        .session({ state: 'left_message', ...change })
        .done(),
    );

  it('in the drain, it had not by the end of the run: it was open still', () => {
    const { sessions, timeouts, latency } = left({ leftAt: 60 * MINUTE + SECOND });
    assert.deepEqual([sessions.stillOpen, sessions.leftMessage, timeouts.rate.of, timeouts.rate.open], [1, 0, 0, 1]);
    assert.deepEqual([latency.model.firstResponse.never, latency.model.firstResponse.open], [0, 1]);
  });

  it('a server that does not say when is believed: it was over', () => {
    for (const change of [{}, { leftAt: LEFT }]) {
      const { sessions, timeouts } = left(change);
      assert.deepEqual([sessions.stillOpen, sessions.leftMessage, timeouts.rate.of, timeouts.rate.open], [0, 1, 1, 0]);
    }
  });
});

describe('whose doing a close is, where more than one agent had the session', () => {
  const question = (at: number): Story => new Story().say('v0/0', at, { ack: ['s1', 1] }).stored('v0/0', at);
  const cause = (story: Story): string => {
    const { timeouts } = judged(story.done(), idle());
    return timeouts.find(({ byRule }) => byRule !== 'missed')?.cause ?? assert.fail();
  };
  const first = {
    openedAt: 0,
    activeAt: 1000,
    closedAt: MINUTE + T,
    reason: 'idle_timeout',
    closedFrom: 'active',
  } as const;
  const two = { activeAt: AGAIN, agents: ['a0', 'a1'], closes: [first] };

  it('an earlier life is that of its own agent, and not of who had the last', () => {
    const story = (gone: string): Story =>
      question(MINUTE)
        .session(two)
        .add(gone, MINUTE + SECOND, { what: 'device', is: 'hidden' });
    assert.equal(cause(story('a1')), 'server', 'a0 was there and did not see it');
    assert.equal(cause(story('a0')), 'agent', 'a0 was not there');
  });

  it('a hand-over in the life after it takes nothing away from that', () => {
    const transfers = [{ at: AGAIN + MINUTE, doneAt: AGAIN + 2 * MINUTE, from: 'a1', to: 'a2' }];
    const story = (gone: string): Story =>
      question(MINUTE)
        .session({ ...two, agents: ['a0', 'a1', 'a2'], transfers })
        .add(gone, MINUTE + SECOND, { what: 'device', is: 'hidden' });
    for (const other of ['a1', 'a2']) assert.equal(cause(story(other)), 'server', other);
    assert.equal(cause(story('a0')), 'agent');
  });

  it('after a hand-over it is that of the next agent, since the session was there', () => {
    const transfers = [{ at: 2 * MINUTE, doneAt: 3 * MINUTE, from: 'a0', to: 'a1' }];
    const story = (gone: string, at: number): Story =>
      question(MINUTE)
        .session(closed(3 * MINUTE + T, { agents: ['a0', 'a1'], transfers }))
        .add(gone, at, { what: 'device', is: 'hidden' });
    assert.equal(cause(story('a0', 4 * MINUTE)), 'server');
    assert.equal(cause(story('a1', 4 * MINUTE)), 'agent');
    const back = story('a1', 2 * MINUTE).add('a1', 2 * MINUTE + SECOND, { what: 'device', is: 'visible' });
    assert.equal(cause(back), 'server', 'where a1 was before it came there is nothing to the point');
  });

  it('where a server counts its agents otherwise, nobody is taken for the agent of an earlier life', () => {
    assert.equal(cause(question(MINUTE).session({ ...two, agents: ['a1'] })), 'agent');
  });
});

describe('the delivery of a message that waits for another agent', () => {
  const transfers = [{ at: 2 * MINUTE, doneAt: 9 * MINUTE, from: 'a0', to: 'a1' }];
  const delivered = (at: number, shown: number, change: Partial<WitnessSession> = {}): (number | undefined)[] => {
    const story = new Story()
      .say('v0/0', at, { ack: ['s1', 1] })
      .stored('v0/0', at + 20 * MS)
      .session({ agents: ['a0', 'a1'], transfers, ...change });
    if (shown < Infinity) story.show('a1', 'v0/0', shown);
    const { n, never, open, max } = judged(story.done(), idle()).latency.real.delivery.summary();
    return [n, never, open, max];
  };

  it('counts from when the next agent has it, as that of the first queue does', () => {
    assert.deepEqual(delivered(3 * MINUTE, 9 * MINUTE + SECOND), [1, 0, 0, SECOND]);
    assert.deepEqual(delivered(500, 10 * SECOND, { activeAt: 9 * SECOND, transfers: [] }), [1, 0, 0, SECOND]);
  });

  it('counts from when it was sent, where it was in hands then: also if it was handed over before the sender had the ack', () => {
    assert.deepEqual(delivered(MINUTE, MINUTE + SECOND), [1, 0, 0, SECOND]);
    assert.deepEqual(delivered(2 * MINUTE - 30 * MS, 2 * MINUTE + 70 * MS), [1, 0, 0, 100 * MS]);
    assert.deepEqual(delivered(10 * MINUTE, 10 * MINUTE + SECOND), [1, 0, 0, SECOND]);
  });

  it('is no delivery where no other agent ever came', () => {
    assert.deepEqual(
      delivered(3 * MINUTE, Infinity, { transfers: [{ at: 2 * MINUTE, from: 'a0' }] }).slice(0, 3),
      [0, 0, 0],
    );
  });
});
