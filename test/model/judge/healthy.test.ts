// Random runs of a healthy desk: any fault that the
// judge finds is a bug of the judge or of the desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MS } from '../../../src/model/core/time.ts';
import type { Judgement } from '../../../src/model/judge/judge.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import { evidenceOf, judged, only, play, tally } from '../evening.ts';
import { randomRules, randomWorkload } from '../random-evening.ts';
import { SEED, trials } from '../random.ts';

const EVENINGS = 200;

/** The last rows about what was found, for the failure message. */
const lifeOf = (rows: readonly Row[], key: string): string =>
  rows
    .filter((row) => JSON.stringify(row).includes(`"${key}"`))
    .map((row) => JSON.stringify(row).slice(0, 200))
    .slice(-8)
    .join('\n');

/**
 * On a healthy desk only a message of an ended session can stay
 * unseen. An open session waits or is in its agent's list.
 */
function assertNoOrphans(rows: readonly Row[], judgement: Judgement): void {
  const evidence = evidenceOf(rows);
  for (const { id, fate } of judgement.messages) {
    if (fate !== 'stored_unseen' && fate !== 'unnoticed') continue;
    const session = evidence.item(id).stored[0]?.session ?? '';
    if (!evidence.endedBeforeDrain(session))
      assert.fail(`${id} is ${fate} in an open session\n${lifeOf(rows, session)}`);
  }
}

describe(`${EVENINGS} healthy evenings at random (seed ${SEED})`, () => {
  it('0 lost, 0 misrouted, 0 phantoms, no duplicates, whole books, and only justified timeouts', () => {
    trials('healthy evening', EVENINGS, (random, i) => {
      const workload = randomWorkload(random, `${SEED}/${i}`);
      const rules = randomRules(random);
      const rows = play({ workload, rules, latency: random.pick([1, 20 * MS, 200 * MS]) });
      const judgement = judged(rows, rules, { epsilon: 500 * MS });
      const { missing, undrained, phantoms, vanished } = judgement;
      assert.deepEqual([missing, undrained, phantoms, vanished], [[], [], [], []]);
      assertNoOrphans(rows, judgement);
      assert.equal(judgement.messages.length, judgement.attempted);
      for (const m of judgement.messages) {
        const isWrong =
          ['lost', 'misrouted', 'unknown_drain'].includes(m.fate) ||
          m.flags.includes('duplicate') ||
          m.flags.includes('reordered');
        if (isWrong)
          assert.fail(`${m.id} is ${m.fate} ${m.flags.join(' ')}\n${JSON.stringify(rules)}\n${lifeOf(rows, m.id)}`);
      }
      for (const t of judgement.timeouts) {
        if (t.byRule === 'justified') continue;
        assert.fail(
          `${t.session} is ${t.byRule}: ${JSON.stringify(t)}\n${JSON.stringify(rules)}\n${lifeOf(rows, t.session)}`,
        );
      }
    });
  });

  it('every idle close that a visitor was told of is judged', () => {
    trials('told and judged', 60, (random, i) => {
      const workload = randomWorkload(random, `${SEED}/${i}`);
      const rules = randomRules(random);
      const rows = play({ workload, rules });
      const judgement = judged(rows, rules);
      const told = tally(only(rows, 'notice'), (row) =>
        row.by.startsWith('v') && row.kind === 'closed' && row.reason === 'idle_timeout' && row.t < judgement.drainStart
          ? row.session
          : undefined,
      );
      const judgedCloses = tally(judgement.timeouts, (t) => t.session);
      for (const [session, closes] of Object.entries(told)) {
        // A visitor who reconnects is told of the same close again.
        assert.ok(
          (judgedCloses[session] ?? 0) >= 1,
          `${session} was closed as idle ${closes} times and no close is judged`,
        );
      }
    });
  });
});
