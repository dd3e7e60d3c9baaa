// Scenarios: those in the repository are sound, and every fault is answered with one line that names the path, the value and the fix.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { loadScenario } from '../../src/cli/load.ts';
import { HOUR, MINUTE, SECOND } from '../../src/model/core/time.ts';
import { Arrivals } from '../../src/model/population/arrivals.ts';
import { populationHash } from '../../src/model/population/plan.ts';
import type { Profile } from '../../src/model/rows/words.ts';
import { DEFAULT_RULES } from '../../src/model/rules/rules.ts';
import { rulesFaults } from '../../src/model/rules/validate.ts';
import { corpusOf, defineScenario, rulesOf, UsageError, workloadOf } from '../../src/scenario/define.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';

const FOLDER = new URL('../../scenarios/', import.meta.url);
const good = {
  name: 'my-desk',
  shows: 'a test',
  locale: 'en',
  arrivals: [{ name: 'hour', for: '1h', visitors: 20 }],
  channels: { web: 1 },
  personas: {
    shopper: {
      weight: 1,
      trade: 'pre_sale',
      turns: 3,
      think: { median: '60s', sigma: 1 },
      endings: { closes: 1, goodbye: 1, silent: 1 },
    },
  },
  agents: { count: 2, answer: '10s' },
} as const satisfies ScenarioInput;

type Path = readonly (string | number)[];

/** `good` with another value at a path; an undefined value takes the key away. */
function bent(path: Path, value: unknown): ScenarioInput {
  const copy = JSON.parse(JSON.stringify(good)) as Record<string | number, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = (at[key] ??= {}) as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy as unknown as ScenarioInput;
}

/** All paths of an object, down to its leaves. */
function pathsOf(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) => [[key], ...pathsOf(below).map((rest) => [key, ...rest])]);
}

/** A copy with another value at a path; unlike JSON it keeps values such as NaN. */
function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

function faultOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof UsageError, `not a UsageError: ${String(error)}`);
    return error.message;
  }
  return assert.fail('nothing was wrong with it');
}
const linesOf = (message: string): string[] => message.split('\n').slice(1);

describe('every scenario in scenarios/', () => {
  const files = readdirSync(FOLDER).filter((name) => /\.(ts|yaml)$/.test(name));

  it('there are some', () => assert.ok(files.length >= 4));

  for (const file of files) {
    it(`${file} is sound: named like its file, every profile without a fault, people to play it`, async () => {
      const name = file.replace(/\.\w+$/, '');
      const scenario = await loadScenario(name);
      assert.equal(scenario.kind, 'stillthere/scenario');
      assert.equal(scenario.name, name);
      assert.match(scenario.hash, /^[0-9a-f]{16}$/);
      for (const profile of Object.keys(scenario.data.profiles) as Profile[])
        assert.deepEqual(rulesFaults(rulesOf(scenario, profile)), []);
      const workload = workloadOf(scenario, '1');
      const corpus = corpusOf(scenario, '1');
      const { visitors } = populationHash(workload, corpus.sets);
      const expected = workload.arrivals.reduce((sum, phase) => sum + phase.visitors, 0);
      assert.ok(Math.abs(visitors - expected) <= 5 * Math.sqrt(expected), `${visitors} visitors, ${expected} expected`);
    });
  }
});

describe('a scenario', () => {
  it('is filled in: durations in µs, the default desk below it', () => {
    const scenario = defineScenario(good);
    assert.deepEqual(scenario.input, good);
    assert.equal(scenario.data.arrivals[0]?.for, HOUR);
    assert.equal(scenario.data.prematureWithin, 30 * MINUTE);
    assert.deepEqual(rulesOf(scenario, 'bare'), DEFAULT_RULES);
  });

  it('defined twice has one hash; any change gives another', () => {
    const { hash } = defineScenario(good);
    assert.equal(defineScenario(structuredClone(good)).hash, hash);
    const others = [
      bent(['arrivals', 0, 'visitors'], 21),
      bent(['rules'], { idle: { after: '31m' } }),
      bent(['agents', 'count'], 3),
    ];
    for (const other of others) assert.notEqual(defineScenario(other).hash, hash);
    assert.equal(defineScenario(bent(['rules'], { idle: { after: '30m' } })).hash === hash, false);
  });

  it('gives the same people under every profile, and other people under another seed', () => {
    const scenario = defineScenario({ ...good, profiles: { bare: {}, all: { idle: null } } });
    assert.deepEqual(workloadOf(scenario, '1'), workloadOf(scenario, '1'));
    const hash = (seed: string): string =>
      populationHash(workloadOf(scenario, seed), corpusOf(scenario, seed).sets).hash;
    assert.equal(hash('1'), hash('1'));
    assert.notEqual(hash('1'), hash('2'));
  });
});

describe('profiles change rules, and only what they name', () => {
  const scenario = defineScenario({
    ...good,
    rules: {
      idle: { after: '20m', anchor: 'last_agent_message' },
      sweep: '1m',
      afterClose: { policy: 'reopen', byChannel: { web: 'drop' } },
    },
    profiles: {
      bare: {},
      '+prompt': { prompt: { before: '5m', text: '?' } },
      '+leave-message': { afterClose: { policy: 'leave_message' } },
      '+bot': { idle: { resets: ['visitor', 'agent'] } },
      '+transfer': { agents: { handOver: '2m' } },
      all: { idle: null, sweep: '0s', visitorGone: null, liveness: { page: null } },
    },
  });
  const bare = rulesOf(scenario, 'bare');

  it('bare: the scenario’s rules over the default desk', () => {
    assert.deepEqual(bare.idle, { ...DEFAULT_RULES.idle, after: 20 * MINUTE, anchor: 'last_agent_message' });
    assert.deepEqual([bare.sweep, bare.afterClose], [MINUTE, { policy: 'reopen', byChannel: { web: 'drop' } }]);
    assert.deepEqual(bare.agents, DEFAULT_RULES.agents);
  });

  it('a profile over those, key by key', () => {
    assert.deepEqual(rulesOf(scenario, '+prompt'), { ...bare, prompt: { before: 5 * MINUTE, text: '?', max: 1 } });
    assert.deepEqual(rulesOf(scenario, '+bot'), { ...bare, idle: { ...bare.idle, resets: ['visitor', 'agent'] } });
    assert.deepEqual(rulesOf(scenario, '+transfer'), { ...bare, agents: { ...bare.agents, handOver: 2 * MINUTE } });
    const liveness = { ...bare.liveness, page: null };
    assert.deepEqual(rulesOf(scenario, 'all'), { ...bare, idle: null, sweep: 0, visitorGone: null, liveness });
  });

  it('a profile that names a policy means it on every channel, unless it names channels too', () => {
    assert.deepEqual(rulesOf(scenario, '+leave-message').afterClose, { policy: 'leave_message', byChannel: {} });
  });

  it('one that does not exist is answered with those that do', () => {
    for (const name of ['+alert', 'nonsense', 'toString', 'constructor']) {
      const message = faultOf(() => rulesOf(scenario, name as Profile));
      assert.ok(message.includes('"my-desk"') && message.includes(`"${name}"`), message);
      assert.match(message, /bare, \+prompt/);
    }
  });
});

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
      /rules\.colour = "red": unknown key "colour"; remove it or correct its spelling, known here: idle, prompt, sweep/,
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
      /personas\.shopper\.think\.median = "60x": .*write a number and a unit, such as 500ms, 90s/,
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
      /rules\.afterClose\.policy = "forget": must be one of reopen, new_session, leave_message, drop/,
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
    [
      'an unknown profile',
      ['profiles'],
      { bare: {}, '+promptt': {} },
      /profiles\.\+promptt = .*: unknown key "\+promptt", did you mean "\+prompt"\?/,
    ],
    ['a negative number', ['agents', 'count'], -1, /agents\.count = -1: .*0/],
    ['a negative number of visitors', ['arrivals', 0, 'visitors'], -5, /arrivals\.0\.visitors = -5: .*0/],
    ['half a visitor', ['arrivals', 0, 'visitors'], 1.5, /arrivals\.0\.visitors = 1\.5: write a whole number/],
    ['a share beyond 1000', ['personas', 'shopper', 'comesBack'], 1001, /personas\.shopper\.comesBack = 1001: .*1000/],
    ['part of a second of arrivals', ['arrivals', 0, 'for'], '1500ms', /arrivals\.0\.for = "1500ms": .*whole seconds/],
    ['no arrivals', ['arrivals'], [], /arrivals = \[\]: .*1/],
    ['nobody on any channel', ['channels'], { web: 0 }, /channels = .*weight/],
    ['no persona with a weight', ['personas', 'shopper', 'weight'], 0, /personas = .*weight/],
    ['an all-zero curve', ['arrivals', 0, 'curve'], [0, 0], /arrivals\.0 = .*curve is all zero/],
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

describe('what is accepted can be played', () => {
  it('arrivals that pass can be walked through', () => {
    const curve = Array.from({ length: 24 }, (_, hour) => hour % 5);
    for (const phase of [
      { name: 'day', for: '1d', visitors: 50, curve },
      { name: 'ramp', for: '7s', visitors: 9, ramp: [1, 5] as [number, number] },
    ]) {
      const { arrivals } = workloadOf(defineScenario({ ...good, arrivals: [phase] }), '1');
      const walk = new Arrivals('1', arrivals);
      for (let at = walk.next(); at !== undefined; at = walk.next()) assert.ok(at < (arrivals[0]?.for ?? 0) + SECOND);
    }
  });
});
