// `stillthere shrink` reduces a run that loses messages to one visitor; Ctrl-C ends it early.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, describe } from 'node:test';
import { command, signal } from '../../e2e/support.ts';
import { until } from '../../until.ts';
import { stillthere } from '../support.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-shrink-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('the worst hour: one of some 700 visitors is left, and playing what is left loses a message as well', async () => {
  const { code, stdout, stderr } = await stillthere(['shrink', 'double-eleven-peak', '--profile', 'bare']);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^double-eleven-peak \(bare, seed 1\): run 1, 708 visitors and 60 agents break `lost`$/m);
  assert.match(stdout, /^Broken limit: lost \(\d+ acknowledged messages are missing\)$/m);
  assert.match(
    stdout,
    /^Reduced from 708 visitors and 60 agents to 1 visitor and 1 agent in \d+ runs \(\d+\.\d s\)\. None of them can be removed\.$/m,
  );
  const [, visitor = '', channel] = /^ {2}(v\d+), arrives at \d:\d\d:\d\d on (\w+): \w+$/m.exec(stdout) ?? [];
  assert.match(channel ?? '', /^(?:douyin|mini_program)$/, 'the channels that drop what comes after a close');
  const [, line = ''] = /^Run what is left: +npx stillthere (.+)$/m.exec(stdout) ?? [];
  assert.match(line, new RegExp(`^run double-eleven-peak .* --seed 1 --only ${visitor},a\\d+ --until \\d+m$`));
  const left = await stillthere([...line.split(' '), '--out', folder]);
  assert.equal(left.code, 3, left.stderr);
  assert.match(left.stdout, /1 acknowledged message is missing\n[\s\S]*^1 visitor came/m);
});

test('a share is shrunk to an example, and the report says that it is no more than that', async () => {
  const strict = join(folder, 'strict.yaml');
  writeFileSync(strict, `${readFileSync('docs/examples/quick-desk.yaml', 'utf8')}\nexpect: { timeoutRate: 0.01 }\n`);
  const { code, stdout, stderr } = await stillthere(['shrink', strict]);
  assert.match(stderr, /break `timeoutRate`/);
  assert.equal(code, 0);
  assert.match(stdout, /^With one visitor, every rate is 0 or 100 %\. This run is an example/m);
});

test('in Chinese', async () => {
  const { code, stdout } = await stillthere(['shrink', 'first-evening', '--lang', 'zh-CN']);
  assert.equal(code, 0);
  assert.match(stdout, /^原有 \d+ 位访客、12 名客服，缩减到 1 位访客、1 名客服；共运行 \d+ 次/m);
});

describe('one line, exit 1', () => {
  for (const [what, args, says] of [
    ['a run that breaks nothing', ['smoke'], /^smoke \(bare, seed 1\) breaks no limit, so there is nothing to shrink/],
    [
      'a limit that holds',
      ['first-evening', '--limit', 'misrouted'],
      /^--limit misrouted: this run does not break that limit; it breaks: lost/,
    ],
    [
      'several profiles',
      ['first-evening', '--profile', 'bare,all'],
      /^--profile bare,all: name one profile, because one run is shrunk at a time/,
    ],
    ['too few runs', ['first-evening', '--most', '3'], /^--most 3: write a whole number from 10$/],
    ['no number of runs', ['first-evening', '--most', 'all'], /^--most all: write a whole number/],
    ['too little memory', ['double-eleven-peak', '--memory', '40MB'], /raise the limit with --memory$/],
  ] as const)
    test(what, async () => {
      const { code, stdout, stderr } = await stillthere(['shrink', ...args]);
      assert.equal(code, 1, stdout);
      assert.equal(stdout, '');
      assert.match(stderr.trimEnd(), says);
      assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
    });
});

test('Ctrl-C: the smallest run so far, at once', async () => {
  // With seven lost messages allowed, it takes hundreds of runs to find a smallest set of eight.
  const many = join(folder, 'many.ts');
  const ours = new URL('../../../scenarios/double-eleven-peak.ts', import.meta.url);
  const text = readFileSync(ours, 'utf8').replace('../src/scenario/define.ts', 'stillthere');
  writeFileSync(many, text.replace(/^ {2}profiles:/m, '  expect: { lost: 7 },\n  profiles:'));
  const cli = command(['shrink', many]);
  await until('a second run', () => /: run 2, /.test(cli.stderr()));
  signal(cli.pid, 'SIGINT');
  const { code, stdout, stderr } = await cli.ended;
  assert.equal(code, 4, stderr);
  assert.match(stderr, /stopping: the smallest run so far is reported/);
  assert.match(stdout, /Stopped early: this is the smallest run so far\./);
  assert.match(stdout, /^Run what is left: +npx stillthere run \S+many\.ts .* --only v\d+,/m);
});
