// "Are you still there?" comes on time and once in a silence
// (R45), and moves the idle clock only by rule (R46).
import { idleRule } from '../evening.ts';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import { RESETS, type Reset, type SessionRules } from '../../../src/model/rules/rules.ts';
import { Bench, quiet } from './bench.ts';

const T = 10 * MINUTE;
const BEFORE = 3 * MINUTE;
const TEXT = '您好，还在吗？';
const prompting = (max = 1, resets: readonly Reset[] = ['visitor', 'agent', 'bot'], more: Partial<SessionRules> = {}) =>
  quiet({
    idle: idleRule({ after: T, anchor: 'either_last_message', resets }),
    prompt: { before: BEFORE, text: TEXT, max, every: null },
    ...more,
  });

/** v0 and a0 have written; the last message was at time 0. */
function silent(rules: SessionRules): Bench {
  const bench = new Bench(rules).agents('a0');
  bench.visitor('v0');
  bench.say('v0', 'v0/0');
  bench.say('a0', 'a0/0', 's1');
  return bench;
}
const prompts = (bench: Bench): number[] => bench.rows('message').flatMap((m) => (m.from === 'system' ? [m.at] : []));

describe('R45: the prompt before a timeout', () => {
  it('comes `before` the close, with its text, to visitor and agent, and is stored', () => {
    const bench = silent(prompting());
    bench.until(T - BEFORE - 1);
    assert.deepEqual(prompts(bench), []);
    bench.until(T - BEFORE);
    assert.deepEqual(prompts(bench), [T - BEFORE]);
    for (const who of ['v0', 'a0']) {
      const last = bench.sent(who, 'msg').at(-1);
      assert.deepEqual([last?.from, last?.text], ['system', TEXT], who);
      assert.equal(bench.notices(who).at(-1), 'warned s1');
    }
    assert.equal(bench.desk.stats().sessions.idle_warned, 1);
  });

  it('is not sent in the queue, nor without the rule (R71), nor after the close', () => {
    const queued = new Bench(prompting());
    queued.visitor('v0');
    queued.say('v0', 'v0/0');
    assert.deepEqual(prompts(queued.until(5 * T)), []);
    assert.deepEqual(prompts(silent({ ...prompting(), prompt: null }).until(5 * T)), []);
    assert.deepEqual(
      prompts(silent(prompting(9)).until(5 * T)).filter((at) => at > T),
      [],
    );
  });
});

describe('R46: what a prompt does to the clock', () => {
  it('not among the resets: the close stays where it was', () => {
    const bench = silent(prompting()).until(T - 1);
    assert.equal(bench.desk.stats().sessions.idle_warned, 1);
    bench.until(T);
    const s = bench.session('s1');
    assert.deepEqual([s.closedAt, s.reason, s.closedFrom], [T, 'idle_timeout', 'idle_warned']);
    assert.deepEqual(
      bench.notes('prompt_resolved').map((n) => n.outcome),
      ['expired'],
    );
  });

  it('among the resets: the session gets another T from the prompt', () => {
    const bench = silent(prompting(1, RESETS)).until(2 * T - BEFORE - 1);
    assert.equal(bench.desk.stats().sessions.idle_warned, 1);
    bench.until(2 * T - BEFORE);
    assert.equal(bench.session('s1').closedAt, 2 * T - BEFORE);
  });

  for (const max of [1, 2, 3]) {
    it(`at most ${max} in one silence: a prompt that resets its own clock cannot keep a session open for ever`, () => {
      const bench = silent(prompting(max, RESETS)).until(20 * T);
      assert.deepEqual(
        prompts(bench),
        Array.from({ length: max }, (_, i) => (i + 1) * (T - BEFORE)),
      );
      assert.equal(bench.session('s1').closedAt, max * (T - BEFORE) + T);
    });

    it(`once, whatever the most (${max}), when it does not move the clock: its moment comes once in a silence`, () => {
      const bench = silent(prompting(max)).until(20 * T);
      assert.deepEqual(prompts(bench), [T - BEFORE]);
      assert.equal(bench.session('s1').closedAt, T);
    });
  }

  it("the visitor's answer restarts clock and count: the next silence has its own prompt", () => {
    const bench = silent(prompting()).until(T - BEFORE + SECOND);
    bench.say('v0', 'v0/1');
    assert.equal(bench.desk.stats().sessions.active, 1);
    assert.deepEqual(
      bench.notes('prompt_resolved').map((n) => n.outcome),
      ['activity'],
    );
    const again = T - BEFORE + SECOND;
    bench.until(again + T);
    assert.deepEqual(prompts(bench), [T - BEFORE, again + T - BEFORE]);
    assert.equal(bench.session('s1').closedAt, again + T);
  });

  it('and that prompt is in time too, however fast the answer was, whether or not prompts move the clock', () => {
    for (const resets of [RESETS, ['visitor', 'agent', 'bot'] as const]) {
      for (const max of [1, 3]) {
        for (const after of [0, SECOND, BEFORE - SECOND]) {
          const bench = silent(prompting(max, resets)).until(T - BEFORE + after);
          bench.say('v0', 'v0/1');
          const next = T - BEFORE + after + T - BEFORE;
          bench.until(next);
          const text = `resets ${resets.join(' ')}, at most ${max}, answered after ${after / SECOND} s`;
          assert.deepEqual(prompts(bench), [T - BEFORE, next], text);
        }
      }
    }
  });

  it('with a sweep, the close waits for the sweep and the prompt does not', () => {
    const bench = silent(prompting(1, ['visitor', 'agent'], { sweep: 4 * MINUTE })).until(T + MINUTE);
    assert.deepEqual(prompts(bench), [T - BEFORE]);
    assert.equal(bench.session('s1').closedAt, undefined);
    bench.until(12 * MINUTE);
    assert.equal(bench.session('s1').closedAt, 12 * MINUTE);
  });

  it('R34: prompts and the close change state only; every message is still stored, once', () => {
    const bench = silent(prompting(2, RESETS)).until(20 * T);
    assert.deepEqual(
      bench.rows('message').map((m) => [m.seq, m.from]),
      [
        [1, 'visitor'],
        [2, 'agent'],
        [3, 'system'],
        [4, 'system'],
      ],
    );
  });
});
