// `run --replicates`: one folder, one document, each
// seed repeatable alone, and one line for bad input.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, describe } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { headlinesOf } from '../../../src/result/headlines.ts';
import type { Replicates } from '../../../src/result/replicates.ts';
import type { Result } from '../../../src/result/schema.ts';
import { projectRoot } from '../../../src/system/entry.ts';
import festival from '../../../scenarios/double-eleven-peak.ts';
import { command, scenarioFile, signal } from '../../e2e/support.ts';
import { assertValid, find, skipXmllint } from '../../report/xmllint.ts';
import { tooShort } from '../../scenario/too-short.ts';
import { until } from '../../until.ts';
import { stillthere } from '../support.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-many-'));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const newOut = (): string => join(mkdtempSync(join(folder, 'out-')), 'runs');
const sim = (scenario: string, ...more: string[]): string[] => ['run', scenario, '--engine', 'sim', ...more];
const numbersOf = (row: object): object =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => typeof value === 'number' && value !== undefined));

describe('run --replicates', () => {
  test('--json prints the document, which lies in the folder and is as its JSON Schema says', async () => {
    const out = newOut();
    const { code, stdout } = await stillthere(sim('smoke', '--replicates', '3', '--seed', 'S', '--json', '--out', out));
    assert.equal(code, 0, stdout);
    const [name = ''] = readdirSync(out);
    assert.match(name, /^smoke-bare-sim-S-x3-/);
    assert.equal(stdout, readFileSync(join(out, name, 'replicates.json'), 'utf8'));
    const schema = readFileSync(join(projectRoot(), 'docs/reference/replicates.schema.json'), 'utf8');
    const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(JSON.parse(schema) as object);
    assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors));
    const explained = await stillthere(['explain', join(out, name), 'v0']);
    assert.equal(explained.code, 1);
    assert.match(explained.stderr, /holds many replicates: name the run folder of one of them/);
  });

  test('each of them again alone: --seed S/2 has the very numbers of its row', async () => {
    const file = scenarioFile(tooShort);
    const many = await stillthere(sim(file, '--replicates', '2', '--seed', 'S', '--json', '--out', newOut()));
    const { replicates } = JSON.parse(many.stdout) as Replicates;
    const row = replicates[1] ?? assert.fail(many.stderr);
    const alone = await stillthere(sim(file, '--seed', row.seed, '--json', '--out', newOut()));
    const result = JSON.parse(alone.stdout) as Result;
    const { exitCode, speed, ...numbers } = numbersOf(row) as Record<string, number>;
    assert.equal(JSON.stringify(numbers), JSON.stringify(headlinesOf(result)));
    assert.deepEqual([exitCode, speed], [result.exitCode, 1]);
    assert.equal(row.populationHash, result.run.populationHash);
    assert.equal(JSON.stringify(row.reasons), JSON.stringify(result.reasons));
  });

  test('the report names the worst seed, and its command plays it; progress is told beside it', async () => {
    const file = scenarioFile(tooShort);
    const { code, stdout, stderr } = await stillthere(sim(file, '--replicates', '2', '--out', newOut()));
    assert.equal(code, 3);
    assert.match(stderr, /^too-short \(bare, sim\): 0 of 2 seeds done, 0 s$/m);
    assert.match(stdout, /in 2 of 2 seeds: 1\/1, 1\/2$/m);
    const [, line = ''] = /^Run one of them alone: +npx stillthere (.+)$/m.exec(stdout) ?? [];
    const again = await stillthere([...line.split(' '), '--out', newOut()]);
    assert.match(again.stdout, /^VIOLATED/m, again.stderr);
    assert.match(again.stdout, /--seed 1\/1\b/);
    assert.match(stdout, new RegExp(`^Repeat all of them: .* ${file} .* --seed 1 --replicates 2$`, 'm'));
  });

  test('several profiles: a folder each, and the differences seed by seed; the gravest exit code', async () => {
    const out = newOut();
    const profiles = ['--profile', 'bare,+leave-message'];
    const { code, stdout } = await stillthere(
      sim(scenarioFile(tooShort), '--replicates', '2', ...profiles, '--out', out),
    );
    assert.equal(code, 3);
    assert.equal(readdirSync(out).length, 2);
    assert.match(stdout, /Same visitors, 2 rule profiles: means, and the difference from the first/);
    assert.match(stdout, /^ +bare +\+leave-message +difference$/m);
  });

  test('in Chinese', async () => {
    const { code, stdout } = await stillthere([
      '--lang',
      'zh-CN',
      ...sim('smoke', '--replicates', '2', '--out', newOut()),
    ]);
    assert.equal(code, 0);
    assert.match(stdout, /^通过$/m);
    assert.match(stdout, /平均值附 95% 置信区间/);
  });

  test('Ctrl-C: ends at once with what is done, proves nothing, and leaves the document', async () => {
    const out = newOut();
    const cli = command(sim('smoke', '--replicates', '1000', '--out', out));
    await until('the first line', () => cli.stderr().includes('0 of 1 000 seeds done'), 60_000);
    await sleep(1_500);
    signal(cli.pid, 'SIGINT');
    const { code, stdout, stderr } = await cli.ended;
    assert.equal(code, 4, stderr);
    assert.match(stderr, /stopping: unfinished seeds are left out/);
    assert.match(stdout, /^INCONCLUSIVE/m);
    const [name = ''] = readdirSync(out);
    const document = JSON.parse(readFileSync(join(out, name, 'replicates.json'), 'utf8')) as Replicates;
    assert.ok(document.replicates.length < 1000);
    assert.equal(document.verdict, 'inconclusive');
  });
});

describe('run --replicates for CI', () => {
  test('--junit, --summary and the page of the step, of two sets of rules', { skip: skipXmllint }, async () => {
    const out = newOut();
    const [junit, summary, step] = ['junit.xml', 'run.md', 'step.md'].map((name) => join(out, '..', 'ci', name));
    assert.ok(junit !== undefined && summary !== undefined && step !== undefined);
    mkdirSync(join(out, '..', 'ci'));
    const { code, stderr } = await stillthere(
      sim(
        scenarioFile(tooShort),
        ...['--replicates', '3', '--seed', 'S', '--profile', 'bare,+leave-message', '--out', out],
        ...['--junit', junit, '--summary', summary],
      ),
      { GITHUB_STEP_SUMMARY: step },
    );
    assert.equal(code, 3, stderr);
    const xml = readFileSync(junit, 'utf8');
    assertValid(xml);
    assert.equal(find(xml, 'count(//testsuite)'), '2');
    assert.equal(find(xml, 'count(//testsuite[1]/testcase)'), '4', 'one a seed, and one for all');
    assert.equal(find(xml, 'string(//testsuite[1]/@failures)'), '3', 'one a bad seed');
    assert.equal(find(xml, 'string(//testsuite[2]/@failures)'), '0');
    const markdown = readFileSync(summary, 'utf8');
    assert.match(markdown, /^## Same visitors, side by side\n/);
    assert.match(markdown, /^\| S\/3 \| violated \|/m);
    assert.equal(readFileSync(step, 'utf8'), markdown);
  });
});

describe('run --replicates refuses', () => {
  const refused: readonly [string, readonly string[], RegExp][] = [
    ...['0', 'x', '1.5', '1001'].map((given): [string, string[], RegExp] => [
      `--replicates "${given}"`,
      sim('smoke', `--replicates=${given}`),
      new RegExp(`^--replicates ${given}: write a whole number from 1 to 1000$`, 'm'),
    ]),
    ['--workers 0', sim('smoke', '--replicates', '2', '--workers', '0'), /^--workers 0: write a whole number from 1/m],
    ['--workers alone', sim('smoke', '--workers', '2'), /^--workers goes with --replicates/m],
    [
      '--workers over sockets',
      ['run', 'smoke', '--engine', 'node', '--replicates', '2', '--workers', '2'],
      /^--workers works only in virtual time/m,
    ],
    ...(
      [
        ['--target', 'ws://127.0.0.1:1/ws'],
        ['--metrics-port', '0'],
        ['--metrics-wait', '1s'],
        ['--remote-write', 'http://127.0.0.1:1/'],
        ['--ledger'],
        ['--verify'],
        ['--until', '1m'],
        ['--only', 'v0'],
      ] as const
    ).map((flag): [string, string[], RegExp] => [
      `${flag[0]}, which goes with one run, and says what to do`,
      sim('smoke', '--replicates', '2', '--seed', 'S', ...flag),
      new RegExp(`^${flag[0]} goes with a single run.*: leave one .* with --seed S/1 and ${flag[0]}$`, 'm'),
    ]),
    [
      'a JUnit file that cannot be written',
      sim('smoke', '--replicates', '2', '--junit', '/proc/none/x'),
      /^cannot write --junit .*choose/m,
    ],
    ['a profile that is not there', sim('smoke', '--replicates', '2', '--profile', 'bar'), /did you mean bare/],
    [
      'a seed that takes more memory than it may',
      sim(
        scenarioFile({ ...festival.input, arrivals: [{ name: 'crowd', for: '1h', visitors: 20_000 }] }),
        ...['--replicates', '2', '--workers', '1', '--memory', '100MB'],
      ),
      /^too large for the memory of this machine: .*--memory/m,
    ],
  ];

  for (const [name, args, says] of refused)
    test(name, async () => {
      const out = newOut();
      const { code, stdout, stderr } = await stillthere([...args, '--out', out]);
      assert.equal(code, 1, stdout + stderr);
      assert.match(stderr, says);
      assert.doesNotMatch(stderr, /^\s+at .*:\d+:\d+/m, 'no stack trace');
      assert.deepEqual(existsSync(out) ? readdirSync(out) : [], [], 'nothing is left behind');
    });
});
