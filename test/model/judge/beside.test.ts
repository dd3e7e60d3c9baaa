// Findings besides the fates (phantoms, vanished
// messages, flags, routes, sums), and complete drains.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tell } from '../../../src/language/language.ts';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import type { Judgement } from '../../../src/model/judge/judge.ts';
import { judged, rules } from '../evening.ts';
import { renumbered, Story, TOLD } from './ledger.ts';

const T = 10 * SECOND;
const CLOSED = { closedAt: 2 * MINUTE, reason: 'agent', state: 'closed', closedFrom: 'active' } as const;
const judge = (story: Story): Judgement => judged(story.done(), rules());
const verdict = (story: Story, id = 'v0/0') =>
  judge(story).messages.find((m) => m.id === id) ?? assert.fail(`no ${id}`);
/** v0/0, written at T and acked in s1. */
const said = (): Story => new Story().say('v0/0', T, { ack: ['s1', 1] });
const STORED: [string, number] = ['v0/0', T];

describe('beside the fates', () => {
  it('a phantom is shown and was said by nobody; a system message that the server owns up to is none', () => {
    const story = said()
      .session()
      .stored(...STORED)
      .stored('s/s1/2', T, { seq: 2 });
    story
      .show('v0', 's/s1/2', T, { seq: 2, from: 'system' })
      .show('v0', 'a0/7', T)
      .show('v0', 's/s1/9', T, { from: 'system' });
    assert.deepEqual(judge(story).phantoms, ['a0/7', 's/s1/9']);
  });

  it('no phantom: what the desk said by itself after it had told its transcripts', () => {
    const shown = (at: number): Story =>
      said()
        .session()
        .stored(...STORED)
        .show('v0', 's/s1/2', at, { seq: 2, from: 'system' });
    assert.deepEqual(judge(shown(TOLD)).phantoms, ['s/s1/2']);
    assert.deepEqual(judge(shown(TOLD + 1)).phantoms, []);
    const forged = said()
      .session()
      .stored(...STORED)
      .show('v0', 'a0/7', TOLD + 1);
    assert.deepEqual(judge(forged).phantoms, ['a0/7'], 'people have to have said it, whenever it is shown');
  });

  it('vanished: somebody read it, and no transcript and no box holds it any more; its fate stays what it was', () => {
    const read = (): Story => said().session(CLOSED).show('a0', 'v0/0', T, { look: true });
    const found = (story: Story) => {
      const judgement = judge(story);
      return [judgement.vanished, judgement.messages[0]?.fate];
    };
    assert.deepEqual(found(read()), [['v0/0'], 'delivered']);
    assert.deepEqual(found(read().stored('v0/0', T, { h: 'another' })), [['v0/0'], 'delivered'], 'another text');
    assert.deepEqual(found(said().session(CLOSED).show('a0', 'v0/0', T)), [['v0/0'], 'unnoticed'], 'on a screen');
    assert.deepEqual(found(read().stored('v0/0', T)), [[], 'delivered'], 'still there');
    assert.deepEqual(found(read().stored('v0/0', T, { session: 's2' })), [[], 'delivered'], 'in another session');
    assert.deepEqual(found(read().left('v0/0', T)), [[], 'delivered'], 'in the box');
    assert.deepEqual(found(read().undrained()), [[], 'delivered'], 'without a complete drain nothing is known');
    assert.deepEqual(
      found(said().session(CLOSED).show('v0', 'v0/0', T)),
      [[], 'lost'],
      'what is lost is not named twice, also when the server showed it to its own sender',
    );
    const agent = new Story().say('a0/0', T, { session: 's1' }).session(CLOSED).show('v0', 'a0/0', T, { look: true });
    assert.deepEqual(found(agent), [['a0/0'], 'delivered'], 'what a visitor read');
  });

  it('Σ fates = attempted, by the persons’ own counts', () => {
    const judgement = judge(
      said()
        .say('v1/0', T)
        .say('a0/0', T, { session: 's1' })
        .session()
        .stored(...STORED),
    );
    assert.equal(judgement.attempted, 3);
    assert.deepEqual(
      judgement.messages.map((m) => m.id),
      ['a0/0', 'v0/0', 'v1/0'],
    );
  });

  it('late: looked at after its session had ended', () => {
    const early = said()
      .session(CLOSED)
      .stored(...STORED)
      .show('a0', 'v0/0', T, { look: true });
    const late = said()
      .session(CLOSED)
      .stored(...STORED)
      .show('a0', 'v0/0', CLOSED.closedAt, { look: true });
    assert.deepEqual([verdict(early).flags, verdict(late).flags], [[], ['late']]);
  });

  it('duplicate: stored twice, or shown twice to the same reader; not when it is shown to two agents in turn', () => {
    const twice = said()
      .session()
      .stored(...STORED)
      .stored('v0/0', T, { seq: 2 })
      .show('a0', 'v0/0', T, { look: true });
    const again = said()
      .session()
      .stored(...STORED)
      .show('a0', 'v0/0', T, { look: true })
      .show('a0', 'v0/0', T);
    const inTurn = said()
      .session({ agents: ['a0', 'a1'] })
      .stored(...STORED)
      .show('a0', 'v0/0', T, { look: true })
      .show('a1', 'v0/0', T);
    const twiceLeft = said().session(CLOSED).left('v0/0', T).left('v0/0', T);
    assert.deepEqual(
      [twice, again, twiceLeft, inTurn].map((story) => verdict(story).flags),
      [['duplicate'], ['duplicate'], ['duplicate'], []],
    );
  });

  it('reordered: stored behind a later message of the same sender', () => {
    const story = said()
      .say('v0/1', T + 1, { ack: ['s1', 1] })
      .session();
    story.stored('v0/0', T, { seq: 2 }).stored('v0/1', T, { seq: 1 });
    assert.deepEqual([verdict(story).flags, verdict(story, 'v0/1').flags], [['reordered'], []]);
  });

  it('route: where the thread went on', () => {
    const found = (second: string, agents: string[], follows?: string) => {
      const story = said()
        .session(CLOSED)
        .stored(...STORED)
        .show('a0', 'v0/0', T, { look: true });
      story.say('v0/1', 5 * MINUTE, { ack: [second, 1] }).stored('v0/1', 5 * MINUTE, { session: second });
      const next = { id: second, agents, openedAt: 5 * MINUTE, ...(follows !== undefined && { follows }) };
      if (second !== 's1') story.session(next);
      return verdict(story.show(agents[0] ?? 'a0', 'v0/1', 5 * MINUTE, { session: second, look: true }), 'v0/1');
    };
    const route = (second: string, agents: string[]): string | undefined => found(second, agents).route;
    assert.equal(route('s1', ['a0']), 'same_session');
    assert.equal(route('s2', ['a0']), 'new_session_same_agent');
    assert.equal(route('s2', ['a1']), 'new_session_other_agent');
    // R15: an agent who sees the earlier session needs no repeated explanation.
    assert.deepEqual(
      [found('s2', ['a1'], 's1').linked, found('s2', ['a1'], 's9').linked, found('s2', ['a1']).linked],
      [true, undefined, undefined],
    );
  });
});

describe('the drain', () => {
  it('is complete when every fence was acked, and seen where an agent is there to see it', () => {
    const fenced = (...is: ('sent' | 'acked' | 'seen')[]): Story => {
      const story = said()
        .session()
        .stored(...STORED);
      for (const step of is)
        story.add(step === 'seen' ? 'a0' : 'v0', 61 * MINUTE, {
          what: 'fence',
          id: 'f/v0/s1',
          session: 's1',
          is: step,
        });
      return story;
    };
    assert.deepEqual(judge(fenced('sent', 'acked', 'seen')).undrained, []);
    assert.equal(judge(fenced('sent', 'acked')).drained, false);
    assert.equal(judge(fenced('sent')).drained, false);
    assert.deepEqual(judge(fenced('sent', 'acked').add('a0', MINUTE, { what: 'leave' })).undrained, []);
    assert.match(tell(judge(fenced('sent')).undrained[0] ?? ''), /1 of 1 end-of-run markers/);
  });

  it('is complete when a session became a leave-message while its fence was on the way', () => {
    const story = new Story().session({ state: 'left_message' });
    for (const is of ['sent', 'acked'] as const)
      story.add('v0', 61 * MINUTE, { what: 'fence', id: 'f/v0/s1', session: 's1', is });
    assert.deepEqual(judge(story).undrained, []);
  });

  it('is complete when a session in the queue was taken by an agent only after its fence had come back', () => {
    const taken = 61 * MINUTE + 1;
    const story = said()
      .session({ activeAt: taken })
      .stored(...STORED);
    for (const is of ['sent', 'acked'] as const)
      story.add('v0', 61 * MINUTE, { what: 'fence', id: 'f/v0/s1', session: 's1', is });
    assert.deepEqual(judge(story).undrained, []);
  });

  it('without a word of the target at the end is none, and nothing is called lost', () => {
    const rows = renumbered(
      said()
        .session(CLOSED)
        .done()
        .filter((row) => row.by !== 'server' || row.what !== 'end'),
    );
    const judgement = judged(rows, rules());
    assert.deepEqual(judgement.undrained, [{ key: 'judge.notRead' }]);
    assert.equal(judgement.messages[0]?.fate, 'unknown_drain');
  });

  it('that never ended is told', () => {
    const rows = said()
      .session()
      .done()
      .filter((row) => row.what !== 'phase');
    assert.match(tell(judged(rows, rules()).undrained[0] ?? ''), /the drain did not finish/);
    assert.match(tell(judge(said().session().undrained()).undrained[0] ?? ''), /timed out/);
  });
});
