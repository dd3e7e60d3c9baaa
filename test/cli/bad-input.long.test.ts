// Bad input gets one clear message: what, where, what to do; exit code 1, no stack trace, no files.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { stillthere } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const out = join(folder, 'runs');

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const SCENARIO = `export default {
  name: 'mine', shows: 'x', locale: 'en',
  arrivals: [{ name: 'a', for: '10s', visitors: 3 }],
  channels: { web: 1 },
  personas: { p: { weight: 1, trade: 'pre_sale', turns: 1, think: '5s', endings: { closes: 1, goodbye: 0, silent: 0 } } },
  agents: { count: 1, answer: '1s' },
  rules: { idle: { after: '20s' } },
};`;
const broken = (from: string, to: string, name: string): string => file(name, SCENARIO.replace(from, to));

const CASES: readonly {
  name: string;
  args: () => string[];
  says: readonly RegExp[];
  saysNot?: RegExp;
  env?: NodeJS.ProcessEnv;
  cwd?: true;
  skip?: string | false;
}[] = [
  { name: 'no command', args: () => [], says: [/Usage: stillthere/] },
  {
    name: 'unknown flag',
    args: () => ['run', 'smoke', '--engnie', 'sim'],
    says: [/unknown option '--engnie'/, /--engine/],
  },
  { name: 'unknown command', args: () => ['rum'], says: [/unknown command 'rum'/, /run/] },
  {
    name: 'misspelt scenario',
    args: () => ['run', 'smok', '--engine', 'sim'],
    says: [/unknown scenario "smok"/, /did you mean smoke/],
  },
  { name: 'unknown engine', args: () => ['run', 'smoke', '--engine', 'k7'], says: [/k7/, /sim, node, k6/] },
  {
    name: 'unknown profile',
    args: () => ['run', 'smoke', '--engine', 'sim', '--profile', 'bar'],
    says: [/--profile bar: unknown profile "bar" \(did you mean bare\?\); scenario "smoke" has: bare, all/],
  },
  {
    name: 'unknown profile among several',
    args: () => ['run', 'smoke', '--engine', 'sim', '--profile', 'bare,al'],
    says: [/--profile bare,al: unknown profile "al" \(did you mean all\?\)/],
  },
  {
    name: 'unknown profile where the scenario has all of them',
    args: () => [
      'run',
      broken(
        'rules:',
        "profiles: { bare: {}, '+prompt': {}, '+alert': {}, '+bot': {}, '+transfer': {}, '+leave-message': {}, all: {} }, rules:",
        'profiles.mjs',
      ),
      '--engine',
      'sim',
      '--profile',
      '+promt',
    ],
    says: [/unknown profile "\+promt" \(did you mean \+prompt\?\); scenario "mine" has: bare, \+prompt, .*, all/],
  },
  {
    name: 'profile the scenario lacks',
    args: () => ['run', 'smoke', '--engine', 'sim', '--profile', '+bot'],
    says: [/unknown profile "\+bot"/, /bare, all/],
  },
  {
    name: 'speed that is no number',
    args: () => ['run', 'smoke', '--engine', 'node', '--speed', 'fast'],
    says: [/--speed fast/, /auto/],
  },
  {
    name: 'speed in virtual time',
    args: () => ['run', 'smoke', '--engine', 'sim', '--speed', '10'],
    says: [/--speed 10 needs real sockets/, /leave --speed out/],
  },
  {
    name: 'target that nobody stands behind',
    args: () => ['run', 'smoke', '--engine', 'node', '--target', 'ws://127.0.0.1:1/ws', '--speed', '60'],
    says: [/no answer from ws:\/\/127\.0\.0\.1:1\/ws .*: start the server/],
    saysNot: /speed/,
  },
  {
    name: 'scenario file that is not there',
    args: () => ['run', './nothing.ts'],
    says: [/file not found: \.\/nothing\.ts/],
  },
  {
    name: 'scenario file of another kind',
    args: () => ['run', file('x.txt', 'hello')],
    says: [/not a scenario file/, /defineScenario/],
  },
  {
    name: 'scenario without a default export',
    args: () => ['run', file('none.mjs', 'export const a = 1;')],
    says: [/exports no scenario/],
  },
  {
    name: 'misspelt key',
    args: () => ['run', broken('channels:', 'chanels: {}, channels:', 'key.mjs'), '--engine', 'sim'],
    says: [/unknown key "chanels", did you mean "channels"\?/],
  },
  {
    name: 'wrong duration',
    args: () => ['run', broken("'5s'", "'5 minutes'", 'time.mjs'), '--engine', 'sim'],
    says: [/personas\.p\.think = "5 minutes"/, /90s/],
  },
  {
    name: 'negative number',
    args: () => ['run', broken('visitors: 3', 'visitors: -3', 'neg.mjs'), '--engine', 'sim'],
    says: [/arrivals\.0\.visitors = -3/],
  },
  {
    name: 'rules that contradict each other',
    args: () => [
      'run',
      broken("idle: { after: '20s' }", "idle: { after: '20s' }, prompt: { before: '30s', text: 'x' }", 'rules.mjs'),
      '--engine',
      'sim',
    ],
    says: [/rules\.prompt\.before 30s must be shorter than idle\.after 20s/],
  },
  {
    name: 'run folder that cannot be written',
    args: () => ['run', 'smoke', '--engine', 'sim', '--out', join(file('plain', ''), 'x')],
    says: [/cannot write the run folder/, /--out/],
  },
  {
    name: 'run folder where no folder can be',
    args: () => ['run', 'smoke', '--engine', 'sim', '--out', '/proc/x'],
    says: [/cannot write the run folder \/proc\/x/, /--out/],
    skip: existsSync('/proc/self') ? false : 'only where there is a /proc',
  },
  {
    name: 'target that is no address',
    args: () => ['run', 'smoke', '--engine', 'node', '--target', 'http://x'],
    says: [/--target http:\/\/x/, /ws:\/\//],
  },
  { name: 'folder that is no run', args: () => ['explain', folder, 'v1/0'], says: [/not a run folder/] },
  {
    name: 'k6 that is too old',
    args: () => ['run', 'smoke', '--engine', 'k6'],
    says: [/k6 2\.2 or newer is needed/, /1\.0\.0/, /--engine node/],
    env: { STILLTHERE_K6: oldK6() },
  },
  {
    name: 'k6 that is not there',
    args: () => ['run', 'smoke', '--engine', 'k6'],
    says: [/k6 2\.2 or newer is needed/, /does not exist/],
    env: { STILLTHERE_K6: join(folder, 'no-such-k6') },
  },
];

function oldK6(): string {
  const path = file('old-k6', '#!/bin/sh\necho "k6 v1.0.0"\n');
  chmodSync(path, 0o755);
  return path;
}

for (const { name, args, says, saysNot, env, cwd, skip = false } of CASES) {
  test(`bad input: ${name}`, { skip }, async () => {
    const given = args();
    const { code, stdout, stderr } = await stillthere(
      given.includes('--out') || given[0] !== 'run' ? given : [...given, '--out', out],
      env,
      cwd === true ? folder : undefined,
    );
    assert.equal(code, 1, stdout + stderr);
    for (const said of says) assert.match(stdout + stderr, said);
    if (saysNot !== undefined) assert.doesNotMatch(stdout + stderr, saysNot);
    assert.doesNotMatch(stdout + stderr, /^\s+at .*:\d+:\d+/m, 'no stack trace');
    assert.deepEqual(existsSync(out) ? readdirSync(out) : [], [], 'no run folder is left behind');
  });
}

test('explain: an id that the run does not know names what ids look like', async () => {
  const runs = join(folder, 'explained');
  await stillthere(['run', 'smoke', '--engine', 'sim', '--out', runs]);
  const run = join(runs, readdirSync(runs)[0] ?? '');
  const wrong = await stillthere(['explain', run, 'v999/1']);
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /has no session, message, visitor or agent "v999\/1"; it has visitors v0 to v25, /);
  const right = await stillthere(['explain', run, 'v1/0']);
  assert.equal(right.code, 0);
  assert.match(right.stdout, /v1 +writes message v1\/0[\s\S]*fate: delivered/);
});

const DATA = `# an evening as data
name: evening
shows: a scenario as YAML
locale: en
arrivals: [{ name: a, for: 10s, visitors: 3 }]
channels: { web: 1 }
personas: { p: { weight: 1, trade: pre_sale, turns: 1, think: 5s, endings: { closes: 1, goodbye: 0, silent: 0 } } }
agents: { count: 1, answer: 1s }
`;

test('a scenario as YAML or JSON plays like one in TypeScript', async () => {
  const runs = join(folder, 'data');
  for (const path of [file('evening.yaml', DATA), file('evening.json', JSON.stringify({ name: 'evening' }))]) {
    const { code, stdout, stderr } = await stillthere(['run', path, '--engine', 'sim', '--out', runs]);
    if (path.endsWith('.yaml')) assert.equal(code, 0, stdout + stderr);
    else assert.match(stderr, /scenario "evening" has \d+ errors:\n {2}\S+: shows = \(missing\)/);
  }
});

test('without k6, and with no engine asked for, the built-in one plays and says so', async () => {
  const runs = join(folder, 'fallback');
  const path = file('short.yaml', `${DATA}rules: { idle: { after: 20s } }\ntail: 1s\nspeed: 4\n`);
  const env = { STILLTHERE_K6: join(folder, 'no-such-k6') };
  const { stdout, stderr } = await stillthere(['run', path, '--out', runs], env);
  assert.match(stderr, /k6 2\.2 or newer is needed.*Using the built-in engine instead \(--engine node\)/);
  assert.match(stdout, /generator +node, /);
  const [run = ''] = readdirSync(runs);
  assert.deepEqual(
    readdirSync(join(runs, run)).sort(),
    ['ledger.ndjson', 'result.json', 'scenario.json', 'server.log'],
    'the database of the server has been read and is gone',
  );
});
