// Where a message ended: each fate in hand-written rows, and the order in which fates are tried.
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
/** v0/0, written at T and acked in s1. */
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
      'on a screen, but not looked at before the session ended',
      () =>
        said()
          .session(CLOSED)
          .stored(...STORED)
          .show('a0', 'v0/0', T),
    ],
    [
      'in a closed session that still stands in the list of its agent',
      () =>
        said()
          .session(CLOSED)
          .stored(...STORED)
          .inbox('a0', 's1'),
    ],
    [
      'on a screen once, in an open session that no list shows any more',
      () =>
        said()
          .session()
          .stored(...STORED)
          .show('a0', 'v0/0', T)
          .inbox('a0'),
    ],
  ],
  stored_unseen: [
    [
      'in an open session that the list of no agent shows, so that nobody will come across it',
      () =>
        said()
          .session()
          .stored(...STORED)
          .inbox('a0')
          .inbox('a1', 's2'),
    ],
    [
      'in an open session that only the list of an agent who never had it shows',
      () =>
        said()
          .session()
          .stored(...STORED)
          .inbox('a0')
          .inbox('a1', 's1'),
    ],
    [
      'in a closed session that no list shows',
      () =>
        said()
          .session(CLOSED)
          .stored(...STORED)
          .inbox('a0'),
    ],
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
      'its open session stands in the list of its agent',
      () =>
        said()
          .session()
          .stored(...STORED)
          .inbox('a0', 's1'),
    ],
    [
      'its session waits in the queue, where no list shows it',
      () =>
        said()
          .session({ state: 'queued' })
          .stored(...STORED)
          .inbox('a0'),
    ],
    [
      'its session was taken after the lists were read',
      () =>
        said()
          .session({ activeAt: 60 * MINUTE + 1 })
          .stored(...STORED)
          .inbox('a0'),
    ],
    [
      'its session was handed over in the drain and waits again',
      () =>
        said()
          .session({ transfers: [{ at: 60 * MINUTE + 1, from: 'a0' }], state: 'queued' })
          .stored(...STORED)
          .inbox('a0'),
    ],
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
    ['acked, and nowhere: that an agent has its session is no message', () => said().session().inbox('a0', 's1')],
    [
      'acked, and only in the box of leave-messages of somebody else',
      () => said().session(CLOSED).left('v0/0', T, undefined, 'v1'),
    ],
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

  it('pending in a session that no list shows: it is the visitor who would read it', () => {
    const story = new Story()
      .say('a0/0', T, { ack: ['s1', 2], session: 's1' })
      .session()
      .stored('a0/0', T)
      .inbox('a0');
    assert.equal(verdict(story, 'a0/0').fate, 'pending');
  });

  it('not delivered by its own screen', () => {
    assert.equal(
      verdict(answered().stored('a0/0', T).show('a0', 'a0/0', T, { look: true }), 'a0/0').fate,
      'stored_unseen',
    );
  });
});
