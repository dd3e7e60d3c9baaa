// The same run in both languages: reports with the same
// numbers, equal documents, and faults in that language.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { describe } from 'node:test';
import { stillthere, type Said } from '../cli/support.ts';
import { newFolder, runFolder } from './support.ts';

const HAN = /\p{Script=Han}/u;
const CHINESE = { LC_ALL: '', LC_MESSAGES: '', LANG: 'zh_CN.UTF-8' };

interface Played extends Said {
  readonly document: Record<string, unknown>;
  readonly folder: string;
}

async function play(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Played> {
  const out = newFolder('language');
  const said = await stillthere([...args, '--out', out], env);
  const folder = runFolder(out);
  const document = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as Record<string, unknown>;
  return { ...said, document, folder };
}

/**
 * The part that is byte-equal for the same seed: all but
 * id and start of the run, tool, generator and resources.
 */
function comparable({ document }: Played): string {
  const { tool: _t, generator: _g, resources: _r, run, ...rest } = document;
  const { id: _i, startedAt: _s, ...same } = run as Record<string, unknown>;
  return JSON.stringify({ ...rest, run: same }, null, 2);
}

/** All numbers of a report, sorted, without those of the machine and of the folder. */
const numbersOf = ({ stdout, folder }: Played): string[] =>
  stdout
    .split('\n')
    .filter((line) => !/^ {2}(?:resources|资源) /.test(line))
    .join('\n')
    .replaceAll(folder, '')
    .replaceAll(/(\d) (?=\d{3})/g, '$1')
    .match(/\d+(?:\.\d+)?/g)
    ?.sort() ?? [];

const SMOKE = ['run', 'smoke', '--engine', 'sim'];

describe('a report', () => {
  test('in Chinese, by --lang before or after the command, or by LANG: Chinese headings, the numbers of the English one, the same document', async () => {
    const english = await play(SMOKE);
    assert.match(english.stdout, /visitors came and opened[\s\S]*Sessions closed[\s\S]*Repeat this run/);
    assert.doesNotMatch(english.stdout + english.stderr, HAN);
    for (const chinese of [
      await play([...SMOKE, '--lang', 'zh-CN']),
      await play(['--lang', 'zh-CN', ...SMOKE]),
      await play(SMOKE, CHINESE),
    ]) {
      assert.equal(chinese.code, 0);
      assert.match(chinese.stdout, /^通过$[\s\S]*位访客来访[\s\S]*^消息去向$[\s\S]*^会话如何结束$[\s\S]*^重新运行：/m);
      assert.match(chinese.stderr, /运行中/);
      assert.doesNotMatch(chinese.stdout.replaceAll(/npx stillthere .*/g, ''), /\b[a-z]+ [a-z]+ [a-z]+\b/i);
      assert.deepEqual(numbersOf(chinese), numbersOf(english));
      assert.equal(comparable(chinese), comparable(english));
    }
  });

  test('of a run that failed gives its reasons in Chinese, and the document holds them in English and as data', async () => {
    const path = join(newFolder('scenario'), 'strict.yaml');
    const limits =
      'rules: { idle: { after: 20s } }\nexpect: { timeoutRate: 0, firstResponseP95: 1s, fates: { delivered: 0 } }';
    writeFileSync(path, `${scenario('strict', '60s')}${limits}\n`);
    const { code, stdout, document, folder } = await play(['run', path, '--engine', 'sim', '--lang', 'zh-CN']);
    assert.equal(code, 2, stdout);
    assert.match(stdout, /^未达标：超出了场景设定的上限$/m);
    assert.match(stdout, /^ {2}- 超时率：[\d.]+%，超出上限 0\.00%$/m);
    assert.match(stdout, /^ {2}- 首次响应时长（P95）未达到，上限为 1 秒：\d+ 次提问中只有 \d+ 次得到回复$/m);
    assert.match(stdout, /^ {2}- 去向为 delivered 的消息有 \d+ 条，上限为 0 条$/m);
    const { reasons } = document as { reasons: { limit: string; text: string; key: string; args: object }[] };
    const [first] = reasons;
    assert.match(first?.text ?? '', /^timeout rate: [\d.]+ % is above the limit of 0\.00 %$/);
    assert.equal(first?.key, 'decide.above');
    assert.deepEqual(Object.keys(first.args), ['what', 'value', 'bound']);
    const story = await stillthere(['explain', folder, 'v0', '--lang', 'zh-CN']);
    assert.equal(story.code, 0, story.stderr);
    assert.match(story.stdout, /v0 +到来[\s\S]*v0 +发出消息 v0\/0[\s\S]*结论：s\d+ /);
    assert.doesNotMatch(story.stdout, /\b[a-z]+ [a-z]+ [a-z]+\b/);
  });
});

const scenario = (name: string, think: string): string => `name: ${name}
shows: something
locale: en
arrivals: [{ name: a, for: 10s, visitors: 12 }]
channels: { web: 1 }
personas: { p: { weight: 1, trade: pre_sale, turns: 3, think: ${think}, endings: { closes: 0, goodbye: 0, silent: 1 } } }
agents: { count: 4, answer: 5s }
`;

describe('faults in Chinese', () => {
  const wrong = (): string => {
    const path = join(newFolder('scenario'), 'wrong.yaml');
    writeFileSync(path, scenario('wrong', '5').replace('channels', 'chanels'));
    return path;
  };
  const cases: [what: string, args: () => string[], says: readonly RegExp[]][] = [
    [
      'an unknown flag',
      () => [...SMOKE, '--sed', '1'],
      [/^错误：未知选项“--sed”$/m, /^（是不是想用 --seed, --set？）$/m],
    ],
    ['an unknown command', () => ['rum'], [/^错误：未知命令“rum”$/m]],
    ['a wrong choice', () => ['run', 'smoke', '--engine', 'k7'], [/^错误：选项“--engine <engine>”的值“k7”无效。/m]],
    ['a misspelt scenario', () => ['run', 'smok', '--engine', 'sim'], [/^没有名为“smok”的场景（是不是想写 smoke？）/]],
    [
      'a wrong field',
      () => ['run', wrong(), '--engine', 'sim'],
      [/未知的键“chanels”，是不是想写“channels”？/, /think = 5：缺少单位；请写成时长/],
    ],
    ['a run that is not there', () => ['explain', 'nothing', 's1'], [/^没有名为“nothing”的运行：/]],
  ];
  for (const [what, args, says] of cases)
    test(`${what}: each line Chinese, exit code 1`, async () => {
      const { code, stdout, stderr } = await stillthere(args(), CHINESE);
      assert.equal(code, 1, stderr);
      assert.equal(stdout, '');
      for (const said of says) assert.match(stderr, said);
      for (const line of stderr.trim().split('\n')) assert.match(line, HAN, stderr);
    });

  test('help is Chinese', async () => {
    const { code, stdout } = await stillthere(['--help', '--lang', 'zh-CN']);
    assert.equal(code, 0);
    assert.match(stdout, /^用法： stillthere \[选项\] \[命令\]$[\s\S]*^选项：$[\s\S]*^命令：$/m);
  });

  test('the scenarios are listed in Chinese', async () => {
    const { stdout } = await stillthere(['list'], CHINESE);
    for (const line of stdout.trim().split('\n')) assert.match(line, HAN);
  });
});

describe('--lang', () => {
  test('a language that is not spoken: one clear line, in the language of the environment', async () => {
    const english = await stillthere(['--lang', 'zhCN', ...SMOKE]);
    assert.deepEqual(
      [english.code, english.stdout, english.stderr],
      [1, '', '--lang zhCN: write en or zh-CN (did you mean zh-CN?)\n'],
    );
    const chinese = await stillthere([...SMOKE, '--lang=fr'], CHINESE);
    assert.deepEqual([chinese.code, chinese.stderr], [1, '--lang fr：请写 en 或 zh-CN\n']);
  });

  test('goes before the environment', async () => {
    const { stdout } = await stillthere(['list', '--lang', 'en'], CHINESE);
    assert.doesNotMatch(stdout, HAN);
  });
});
