// Where a message ended: each fate from rows written by hand, the order in which fates are tried, flags and routes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import type { Judgement } from '../../../src/model/judge/judge.ts';
import { FATES, type Fate } from '../../../src/model/rows/words.ts';
import { judged, rules } from '../evening.ts';
import { Story } from './ledger.ts';

const T = 10 * SECOND;
const CLOSED = { closedAt: 2 * MINUTE, reason: 'agent', state: 'closed', closedFrom: 'active' } as const;
const judge = (story: Story): Judgement => judged(story.done(), rules());
const verdict = (story: Story, id = 'v0/0') =>
  judge(story).messages.find((m) => m.id === id) ?? assert.fail(`no ${id}`);
/** v0/0, said at T and acked in s1. */
const said = (): Story => new Story().say('v0/0', T, { ack: ['s1', 1] });
const STORED: [string, number] = ['v0/0', T];

const TABLE: Partial<Record<Fate, [how: string, story: () => Story][]>> = {
  misrouted: [
    [
      'shown to another visitor',
      () =>
        said()
          .session()
          .stored(...STORED)
          .show('v1', 'v0/0', T),
    ],
    [
      "shown to an agent in another visitor's session",
      () =>
        said()
          .session()
          .session({ id: 's2', visitor: 'v1', agents: ['a1'] })
          .stored(...STORED)
          .show('a1', 'v0/0', T, { session: 's2', look: true }),
    ],
    [
      'shown to an agent who never had the session',
      () =>
        said()
          .session()
          .stored(...STORED)
          .show('a2', 'v0/0', T, { look: true }),
    ],
    [
      'even if the right one saw it too',
      () =>
        said()
          .session()
          .stored(...STORED)
          .show('a0', 'v0/0', T, { look: true })
          .show('v1', 'v0/0', T),
    ],
  ],
  delivered: [
    [
      'shown to the agent and looked at',
      () =>
        said()
          .session()
          .stored(...STORED)
          .show('a0', 'v0/0', T, { look: true }),
    ],
    [
      'looked at by the agent who took over',
      () =>
        said()
          .session({ agents: ['a0', 'a1'] })
          .stored(...STORED)
          .show('a0', 'v0/0', T)
          .show('a1', 'v0/0', MINUTE, { look: true }),
    ],
    [
      'before anything else that holds as well',
      () =>
        said()
          .session(CLOSED)
          .stored(...STORED)
          .left('v0/0', T)
          .show('a0', 'v0/0', T, { look: true }),
    ],
  ],
  left_message: [
    ['in the box', () => said().session(CLOSED).left('v0/0', T)],
    [
      'also when its session keeps it too',
      () =>
        said()
          .session({ state: 'left_message' })
          .stored(...STORED)
          .left('v0/0', T),
    ],
  ],
  unnoticed: [
    [
      'on a screen, never looked at before the session ended',
      () =>
        said()
          .session(CLOSED)
          .stored(...STORED)
          .show('a0', 'v0/0', T),
    ],
  ],
  stored_unseen: [
    [
      'only in the history',
      () =>
        said()
          .session(CLOSED)
          .stored(...STORED),
    ],
    [
      'also without an ack',
      () =>
        new Story()
          .say('v0/0', T)
          .session(CLOSED)
          .stored(...STORED),
    ],
  ],
  refused: [
    [
      'the sender was told',
      () => new Story().say('v0/0', T).session().add('v0', T, { what: 'refuse', id: 'v0/0', why: 'closed' }),
    ],
  ],
  pending: [
    [
      'its session is still open',
      () =>
        said()
          .session()
          .stored(...STORED),
    ],
    [
      'on the screen of an open session',
      () =>
        said()
          .session()
          .stored(...STORED)
          .show('a0', 'v0/0', T),
    ],
    [
      'its session ended only in the drain',
      () =>
        said()
          .session({ ...CLOSED, closedAt: 60 * MINUTE + 1 })
          .stored(...STORED),
    ],
  ],
  lost: [
    ['acked, and nowhere', () => said().session(CLOSED)],
    ['acked, and nowhere, in an open session', () => said().session()],
    [
      'acked, and what is stored under its id is another text',
      () => said().session(CLOSED).stored('v0/0', T, { h: 'another' }),
    ],
    ['acked, and what is left under its id is another text', () => said().session(CLOSED).left('v0/0', T, 'another')],
  ],
  indeterminate: [['no ack, nowhere', () => new Story().say('v0/0', T).session(CLOSED)]],
  unknown_drain: [['would be lost, but the drain did not end', () => said().session(CLOSED).undrained()]],
};

describe('a message of a visitor is', () => {
  for (const [fate, ways] of Object.entries(TABLE))
    for (const [how, story] of ways) it(`${fate}: ${how}`, () => assert.equal(verdict(story()).fate, fate));

  it('of every fate that version 1 can produce (there is no bot yet)', () => {
    assert.deepEqual(
      FATES.filter((fate) => !(fate in TABLE)),
      ['by_bot'],
    );
  });
});

describe('a message of an agent is', () => {
  const answered = (): Story => new Story().say('a0/0', T, { ack: ['s1', 2], session: 's1' }).session(CLOSED);
  const table: [Fate, () => Story][] = [
    ['delivered', () => answered().stored('a0/0', T).show('v0', 'a0/0', T, { look: true })],
    ['unnoticed', () => answered().stored('a0/0', T).show('v0', 'a0/0', T)],
    ['stored_unseen', () => answered().stored('a0/0', T)],
    ['misrouted', () => answered().stored('a0/0', T).show('v1', 'a0/0', T, { look: true })],
    ['lost', answered],
    [
      'refused',
      () =>
        new Story()
          .say('a0/0', T, { session: 's1' })
          .session(CLOSED)
          .add('a0', T, { what: 'refuse', id: 'a0/0', why: 'not_yours' }),
    ],
  ];
  for (const [fate, story] of table) it(fate, () => assert.equal(verdict(story(), 'a0/0').fate, fate));

  it('not delivered by its own screen', () => {
    assert.equal(
      verdict(answered().stored('a0/0', T).show('a0', 'a0/0', T, { look: true }), 'a0/0').fate,
      'stored_unseen',
    );
  });
});

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
    assert.deepEqual(
      [verdict(twice).flags, verdict(again).flags, verdict(inTurn).flags],
      [['duplicate'], ['duplicate'], []],
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
    const route = (second: string, agents: string[]): string | undefined => {
      const story = said()
        .session(CLOSED)
        .stored(...STORED)
        .show('a0', 'v0/0', T, { look: true });
      story.say('v0/1', 5 * MINUTE, { ack: [second, 1] }).stored('v0/1', 5 * MINUTE, { session: second });
      if (second !== 's1') story.session({ id: second, agents, openedAt: 5 * MINUTE });
      return verdict(story.show(agents[0] ?? 'a0', 'v0/1', 5 * MINUTE, { session: second, look: true }), 'v0/1').route;
    };
    assert.equal(route('s1', ['a0']), 'same_session');
    assert.equal(route('s2', ['a0']), 'new_session_same_agent');
    assert.equal(route('s2', ['a1']), 'new_session_other_agent');
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
    assert.match(judge(fenced('sent')).undrained[0] ?? '', /1 of 1 fences/);
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

  it('that never ended is told', () => {
    const rows = said()
      .session()
      .done()
      .filter((row) => row.what !== 'phase');
    assert.match(judged(rows, rules()).undrained[0] ?? '', /not carried out/);
    assert.match(judge(said().session().undrained()).undrained[0] ?? '', /ran out of time/);
  });
});
