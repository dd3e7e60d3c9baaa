// The idle timeout and its prompt as people write them, by
// side, by channel and from the prompt (R30, R45, R46).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HOUR, MINUTE, SECOND } from '../../../src/model/core/time.ts';
import type { SessionRules } from '../../../src/model/rules/rules.ts';
import { deskDifferences, deskLines } from '../../../src/report/desk/desk.ts';
import { deskRemarks } from '../../../src/report/desk/remarks.ts';
import { readData } from '../../../src/scenario/data.ts';
import { UsageError } from '../../../src/scenario/define.ts';
import { rulesFrom } from '../../../src/scenario/rules/rules-file.ts';
import { Bench } from '../../model/desk/bench.ts';

function rulesIn(yaml: string): SessionRules {
  const { data, at } = readData(`name: desk\nrules:\n${yaml.replaceAll(/^/gm, '  ')}\n`, 'desk.yaml');
  return rulesFrom(data, at).rules;
}
const sentence = (rules: SessionRules, of: string): string | undefined =>
  deskLines(rules).find(([rule]) => rule === of)?.[1];

/** v0 and a0 have written at time 0, on a desk where only these rules act. */
function silent(rules: SessionRules, channel: 'web' | 'wechat' = 'web'): Bench {
  const bench = new Bench({ ...rules, liveness: { ...rules.liveness, page: null } }).agents('a0');
  bench.visitor('v0', { channel });
  bench.say('v0', 'v0/0');
  bench.say('a0', 'a0/0', 's1');
  return bench;
}
const prompts = (bench: Bench): number[] => bench.rows('message').flatMap((m) => (m.from === 'system' ? [m.at] : []));
const closedAt = (bench: Bench): number | undefined => bench.until(5 * HOUR).session('s1').closedAt;

describe('a time for each side (per_participant)', () => {
  const desk = 'idle: { anchor: per_participant, after: { visitor: 5m, agent: 15m }, resets: [visitor, agent] }';

  it('the visitor is closed after 5 minutes, the agent after 15', () => {
    const rules = rulesIn(desk);
    assert.equal(closedAt(silent(rules)), 5 * MINUTE);
    const talking = silent(rules);
    for (let n = 1; n <= 10; n++) talking.until(n * 4 * MINUTE).say('v0', `v0/${n}`);
    assert.equal(closedAt(talking), 15 * MINUTE, 'the visitor goes on, and the agent says nothing');
  });

  it('is told in words, compared, and may differ by channel', () => {
    const rules = rulesIn(desk.replace(', resets', ', byChannel: { wechat: { visitor: 10m, agent: null } }, resets'));
    assert.match(
      sentence(rules, 'idle') ?? '',
      /^closes after 5m \(visitor\), 15m \(agent\) \(wechat 10m \(visitor\), never \(agent\)\)/,
    );
    const other = rulesIn(desk.replace('15m', '20m'));
    assert.deepEqual(
      deskDifferences(rulesIn(desk), other).map(([rule]) => rule),
      ['idle'],
    );
    assert.equal(closedAt(silent(rules, 'wechat')), 10 * MINUTE);
  });

  const faults: [what: string, rules: string, says: RegExp][] = [
    [
      'the word of another product',
      desk.replace('visitor: 5m', 'customer: 5m'),
      /rules\.idle\.after\.customer = "5m": unknown key "customer", did you mean "visitor"\?$/,
    ],
    [
      'one side only',
      desk.replace(', agent: 15m', ''),
      /rules\.idle\.after\.agent = \(missing\): is missing; write a duration/,
    ],
    [
      'an anchor with one clock',
      desk.replace('anchor: per_participant, ', ''),
      /rules\.idle\.after has a time for each side, but idle\.anchor either_last_message has one clock/,
    ],
    ['never for both', desk.replace('5m', 'null').replace('15m', 'null'), /rules\.idle\.after is null for both sides/],
    ['no time', desk.replace('15m', '0s'), /rules\.idle\.after must be longer than 0/],
    [
      'a prompt before the shorter one',
      `${desk}\nprompt: { before: 6m, text: hi }`,
      /prompt\.before 6m must be shorter than idle\.after 5m/,
    ],
  ];
  for (const [what, rules, says] of faults) it(`${what}: one line`, () => refused(rules, says));
});

function refused(rules: string, says: RegExp): void {
  try {
    rulesIn(rules);
  } catch (error) {
    assert.ok(error instanceof UsageError);
    assert.match(error.message, says);
    assert.match(error.message, /^desk\.yaml:\d+:\d+: /);
    assert.equal(error.message.split('\n').length, 1, error.message);
    return;
  }
  assert.fail('it was accepted');
}

describe('R30: null on a channel is never', () => {
  it('closes nothing there, asks nothing, and is told as never', () => {
    const rules = rulesIn('idle: { after: 10m, byChannel: { wechat: null } }\nprompt: { before: 2m, text: hi }');
    assert.equal(closedAt(silent(rules, 'wechat')), undefined);
    assert.deepEqual(prompts(silent(rules, 'wechat').until(5 * HOUR)), []);
    assert.equal(closedAt(silent({ ...rules, prompt: null })), 10 * MINUTE);
    assert.match(sentence(rules, 'idle') ?? '', /^closes after 10m \(wechat never\)/);
  });
});

describe('R46: a close that counts from the prompt', () => {
  const form = 'prompt: { after: 25m, closes: 5m, text: hi }';

  it('comes so long after the prompt, although prompts and the bot start the clock anew', () => {
    const rules = rulesIn(form);
    assert.equal(rules.idle?.after, 30 * MINUTE);
    assert.ok(rules.idle.resets.includes('prompt'));
    const bench = silent(rules);
    assert.equal(closedAt(bench), 30 * MINUTE);
    assert.deepEqual(prompts(bench), [25 * MINUTE]);
    const bot = { after: 27 * MINUTE, text: '?', options: [{ id: 'x', label: 'x', answer: null }], max: 3 };
    assert.equal(closedAt(silent({ ...rules, bot })), 30 * MINUTE);
  });

  it('whoever writes after the prompt has a silence of their own again, with a prompt and a close', () => {
    const bench = silent(rulesIn(form)).until(26 * MINUTE);
    bench.say('v0', 'v0/1');
    assert.equal(closedAt(bench), 56 * MINUTE);
    assert.deepEqual(prompts(bench), [25 * MINUTE, 51 * MINUTE]);
  });

  it('a prompt that comes late, because it was not the turn of the visitor before, keeps its word as well', () => {
    const rules = rulesIn(`idle: { resets: [visitor], anchor: last_visitor_message, onlyIfPending: visitor }\n${form}`);
    const bench = new Bench({ ...rules, liveness: { ...rules.liveness, page: null } }).agents('a0');
    bench.visitor('v0');
    bench.say('v0', 'v0/0');
    bench.until(40 * MINUTE).say('a0', 'a0/0', 's1');
    assert.equal(closedAt(bench), 45 * MINUTE);
    assert.deepEqual(prompts(bench), [40 * MINUTE]);
  });

  it('is told in words, and nothing in it is worth a second look', () => {
    const rules = rulesIn(`${form}\nqueue: { timeout: 5m }`);
    assert.equal(sentence(rules, 'prompt'), 'asks after 25m of silence, 5m before the close: "hi"');
    assert.deepEqual(deskRemarks(rules), []);
  });

  const faults: [what: string, rules: string, says: RegExp][] = [
    [
      'an idle time that is another one',
      `idle: { after: 1h }\n${form}`,
      /rules\.prompt\.after 25m and prompt\.closes 5m make an idle time of 30m, but idle\.after is 1h; leave idle\.after out/,
    ],
    ['a channel with another one', `idle: { byChannel: { app: 1h } }\n${form}`, /but idle\.byChannel\.app is 1h/],
    [
      'both forms',
      'prompt: { before: 5m, after: 25m, closes: 5m, text: hi }',
      /rules\.prompt = .*: write before, or after and closes/,
    ],
    ['half a form', 'prompt: { after: 25m, text: hi }', /rules\.prompt = .*: write before, or after and closes/],
    ['more than once', form.replace('text', 'max: 2, text'), /rules\.prompt\.max = 2: `closes` allows one prompt only/],
    [
      'again and again',
      form.replace('text', 'every: 2m, text'),
      /rules\.prompt\.every = "2m": `closes` allows one prompt only/,
    ],
    ['no idle timeout', `idle: null\n${form}`, /rules\.prompt needs idle/],
  ];
  for (const [what, rules, says] of faults) it(`${what}: one line`, () => refused(rules, says));
});

describe('rules that can never act are remarked on', () => {
  const remarks = (yaml: string): string => deskRemarks(rulesIn(`${yaml}\nqueue: { timeout: 5m }`)).join('\n');
  const alone = 'resets: [visitor]';

  it('a repeat every 40 minutes in the 30 that are left; and its words name it', () => {
    const nudge = `idle: { after: 1h, resets: [visitor, agent] }
prompt: { before: 30m, text: still there?, max: 3, every: 40m }`;
    assert.equal(
      remarks(nudge),
      'warning: prompt.every 40m has no effect, because the close comes 30m after the first prompt',
    );
    assert.match(
      sentence(rulesIn(nudge), 'prompt') ?? '',
      /at most 3 times in one silence, every 40m: "still there\?"/,
    );
    const bench = silent(rulesIn(nudge));
    assert.equal(closedAt(bench), HOUR);
    assert.deepEqual(prompts(bench), [30 * MINUTE], 'the remark is true');
  });

  it('a prompt that puts the close off', () => {
    const desk = 'prompt: { before: 8m, text: hi }';
    assert.match(
      remarks(desk),
      /^warning: a prompt restarts the idle clock, so the close comes 30m after the prompt, not 8m;/,
    );
    assert.equal(closedAt(silent(rulesIn(desk))), 52 * MINUTE, 'the remark is true');
    assert.equal(remarks(`idle: { resets: [visitor, agent] }\n${desk}`), '');
  });

  const table: [what: string, rules: string, says: RegExp | ''][] = [
    [
      'every without max',
      `idle: { ${alone} }\nprompt: { before: 8m, text: hi, every: 2m }`,
      /prompt\.every 2m has no effect, because prompt\.max is 1/,
    ],
    [
      'every where prompts start anew',
      'prompt: { before: 8m, text: hi, every: 2m, max: 3 }',
      /prompt\.every 2m has no effect: a prompt restarts/,
    ],
    ['every that acts', `idle: { ${alone} }\nprompt: { before: 8m, text: hi, every: 2m, max: 3 }`, ''],
    [
      'max without every',
      `idle: { ${alone} }\nprompt: { before: 8m, text: hi, max: 3 }`,
      /prompt\.max 3 is never reached/,
    ],
    [
      'max where the agent moves the clock',
      'idle: { resets: [visitor, agent] }\nprompt: { before: 8m, text: hi, max: 3 }',
      '',
    ],
    [
      'a window without its policy',
      'afterClose: { policy: reopen, window: 1h }',
      /afterClose\.window 1h has no effect/,
    ],
    [
      'the turn of the agent, counted from its answer',
      'idle: { anchor: first_agent_reply_after_visitor, onlyIfPending: agent }',
      /sessions never close as idle/,
    ],
  ];
  for (const [what, rules, says] of table)
    it(what, () => {
      if (says === '') assert.equal(remarks(rules), '');
      else assert.match(remarks(rules), says);
    });

  it('what becomes of a session in the queue, for ever', () => {
    assert.match(
      deskRemarks(rulesIn('queue: { then: leave_message, nobody: leave_message }')).join(),
      /queue\.then leave_message has no effect/,
    );
  });

  it('the turn of the agent, counted from its answer: such a desk closes nothing', () => {
    const rules = rulesIn('idle: { after: 10s, anchor: first_agent_reply_after_visitor, onlyIfPending: agent }');
    const bench = silent(rules);
    for (let n = 1; n < 5; n++) bench.until(n * 30 * SECOND).say('v0', `v0/${n}`);
    assert.equal(closedAt(bench), undefined);
  });
});
