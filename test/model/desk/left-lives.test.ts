// A session that became leave-messages and is reopened:
// its earlier life is kept, with the time of its end.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import { toWitnessSession } from '../../../src/model/desk/state/witness.ts';
import type { SessionRules } from '../../../src/model/rules/rules.ts';
import { idleRule } from '../evening.ts';
import { randomRules } from '../random-evening.ts';
import { SEED, trials } from '../random.ts';
import type { Bench } from './bench.ts';
import { drive } from './driver.ts';
import { bench, come, staff } from './shift.ts';

const REOPEN: SessionRules['afterClose'] = { policy: 'reopen', window: 0, linked: false, byChannel: {} };
const rules = {
  ...staff({ handOver: MINUTE }),
  queue: { timeout: null, then: 'close', nobody: 'leave_message' },
  afterClose: REOPEN,
  idle: null,
} as const;

/**
 * v0 talks with a0, who leaves. A minute later nobody
 * is there, and the session becomes leave-messages.
 */
function left(): { on: Bench; at: number } {
  const on = bench(rules, 'a0');
  come(on, 'v0');
  on.drop('a0');
  const at = on.now + MINUTE;
  on.until(at);
  assert.equal(on.session('s1').state, 'left_message');
  return { on, at };
}

describe('a session that became leave-messages', () => {
  it('says when it did, and nothing of a close', () => {
    const { on, at } = left();
    const { leftAt, closedAt, reason } = toWitnessSession(on.session('s1'));
    assert.deepEqual([leftAt, closedAt, reason], [at, undefined, undefined]);
  });

  it('says so also when it was stored by a version that had no word for that moment', () => {
    const { on, at } = left();
    const { leftAt: _, ...before } = on.session('s1');
    assert.equal(toWitnessSession(before).leftAt, at);
    const { leftAt: _none, ...open } = on.session('s1');
    assert.equal(toWitnessSession({ ...open, state: 'queued' }).leftAt, undefined);
  });

  it('keeps that life when it is taken up again: since when it was open and in hands, and when it was left', () => {
    for (const restart of [false, true]) {
      const { on, at } = left();
      const desk = restart ? on.restarted() : on;
      if (restart) desk.visitor('v0');
      desk.later(MINUTE).agents('a0').say('v0', 'v0/1');
      const again = restart ? desk.restarted() : desk;
      const { leftAt, closes, activeAt } = again.stored().sessions[0] ?? assert.fail();
      assert.deepEqual(closes, [{ openedAt: 0, activeAt: 0, leftAt: at }], restart ? 'restarted' : 'at once');
      assert.deepEqual([leftAt, activeAt], [undefined, at + MINUTE]);
    }
  });

  it('closed, left and closed again: three lives in the order of time, each with its own end', () => {
    const on = bench(rules, 'a0');
    come(on, 'v0');
    on.end('a0', 's1');
    const closedAt = on.now;
    on.later(SECOND).say('v0', 'v0/1');
    on.drop('a0');
    on.later(MINUTE).agents('a0');
    const leftAt = on.now;
    on.later(SECOND).say('v0', 'v0/2');
    on.end('a0', 's1');
    const { closes, ...last } = on.session('s1');
    assert.deepEqual(closes, [
      { openedAt: 0, activeAt: 0, closedAt, reason: 'agent', closedFrom: 'active' },
      { openedAt: closedAt + SECOND, activeAt: closedAt + SECOND, leftAt },
    ]);
    assert.deepEqual([last.closedAt, last.leftAt], [leftAt + SECOND, undefined]);
  });
});

describe(`no life is lost (seed ${SEED})`, () => {
  it('what was opened, reopened, closed, left and taken is what the sessions tell of their lives', () => {
    let [kept, reopened] = [0, 0];
    trials('lives', 120, (random) => {
      const drawn = randomRules(random, true);
      const policy = random.pick(['reopen', 'same_agent', 'within_window'] as const);
      const desk: SessionRules = {
        ...drawn,
        idle: drawn.idle ?? idleRule({}),
        queue: { timeout: 30 * SECOND, then: 'leave_message', nobody: random.pick(['wait', 'leave_message']) },
        afterClose: { policy, window: 10 * MINUTE, linked: false, byChannel: {} },
      };
      const on = drive(random, { steps: 120, rules: desk });
      const sessions = on.sessions();
      const lives = sessions.flatMap(({ closes = [], ...last }) => [...closes, last]);
      const count = (which: (life: (typeof lives)[number]) => boolean): number => lives.filter(which).length;
      assert.equal(lives.length, on.notes('opened').length + on.notes('reopened').length, 'lives');
      assert.equal(
        count(({ closedAt }) => closedAt !== undefined),
        on.notes('closed').length,
        'closed',
      );
      assert.equal(
        count(({ leftAt }) => leftAt !== undefined),
        on.notes('kept').length,
        'left',
      );
      const taken = sessions.reduce(
        (sum, { agents, transfers }) => sum + agents.length - transfers.filter((t) => t.doneAt !== undefined).length,
        0,
      );
      assert.equal(
        count(({ activeAt }) => activeAt !== undefined),
        taken,
        'taken by an agent',
      );
      kept += on.notes('kept').length;
      reopened += sessions.flatMap(({ closes = [] }) => closes.filter((life) => life.leftAt !== undefined)).length;
    });
    assert.ok(kept > 50 && reopened > 20, `${kept} left, ${reopened} of them reopened`);
  });
});
