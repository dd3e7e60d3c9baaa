// R32: a session keeps all rules from its opening, with
// the bot's texts and options, also after a restart.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { everyDay } from '../../../src/model/rules/hours.ts';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import type { BotRule, SessionRules } from '../../../src/model/rules/rules.ts';
import type { Running } from '../../../src/model/desk/rule-book.ts';
import { idleRule } from '../evening.ts';
import { Bench, quiet } from './bench.ts';

const bot = (text: string, id: string): BotRule => ({
  after: MINUTE,
  text,
  options: [{ id, label: id, answer: `answer of ${id}` }],
  max: 2,
});
const old = quiet({ idle: idleRule({ after: 30 * MINUTE }), bot: bot('old words', 'old') });

/**
 * v0 talks with a0 and gets one offer. Then the rules
 * change, and the desk restarts if `restarts` says so.
 */
function changed(running: Running, rules: Partial<SessionRules>, restarts: boolean): Bench {
  const bench = new Bench(old, { now: SECOND }).agents('a0');
  bench.visitor('v0');
  bench.say('v0', 'v0/0');
  bench.say('a0', 'a0/0', 's1');
  bench.later(MINUTE);
  assert.deepEqual(bench.sent('v0', 'msg').at(-1)?.options, ['old']);
  bench.desk.change({ at: bench.now + 1, by: 'x', running, rules: { ...old, ...rules } });
  bench.later(SECOND);
  if (!restarts) return bench;
  const fresh = bench.restarted().agents('a0');
  fresh.visitor('v0', { session: 's1', seq: 0 });
  return fresh;
}

describe('a change of the rules with `keep`', () => {
  for (const restarts of [false, true]) {
    const when = restarts ? 'after a restart' : 'at once';

    it(`${when}: what the bot has offered stays clickable, and it goes on offering that, as often as it may`, () => {
      const on = changed('keep', { bot: bot('new words', 'new') }, restarts);
      if (restarts) assert.deepEqual(on.sent('v0', 'msg').at(-1)?.options, ['old'], 'shown again with its options');
      on.frame('v0', { f: 'click', session: 's1', option: 'new' });
      assert.equal(on.notes('clicked').length, 0);
      const before = on.notes('offered').length;
      on.later(5 * MINUTE);
      assert.equal(on.notes('offered').length, before + 1, 'twice in one silence, the first was before the change');
      const last = on.sent('v0', 'msg').at(-1);
      assert.deepEqual([last?.text, last?.options], ['old words', ['old']]);
      on.frame('v0', { f: 'click', session: 's1', option: 'old' });
      assert.equal(on.sent('v0', 'msg').at(-1)?.text, 'answer of old');
    });

    it(`${when}: a bot that is taken away stays with who has it, and is gone for who comes`, () => {
      const on = changed('keep', { bot: null }, restarts).later(5 * MINUTE);
      assert.deepEqual(on.sent('v0', 'msg').at(-1)?.options, ['old']);
      on.visitor('v1');
      on.say('v1', 'v1/0');
      on.say('a0', 'a0/9', 's2');
      on.later(5 * MINUTE);
      assert.ok(on.sent('v1', 'msg').every(({ from }) => from !== 'bot'));
    });

    it(`${when}: with \`apply\` the new words, and what was offered before counts as an offer`, () => {
      const on = changed('apply', { bot: bot('new words', 'new') }, restarts);
      const before = on.notes('offered').length;
      on.later(5 * MINUTE);
      assert.equal(on.notes('offered').length, before + 1);
      assert.deepEqual(on.sent('v0', 'msg').at(-1)?.options, ['new']);
    });
  }

  it('queue and hours too: who waits goes by the rules under which the wait began', () => {
    const closing = everyDay(0, 5 * MINUTE, 0);
    const on = new Bench(quiet({ hours: closing, queue: { timeout: null, then: 'close', nobody: 'wait' } }));
    on.visitor('v0');
    on.say('v0', 'v0/0');
    on.desk.change({
      at: SECOND,
      by: 'x',
      running: 'keep',
      rules: { ...on.rules, hours: null, queue: { timeout: MINUTE, then: 'close', nobody: 'leave_message' } },
    });
    const fresh = on.until(2 * MINUTE).restarted();
    fresh.until(5 * MINUTE - 1);
    assert.equal(fresh.desk.stats().queued, 1);
    fresh.until(5 * MINUTE);
    assert.equal(fresh.session('s1').state, 'left_message');
  });
});

describe('after a restart', () => {
  it('an agent is not told twice of the same close and the same question', () => {
    const on = new Bench(
      quiet({
        idle: idleRule({ after: 10 * MINUTE }),
        alert: { before: 2 * MINUTE, as: 'popup' },
        slowReply: { after: MINUTE, as: 'popup' },
      }),
      { now: SECOND },
    ).agents('a0');
    on.visitor('v0');
    on.say('v0', 'v0/0');
    on.later(9 * MINUTE);
    assert.deepEqual(
      on.notes('alerted').map(({ kind }) => kind),
      ['waiting', 'expiring'],
    );
    const fresh = on.restarted().agents('a0');
    fresh.visitor('v0', { session: 's1', seq: 1 });
    fresh.later(30 * SECOND);
    assert.deepEqual(fresh.notes('alerted'), []);
    fresh.say('v0', 'v0/1');
    fresh.later(9 * MINUTE);
    assert.deepEqual(
      fresh.notes('alerted').map(({ kind }) => kind),
      ['expiring'],
      'another close; the question is still the same',
    );
  });
});
