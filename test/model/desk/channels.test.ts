// R26, R27, R63, R04, R60: limits that the platform behind a channel adds to the rules of the desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HOUR, MINUTE, SECOND } from '../../../src/model/core/time.ts';
import { CHANNELS, type Channel } from '../../../src/model/rows/words.ts';
import { DOCUMENTED, type ChannelRule } from '../../../src/model/rules/channels.ts';
import type { SessionRules } from '../../../src/model/rules/rules.ts';
import { idleRule } from '../evening.ts';
import { trials } from '../random.ts';
import { Bench, quiet } from './bench.ts';

const limits = (change: Partial<ChannelRule> = {}): ChannelRule => ({
  message: { window: 48 * HOUR, quota: 5 },
  click: null,
  code: '45015',
  gone: null,
  cut: false,
  ...change,
});
const options = [{ id: 'faq', label: 'Delivery', answer: 'two days' }];
const bot = { after: MINUTE, text: 'may I help?', options, max: 9 };

/** A visitor on WeChat who has written once, to one agent. */
function chat(change: Partial<SessionRules> = {}, channel: Channel = 'wechat'): Bench {
  const on = new Bench(quiet({ idle: null, channels: { wechat: limits() }, ...change })).agents('a0');
  on.visitor('v0', { channel });
  on.say('v0', 'v0/0');
  return on;
}
const refusals = (on: Bench): string[] => on.sent('a0', 'refuse').map(({ id, why, code }) => `${id} ${why} ${code}`);

describe('R26: the effective deadline is the earlier one of channel and rules', () => {
  it('for any two of them, to the µs', () => {
    trials('deadlines', 100, (random) => {
      const window = random.between(1, 1000) * SECOND;
      const after = random.between(1, 1000) * SECOND;
      const on = chat({
        idle: idleRule({ after }),
        channels: { wechat: limits({ message: { window, quota: null } }) },
      });
      on.until(Math.min(window, after) - 1);
      assert.equal(on.session('s1').state, 'active');
      on.until(Math.min(window, after));
      const { closedAt, reason } = on.session('s1');
      assert.equal(closedAt, Math.min(window, after));
      assert.equal(reason, window <= after ? 'channel_window' : 'idle_timeout');
    });
  });

  it('the visitor extends the window, nothing that the desk says does', () => {
    const on = chat({ channels: { wechat: limits({ message: { window: HOUR, quota: null } }) }, bot });
    on.until(HOUR / 2);
    on.say('a0', 'a0/0', 's1');
    on.until(HOUR);
    assert.equal(on.session('s1').closedAt, HOUR);
    on.say('v0', 'v0/1');
    on.later(HOUR / 2);
    on.say('v0', 'v0/2');
    on.later(HOUR - 1);
    assert.equal(on.session('s2').state, 'active');
    on.later(1);
    assert.equal(on.session('s2').closedAt, 2.5 * HOUR);
  });

  it('it runs while the visitor waits for an agent, where the idle clock does not', () => {
    const on = new Bench(quiet({ channels: { wechat: limits({ message: { window: HOUR, quota: null } }) } }));
    on.visitor('v0', { channel: 'wechat' });
    on.say('v0', 'v0/0');
    on.until(HOUR);
    assert.deepEqual([on.session('s1').reason, on.session('s1').closedFrom], ['channel_window', 'queued']);
  });

  it('R63: on the web only the rules count', () => {
    const on = chat({ idle: idleRule({ after: 50 * HOUR }) }, 'web');
    on.until(50 * HOUR);
    assert.equal(on.session('s1').reason, 'idle_timeout');
  });

  it('survives a restart of the desk', () => {
    const on = chat({ channels: { wechat: limits({ message: { window: HOUR, quota: 1 } }) } });
    on.until(MINUTE);
    on.say('a0', 'a0/0', 's1');
    const again = on.restarted().agents('a0');
    again.say('a0', 'a0/1', 's1');
    assert.deepEqual(refusals(again), ['a0/1 quota 45015']);
    again.until(HOUR);
    assert.equal(again.session('s1').reason, 'channel_window');
  });
});

describe('R27: what the platform does not let through is refused with its own code', () => {
  it('five messages for each of the visitor; the next message gives five anew, not five more', () => {
    const on = chat();
    for (let n = 0; n < 7; n++) on.say('a0', `a0/${n}`, 's1');
    assert.deepEqual(refusals(on), ['a0/5 quota 45015', 'a0/6 quota 45015']);
    on.later(SECOND);
    on.say('v0', 'v0/1');
    on.say('v0', 'v0/2');
    for (let n = 7; n < 13; n++) on.say('a0', `a0/${n}`, 's1');
    assert.deepEqual(refusals(on).slice(2), ['a0/12 quota 45015']);
  });

  it('prompts and the words of the bot use up the quota, and are not said when it is gone', () => {
    const on = chat({
      channels: { wechat: limits({ message: { window: 48 * HOUR, quota: 2 } }) },
      bot,
    });
    on.say('a0', 'a0/0', 's1');
    on.later(HOUR);
    assert.equal(on.rows('message').filter(({ from }) => from === 'bot').length, 1);
    assert.deepEqual(
      on.notes('refused').map(({ why }) => why),
      ['quota'],
    );
    on.say('v0', 'v0/1');
    on.say('a0', 'a0/1', 's1');
    on.later(MINUTE);
    assert.equal(on.rows('message').filter(({ from }) => from === 'bot').length, 2, 'the visitor gave it a new one');
  });

  it('a click on an option lets as much through as the platform says, also where it is no reset of the idle clock', () => {
    const click = { window: MINUTE, quota: 1 };
    const on = chat({
      idle: idleRule({ after: HOUR, resets: ['visitor', 'agent'] }),
      channels: { wechat: limits({ message: { window: 2 * HOUR, quota: 2 }, click }) },
      bot: { ...bot, max: 1, options: [{ id: 'faq', label: 'Delivery', answer: null }] },
    });
    on.say('a0', 'a0/0', 's1');
    on.until(10 * MINUTE);
    on.say('a0', 'a0/1', 's1');
    assert.deepEqual(refusals(on), ['a0/1 quota 45015'], 'one was the agent, one the bot');
    on.frame('v0', { f: 'click', session: 's1', option: 'faq' });
    on.say('a0', 'a0/2', 's1');
    on.say('a0', 'a0/3', 's1');
    assert.deepEqual(refusals(on).slice(1), ['a0/3 quota 45015']);
    on.until(30 * MINUTE);
    on.frame('v0', { f: 'click', session: 's1', option: 'faq' });
    on.until(2 * HOUR);
    assert.equal(on.session('s1').closedAt, 70 * MINUTE, 'since the last answer, whatever was clicked');
  });

  it('a click opens no longer than it says, and never less than the message before it did', () => {
    const click = { window: MINUTE, quota: 3 };
    const on = chat({ channels: { wechat: limits({ message: { window: HOUR, quota: null }, click }) }, bot });
    on.say('a0', 'a0/0', 's1');
    on.until(HOUR - 30 * SECOND);
    on.frame('v0', { f: 'click', session: 's1', option: 'faq' });
    on.until(HOUR + 30 * SECOND - 1);
    assert.equal(on.session('s1').state, 'active');
    on.until(HOUR + 30 * SECOND);
    assert.equal(on.session('s1').reason, 'channel_window');
  });

  it('WeCom: the platform ends the session of a visitor who leaves the chat, at once or after a while', () => {
    for (const gone of [0, MINUTE]) {
      const on = chat({ channels: { wechat: limits({ gone }) }, visitorGone: HOUR });
      on.drop('v0');
      on.later(gone);
      const { reason, closedAt } = on.session('s1');
      assert.deepEqual([reason, closedAt], ['channel_closed', gone]);
    }
  });

  it('what platforms document is there for each of them, and none limits its own web page or app', () => {
    const known = CHANNELS.filter((channel) => DOCUMENTED[channel] !== null);
    assert.deepEqual(known, ['wechat', 'wecom', 'mini_program', 'douyin', 'whatsapp', 'messenger']);
    for (const channel of known) assert.ok((DOCUMENTED[channel]?.message.window ?? 0) >= 24 * HOUR);
  });
});

describe('R04, R60: the channel stops pushing, the platform stops listening', () => {
  const cases: [string, boolean, SessionRules['afterClose']['policy'], string[]][] = [
    ['neither: a new session', false, 'new_session', ['s2 1', 's2']],
    ['the platform does not listen: acknowledged in the old session', false, 'drop', ['s1 2', 'nowhere']],
    ['the channel does not push: acknowledged by the channel', true, 'new_session', ['channel 0', 'nowhere']],
    ['both: mending one of them does not bring the message back', true, 'drop', ['channel 0', 'nowhere']],
  ];
  for (const [what, cut, policy, expected] of cases) {
    it(what, () => {
      const on = chat({
        channels: { wechat: limits({ cut }) },
        afterClose: { policy, window: 0, linked: false, byChannel: {} },
      });
      on.end('a0', 's1');
      on.say('v0', 'v0/1');
      on.say('v0', 'v0/1');
      const acks = on.sent('v0', 'ack').filter(({ id }) => id === 'v0/1');
      const [ack, again] = acks.map(({ session, seq }) => `${session} ${seq}`);
      const stored = on.rows('message').find(({ id }) => id === 'v0/1')?.session ?? 'nowhere';
      assert.deepEqual([ack, stored], expected);
      assert.equal(again, ack, 'written once more, it is the same message');
    });
  }

  it('a cut channel passes on what comes before the close, and other channels are not cut', () => {
    const on = chat({ channels: { wechat: limits({ cut: true }) } });
    on.say('v0', 'v0/1');
    assert.deepEqual(on.shown('a0'), ['v0/0', 'v0/1']);
    on.visitor('v1', { channel: 'web' });
    on.say('v1', 'v1/0');
    on.end('a0', 's2');
    on.say('v1', 'v1/1');
    assert.equal(on.session('s3').state, 'active');
  });
});
