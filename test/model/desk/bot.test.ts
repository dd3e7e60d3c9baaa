// The bot of the desk: its welcome (R21, B22), its offers
// to a silent visitor (R53), and a click on one (R54).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import type { BotRule, Reset, SessionRules } from '../../../src/model/rules/rules.ts';
import { idleRule } from '../evening.ts';
import { Bench, quiet } from './bench.ts';

const T = 10 * MINUTE;
const AFTER = 4 * MINUTE;
const BOT: BotRule = {
  after: AFTER,
  text: '请问还需要帮助吗？',
  options: [
    { id: 'delivery', label: '物流', answer: '一般两天送达。' },
    { id: 'human', label: '转人工', answer: null },
  ],
  max: 1,
};
const withBot = (resets: readonly Reset[], change: Partial<SessionRules> = {}): SessionRules =>
  quiet({ idle: idleRule({ after: T, resets }), bot: BOT, ...change });

/** v0 and a0 have written; the agent wrote last, at time 0. */
function silent(rules: SessionRules): Bench {
  const bench = new Bench(rules).agents('a0');
  bench.visitor('v0');
  bench.say('v0', 'v0/0');
  bench.say('a0', 'a0/0', 's1');
  return bench;
}
const byBot = (bench: Bench): [number, string][] =>
  bench.rows('message').flatMap((m): [number, string][] => (m.from === 'bot' ? [[m.at, m.text]] : []));
const closedAt = (bench: Bench): number | undefined => bench.until(20 * T).session('s1').closedAt;

describe('the welcome', () => {
  const welcome = { text: '您好，欢迎光临！' };

  it('B22: is the first message of every new session, also of one that follows a close', () => {
    const bench = new Bench(quiet({ welcome })).agents('a0');
    bench.visitor('v0');
    bench.say('v0', 'v0/0');
    bench.end('v0', 's1');
    bench.until(MINUTE).say('v0', 'v0/1');
    const first = bench.rows('message').filter(({ seq }) => seq === 1);
    assert.deepEqual(
      first.map(({ session, from, text }) => [session, from, text]),
      [
        ['s1', 'bot', welcome.text],
        ['s2', 'bot', welcome.text],
      ],
    );
    for (const who of ['v0', 'a0'])
      assert.ok(
        bench.sent(who, 'msg').some((m) => m.text === welcome.text),
        who,
      );
  });

  it('R21: moves the clock where the bot does; R71: is not said without the rule', () => {
    const opened = (resets: readonly Reset[]): number | undefined => {
      const bench = new Bench(quiet({ welcome, idle: idleRule({ after: T, resets, anchor: 'last_agent_message' }) }));
      bench.agents('a0').visitor('v0');
      bench.say('v0', 'v0/0');
      return bench.session('s1').closedAt;
    };
    assert.equal(opened(['agent', 'bot']), undefined, 'no agent has spoken');
    assert.deepEqual(byBot(silent(quiet())), []);
  });
});

describe('R53: an offer to a silent visitor', () => {
  it('comes `after` the agent had the last word, once in a silence, with what may be clicked on', () => {
    const bench = silent(withBot(['visitor', 'agent'])).until(3 * AFTER);
    assert.deepEqual(byBot(bench), [[AFTER, BOT.text]]);
    assert.deepEqual(bench.sent('v0', 'msg').at(-1)?.options, ['delivery', 'human']);
    assert.equal(bench.notes('offered').length, 1);
  });

  it("never while the visitor waits for an answer, and begins anew with the visitor's next word", () => {
    const waiting = new Bench(withBot(['visitor', 'agent'])).agents('a0');
    waiting.visitor('v0');
    waiting.say('v0', 'v0/0');
    assert.deepEqual(byBot(waiting.until(5 * T)), []);

    const bench = silent(withBot(['visitor', 'agent']));
    bench.until(AFTER + MINUTE).say('v0', 'v0/1');
    bench.until(AFTER + 2 * MINUTE).say('a0', 'a0/1', 's1');
    assert.deepEqual(
      byBot(bench.until(5 * T)).map(([at]) => at),
      [AFTER, 2 * AFTER + 2 * MINUTE],
    );
  });

  it('as often as `max` says, each `after` the last one; none without the rule (R71), and none in a session that is over', () => {
    const often = silent(withBot(['visitor', 'agent', 'bot'], { bot: { ...BOT, max: 3 } }));
    assert.deepEqual(
      byBot(often.until(20 * T)).map(([at]) => at),
      [AFTER, 2 * AFTER, 3 * AFTER],
    );
    assert.deepEqual(byBot(silent(withBot(['visitor', 'agent'], { bot: null })).until(5 * T)), []);
    const late = silent(withBot(['visitor', 'agent'], { bot: { ...BOT, after: T } }));
    assert.equal(closedAt(late), T);
    assert.deepEqual(
      byBot(late).filter(([at]) => at > T),
      [],
    );
  });

  it('its words move the clock only where the bot is among the resets (botResets)', () => {
    assert.equal(closedAt(silent(withBot(['visitor', 'agent']))), T);
    assert.equal(closedAt(silent(withBot(['visitor', 'agent', 'bot']))), AFTER + T);
  });

  it('R54: a click keeps the session, where clicks count; no click does not, and neither does an option that was never offered', () => {
    const clicked = (resets: readonly Reset[], option: string): Bench => {
      const bench = silent(withBot(resets)).until(AFTER + SECOND);
      bench.frame('v0', { f: 'click', session: 's1', option });
      return bench;
    };
    assert.equal(closedAt(clicked(['visitor', 'agent', 'click'], 'human')), AFTER + SECOND + T);
    assert.equal(closedAt(clicked(['visitor', 'agent'], 'human')), T);
    assert.equal(closedAt(clicked(['visitor', 'agent', 'click'], 'refund')), T);
    assert.equal(closedAt(silent(withBot(['visitor', 'agent', 'click']))), T);
  });

  it('an option with an answer is answered, to both sides; "a human" is not', () => {
    for (const [option, answers] of [
      ['delivery', 1],
      ['human', 0],
    ] as const) {
      const bench = silent(withBot(['visitor', 'agent'])).until(AFTER + SECOND);
      bench.frame('v0', { f: 'click', session: 's1', option });
      assert.equal(byBot(bench).filter(([, text]) => text === '一般两天送达。').length, answers);
      assert.equal(bench.notes('clicked').length, 1);
    }
  });

  it('after a reconnect the options are there again', () => {
    const bench = silent(withBot(['visitor', 'agent'])).until(AFTER);
    bench.drop('v0');
    bench.visitor('v0', { session: 's1', seq: 0 });
    assert.deepEqual(bench.sent('v0', 'msg').at(-1)?.options, ['delivery', 'human']);
  });
});

describe('R46: a prompt that is repeated', () => {
  it('comes again `every` so often while the close is ahead, and not more than `max` times', () => {
    const prompt = { before: 6 * MINUTE, text: 'still there?', max: 3, every: 2 * MINUTE };
    const bench = silent(quiet({ idle: idleRule({ after: T, resets: ['visitor', 'agent'] }), prompt })).until(5 * T);
    const asked = bench.rows('message').flatMap(({ from, at }) => (from === 'system' ? [at] : []));
    assert.deepEqual(asked, [4 * MINUTE, 6 * MINUTE, 8 * MINUTE]);
    assert.equal(bench.session('s1').closedAt, T);
    const two = silent(
      quiet({ idle: idleRule({ after: T, resets: ['visitor', 'agent'] }), prompt: { ...prompt, max: 2 } }),
    );
    assert.equal(
      two
        .until(5 * T)
        .rows('message')
        .filter(({ from }) => from === 'system').length,
      2,
    );
  });
});
