// Contradicting rules are named, with their values and
// what to do; the default desk has none (R30, R71).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tell } from '../../../src/language/language.ts';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import {
  AFTER_CLOSE,
  DEFAULT_RULES,
  afterCloseOn,
  idleAfter,
  ruleDurations,
  type Anchor,
  type IdleRule,
  type Reset,
  type SessionRules,
} from '../../../src/model/rules/rules.ts';
import { rulesFaults } from '../../../src/model/rules/validate.ts';
import { CHANNELS } from '../../../src/model/rows/words.ts';
import { STAFF } from '../evening.ts';

const idle: IdleRule = {
  ...(DEFAULT_RULES.idle as IdleRule),
  resets: ['visitor', 'agent'],
};
const limits = { message: { window: MINUTE, quota: 5 }, click: null, code: null, gone: null, cut: false };
const bot = { after: MINUTE, text: '?', options: [{ id: 'faq', label: 'FAQ', answer: null }], max: 1 };
const transfer = { after: MINUTE, when: 'every_reply', hops: 1, typingStops: true, orElse: 'stay' } as const;
const clock = (every: number, limit: number) => ({ every: every * SECOND, limit: limit * SECOND });

describe('the default desk', () => {
  it('R30: closes after 30 to 60 minutes, and has no fault', () => {
    const after = DEFAULT_RULES.idle === null ? 0 : idleAfter(DEFAULT_RULES.idle);
    assert.ok(after >= 30 * MINUTE && after <= 60 * MINUTE);
    assert.deepEqual(rulesFaults(DEFAULT_RULES), []);
  });

  it('R71: every rule with an off can be turned off alone', () => {
    const full: SessionRules = {
      ...DEFAULT_RULES,
      prompt: { before: 8 * MINUTE, text: '?', max: 1, every: null },
      queue: { timeout: MINUTE, then: 'leave_message', nobody: 'wait' },
      visitorGone: 5 * MINUTE,
      agents: { capacity: 5, handOver: MINUTE, presence: 'transport', supervisors: [], ...STAFF },
      sweep: MINUTE,
    };
    assert.deepEqual(rulesFaults(full), []);
    const off: Partial<SessionRules>[] = [
      { prompt: null },
      { prompt: null, idle: null },
      { queue: { timeout: null, then: 'leave_message', nobody: 'wait' } },
      { visitorGone: null },
      { agents: { ...full.agents, handOver: null } },
      { liveness: { ...full.liveness, page: null } },
      { sweep: 0 },
    ];
    for (const change of off) assert.deepEqual(rulesFaults({ ...full, ...change }), [], JSON.stringify(change));
  });
});

describe('contradictory rules', () => {
  const faulty: [what: string, change: Partial<SessionRules>, names: RegExp][] = [
    ['no idle time', { idle: { ...idle, after: 0 } }, /idle\.after.*longer than 0/],
    ['hours that never open', { hours: { week: [], closed: [], starts: 0, shifts: [] } }, /hours must be stretches/],
    ['rest at once', { inactive: { after: 0 } }, /inactive\.after.*longer than 0/],
    [
      'a ring that nobody can hear',
      { agents: { ...DEFAULT_RULES.agents, ring: { timeout: 0, misses: null } } },
      /agents\.ring\.timeout/,
    ],
    [
      'an agent who may have nothing',
      { agents: { ...DEFAULT_RULES.agents, capacityOf: { a3: 0 } } },
      /agents\.capacityOf\.a3 0 must be a whole number from 1/,
    ],
    [
      'a group of nobody',
      { agents: { ...DEFAULT_RULES.agents, groups: [{ name: 'vip', agents: [], channels: ['web'] }] } },
      /agents\.groups: vip needs/,
    ],
    ['nothing resets the clock', { idle: { ...idle, resets: [] } }, /idle\.resets is empty/],
    [
      'resets that leave out the visitor whom the anchor counts from',
      { idle: { ...idle, anchor: 'last_visitor_message', resets: ['agent', 'bot'] } },
      /idle\.resets agent, bot lacks .*last_visitor_message.* add visitor/,
    ],
    [
      'resets that leave out the agent whom the anchor counts from',
      { idle: { ...idle, anchor: 'last_agent_message', resets: ['visitor'] } },
      /idle\.resets visitor .*last_agent_message.* add agent/,
    ],
    [
      'resets that leave out the answer the anchor counts from',
      { idle: { ...idle, anchor: 'first_agent_reply_after_visitor', resets: ['visitor', 'prompt'] } },
      /first_agent_reply_after_visitor.* add agent/,
    ],
    [
      'resets of neither side',
      { idle: { ...idle, resets: ['bot', 'prompt'] } },
      /idle\.resets bot, prompt .*either_last_message.* add visitor or agent/,
    ],
    [
      'a prompt without a timeout',
      { idle: null, prompt: { before: MINUTE, text: '?', max: 1, every: null } },
      /prompt needs idle/,
    ],
    [
      'a prompt as long as the timeout',
      { prompt: { before: 30 * MINUTE, text: '?', max: 1, every: null } },
      /prompt\.before 30m .*idle\.after 30m/,
    ],
    ['a prompt that never comes', { prompt: { before: MINUTE, text: '?', max: 0, every: null } }, /prompt\.max/],
    [
      'a prompt that never comes again',
      { prompt: { before: MINUTE, text: '?', max: 2, every: 0 } },
      /prompt\.every .* null/,
    ],
    [
      'a prompt as long as the timeout of a channel',
      {
        idle: { ...idle, byChannel: { app: 5 * MINUTE } },
        prompt: { before: 5 * MINUTE, text: '?', max: 1, every: null },
      },
      /prompt\.before 5m .*idle\.after 5m/,
    ],
    ['a channel without time', { idle: { ...idle, byChannel: { app: 0 } } }, /idle\.byChannel\.app/],
    [
      'a channel that is never open',
      { channels: { wechat: { ...limits, message: { window: 0, quota: null } } } },
      /channels\.wechat\.message\.window/,
    ],
    [
      'a click that lets nothing through',
      { channels: { wechat: { ...limits, click: { window: MINUTE, quota: 0 } } } },
      /channels\.wechat\.click\.quota .*null/,
    ],
    ['a bot at once', { bot: { ...bot, after: 0 } }, /bot\.after/],
    ['a bot that never speaks', { bot: { ...bot, max: 0 } }, /bot\.max/],
    ['an option twice', { bot: { ...bot, options: [...bot.options, ...bot.options] } }, /bot\.options has faq twice/],
    ['a transfer at once', { transfer: { ...transfer, after: 0 } }, /transfer\.after/],
    ['a transfer that is never made', { transfer: { ...transfer, hops: 0 } }, /transfer\.hops/],
    ['agents without a place', { agents: { ...DEFAULT_RULES.agents, capacity: 0 } }, /agents\.capacity 0/],
    ['half an agent', { agents: { ...DEFAULT_RULES.agents, capacity: 1.5 } }, /agents\.capacity 1\.5/],
    [
      'transport limit below its period',
      { liveness: { transport: clock(60, 30), page: null } },
      /liveness\.transport\.limit 30s.*every 1m/,
    ],
    [
      'page limit below its period',
      { liveness: { transport: clock(60, 60), page: clock(60, 59) } },
      /liveness\.page\.limit 59s/,
    ],
    ['no time to answer', { liveness: { transport: clock(60, 60), page: clock(60, 60) } }, /liveness\.page\.limit 1m/],
    [
      'asking the page all the time',
      { liveness: { transport: clock(60, 60), page: clock(0, 60) } },
      /liveness\.page\.every/,
    ],
    ['pinging all the time', { liveness: { transport: clock(0, 60), page: null } }, /liveness\.transport\.every/],
  ];
  for (const [what, change, names] of faulty) {
    it(`${what}: one line that names the rule`, () => {
      const faults = rulesFaults({ ...DEFAULT_RULES, ...change });
      assert.equal(faults.length, 1, JSON.stringify(faults));
      assert.match(tell(faults[0] ?? ''), names);
    });
  }

  it('an anchor needs no more than its own kind among the resets; either side will do for the last message of either', () => {
    const ways: [Anchor, Reset[]][] = [
      ['either_last_message', ['visitor']],
      ['either_last_message', ['agent']],
      ['last_visitor_message', ['visitor']],
      ['last_agent_message', ['agent']],
      ['first_agent_reply_after_visitor', ['agent']],
    ];
    for (const [anchor, resets] of ways)
      assert.deepEqual(rulesFaults({ ...DEFAULT_RULES, idle: { ...idle, anchor, resets } }), [], anchor);
  });

  it('are all told at once', () => {
    const change: Partial<SessionRules> = {
      idle: { ...idle, after: 0, resets: [] },
      agents: { ...DEFAULT_RULES.agents, capacity: -1 },
    };
    assert.equal(rulesFaults({ ...DEFAULT_RULES, ...change }).length, 3);
  });
});

describe('questions to the rules', () => {
  it('what happens after close: the channel decides before the desk', () => {
    for (const policy of AFTER_CLOSE) {
      const rules: SessionRules = {
        ...DEFAULT_RULES,
        afterClose: { policy, window: 0, linked: false, byChannel: { douyin: 'drop' } },
      };
      for (const channel of CHANNELS)
        assert.equal(afterCloseOn(rules, channel), channel === 'douyin' ? 'drop' : policy);
    }
  });

  it('every duration in use is listed for the speed limit, an absent rule is not', () => {
    assert.deepEqual(Object.keys(ruleDurations(DEFAULT_RULES)), [
      'idle.after',
      'liveness.transport.every',
      'liveness.page.every',
    ]);
    const rules: SessionRules = {
      ...DEFAULT_RULES,
      prompt: { before: 8 * MINUTE, text: '?', max: 1, every: null },
      sweep: MINUTE,
      queue: { timeout: 2 * MINUTE, then: 'close', nobody: 'wait' },
      visitorGone: 3 * MINUTE,
      agents: { ...DEFAULT_RULES.agents, handOver: 4 * MINUTE },
    };
    const { sweep, visitorGone, ...named } = ruleDurations(rules);
    assert.deepEqual([sweep, visitorGone], [MINUTE, 3 * MINUTE]);
    assert.deepEqual(Object.keys(named).length, 6);
  });
});
