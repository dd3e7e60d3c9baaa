// Edge cases of the judge in hand-written rows: events that coincide, come twice or end at once.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tell } from '../../../src/language/language.ts';
import { MINUTE, MS, SECOND } from '../../../src/model/core/time.ts';
import { dueByMessages, type ClockEvent } from '../../../src/model/judge/timeouts/idle.ts';
import { idleDue, noActivity, noteActivity } from '../../../src/model/rules/clock.ts';
import { idleRule, judged, rules } from '../evening.ts';
import { renumbered, Story } from './ledger.ts';
import { closed, DUE, idle, LAST, only, T, talk } from './talk.ts';

const SAID = 10 * SECOND;
const said = (): Story => new Story().say('v0/0', SAID, { ack: ['s1', 1] });

describe('messages at an edge', () => {
  it('a route goes from the last agent of the session before, who knew the visitor best', () => {
    const route = (agent: string): string | undefined => {
      const story = said()
        .session({ closedAt: 2 * MINUTE, reason: 'agent', state: 'closed', closedFrom: 'active', agents: ['a0', 'a1'] })
        .stored('v0/0', SAID)
        .show('a0', 'v0/0', SAID)
        .show('a1', 'v0/0', MINUTE, { look: true })
        .say('v0/1', 5 * MINUTE, { ack: ['s2', 1] })
        .session({ id: 's2', openedAt: 5 * MINUTE, agents: [agent] })
        .stored('v0/1', 5 * MINUTE, { session: 's2' })
        .show(agent, 'v0/1', 5 * MINUTE, { session: 's2', look: true });
      return judged(story.done(), rules()).messages.find(({ id }) => id === 'v0/1')?.route;
    };
    assert.equal(route('a1'), 'new_session_same_agent');
    assert.equal(route('a0'), 'new_session_other_agent');
  });

  it('a text that was changed on its way is a phantom, however well the server keeps the right one', () => {
    const story = said().session().stored('v0/0', SAID).show('a0', 'v0/0', SAID, { look: true });
    const rows = story.done();
    assert.deepEqual(judged(rows, rules()).phantoms, []);
    const changed = rows.map((row) => (row.what === 'show' ? { ...row, h: 'another' } : row));
    assert.deepEqual(judged(changed, rules()).phantoms, ['v0/0']);
  });

  it('persons who say that they have said more, or less, than their rows hold: seen', () => {
    for (const more of [1, -1]) {
      const rows = said()
        .session()
        .done()
        .map((row) => (row.what === 'end' && row.by === 'v0' ? { ...row, said: row.said + more } : row));
      const { missing } = judged(renumbered(rows), rules());
      assert.deepEqual(
        missing.map(({ key }) => key),
        ['judge.miscounted'],
      );
    }
  });

  it('an open fence of a session that is over is open all the same', () => {
    const story = said()
      .session({ closedAt: 2 * MINUTE, reason: 'agent', state: 'closed', closedFrom: 'active' })
      .add('v0', 61 * MINUTE, { what: 'fence', id: 'f/v0/s1', session: 's1', is: 'sent' });
    assert.match(tell(judged(story.done(), rules()).undrained[0] ?? ''), /1 of 1 end-of-run markers/);
  });
});

describe('timeouts at an edge', () => {
  it('an answer in the moment of the question is one, for the judge as for the desk', () => {
    const anchored = { ...rules(), idle: idleRule({ after: T, anchor: 'first_agent_reply_after_visitor' }) };
    const moments: ClockEvent[] = [
      { kind: 'visitor', at: MINUTE },
      { kind: 'agent', at: MINUTE },
      { kind: 'agent', at: 2 * MINUTE },
    ];
    const activity = noActivity(0);
    for (const { kind, at } of moments) noteActivity(activity, kind, at);
    const due = dueByMessages(moments, { channel: 'web', opened: 0, taken: undefined }, anchored);
    assert.equal(due, MINUTE + T);
    assert.equal(idleDue(activity, anchored, 'web'), due);
  });

  it('of two acknowledgements of one message the first bounds when it came', () => {
    // The message is sent and acknowledged twice, and
    // the server says that it came with the second ack.
    const later = LAST + 9 * MINUTE;
    const story = new Story()
      .say('v0/0', LAST, { ack: ['s1', 1] })
      .add('v0', later, { what: 'ack', id: 'v0/0', session: 's1', seq: 1 })
      .stored('v0/0', later)
      .show('a0', 'v0/0', LAST + SECOND, { look: true })
      .session(closed(later + T));
    assert.equal(only(story).byRule, 'late');
  });

  it('W reaches as far after the close as before it, and a moment more is too far', () => {
    const W = 30 * MINUTE;
    const people = (due: number): string | undefined =>
      only(talk(due).session(closed(DUE)), idle(), { prematureWithin: W }).byPeople;
    assert.deepEqual([people(DUE + W), people(DUE + W + MS)], ['premature', 'idle']);
  });
});

describe('prompts at an edge', () => {
  it('who comes back after the close has not answered the prompt before it', () => {
    const { openedAt, closedAt } = { openedAt: 0, closedAt: 10 * MINUTE };
    const close = { openedAt, activeAt: 1000, closedAt, reason: 'idle_timeout', closedFrom: 'idle_warned' } as const;
    const reopened = said()
      .stored('v0/0', SAID)
      .stored('s/s1/2', 5 * MINUTE, { seq: 2 })
      .say('v0/1', 12 * MINUTE, { ack: ['s1', 3] })
      .stored('v0/1', 12 * MINUTE, { seq: 3 })
      .session({ activeAt: 12 * MINUTE, closes: [close] });
    assert.deepEqual(judged(reopened.done(), rules()).prompts, [{ session: 's1', outcome: 'expired' }]);
  });
});
