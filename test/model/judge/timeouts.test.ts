// Timeouts by rule (early, late, missed, wrong state),
// by people and by cause, from hand-written rows.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, MS, SECOND } from '../../../src/model/core/time.ts';
import type { JudgeOptions } from '../../../src/model/judge/judge.ts';
import type { TimeoutVerdict } from '../../../src/model/judge/timeouts/timeouts.ts';
import type { WitnessSession } from '../../../src/model/rows/rows.ts';
import { idleRule, judged, rules } from '../evening.ts';
import { Story } from './ledger.ts';
import { closed, DUE, idle, LAST, only, SLACK, T, talk } from './talk.ts';

describe('by rule', () => {
  const table: [closedAt: number, verdict: TimeoutVerdict['byRule']][] = [
    [DUE, 'justified'],
    [DUE - SLACK, 'justified'],
    [DUE + SLACK, 'justified'],
    [DUE - SLACK - 1, 'early'],
    [DUE - 5 * MINUTE, 'early'],
    [DUE + SLACK + 1, 'late'],
    [DUE + 20 * MINUTE, 'late'],
  ];
  for (const [at, verdict] of table) {
    it(`${verdict}: closed ${(at - DUE) / MS} ms after it was due`, () => {
      const { byRule, due, closedAt } = only(talk().session(closed(at)));
      assert.deepEqual([byRule, due, closedAt], [verdict, DUE, at]);
    });
  }

  it('with a sweep, late is later than two of them', () => {
    const swept = idle({ sweep: 4 * MINUTE });
    assert.equal(only(talk().session(closed(12 * MINUTE)), swept).byRule, 'justified');
    assert.equal(only(talk().session(closed(16 * MINUTE + SLACK)), swept).byRule, 'justified');
    assert.equal(only(talk().session(closed(16 * MINUTE + SLACK + 1)), swept).byRule, 'late');
  });

  it('at a higher speed the same real delay is more model time, and is forgiven', () => {
    const story = (): Story => talk().session(closed(DUE + 60 * SLACK));
    assert.equal(only(story()).byRule, 'late');
    assert.equal(only(story(), idle(), { speed: 60 }).byRule, 'justified');
  });

  it('wrong state: closed as idle while nobody had the session, or before the anchor', () => {
    assert.equal(only(talk().session(closed(DUE, { closedFrom: 'queued' }))).byRule, 'wrong_state');
    const anchored = idle({
      idle: idleRule({ after: T, anchor: 'first_agent_reply_after_visitor', resets: ['visitor', 'agent'] }),
    });
    const waiting = new Story()
      .say('v0/0', LAST, { ack: ['s1', 1] })
      .stored('v0/0', LAST)
      .session(closed(DUE));
    assert.equal(only(waiting, anchored).byRule, 'wrong_state');
  });

  it('missed: should have been closed and never was, or only for another reason', () => {
    assert.equal(only(talk().session()).byRule, 'missed');
    const other = only(talk().session(closed(DUE + 5 * MINUTE, { reason: 'agent' })));
    assert.deepEqual([other.byRule, other.byPeople, other.due], ['missed', undefined, DUE]);
  });

  it('a message at model time 0 is a message: the clock runs from it', () => {
    const story = new Story()
      .say('v0/0', 0, { ack: ['s1', 1] })
      .stored('v0/0', 0)
      .say('a0/0', 0, { session: 's1' })
      .stored('a0/0', 0, { seq: 2 });
    const anchored = idle({ idle: idleRule({ after: T, anchor: 'last_agent_message', resets: ['agent'] }) });
    assert.equal(only(story.session(closed(T, { activeAt: 0 })), anchored).byRule, 'justified');
  });

  it('no timeout at all: closed for another reason in time, not due before the drain, or waiting in the queue', () => {
    const none = (story: Story): unknown[] => [...judged(story.done(), idle()).timeouts];
    assert.deepEqual(none(talk().session(closed(DUE - MINUTE, { reason: 'visitor' }))), []);
    assert.deepEqual(
      none(
        talk()
          .drainStart(DUE - 1)
          .session(),
      ),
      [],
    );
    assert.deepEqual(none(talk().session({ state: 'queued' })), []);
    assert.deepEqual(
      none(
        talk()
          .drainStart(DUE - 1)
          .session(closed(DUE)),
      ),
      [],
      'closes in the drain are the harness’s doing',
    );
  });

  it('a session that waited for an agent beyond T is due T after it got one (R58)', () => {
    const transfers = [{ at: 5 * MINUTE, doneAt: 30 * MINUTE, from: 'a0', to: 'a1' }];
    const handed = talk().session(closed(40 * MINUTE, { agents: ['a0', 'a1'], transfers }));
    assert.equal(only(handed).byRule, 'justified');
    const queued = new Story()
      .say('v0/0', LAST, { ack: ['s1', 1] })
      .stored('v0/0', LAST)
      .session(closed(40 * MINUTE, { activeAt: 30 * MINUTE }));
    assert.equal(only(queued).byRule, 'justified');
  });

  it('a session that nobody had at the start of the drain, and somebody took in it, is not missed', () => {
    const none = (change: Partial<WitnessSession>): unknown[] => {
      const story = talk()
        .drainStart(DUE + MINUTE)
        .session(change);
      return [...judged(story.done(), idle()).timeouts];
    };
    const inDrain = DUE + 2 * MINUTE;
    assert.deepEqual(none({ activeAt: inDrain }), [], 'taken for the first time, or reopened');
    const transfers = [{ at: 5 * MINUTE, doneAt: inDrain, from: 'a0', to: 'a1' }];
    assert.deepEqual(none({ agents: ['a0', 'a1'], transfers }), [], 'handed over, and taken by another agent');
  });

  it('a clock of the server that lies is bounded by what the sender saw', () => {
    // The server dates the last message 9 minutes after its ack, and closes by that time.
    const lying = new Story()
      .say('v0/0', LAST, { ack: ['s1', 1] })
      .stored('v0/0', LAST + 9 * MINUTE)
      .show('a0', 'v0/0', LAST + SECOND, { look: true })
      .session(closed(LAST + 9 * MINUTE + T));
    assert.equal(only(lying).byRule, 'late');
  });

  it('a message that was acked and not stored still moved the clock: closing without it is early', () => {
    const story = talk()
      .say('v0/1', 5 * MINUTE, { ack: ['s1', 3] })
      .session(closed(DUE));
    assert.equal(only(story).byRule, 'early');
  });

  it('none without an idle rule, except closes that should not be', () => {
    assert.deepEqual(judged(talk().session().done(), rules({ idle: null })).timeouts, []);
    assert.equal(only(talk().session(closed(DUE)), rules({ idle: null })).byRule, 'wrong_state');
  });
});

describe('by people', () => {
  const W = 10 * MINUTE;
  const people = (story: Story): string | undefined =>
    only(story.session(closed(DUE)), idle(), { prematureWithin: W }).byPeople;

  it('premature: the next turn was due within W of the close', () => {
    for (const due of [DUE + 1, DUE + W, DUE - SECOND]) assert.equal(people(talk(due)), 'premature', String(due - DUE));
  });

  it('idle: the next turn was further away, said already, or there was none', () => {
    assert.equal(people(talk(DUE + W + 1)), 'idle');
    assert.equal(people(talk()), 'idle');
    const next = LAST + 2 * SECOND;
    const said = talk(next).say('v0/1', next, { turn: 1 });
    assert.equal(people(said), 'idle');
  });

  it('idle: the visitor had finished or given up, whatever else holds', () => {
    assert.equal(people(talk(DUE + 1).add('v0', DUE - 1, { what: 'finish', how: 'silent' })), 'idle');
    assert.equal(people(talk(DUE + 1).add('v0', DUE - 1, { what: 'gave_up', why: 'no_reply', left: 1 })), 'idle');
    assert.equal(people(talk(DUE + 1).add('v0', DUE + 1, { what: 'gave_up', why: 'closed', left: 1 })), 'premature');
  });

  it('waiting: the last word was the visitor’s', () => {
    const story = new Story()
      .say('v0/0', LAST, { ack: ['s1', 1] })
      .stored('v0/0', LAST)
      .show('a0', 'v0/0', LAST);
    assert.equal(people(story), 'waiting');
  });

  it('unreached: the answer was stored and not on the screen when the session closed', () => {
    assert.equal(people(talk(undefined, false)), 'unreached');
    assert.equal(people(talk(undefined, false).show('v0', 'a0/0', DUE + 1, { seq: 2, look: true })), 'unreached');
  });
});

describe('by cause', () => {
  const cause = (story: Story, change: Partial<JudgeOptions> = {}): string => only(story, idle(), change).cause;
  const right = (story: Story): Story => story.session(closed(DUE));

  it('silence, when nothing was in the way', () => assert.equal(cause(right(talk())), 'silence'));

  it('agent, when the visitor waited for an answer', () => {
    const asked = (): Story => new Story().say('v0/0', LAST, { ack: ['s1', 1] }).stored('v0/0', LAST);
    assert.equal(cause(right(asked().show('a0', 'v0/0', LAST + 1))), 'agent');
    assert.equal(cause(right(asked().add('a0', LAST + 1, { what: 'path', is: 'offline' }))), 'agent', 'who was away');
  });

  it('server, when the question never came on the screen of an agent who was there', () => {
    const asked = new Story().say('v0/0', LAST, { ack: ['s1', 1] }).stored('v0/0', LAST);
    assert.equal(cause(right(asked)), 'server');
  });

  it('path or device, when one of them was away at the close', () => {
    const before = DUE - MINUTE;
    assert.equal(cause(right(talk().add('v0', before, { what: 'path', is: 'offline' }))), 'path');
    assert.equal(cause(right(talk().add('v0', before, { what: 'device', is: 'frozen' }))), 'device');
    const back = talk()
      .add('v0', before, { what: 'device', is: 'hidden' })
      .add('v0', before + 1, { what: 'device', is: 'visible' });
    assert.equal(cause(right(back)), 'silence');
    assert.equal(cause(right(talk(undefined, false))), 'server', 'who was there and was not shown the answer');
  });

  it('server, when the close was wrong; generator, when that was late itself', () => {
    const early = (): Story => talk().session(closed(DUE - MINUTE));
    assert.equal(cause(early()), 'server');
    assert.equal(cause(early(), { generatorLate: true }), 'generator');
    assert.equal(cause(talk().session(), { generatorLate: true }), 'generator');
  });
});

describe('came back', () => {
  it('when the visitor wrote again after the close', () => {
    assert.equal(only(talk().session(closed(DUE))).cameBack, false);
    assert.equal(
      only(
        talk()
          .session(closed(DUE))
          .say('v0/1', DUE + 1),
      ).cameBack,
      true,
    );
  });
});
