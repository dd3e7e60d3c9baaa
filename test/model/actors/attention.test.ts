// R12, R13: agents notice messages later in the background and with more sessions; a pop-up helps.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import type { AlertForm } from '../../../src/model/rows/words.ts';
import type { SessionRules } from '../../../src/model/rules/rules.ts';
import { about, ATTENTION, fixed, judged, persona, play, rules, STAFF, workload } from '../evening.ts';

/**
 * Plays with so many sessions at once for each agent.
 * @returns a quantile of the time until a message is looked at, µs
 */
function noticed(parallel: number, noticePerSession: number, as: AlertForm | null, share = 0.95): number {
  const people = workload({
    visitors: 12 * parallel,
    personas: [persona({ turns: 6, replyPatience: fixed(60 * MINUTE), lingers: fixed(20 * MINUTE) })],
    agents: {
      count: 2,
      settings: {
        answer: about(8 * SECOND),
        perSession: 0,
        glance: fixed(SECOND),
        notice: about(30 * SECOND),
        noticePerSession,
        typing: 0,
        declines: 0,
        attention: ATTENTION,
      },
    },
  });
  const desk: SessionRules = rules({
    idle: null,
    slowReply: as === null ? null : { after: 15 * SECOND, as },
    agents: { ...STAFF, capacity: parallel, handOver: null, presence: 'transport', supervisors: [] },
  });
  const { notice } = judged(play({ workload: people, rules: desk, tail: 120 * MINUTE }), desk).latency.model;
  return notice.quantile(share) ?? Infinity;
}

describe('R12: a message in a session that is not in front is noticed later', () => {
  it('one session: as fast as the front is glanced at; several: as slowly as messages are noticed', () => {
    assert.ok(noticed(4, 0, null, 0.5) > 5 * noticed(1, 0, null, 0.5));
  });
});

describe('R13: notice delay and parallel sessions', () => {
  it('rises with the sessions of an agent where attention is divided, and hardly where it is not', () => {
    const divided = [2, 4, 8].map((parallel) => noticed(parallel, 500, null));
    const whole = [2, 8].map((parallel) => noticed(parallel, 0, null));
    const [two = 0, four = 0, eight = 0] = divided;
    assert.ok(two < four && four < eight, `p95 with 2, 4, 8 sessions: ${divided.map((t) => t / SECOND).join(', ')} s`);
    assert.ok(eight / two > 1.5 * ((whole[1] ?? 0) / (whole[0] ?? 1)), 'more than what more visitors do by themselves');
  });

  it('falls with a strong alert (a pop-up), and less with a weak one (a mark in the list)', () => {
    const [none, mark, popup] = [null, 'mark', 'popup'].map((as) => noticed(8, 500, as as AlertForm | null));
    assert.ok(
      (popup ?? 0) < (mark ?? 0) && (mark ?? 0) <= (none ?? 0),
      `p95 popup ${popup}, mark ${mark}, none ${none}`,
    );
  });
});
