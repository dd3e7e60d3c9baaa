// Visitors and agents as persons: patience, and actions that wait until the page is visible again.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import type { Habit } from '../../../src/model/population/workload.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import { fixed, only, persona, play, rules, workload, ATTENTION, STAFF } from '../evening.ts';

const hidden = (from: number, length: number): Habit => ({
  name: 'hidden',
  kind: 'hidden',
  share: 1000,
  onset: fixed(from),
  length: fixed(length),
});

/**
 * Visitors with several turns and patience of two minutes. One
 * agent by default, who leaves at `agentLeaves`, if given.
 */
function talk(change: { agentLeaves?: number; visitor?: Habit[]; agent?: Habit[]; agents?: number }): Row[] {
  const w = workload({
    visitors: 3,
    arrivals: [{ name: 'one', for: SECOND, visitors: 3 }],
    personas: [
      persona({
        turns: 50,
        think: fixed(30 * SECOND),
        patience: fixed(2 * MINUTE),
        replyPatience: fixed(3 * MINUTE),
        endings: { closes: 0, goodbye: 0, silent: 1 },
      }),
    ],
    turnsMost: 6,
    habits: change.visitor ?? [],
    agents: {
      count: change.agents ?? 1,
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
      habits: change.agent ?? [],
      ...(change.agentLeaves !== undefined && { leave: { share: 1000, at: fixed(change.agentLeaves) } }),
    },
  });
  const r = rules({
    idle: null,
    visitorGone: null,
    agents: { capacity: 10, handOver: null, presence: 'manual', supervisors: [], ...STAFF },
  });
  return play({ workload: w, rules: r, tail: 30 * MINUTE });
}

const arrival = (rows: readonly Row[]): number => only(rows, 'plan', 'v0')[0]?.t ?? assert.fail('nobody came');
const gaveUp = (rows: readonly Row[]): { after: number; why: string } => {
  const row = only(rows, 'gave_up', 'v0')[0] ?? assert.fail('v0 did not give up');
  return { after: row.t - arrival(rows), why: row.why };
};

describe('patience', () => {
  it('in the queue ends after what the plan says', () => {
    assert.deepEqual(gaveUp(talk({ agents: 0 })), { after: 2 * MINUTE, why: 'queue' });
  });

  it('is watched anew for every turn: it ends where the last message stays without an answer', () => {
    const rows = talk({ agentLeaves: 70 * SECOND });
    const said = only(rows, 'say', 'v0').at(-1)?.t ?? 0;
    assert.ok(only(rows, 'say', 'v0').length > 2, 'there were answers before');
    assert.deepEqual(gaveUp(rows), { after: said - arrival(rows) + 3 * MINUTE, why: 'no_reply' });
  });

  it('that ends while the page is hidden shows when the page is in front again', () => {
    const rows = talk({ agents: 0, visitor: [hidden(MINUTE, 5 * MINUTE)] });
    assert.deepEqual(gaveUp(rows), { after: 6 * MINUTE, why: 'queue' });
  });
});

describe('an agent whose window is hidden', () => {
  it('answers when it is in front again, and nothing before', () => {
    const from = 20 * SECOND;
    const rows = talk({ agent: [hidden(from, 2 * MINUTE)] });
    const start = only(rows, 'plan', 'a0')[0]?.t ?? 0;
    const said = only(rows, 'say', 'a0').map((row) => row.t - start);
    const written = only(rows, 'say', 'v0').map((row) => row.t - start);
    assert.ok(
      written.some((t) => t > from && t < from + 2 * MINUTE),
      'v0 wrote meanwhile',
    );
    assert.deepEqual(
      said.filter((t) => t > from && t < from + 2 * MINUTE),
      [],
    );
    assert.ok(
      said.some((t) => t >= from + 2 * MINUTE && t < from + 2 * MINUTE + 10 * SECOND),
      'and was answered',
    );
  });
});
