// Plays one visitor who talks for a long time under
// given states of device and path, and reads the ledger.
import assert from 'node:assert/strict';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import type { Habit, Workload } from '../../../src/model/population/workload.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import type { SessionRules } from '../../../src/model/rules/rules.ts';
import { ATTENTION, fixed, judged, only, persona, play, rules, STAFF, workload } from '../evening.ts';

export type Episode = Omit<Habit, 'name' | 'share' | 'onset' | 'length'> & { at: number; for: number };

/**
 * One visitor with this device or path, who writes every
 * 40 s for a long time; one agent who answers in 2 s.
 */
export function evening(
  episodes: readonly Episode[],
  change: Partial<SessionRules> = {},
  agentEpisodes: readonly Episode[] = [],
): {
  w: Workload;
  r: SessionRules;
  rows: Row[];
} {
  const habits = (list: readonly Episode[]): Habit[] =>
    list.map(({ at, for: length, ...rest }, i) => ({
      name: `${rest.kind} ${i}`,
      share: 1000,
      onset: fixed(at),
      length: fixed(length),
      ...rest,
    }));
  const w = workload({
    seed: 'talkative',
    arrivals: [{ name: 'one', for: SECOND, visitors: 3 }],
    turnsMost: 12,
    personas: [
      persona({
        turns: 50,
        think: fixed(40 * SECOND),
        patience: fixed(60 * MINUTE),
        replyPatience: fixed(60 * MINUTE),
        lingers: fixed(20 * MINUTE),
        endings: { closes: 0, goodbye: 0, silent: 1 },
        comesBack: 1000,
      }),
    ],
    habits: habits(episodes),
    agents: {
      count: 1,
      settings: {
        answer: fixed(SECOND),
        perSession: 0,
        glance: fixed(SECOND),
        notice: fixed(SECOND),
        typing: 0,
        declines: 0,
        noticePerSession: 0,
        attention: ATTENTION,
      },
      habits: habits(agentEpisodes),
    },
  });
  const r = rules({
    idle: null,
    visitorGone: null,
    agents: { capacity: 10, handOver: null, presence: 'manual', supervisors: [], ...STAFF },
    ...change,
  });
  return { w, r, rows: play({ workload: w, rules: r, tail: 40 * MINUTE }) };
}

export const at = (rows: readonly Row[], visitor: string): number =>
  only(rows, 'plan', visitor)[0]?.t ?? assert.fail('no plan');
/** Rows of one kind that v0 wrote in a period, counted from its arrival. */
export function during<W extends Row['what']>(
  rows: readonly Row[],
  what: W,
  from: number,
  to: number,
): (Row & { what: W })[] {
  const start = at(rows, 'v0');
  return only(rows, what, 'v0').filter((row) => row.t >= start + from && row.t < start + to);
}
/** The states of v0's connections, without the close when v0 leaves for good. */
export const conns = (rows: readonly Row[]): string[] =>
  only(rows, 'conn', 'v0').flatMap((row) => (row.code === 1000 ? [] : [row.is]));
/** Checks that every message was delivered, exactly once, in its first session. */
export function unharmed(rows: readonly Row[], r: SessionRules): void {
  const judgement = judged(rows, r);
  assert.deepEqual([judgement.missing, judgement.undrained, judgement.phantoms], [[], [], []]);
  const odd = judgement.messages.filter((m) => m.fate !== 'delivered' || m.flags.some((flag) => flag !== 'late'));
  assert.deepEqual(odd, []);
  assert.equal(judgement.messages.length, judgement.attempted);
  assert.ok(judgement.attempted > 20);
}
