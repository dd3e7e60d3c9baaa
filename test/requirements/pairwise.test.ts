// R71, R73: the invariants of every desk hold with each
// rule alone, with each pair of rules, and with all.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../src/model/core/time.ts';
import { everyDay } from '../../src/model/rules/hours.ts';
import { rulesFaults } from '../../src/model/rules/validate.ts';
import { AFTER_CLOSE, type SessionRules } from '../../src/model/rules/rules.ts';
import { quiet } from '../model/desk/bench.ts';
import { drive } from '../model/desk/driver.ts';
import { idleRule, judged, play, rules as desk } from '../model/evening.ts';
import { randomWorkload } from '../model/random-evening.ts';
import { Random, SEED } from '../model/random.ts';

type Change = (rules: SessionRules) => Partial<SessionRules>;

const inAgents =
  (change: Partial<SessionRules['agents']>): Change =>
  ({ agents }) => ({ agents: { ...agents, ...change } });
const inQueue =
  (change: Partial<SessionRules['queue']>): Change =>
  ({ queue }) => ({ queue: { ...queue, ...change } });
const window = { message: { window: 3 * MINUTE, quota: 2 }, click: null, code: '45015', gone: null, cut: false };

/** Every rule that can be on or off, and every value of those with several. */
const SWITCHES: Readonly<Record<string, Change>> = {
  welcome: () => ({ welcome: { text: 'hello' } }),
  prompt: () => ({ prompt: { before: 30 * SECOND, text: 'still there?', max: 2, every: 10 * SECOND } }),
  bot: () => ({
    bot: { after: 40 * SECOND, text: 'may I help?', options: [{ id: 'faq', label: 'x', answer: 'y' }], max: 2 },
  }),
  alert: () => ({ alert: { before: 30 * SECOND, as: 'mark' } }),
  slowReply: () => ({ slowReply: { after: 20 * SECOND, as: 'popup' } }),
  transfer: () => ({
    transfer: { after: 30 * SECOND, when: 'every_reply', hops: 3, typingStops: true, orElse: 'queue' },
  }),
  'transfer to leave-message': () => ({
    transfer: { after: 30 * SECOND, when: 'first_reply', hops: 1, typingStops: false, orElse: 'leave_message' },
  }),
  sweep: () => ({ sweep: 15 * SECOND }),
  'queue timeout': inQueue({ timeout: MINUTE }),
  'queue to leave-message': inQueue({ timeout: MINUTE, then: 'leave_message' }),
  'nobody there': inQueue({ nobody: 'leave_message' }),
  hours: () => ({ hours: everyDay(0, 5 * MINUTE, 0) }),
  inactive: () => ({ inactive: { after: 30 * SECOND } }),
  'visitor gone': () => ({ visitorGone: 45 * SECOND }),
  'hand-over': inAgents({ handOver: 20 * SECOND }),
  ring: inAgents({ ring: { timeout: 10 * SECOND, misses: 2 } }),
  'wrap-up': inAgents({ wrapUp: 20 * SECOND }),
  groups: inAgents({ groups: [{ name: 'first', agents: ['a0'], channels: ['web'] }] }),
  supervisors: inAgents({ supervisors: ['a0'] }),
  'round robin': inAgents({ routing: 'round_robin' }),
  'longest idle': inAgents({ routing: 'longest_idle' }),
  'free share': inAgents({ routing: 'free_share', capacityOf: { a0: 1 } }),
  'manual presence': inAgents({ presence: 'manual' }),
  'nothing exceeds': inAgents({ mayExceed: [] }),
  'channel window': () => ({ channels: { web: window } }),
  'channel closes': () => ({ channels: { web: { ...window, gone: 20 * SECOND }, app: { ...window, cut: true } } }),
  'no idle timeout': () => ({ idle: null, prompt: null, alert: null }),
  ...Object.fromEntries(
    AFTER_CLOSE.map((policy) => [
      `after close: ${policy}`,
      () => ({ afterClose: { policy, window: MINUTE, linked: true, byChannel: {} } }),
    ]),
  ),
};
const NAMES = Object.keys(SWITCHES);

/** Rules with short times, with the named switches turned on one after the other. */
function deskWith(names: readonly string[], base: SessionRules): SessionRules {
  return names.reduce((rules, name) => ({ ...rules, ...SWITCHES[name]?.(rules) }), base);
}

const bare = quiet({ idle: idleRule({ after: 2 * MINUTE, resets: ['visitor', 'agent', 'bot', 'click', 'transfer'] }) });

/** None, each alone, each pair in both orders, all. */
function combinations(): string[][] {
  const pairs = NAMES.flatMap((one) => NAMES.filter((other) => other !== one).map((other) => [one, other]));
  return [[], ...NAMES.map((name) => [name]), ...pairs, NAMES];
}

describe(`R71, R73: combinations of switches (seed ${SEED})`, () => {
  const tried = combinations().filter((names) => rulesFaults(deskWith(names, bare)).length === 0);

  it('what must hold on every desk holds after every step of a random driver', (t) => {
    for (const names of tried) {
      const name = names.join(' + ') || 'none';
      try {
        drive(new Random(`${SEED}/${name}`), { steps: 40, rules: deskWith(names, bare) });
      } catch (error) {
        throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
    }
    t.diagnostic(`${NAMES.length} switches, ${tried.length} combinations`);
    assert.ok(tried.length > NAMES.length * (NAMES.length - 1) * 0.8, `${tried.length} make sense`);
  });

  it('in a whole evening every timeout is as the rules say, and every message has one fate', (t) => {
    const base = desk({
      idle: idleRule({ after: 2 * MINUTE, resets: ['visitor', 'agent', 'bot', 'click', 'transfer'] }),
    });
    const some = tried.filter((_, i) => i % 4 === 0 || i <= NAMES.length);
    for (const names of some) {
      const name = names.join(' + ') || 'none';
      const rules = deskWith(names, base);
      const workload = randomWorkload(new Random(`${SEED}/${name}`), name);
      const { timeouts, windows, messages, attempted } = judged(play({ workload, rules }), rules);
      for (const { byRule, session } of [...timeouts, ...windows])
        assert.equal(byRule, 'justified', `${name}: ${session}`);
      assert.equal(messages.length, attempted, name);
      const mayLose = names.some((one) => one === 'after close: drop' || one === 'channel closes');
      if (!mayLose)
        assert.deepEqual(
          messages.filter(({ fate }) => fate === 'lost'),
          [],
          name,
        );
    }
    t.diagnostic(`${some.length} evenings`);
  });
});
