// The talk used in tests of timeouts: one question,
// one answer, rules of ten minutes, and its close.
import assert from 'node:assert/strict';
import { MINUTE, MS, SECOND } from '../../../src/model/core/time.ts';
import type { JudgeOptions } from '../../../src/model/judge/judge.ts';
import type { TimeoutVerdict } from '../../../src/model/judge/timeouts/timeouts.ts';
import type { WitnessSession } from '../../../src/model/rows/rows.ts';
import type { SessionRules } from '../../../src/model/rules/rules.ts';
import { idleRule, judged, rules } from '../evening.ts';
import { Story } from './ledger.ts';

/** The idle time of the rules below. */
export const T = 10 * MINUTE;
/** The tolerance of the judge at speed 1. */
export const SLACK = 50 * MS;
/** Time of the last message of the talk. */
export const LAST = MINUTE;
/** When the talk has been idle for T. */
export const DUE = LAST + T;

/** Rules under which a talk is closed T after its last message, whoever wrote it. */
export const idle = (change: Partial<SessionRules> = {}): SessionRules =>
  rules({
    idle: idleRule({
      after: T,
      anchor: 'either_last_message',
      resets: ['visitor', 'agent', 'bot', 'prompt', 'transfer'],
    }),
    ...change,
  });

/** A session closed as idle; `more` changes its fields. */
export const closed = (closedAt: number, more: Partial<WitnessSession> = {}): Partial<WitnessSession> => ({
  closedAt,
  reason: 'idle_timeout',
  state: 'closed',
  closedFrom: 'active',
  ...more,
});

/**
 * v0 asks at 10 s and a0 answers at 1 min. v0 looks at the
 * answer if `seen`, and intends one more turn at `due` if given.
 */
export function talk(due?: number, seen = true): Story {
  const story = new Story()
    .say('v0/0', 10 * SECOND, { ack: ['s1', 1] })
    .stored('v0/0', 10 * SECOND)
    .show('a0', 'v0/0', 11 * SECOND, { look: true })
    .say('a0/0', LAST, { ack: ['s1', 2], session: 's1' })
    .stored('a0/0', LAST, { seq: 2 });
  if (seen) story.show('v0', 'a0/0', LAST + SECOND, { seq: 2, look: true });
  if (due !== undefined) story.add('v0', LAST + SECOND, { what: 'intend', turn: 1, think: due - LAST - SECOND, due });
  return story;
}

/** The only verdict on a story; fails if there are several or none. */
export function only(story: Story, r = idle(), change: Partial<JudgeOptions> = {}): TimeoutVerdict {
  const { timeouts } = judged(story.done(), r, change);
  assert.equal(timeouts.length, 1, JSON.stringify(timeouts));
  return timeouts[0] as TimeoutVerdict;
}
