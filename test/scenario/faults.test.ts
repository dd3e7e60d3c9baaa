// Faults in a scenario: each gets one line that names the path, the value and what to do.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defineScenario, UsageError } from '../../src/scenario/define.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { bent, faultOf, good, linesOf, pathsOf, replaced, type Path } from './support.ts';

describe('a fault is answered with one line: path, value, fix', () => {
  const table: [what: string, path: Path, value: unknown, line: RegExp][] = [
    [
      'a misspelt key',
      ['rules', 'idle'],
      { afterr: '10m' },
      /rules\.idle\.afterr = "10m": unknown key "afterr", did you mean "after"\?$/,
    ],
    ['a misspelt key at the top', ['agent'], { count: 1 }, /unknown key "agent"/],
    [
      'a misspelt key of a persona',
      ['personas', 'shopper', 'turn'],
      3,
      /personas\.shopper\.turn = 3: unknown key "turn"/,
    ],
    [
      'a bad duration',
      ['rules', 'idle'],
      { after: '10 minutes' },
      /rules\.idle\.after = "10 minutes": .*such as 500ms, 90s, 30m/,
    ],
    [
      'a key that resembles none',
      ['rules', 'colour'],
      'red',
      /rules\.colour = "red": unknown key "colour"; remove it or correct its spelling; known keys here: idle, channels, prompt, welcome, bot, sweep/,
    ],
    [
      'two letters in the wrong order',
      ['agents', 'awnser'],
      '5s',
      /agents\.awnser = "5s": unknown key "awnser", did you mean "answer"\?/,
    ],
    ['a number for a duration', ['tail'], 90, /tail = 90: has no unit; write a duration such as "90s", "90m" or "90h"/],
    ['digits for a duration', ['tail'], '90', /tail = "90": has no unit; write a duration such as "90s"/],
    ['a negative duration', ['tail'], -90, /tail = -90: write a duration in quotes, such as "90s"/],
    ['a number for a distribution', ['personas', 'shopper', 'think'], 60, /shopper\.think = 60: has no unit; .*"60s"/],
    [
      'a missing unit inside a distribution',
      ['personas', 'shopper', 'think'],
      { median: '60', sigma: 1 },
      /personas\.shopper\.think\.median = "60": has no unit; write a duration such as "60s"/,
    ],
    [
      'a missing unit inside a mixture',
      ['personas', 'shopper', 'think'],
      { usually: { median: '60s', sigma: 1 }, sometimes: { from: 10, to: '40m' }, share: 80 },
      /personas\.shopper\.think\.sometimes\.from = 10: has no unit; write a duration such as "10s"/,
    ],
    [
      'from after to, inside a mixture',
      ['personas', 'shopper', 'think'],
      { usually: '60s', sometimes: { from: '40m', to: '10m' }, share: 80 },
      /personas\.shopper\.think\.sometimes = .*40m.*: `to` is shorter than `from`/,
    ],
    [
      'a misspelt key of a distribution',
      ['personas', 'shopper', 'think'],
      { mediann: '60s', sigma: 1 },
      /personas\.shopper\.think\.mediann = "60s": unknown key "mediann", did you mean "median"\?/,
    ],
    [
      'a distribution with a part missing',
      ['personas', 'shopper', 'think'],
      { median: '60s' },
      /personas\.shopper\.think\.sigma = \(missing\): is missing; write a number/,
    ],
    [
      'a distribution of no known form',
      ['personas', 'shopper', 'think'],
      { typical: '60s', worst: '5m' },
      /personas\.shopper\.think = .*typical.*: write a duration such as "90s", or \{mean\}.*\{usually, sometimes, share\}/,
    ],
    [
      'a duration that is missing',
      ['agents', 'answer'],
      undefined,
      /agents\.answer = \(missing\): is missing; write a duration/,
    ],
    ['an empty list', ['arrivals'], [], /arrivals = \[\]: has too few entries; write at least 1/],
    ['a text for a number', ['agents', 'count'], '2', /agents\.count = "2": write a (whole )?number/],
    ['a text for a list', ['arrivals'], 'many', /arrivals = "many": write a list \[ … \]/],
    [
      'a word that nearly fits',
      ['locale'],
      'zh-CN',
      /locale = "zh-CN": must be one of zh_CN, en; did you mean "zh_CN"\?/,
    ],
    ['a speed that is none', ['speed'], 'fast', /speed = "fast": write a number from 0\.01 to 10000, or "auto"/],
    [
      'a bad distribution',
      ['personas', 'shopper', 'think'],
      { median: '60x', sigma: 1 },
      /personas\.shopper\.think\.median = "60x": .*write numbers and units, such as 500ms, 90s/,
    ],
    [
      'from after to',
      ['agents', 'answer'],
      { from: '5m', to: '1m' },
      /agents\.answer = .*: `to` is shorter than `from`; write the shorter one first/,
    ],
    [
      'an unknown word',
      ['personas', 'shopper', 'trade'],
      'sales',
      /personas\.shopper\.trade = "sales": must be one of pre_sale, after_sale/,
    ],
    [
      'an unknown policy',
      ['rules', 'afterClose'],
      { policy: 'forget' },
      /rules\.afterClose\.policy = "forget": must be one of same_agent, reopen, within_window, new_session, sticky, refuse, leave_message, drop/,
    ],
    [
      'an unknown anchor',
      ['rules', 'idle'],
      { anchor: 'moon' },
      /rules\.idle\.anchor = "moon": must be one of either_last_message/,
    ],
    [
      'an unknown channel',
      ['channels'],
      { web: 1, webb: 1 },
      /channels\.webb = 1: unknown key "webb", did you mean "web"\?/,
    ],
    ['a profile whose name no flag could carry', ['profiles'], { bare: {}, 'a,b': {} }, /profiles\.a,b = /],
    ['a negative number', ['agents', 'count'], -1, /agents\.count = -1: .*0/],
    ['a negative number of visitors', ['arrivals', 0, 'visitors'], -5, /arrivals\.0\.visitors = -5: .*0/],
    ['half a visitor', ['arrivals', 0, 'visitors'], 1.5, /arrivals\.0\.visitors = 1\.5: write a whole number/],
    ['a share beyond 1000', ['personas', 'shopper', 'comesBack'], 1001, /personas\.shopper\.comesBack = 1001: .*1000/],
    ['part of a second of arrivals', ['arrivals', 0, 'for'], '1500ms', /arrivals\.0\.for = "1500ms": .*whole seconds/],
    ['no arrivals', ['arrivals'], [], /arrivals = \[\]: .*1/],
    ['nobody on any channel', ['channels'], { web: 0 }, /channels = .*weight/],
    ['no persona with a weight', ['personas', 'shopper', 'weight'], 0, /personas = .*weight/],
    ['an all-zero curve', ['arrivals', 0, 'curve'], [0, 0], /arrivals\.0 = .*every number of curve is 0/],
    [
      'a curve that cannot be cut into whole seconds',
      ['arrivals', 0],
      { name: 'x', for: '100s', visitors: 5, curve: [1, 2, 3] },
      /arrivals\.0.*whole seconds/,
    ],
    ['a name that is no name', ['name'], 'My Desk', /name = "My Desk": use small letters/],
    ['no name', ['name'], undefined, /name = \(missing\)/],
    ['agents left out', ['agents'], undefined, /agents = \(missing\)/],
    [
      'a limit that is no limit',
      ['expect'],
      { lost: 'none' },
      /expect\.lost = "none": write "any" or the largest number/,
    ],
    ['a rate beyond 1', ['expect'], { timeoutRate: 20 }, /expect\.timeoutRate = 20: .*1/],
  ];
  for (const [what, path, value, line] of table) {
    it(what, () => {
      const message = faultOf(() => defineScenario(bent(path, value)));
      const lines = linesOf(message);
      assert.equal(lines.length, 1, message);
      assert.match(lines[0] ?? '', line);
      assert.ok((lines[0] ?? '').length < 250, 'the line is too long to read');
      if (what !== 'no name' && what !== 'a name that is no name')
        assert.ok(message.startsWith('scenario "my-desk"'), message);
    });
  }

  it('a misspelt key is one fault, not also a missing one', () => {
    const { arrivals, ...rest } = good;
    const message = faultOf(() => defineScenario({ ...rest, arivals: arrivals } as unknown as ScenarioInput));
    assert.equal(linesOf(message).length, 1, message);
    assert.match(message, /unknown key "arivals", did you mean "arrivals"\?/);
  });

  it('whatever is wrong, the words are ours: path, value and what to write, none of the validator’s own', () => {
    const full = {
      ...good,
      habits: { away: { kind: 'hidden', share: 100, onset: '1m', length: '5m' } },
      client: { liveness: { every: '60s', limit: '120s' }, backoff: { first: '1s', most: '30s' } },
      rules: { idle: { after: '10m', anchor: 'either_last_message', resets: ['visitor'] }, queue: { timeout: '5m' } },
      expect: { missedRate: 0.1, fates: { lost: 0 } },
    };
    const wrong = [5, -1, 1.5, Number.NaN, Infinity, 'x', '', '5', null, true, [], [null], {}, { zz: 1 }, 10n, () => 1];
    for (const path of pathsOf(full)) {
      for (const value of wrong) {
        let message = '';
        try {
          defineScenario(replaced(full, path, value) as ScenarioInput);
        } catch (error) {
          assert.ok(error instanceof UsageError, `${path.join('.')}, ${typeof value}: ${String(error)}`);
          message = error.message;
        }
        assert.doesNotMatch(message, /Invalid|expected |Too (small|big)|received|Unrecognized|undefined/, message);
        for (const line of linesOf(message))
          assert.match(line, /^ {2}(\S+ = .+: .+|the scenario = .+|rules\..+)$/, message);
      }
    }
  });

  it('three faults are three lines', () => {
    const input = { ...bent(['agents', 'count'], -1), tail: 'long', speed: 0 } as unknown as ScenarioInput;
    assert.deepEqual(
      linesOf(faultOf(() => defineScenario(input)))
        .map((line) => line.trim().split(' ')[0] ?? '')
        .sort(),
      ['agents.count', 'speed', 'tail'],
    );
  });

  it('what is no scenario at all', () => {
    for (const nothing of [null, undefined, 7, 'smoke', []]) {
      assert.match(
        faultOf(() => defineScenario(nothing as unknown as ScenarioInput)),
        /scenario/,
      );
    }
  });
});

describe('contradictory rules are refused where they are written, with the profile', () => {
  const table: [what: string, rules: ScenarioInput['rules'], line: RegExp][] = [
    [
      'a prompt after the timeout',
      { idle: { after: '5m' }, prompt: { before: '5m', text: '?' } },
      /rules\.prompt\.before 5m .*idle\.after 5m/,
    ],
    ['a prompt without a timeout', { idle: null, prompt: { before: '5m', text: '?' } }, /rules\.prompt needs idle/],
    ['a timeout of nothing', { idle: { after: '0s' } }, /rules\.idle\.after/],
    ['nothing resets', { idle: { resets: [] } }, /rules\.idle\.resets is empty/],
    [
      'a limit below its period',
      { liveness: { page: { every: '60s', limit: '30s' } } },
      /rules\.liveness\.page\.limit 30s/,
    ],
    ['a page asked without pause', { liveness: { page: { every: '0s', limit: '30s' } } }, /liveness\.page\.every/],
  ];
  for (const [what, rules, line] of table) {
    it(what, () => {
      const message = faultOf(() => defineScenario({ ...good, rules: rules ?? {} }));
      assert.match(message, /"my-desk".*profile bare/);
      assert.equal(linesOf(message).length, 1, message);
      assert.match(message, line);
      const inProfile = faultOf(() => defineScenario({ ...good, profiles: { bare: {}, all: rules ?? {} } }));
      assert.match(inProfile, /profile all/);
    });
  }

  it('a client that would ask, or try again, without pause', () => {
    const clients: ScenarioInput['client'][] = [
      { liveness: { every: '0s', limit: '60s' } },
      { liveness: { every: '60s', limit: '30s' } },
      { backoff: { first: '0s', most: '0s' }, connectFails: '0s' },
    ];
    for (const client of clients)
      assert.match(
        faultOf(() => defineScenario({ ...good, client: client ?? {} })),
        /client\./,
      );
  });
});
