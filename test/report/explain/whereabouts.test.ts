// R40: where a message of a visitor is: in a new session,
// with which agent, in a leave-message, or where it stopped.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE } from '../../../src/model/core/time.ts';
import { isVisitor } from '../../../src/model/rows/ids.ts';
import type { WitnessSession } from '../../../src/model/rows/rows.ts';
import { PLACES } from '../../../src/model/rows/whereabouts.ts';
import { speak } from '../../../src/language/language.ts';
import { whereaboutsLines } from '../../../src/report/explain/whereabouts.ts';
import { evidenceOf, judged, play } from '../../model/evening.ts';
import { Story } from '../../model/judge/ledger.ts';
import { randomRules, randomWorkload } from '../../model/random-evening.ts';
import { trials } from '../../model/random.ts';

const AT = 10 * MINUTE;
const closed: Partial<WitnessSession> = {
  closedAt: 20 * MINUTE,
  reason: 'idle_timeout',
  state: 'closed',
  closedFrom: 'active',
};
const linesOf = (story: Story, id = 'v0/0'): string => whereaboutsLines(evidenceOf(story.done()), id).join('\n');

describe('where a message is', () => {
  const asked = (): Story => new Story().say('v0/0', AT, { ack: ['s1', 1] });
  const cases: [what: string, story: () => Story, says: RegExp][] = [
    [
      'in a list',
      () => asked().stored('v0/0', AT).session().inbox('a0', 's1'),
      /\(in_hands\)\n.*first session.*agents: a0.*list of a0/,
    ],
    [
      'answered',
      () =>
        asked()
          .stored('v0/0', AT)
          .session()
          .say('a0/0', AT + MINUTE, { session: 's1' })
          .stored('a0/0', AT + MINUTE, { seq: 2 }),
      /\(answered\)/,
    ],
    [
      'in the queue',
      () => asked().stored('v0/0', AT).session({ state: 'queued', agents: [] }),
      /\(waiting\)\n.*no agent ever had it/,
    ],
    ['in history', () => asked().stored('v0/0', AT).session(closed), /\(over_unanswered\)/],
    ['left', () => asked().left('v0/0', AT), /\(leave_messages\)/],
    ['acknowledged and not kept', () => asked().session(closed), /\(not_kept\)\n.*s1/],
    [
      'kept by the channel',
      () => new Story().say('v0/0', AT, { ack: ['channel', 0] }).session(closed),
      /\(kept_by_channel\)$/,
    ],
    [
      'refused',
      () => new Story().say('v0/0', AT).add('v0', AT + 1, { what: 'refuse', id: 'v0/0', why: 'closed' }),
      /\(refused\)$/,
    ],
    ['never acknowledged', () => new Story().say('v0/0', AT), /\(unknown\)$/],
  ];
  for (const [what, story, says] of cases) it(what, () => assert.match(linesOf(story()), says));

  it('in a new session, and whether its agent sees the one before', () => {
    const two = (follows?: string): Story =>
      new Story()
        .say('v0/0', AT, { ack: ['s2', 1] })
        .stored('v0/0', AT, { session: 's2' })
        .session(closed)
        .session({ id: 's2', openedAt: 25 * MINUTE, agents: ['a1'], ...(follows !== undefined && { follows }) });
    assert.match(linesOf(two()), /s2, a new session after s1, whose agent does not see.*agents: a1/);
    assert.match(linesOf(two('s1')), /whose agent sees the one before/);
  });

  it('of an agent’s message, or one that nobody knows: nothing', () => {
    const story = asked()
      .stored('v0/0', AT)
      .session()
      .say('a0/0', AT + MINUTE, { session: 's1' });
    assert.equal(linesOf(story, 'a0/0') + linesOf(story, 'v5/0'), '');
  });

  it('every message of any evening has a place, in both languages, and it fits its fate', () => {
    const found = new Set<string>();
    try {
      trials('places', 200, (random, i) => {
        const rules = randomRules(random, true);
        const rows = play({ workload: randomWorkload(random, `where/${i}`), rules });
        const evidence = evidenceOf(rows);
        speak(random.pick(['en', 'zh-CN']));
        for (const { id, fate } of judged(rows, rules).messages) {
          if (!isVisitor(id)) continue;
          const [line = ''] = whereaboutsLines(evidence, id);
          const place = /[(（](\w+)[)）]$/.exec(line)?.[1] ?? assert.fail(`${id}: ${line}`);
          found.add(place);
          assert.equal(
            place === 'leave_messages',
            fate === 'left_message' || (place === 'leave_messages' && fate === 'delivered'),
            `${id} ${fate}`,
          );
          if (fate === 'refused') assert.equal(place, 'refused');
          if (fate === 'lost') assert.ok(['not_kept', 'kept_by_channel'].includes(place), place);
          if (fate === 'stored_unseen') assert.notEqual(place, 'unknown');
        }
      });
    } finally {
      speak('en');
    }
    if (process.env['STILLTHERE_TEST_TRIAL'] === undefined)
      assert.deepEqual(
        PLACES.filter((place) => !found.has(place)),
        [],
      );
  });
});
