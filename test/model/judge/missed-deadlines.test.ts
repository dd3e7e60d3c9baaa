// Deadlines that passed during a session count as missed,
// even if it was closed later, went on or was handed over.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE } from '../../../src/model/core/time.ts';
import { idleRule, judged } from '../evening.ts';
import { Story } from './ledger.ts';
import { closed, DUE, idle, LAST, only, SLACK, T, talk } from './talk.ts';

describe('a deadline in the middle of a session', () => {
  it('is missed: it passed, the server did not close, and the talk went on', () => {
    const verdicts = (story: Story, r = idle()): unknown[] =>
      judged(story.done(), r).timeouts.map((t) => [t.byRule, t.due, t.closedAt]);
    const again = DUE + 5 * MINUTE;
    const goesOn = (at = again): Story =>
      talk()
        .say('v0/1', at, { ack: ['s1', 3] })
        .stored('v0/1', at, { seq: 3 });
    const one = ['missed', DUE, again];
    assert.deepEqual(verdicts(goesOn().session(closed(again + MINUTE, { reason: 'agent' }))), [one]);
    assert.deepEqual(verdicts(goesOn().session(closed(again + T))), [one, ['justified', again + T, again + T]]);
    assert.deepEqual(
      verdicts(
        goesOn()
          .drainStart(again + MINUTE)
          .session(),
      ),
      [one],
      'and is still open',
    );
    const late = again + T + 10 * MINUTE;
    assert.deepEqual(verdicts(goesOn().session(closed(late))), [one, ['late', again + T, late]]);
    const queued = { transfers: [{ at: again, from: 'a0' }], state: 'queued' };
    assert.deepEqual(verdicts(talk().session(queued)), [one], 'what went on is a hand-over');
    // Within a sweep and the tolerance the server is not at fault.
    assert.deepEqual(
      verdicts(
        goesOn(DUE + SLACK)
          .drainStart(DUE + MINUTE)
          .session(),
      ),
      [],
    );
    const swept = idle({ sweep: 4 * MINUTE });
    assert.deepEqual(
      verdicts(
        goesOn(16 * MINUTE + SLACK)
          .drainStart(20 * MINUTE)
          .session(),
        swept,
      ),
      [],
    );
    assert.equal(
      verdicts(
        goesOn(16 * MINUTE + SLACK + 1)
          .drainStart(20 * MINUTE)
          .session(),
        swept,
      ).length,
      1,
    );
  });

  it('is none: waiting for an agent, an anchor that has not happened, a life before a reopening', () => {
    const none = (story: Story, r = idle()): unknown[] => judged(story.done(), r).timeouts.map((t) => t.byRule);
    const at = 30 * MINUTE;
    const goesOn = (): Story =>
      talk()
        .say('v0/1', at, { ack: ['s1', 3] })
        .stored('v0/1', at, { seq: 3 })
        .drainStart(at + MINUTE);
    const transfers = [{ at: 5 * MINUTE, doneAt: 29 * MINUTE, from: 'a0', to: 'a1' }];
    assert.deepEqual(none(goesOn().session({ agents: ['a0', 'a1'], transfers })), [], 'handed over meanwhile');
    assert.deepEqual(none(goesOn().session({ activeAt: at })), [], 'in the queue until then');
    const earlier = {
      openedAt: 0,
      activeAt: 1000,
      closedAt: 5 * MINUTE,
      reason: 'agent',
      closedFrom: 'active',
    } as const;
    assert.deepEqual(none(goesOn().session({ activeAt: at + 1, closes: [earlier] })), [], 'closed in between');
    const unanswered = new Story()
      .say('v0/0', LAST, { ack: ['s1', 1] })
      .stored('v0/0', LAST)
      .say('v0/1', at, { ack: ['s1', 2] })
      .stored('v0/1', at, { seq: 2 })
      .drainStart(at + MINUTE)
      .session();
    const anchored = idle({ idle: idleRule({ after: T, anchor: 'last_agent_message', resets: ['agent'] }) });
    assert.deepEqual(none(unanswered, anchored), []);
  });

  it('that later messages do not move is judged once, at the end', () => {
    const story = talk()
      .say('v0/1', DUE + MINUTE, { ack: ['s1', 3] })
      .stored('v0/1', DUE + MINUTE, { seq: 3 })
      .say('v0/2', DUE + 2 * MINUTE, { ack: ['s1', 4] })
      .stored('v0/2', DUE + 2 * MINUTE, { seq: 4 });
    const anchored = idle({ idle: idleRule({ after: T, anchor: 'last_agent_message', resets: ['agent'] }) });
    assert.equal(only(story.session(closed(DUE + 3 * MINUTE)), anchored).byRule, 'late');
  });

  it('that later messages do not move, until one does, is missed once', () => {
    const anchored = idle({ idle: idleRule({ after: T, anchor: 'last_agent_message', resets: ['agent'] }) });
    const at = DUE + 5 * MINUTE;
    const story = talk();
    for (const [n, t] of [DUE + MINUTE, DUE + 2 * MINUTE, DUE + 3 * MINUTE].entries())
      story.say(`v0/${n + 1}`, t, { ack: ['s1', n + 3] }).stored(`v0/${n + 1}`, t, { seq: n + 3 });
    story.say('a0/1', at, { ack: ['s1', 6], session: 's1' }).stored('a0/1', at, { seq: 6 });
    const { byRule, due, closedAt } = only(story.drainStart(at + MINUTE).session(), anchored);
    assert.deepEqual([byRule, due, closedAt], ['missed', DUE, DUE + MINUTE]);
  });

  it('is not looked for where an acknowledged message was not kept: it may have moved the clock', () => {
    // The message was heard at 5 min and acknowledged at 12 min.
    // By its ack alone, the deadline at 11 min would have passed.
    const at = DUE + 2 * MINUTE;
    const story = talk()
      .say('v0/1', 5 * MINUTE)
      .add('v0', 12 * MINUTE, { what: 'ack', id: 'v0/1', session: 's1', seq: 4 })
      .say('v0/2', at, { ack: ['s1', 5] })
      .stored('v0/2', at, { seq: 5 })
      .drainStart(at + MINUTE)
      .session();
    assert.deepEqual(judged(story.done(), idle()).timeouts, []);
  });

  it('counts for the life it lies in: one that ended in the queue was in nobody’s hands', () => {
    const at = 30 * MINUTE;
    const queued = { openedAt: 0, closedAt: at - MINUTE, reason: 'queue_timeout', closedFrom: 'queued' } as const;
    const story = talk()
      .say('v0/1', at - 2 * MINUTE, { ack: ['s1', 3] })
      .stored('v0/1', at - 2 * MINUTE, { seq: 3 })
      .drainStart(at + MINUTE)
      .session({ activeAt: 2000, closes: [queued] });
    assert.equal(only(story).byRule, 'missed', 'the last life alone');
  });

  it('counts also after a reopening, whatever became of a hand-over before it', () => {
    const earlier = { openedAt: 0, activeAt: 1000, closedAt: 5 * MINUTE, reason: 'queue_timeout' } as const;
    const story = talk()
      .say('v0/1', 30 * MINUTE, { ack: ['s1', 3] })
      .stored('v0/1', 30 * MINUTE, { seq: 3 })
      .drainStart(31 * MINUTE)
      .session({ activeAt: 6 * MINUTE, closes: [earlier], transfers: [{ at: 4 * MINUTE, from: 'a0' }] });
    const { byRule, due } = only(story);
    assert.deepEqual([byRule, due], ['missed', 16 * MINUTE]);
  });
});
