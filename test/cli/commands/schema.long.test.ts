// The JSON Schemas agree with the validators on scenarios,
// mutated scenarios, and results of each engine.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { loadScenario, scenarioNames } from '../../../src/cli/load.ts';
import { DOCUMENTS, schemaOf, type JsonSchema } from '../../../src/cli/commands/schema.ts';
import { findK6 } from '../../../src/engines/k6/find.ts';
import { defineScenario, UsageError } from '../../../src/scenario/define.ts';
import type { ScenarioInput } from '../../../src/scenario/schema.ts';
import { projectRoot } from '../../../src/system/entry.ts';
import { Random, SEED } from '../../model/random.ts';
import { stillthere } from '../support.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-schema-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const committed = (document: string): JsonSchema =>
  JSON.parse(readFileSync(join(projectRoot(), `docs/reference/${document}.schema.json`), 'utf8')) as JsonSchema;
const validatorOf = (document: string): ValidateFunction =>
  // Strict mode rejects an unknown keyword, which would be a mistake in the schema.
  new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(committed(document));
const scenario = validatorOf('scenario');
const result = validatorOf('result');
const faultsOf = (validate: ValidateFunction): string =>
  (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`).join('; ');

describe('stillthere schema', () => {
  for (const document of DOCUMENTS)
    it(`${document}: prints what is committed, in draft 2020-12`, async () => {
      const { code, stdout } = await stillthere(['schema', document]);
      assert.equal(code, 0);
      const printed = JSON.parse(stdout) as JsonSchema;
      assert.deepEqual(printed, committed(document), 'stale: run npm run docs');
      assert.deepEqual(printed, JSON.parse(JSON.stringify(schemaOf(document))));
      assert.equal(printed.$schema, 'https://json-schema.org/draft/2020-12/schema');
    });

  it('of anything else: what there is', async () => {
    const { code, stderr } = await stillthere(['schema', 'scenari']);
    assert.equal(code, 1);
    assert.match(stderr, /scenari.*scenario, rules, result/s);
  });

  it('every key of a scenario is described', () => {
    const mute: string[] = [];
    const walk = (schema: JsonSchema, path: string, isNamed: boolean): void => {
      if (isNamed && schema.description === undefined) mute.push(path);
      const { properties = {}, items, anyOf = [], additionalProperties: others } = schema;
      const entries = Object.entries(properties) as [string, JsonSchema][];
      // Keys such as channels, fates and profiles are words of
      // a closed set; their values are described above them.
      const areWords = entries.length > 1 && entries.every(([, value]) => value.description === undefined);
      for (const [key, value] of entries) walk(value, `${path}.${key}`, !areWords);
      for (const [i, one] of [items, others, ...anyOf].entries())
        if (typeof one === 'object' && !Array.isArray(one)) walk(one, `${path}.${i}`, false);
    };
    const schema = schemaOf('scenario');
    walk(schema, '', false);
    for (const [name, def] of Object.entries(schema.$defs ?? {})) walk(def, name, true);
    assert.deepEqual(mute, []);
  });
});

describe('the schema of a scenario', () => {
  it('accepts every scenario that comes with the tool, as it was written', async () => {
    for (const name of await scenarioNames()) {
      const { input } = await loadScenario(name);
      assert.ok(scenario(JSON.parse(JSON.stringify(input))), `${name}: ${faultsOf(scenario)}`);
    }
  });

  it('is named in the first line of every example in YAML, and is there', () => {
    const examples = readdirSync(join(projectRoot(), 'scenarios')).filter((name) => name.endsWith('.yaml'));
    assert.ok(examples.length > 0);
    for (const name of examples) {
      const path = join(projectRoot(), 'scenarios', name);
      const text = readFileSync(path, 'utf8');
      const [, found] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
      assert.ok(found !== undefined, name);
      assert.ok(
        new Ajv2020().validate(JSON.parse(readFileSync(join(dirname(path), found), 'utf8')) as object, parse(text)),
      );
    }
  });

  it('allows a scenario in JSON to name it', () => assert.ok(scenario({ $schema: './scenario.schema.json', ...FULL })));

  /**
   * Faults that a schema cannot express: sums and comparisons of values, and whole milliseconds.
   */
  const BEYOND = [
    /must be whole seconds/,
    /`for` must divide into equal parts/,
    /every number of curve is 0/,
    /all endings have weight 0/,
    /give at least one (channel|persona) a weight/,
    /`to` is shorter than `from`/,
    /must be longer than 0/,
    /`limit` must not be shorter/,
    /`most` must not be shorter/,
    /is not a whole number of milliseconds/,
    /the longest duration is/,
    // Rules that contradict each other are checked only when every value is sound.
    / {2}rules\.[\w.]+ /,
  ];

  it('refuses what the validator refuses, as far as a schema can say it, and nothing else', () => {
    const random = new Random(SEED);
    let [refused, beyond] = [0, 0];
    const compare = (mutant: unknown): void => {
      const isFine = scenario(mutant);
      const faults = validatorFaults(mutant);
      if (!isFine) refused += 1;
      if (!isFine && faults.length === 0)
        assert.fail(`only the schema refuses ${JSON.stringify(mutant)}: ${faultsOf(scenario)}`);
      if (!isFine || faults.length === 0) return;
      beyond += 1;
      for (const fault of faults)
        assert.ok(
          BEYOND.some((known) => known.test(fault)),
          `only the validator refuses (seed ${SEED}): ${fault}`,
        );
    };
    for (const path of pathsOf(FULL)) for (const value of WRONG) compare(replaced(FULL, path, value));
    for (let n = 0; n < 1000; n++) {
      let mutant: unknown = FULL;
      for (let times = random.below(3); times >= 0; times--) mutant = mutated(mutant, random);
      compare(mutant);
    }
    assert.ok(refused > 1500 && beyond > 30, `too few were wrong to compare: ${refused}, ${beyond}`);
  });
});

describe('the schema of a result', async () => {
  const k6 = await findK6();
  const noK6 = 'missing' in k6 && process.env['CI'] !== 'true' ? `missing tool: k6 (${k6.missing})` : false;
  const short = join(folder, 'short.json');
  writeFileSync(
    short,
    JSON.stringify({
      name: 'short',
      shows: 'a few seconds',
      locale: 'en',
      arrivals: [{ name: 'a', for: '10s', visitors: 3 }],
      channels: { web: 1 },
      personas: {
        p: { weight: 1, trade: 'pre_sale', turns: 1, think: '5s', endings: { closes: 1, goodbye: 0, silent: 0 } },
      },
      agents: { count: 1, answer: '1s' },
      tail: '1s',
      speed: 4,
    }),
  );
  for (const engine of ['sim', 'node', 'k6'])
    it(`accepts one of ${engine}, and not one without its verdict`, { skip: engine === 'k6' && noK6 }, async () => {
      const out = join(folder, engine);
      const { stderr } = await stillthere(['run', short, '--engine', engine, '--out', out]);
      const [run = ''] = readdirSync(out);
      const document = JSON.parse(readFileSync(join(out, run, 'result.json'), 'utf8')) as Record<string, unknown>;
      assert.ok(result(document), `${faultsOf(result)}\n${stderr}`);
      assert.ok(result({ ...document, more: 'of a later version' }), 'keys may be added');
      const { verdict: _, ...rest } = document;
      assert.ok(!result(rest));
      assert.ok(!result({ ...document, verdict: 'perfect' }));
    });
});

/** A scenario with a value for every key. */
const FULL = {
  name: 'full',
  shows: 'every key once',
  locale: 'en',
  arrivals: [
    { name: 'up', for: '10m', visitors: 20, ramp: [1, 5] },
    { name: 'day', for: '24h', visitors: 9, curve: [0, 1, 2] },
  ],
  channels: { web: 1, app: 0 },
  personas: {
    p: {
      weight: 1,
      trade: 'pre_sale',
      turns: 3,
      think: { usually: { median: '60s', sigma: 1, cap: '1h' }, sometimes: { from: '10m', to: '40m' }, share: 80 },
      patience: { mean: '5m' },
      replyPatience: '8m',
      lingers: '6m',
      endings: { closes: 1, goodbye: 1, silent: 1 },
      comesBack: 700,
      answersPrompt: 1000,
      promptDelay: '40s',
      lead: 0,
      annoyed: 1,
    },
  },
  turnsMost: 20,
  habits: { away: { kind: 'hidden', share: 100, onset: '1m', length: '5m', times: 2 } },
  agents: {
    count: 3,
    personas: { steady: { weight: 1, pace: 1000 } },
    answer: '10s',
    perSession: 150,
    glance: '3s',
    notice: { median: '8s', sigma: 0.5 },
    habits: { vpn: { kind: 'offline', share: 10, onset: '1m' } },
    spread: '10s',
    leave: { share: 30, at: '1h' },
  },
  client: {
    liveness: { every: '60s', limit: '120s' },
    backoff: { first: '1s', most: '30s' },
    connectFails: '2s',
    throttle: { soon: '1s', late: '60s', after: '5m' },
  },
  rules: {
    idle: { after: '10m', anchor: 'either_last_message', resets: ['visitor', 'agent'] },
    prompt: { before: '2m', text: 'Hello?', max: 1, every: null },
    sweep: '30s',
    queue: { timeout: '5m', then: 'close' },
    afterClose: { policy: 'new_session', byChannel: { app: 'drop' } },
    visitorGone: '20m',
    agents: { capacity: 5, handOver: null, presence: 'transport', supervisors: [] },
    liveness: { transport: { every: '60s', limit: '120s' }, page: null },
  },
  profiles: { bare: {}, all: { idle: null, prompt: null } },
  tail: '20m',
  prematureWithin: '30m',
  speed: 60,
  expect: { lost: 'any', misrouted: 0, timeoutRate: 0.3, firstResponseP95: '3m', fates: { lost: 0 } },
};

const WRONG = [
  5,
  -1,
  0,
  1.5,
  1e6,
  'x',
  '',
  '5',
  '5s',
  '0.5ms',
  '200d',
  ' 1m ',
  '1 m',
  '-5s',
  null,
  true,
  [],
  [null],
  {},
  { zz: 1 },
];

type Path = readonly string[];

function pathsOf(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) => [[key], ...pathsOf(below).map((rest) => [key, ...rest])]);
}

/** A copy with another value at a path; undefined takes the key away. */
function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return (value as unknown[]).map((item, i) => (String(i) === key ? replaced(item, rest, by) : item));
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) };
  copy[key] = replaced(copy[key], rest, by);
  if (copy[key] === undefined) delete copy[key];
  return copy;
}

/** One change: a value from another place, a removed key, an added key, or a renamed key. */
function mutated(value: unknown, random: Random): unknown {
  const paths = pathsOf(value);
  const any = <T>(list: readonly T[]): T => list[random.below(list.length)] as T;
  const path = any(paths);
  const at = (p: Path): unknown => p.reduce<unknown>((v, key) => (v as Record<string, unknown>)[key], value);
  switch (random.below(4)) {
    case 0:
      return replaced(value, path, at(any(paths)));
    case 1:
      return replaced(value, path, undefined);
    case 2:
      return replaced(value, [...path.slice(0, -1), any(paths).at(-1) ?? ''], at(path));
    default:
      return replaced(replaced(value, path, undefined), [...path.slice(0, -1), `${path.at(-1)}x`], at(path));
  }
}

function validatorFaults(input: unknown): string[] {
  try {
    defineScenario(input as ScenarioInput);
    return [];
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    return error.message.split('\n').slice(1);
  }
}
