// Scenarios as data: YAML and JSON are validated like
// TypeScript, and faults name file, line and column.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { loadScenario } from '../../src/cli/load.ts';
import { speak } from '../../src/language/language.ts';
import { MINUTE, SECOND } from '../../src/model/core/time.ts';
import { rulesOf, UsageError } from '../../src/scenario/define.ts';
import { stillthere } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-data-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const GOOD = `name: evening
shows: a scenario as data
locale: en
arrivals:
  - { name: a, for: 10s, visitors: 3 }
channels: { web: 1 }
personas:
  p:
    weight: 1
    trade: pre_sale
    turns: 1
    think: 5s
    endings: { closes: 1, goodbye: 0, silent: 0 }
agents: { count: 1, answer: 1s }
rules:
  idle: { after: 20s }
`;
const INPUT = {
  name: 'evening',
  shows: 'a scenario as data',
  locale: 'en',
  arrivals: [{ name: 'a', for: '10s', visitors: 3 }],
  channels: { web: 1 },
  personas: {
    p: { weight: 1, trade: 'pre_sale', turns: 1, think: '5s', endings: { closes: 1, goodbye: 0, silent: 0 } },
  },
  agents: { count: 1, answer: '1s' },
  rules: { idle: { after: '20s' } },
};

async function faultOf(path: string): Promise<string> {
  try {
    await loadScenario(path);
  } catch (error) {
    assert.ok(error instanceof UsageError, `not a fault of the user's: ${String(error)}`);
    // The folder differs from test to test, so it is removed from the message.
    return error.message.replaceAll(`${folder}/`, '');
  }
  return assert.fail('nothing was wrong with it');
}
const faultIn = (text: string, name = 'x.yaml'): Promise<string> => faultOf(file(name, text));

describe('the same scenario', () => {
  it('has one hash as YAML, JSON and TypeScript', async () => {
    const ts = `import { defineScenario } from 'stillthere';\nexport default defineScenario(${JSON.stringify(INPUT)});\n`;
    const paths = [
      file('a.yaml', GOOD),
      file('a.yml', GOOD),
      file('a.json', JSON.stringify(INPUT)),
      file('a.ts', ts),
      file('a.mjs', `export default ${JSON.stringify(INPUT)};`),
    ];
    const hashes = await Promise.all(paths.map(async (path) => (await loadScenario(path)).hash));
    assert.equal(new Set(hashes).size, 1, hashes.join(' '));
  });

  it('whatever editors and systems add: $schema, a byte order mark, Windows line ends, comments', async () => {
    const { hash } = await loadScenario(file('a.yaml', GOOD));
    const others = [
      file('b.yaml', `# yaml-language-server: $schema=x.json\n${GOOD}`),
      file('c.yaml', `\uFEFF${GOOD.replaceAll('\n', '\r\n')}`),
      file('d.yaml', `$schema: x.json\n---\n${GOOD}`.replace('---\n', '')),
      file('e.json', JSON.stringify({ $schema: './scenario.schema.json', ...INPUT })),
    ];
    for (const path of others) assert.equal((await loadScenario(path)).hash, hash, path);
  });

  it('with anchors and merged keys', async () => {
    const text = GOOD.replace('  p:\n', '  p: &p\n').replace(
      'agents:',
      '  q: { <<: *p, weight: 2, think: 90s }\nagents:',
    );
    const { data } = await loadScenario(file('anchors.yaml', text));
    assert.deepEqual(data.personas['q']?.think, { kind: 'fixed', value: 90 * SECOND });
    assert.equal(data.personas['q']?.trade, 'pre_sale');
  });
});

describe('YAML reads words as people mean them', () => {
  it('90s, on, yes and 1:30 are texts; no duration becomes a number and no name becomes true', async () => {
    const text = GOOD.replace('name: a,', 'name: on,').replace('  p:\n', '  yes:\n').replace('20s', '90s');
    const scenario = await loadScenario(file('words.yaml', text));
    assert.equal(scenario.data.arrivals[0]?.name, 'on');
    assert.deepEqual(Object.keys(scenario.data.personas), ['yes']);
    assert.equal(rulesOf(scenario, 'bare').idle?.after, 90 * SECOND);
    assert.match(await faultIn(GOOD.replace('think: 5s', 'think: 1:30')), /think = "1:30": .*is not a duration/);
    const old = await loadScenario(file('old.yaml', `%YAML 1.1\n---\n${text}`));
    assert.equal(old.data.arrivals[0]?.name, 'on', 'in YAML 1.1, too');
  });

  it('null switches a rule off, and nothing at all is a mistake', async () => {
    const off = await loadScenario(file('off.yaml', GOOD.replace('{ after: 20s }', 'null')));
    assert.equal(rulesOf(off, 'bare').idle, null);
    const on = await loadScenario(file('on.yaml', GOOD.replace('rules:\n  idle: { after: 20s }\n', '')));
    assert.equal(rulesOf(on, 'bare').idle?.after, 30 * MINUTE);
    assert.match(
      await faultIn(GOOD.replace(' { after: 20s }', '')),
      /^x\.yaml:16:3: the key "idle" has no value; write one, or null to switch a rule off/,
    );
  });
});

describe('a fault in what is written names file, line, column, path, value and fix', () => {
  const table: [what: string, from: string, to: string, line: RegExp][] = [
    [
      'a wrong duration',
      'think: 5s',
      'think: 5 minutes',
      /x\.yaml:12:12: personas\.p\.think = "5 minutes": .*such as 500ms, 90s, 30m/,
    ],
    [
      'a number without its unit',
      'think: 5s',
      'think: 90',
      /x\.yaml:12:12: personas\.p\.think = 90: has no unit.*"90s"/,
    ],
    ['a word for a number', 'weight: 1', 'weight: on', /x\.yaml:9:13: personas\.p\.weight = "on": write a number/],
    ['a number for a text', 'name: evening', 'name: 7', /x\.yaml:1:7: name = 7: write a text in quotes/],
    ['true for a text', 'shows: a scenario as data', 'shows: true', /x\.yaml:2:8: shows = true: write a text/],
    [
      'a misspelt key',
      'trade: pre_sale',
      'trad: pre_sale',
      /x\.yaml:10:5: personas\.p\.trad = "pre_sale": unknown key "trad", did you mean "trade"\?$/,
    ],
    [
      'a misspelt key in one line with others',
      '{ web: 1 }',
      '{ web: 1, webb: 2 }',
      /x\.yaml:6:21: channels\.webb = 2: unknown key "webb", did you mean "web"\?/,
    ],
    [
      'a misspelt key at the top',
      'agents:',
      'agens:',
      /x\.yaml:14:1: agens = .*: unknown key "agens", did you mean "agents"\?/,
    ],
    [
      'a key that is missing',
      '    turns: 1\n',
      '',
      /x\.yaml:8:3: personas\.p\.turns = \(missing\): is missing; write a number/,
    ],
    [
      'a list where keys belong',
      'agents: { count: 1, answer: 1s }',
      'agents: [1]',
      /x\.yaml:14:1: agents = \[1\]: write keys/,
    ],
    ['inside a list', 'visitors: 3', 'visitors: -3', /x\.yaml:5:36: arrivals\.0\.visitors = -3: .*0/],
    [
      'what a mixture holds',
      'think: 5s',
      'think: { from: 9s, to: 2s }',
      /x\.yaml:12:5: personas\.p\.think = .*`to` is shorter/,
    ],
    [
      'rules that contradict each other',
      'idle: { after: 20s }',
      'prompt: { before: 40m, text: hi }',
      /x\.yaml:16:21: rules\.prompt\.before 40m must be shorter than idle\.after 30m/,
    ],
    [
      'a profile that contradicts the rules',
      'rules:',
      'profiles:\n  all: { prompt: { before: 40m, text: hi } }\nrules:',
      /x\.yaml:16:28: rules\.prompt\.before 40m must be shorter than idle\.after 20s/,
    ],
  ];
  for (const [what, from, to, line] of table)
    it(what, async () => {
      assert.ok(GOOD.includes(from), `the good one has no ${from}`);
      const [head = '', ...lines] = (await faultIn(GOOD.replace(from, to))).split('\n');
      assert.match(head, /^scenario "?(evening|7)"?/);
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.match(lines[0] ?? '', line);
    });

  it('three faults, one of them two keys in one place: a line for each', async () => {
    const text = GOOD.replace('{ web: 1 }', '{ web: 1, webb: 2, ap: 3 }').replace('5s', '5');
    const places = (await faultIn(text)).split('\n').map((line) => /^ {2}(x\.yaml:\S+): /.exec(line)?.[1]);
    assert.deepEqual(places.slice(1), ['x.yaml:6:21', 'x.yaml:6:30', 'x.yaml:12:12']);
  });

  it('a key with a line break or an escape in it is still one line', async () => {
    const fault = await faultIn(GOOD.replace('{ web: 1 }', '{ web: 1, "a\\nb\\e[2J": 2 }'));
    assert.equal(fault.split('\n').length, 2);
    assert.doesNotMatch(fault, /\u001b/);
  });

  it('in JSON, too', async () => {
    const text = JSON.stringify({ ...INPUT, channels: { webb: 1, web: 1 } }, null, 2);
    assert.match(await faultIn(text, 'x.json'), /\n {2}x\.json:13:5: channels\.webb = 1: unknown key "webb"/);
  });

  it('what comes from an anchor is found where it is written', async () => {
    const text = GOOD.replace('  p:\n', '  p: &p\n')
      .replace('think: 5s', 'think: 5')
      .replace('agents:', '  q: { <<: *p, weight: 2 }\nagents:');
    const lines = (await faultIn(text)).split('\n').slice(1);
    assert.deepEqual(
      lines.map((line) => line.trim().split(' ').slice(0, 2)),
      [
        ['x.yaml:12:12:', 'personas.p.think'],
        ['x.yaml:12:12:', 'personas.q.think'],
      ],
    );
  });
});

describe('a file that is not written as YAML or JSON: one line, where and what', () => {
  const table: [what: string, text: string, said: RegExp, name?: string][] = [
    ['empty', '', /^x\.yaml is empty; `stillthere init` writes a first scenario$/],
    ['only comments', '# later\n', /^x\.yaml is empty/],
    ['null', 'null', /^x\.yaml is empty/],
    ['a list', '- 1\n- 2\n', /^x\.yaml:1:1: this is a list, not a scenario; write keys and values/],
    ['a text', '\nhello\n', /^x\.yaml:2:1: this is one value, "hello", not a scenario/],
    ['no space after the colon', 'name:evening', /^x\.yaml:1:1: write a space after the colon: "name: …"/],
    ['a key twice', 'a: 1\nb: 2\na: 3', /^x\.yaml:3:1: the key "a" is written twice here; keep one/],
    ['a quoted key twice', 'a: 1\n"a": 3', /^x\.yaml:2:1: the key "a" is written twice/],
    ['a tab', 'a:\n\tb: 1', /^x\.yaml:2:1: a tab is used for indentation/],
    ['a bracket that stays open', 'a: [1, 2', /^x\.yaml:1:9: .*add \]/],
    ['a quote that stays open', 'a: "b', /^x\.yaml:1:6: a quote is not closed/],
    ['an odd indentation', 'a:\n  b: 1\n c: 2', /^x\.yaml:3:1: this is not indented like the lines/],
    ['two colons', 'a: b: c', /^x\.yaml:1:4: .*": "/],
    ['a comma too many', 'a: [1,,2]', /^x\.yaml:1:7: "," does not belong here/],
    ['a key alone', 'a: 1\nb', /^x\.yaml:2:1: a key without a value/],
    ['a reserved character', 'a: @b', /^x\.yaml:1:4: .*needs quotes/],
    ['two documents', 'a: 1\n---\nb: 2', /^x\.yaml:2:1: a second document/],
    [
      'a missing comma',
      'arrivals: [{ name: a, visitors: 60 ramp: [1, 2] }]',
      /^x\.yaml:1:\d+: (?:two keys in one pair of brackets have no comma|a second colon)/,
    ],
    [
      'a full-width comma',
      'channels: { web: 2，app: 1 }',
      /^x\.yaml:1:19: full-width "，" has no meaning here; write a half-width ","/,
    ],
    ['a full-width colon', 'channels：{ web: 2 }', /^x\.yaml:1:9: full-width "：" .*half-width ":" and a space/],
    ['a full-width colon after a key', 'seed：7', /^x\.yaml:1:5: full-width "："/],
    ['full-width braces', 'name: x\nchannels: ｛ web: 2 ｝', /^x\.yaml:2:11: full-width "｛"/],
    ['a full-width colon inside of a map', 'channels: { web：2 }', /^x\.yaml:1:16: full-width "："/],
    ['a tag', 'a: !secret b', /^x\.yaml:1:4: the tag !secret has no meaning/],
    ['an anchor that is not there', 'a: 1\nb: *c', /^x\.yaml:2:4: \*c has no anchor &c before it/],
    ['a dash alone', 'a:\n  -\n  - 1', /^x\.yaml:2:\d: a list entry has no value/],
    ['brackets without end', '['.repeat(50_000), /^x\.yaml is nested too deeply/],
    ['aliases that unfold without end', bomb(), /^x\.yaml:1:1: the aliases .*expand to too much data/],
    ['JSON with a comment', '{\n  "a": 1 // one\n}', /^x\.json:2:\d+: not valid JSON/, 'x.json'],
    ['JSON with a comma at the end', '{"a": [1, 2,]}', /^x\.json:1:13: not valid JSON/, 'x.json'],
    ['JSON in single quotes', "{'a': 1}", /^x\.json:1:2: not valid JSON/, 'x.json'],
    ['JSON that is YAML', 'a: 1', /^x\.json:1:1: not valid JSON/, 'x.json'],
    ['JSON without its end', '{"a": 1', /^x\.json:1:8: .*add \}/, 'x.json'],
    ['JSON with a key twice', '{"a": 1, "a": 2}', /^x\.json:1:10: the key "a" is written twice/, 'x.json'],
  ];
  for (const [what, text, said, name] of table)
    it(what, async () => {
      const fault = await faultIn(text, name);
      assert.doesNotMatch(fault, /\n/, 'one line');
      assert.match(fault, said);
    });

  it('a megabyte is no scenario, and neither is a picture or a folder', async () => {
    assert.match(
      await faultIn(`# ${'x'.repeat(1 << 20)}\n`),
      /^x\.yaml has 1048579 bytes; a scenario has 1048576 at most/,
    );
    assert.match(await faultOf(file('p.yaml', new Uint8Array([0x89, 0x50, 0xff, 0xfe]))), /^p\.yaml is not UTF-8 text/);
    const path = join(folder, 'folder.yaml');
    mkdirSync(path);
    assert.match(await faultOf(path), /^folder\.yaml is a folder/);
  });
});

describe('a module of a user’s own', () => {
  it('that throws is told with its own words, not as an error of ours', async () => {
    assert.match(
      await faultOf(file('t.ts', 'throw new Error("no figures today");')),
      /cannot load \S*t\.ts: Error: no figures today/,
    );
    assert.match(await faultOf(file('t.mjs', 'import "./not-there.mjs";')), /cannot load \S*t\.mjs: .*not-there/);
  });

  it('that is no TypeScript is told with line and column', async () => {
    assert.match(
      await faultOf(file('s.ts', 'export default {\n  name: \n}')),
      /cannot read \S*s\.ts as TypeScript:[^]*s\.ts:3:0/,
    );
  });
});

it('in Chinese, too: the place first, then what to do', async () => {
  speak('zh-CN');
  try {
    assert.match(await faultIn('a:\n\tb: 1'), /^x\.yaml:2:1：这里用了制表符/);
    assert.match(await faultIn(GOOD.replace('trade:', 'trad:')), /x\.yaml:10:5：personas\.p\.trad = "pre_sale"/);
  } finally {
    speak('en');
  }
});

it('on the command line: one line, exit code 1, no run folder', async () => {
  const { code, stdout, stderr } = await stillthere([
    'run',
    file('tab.yaml', 'a:\n\tb: 1'),
    '--engine',
    'sim',
    '--out',
    join(folder, 'runs'),
  ]);
  assert.equal(code, 1, stdout + stderr);
  assert.match(stderr, /^\S*tab\.yaml:2:1: a tab is used for indentation; use spaces\n$/);
});

function bomb(): string {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  return names
    .map(
      (name, i) =>
        `${name}: &${name} [${Array(9)
          .fill(i === 0 ? 'x' : `*${names[i - 1]}`)
          .join(', ')}]`,
    )
    .join('\n');
}
