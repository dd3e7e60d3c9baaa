// `stillthere init`: the first scenario is short,
// explains its parts, is valid, and finds something.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { loadScenario } from '../../../src/cli/load.ts';
import { planOf } from '../../../src/capacity/plan.ts';
import type { Result } from '../../../src/result/schema.ts';
import { projectRoot } from '../../../src/system/entry.ts';
import { stillthere, type Said } from '../support.ts';
import { seedOf } from '../../../src/cli/flags/seed.ts';

const root = mkdtempSync(join(tmpdir(), 'stillthere-init-'));
after(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
const newFolder = (): string => {
  const path = join(root, String(++folders));
  mkdirSync(path);
  return path;
};
const init = (cwd: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Said> =>
  stillthere(['init', ...args], { LANG: 'C', LC_ALL: '', ...env }, cwd);

describe('stillthere init', () => {
  it('writes my-evening.yaml and prints the commands to type next', async () => {
    const cwd = newFolder();
    const { code, stdout, stderr } = await init(cwd);
    assert.deepEqual([code, stderr], [0, '']);
    assert.deepEqual(readdirSync(cwd), ['my-evening.yaml']);
    assert.match(
      stdout,
      /^ {2}npx stillthere plan my-evening\.yaml\n {2}npx stillthere run my-evening\.yaml --engine sim$/m,
    );
    const text = readFileSync(join(cwd, 'my-evening.yaml'), 'utf8');
    assert.ok(text.trimEnd().split('\n').length <= 60, 'short enough to read');
    assert.ok(
      text.split('\n').every((line) => line.length <= 120),
      'no line runs out of the window',
    );
    assert.equal((await loadScenario(join(cwd, 'my-evening.yaml'))).name, 'my-evening');
  });

  it('is the example that comes with the tool, but for its names', async () => {
    const cwd = newFolder();
    await init(cwd, ['first-evening']);
    const plain = (path: string): string =>
      readFileSync(path, 'utf8')
        .replace(/^# yaml-language-server.*\n/, '')
        .replaceAll('first-evening.yaml', 'first-evening');
    assert.equal(plain(join(cwd, 'first-evening.yaml')), plain(join(projectRoot(), 'scenarios/first-evening.yaml')));
  });

  it('never overwrites: one line, exit code 1, the file as it was', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'my-evening.yaml'), 'mine');
    const { code, stdout, stderr } = await init(cwd);
    assert.deepEqual([code, stdout], [1, '']);
    assert.equal(
      stderr,
      'my-evening.yaml already exists and is not overwritten; choose another name: stillthere init <name>\n',
    );
    assert.equal(readFileSync(join(cwd, 'my-evening.yaml'), 'utf8'), 'mine');
  });

  it('says the same in every form and language: the same people under the same rules', async () => {
    const cwd = newFolder();
    await init(cwd, ['desk']);
    await init(cwd, ['desk', '--ts']);
    const [yaml, ts] = [await loadScenario(join(cwd, 'desk.yaml')), await loadScenario(join(cwd, 'desk.ts'))];
    assert.deepEqual(ts.data, yaml.data);
    await init(cwd, ['zh-desk'], { LANG: 'zh_CN.UTF-8' });
    const text = readFileSync(join(cwd, 'zh-desk.yaml'), 'utf8');
    for (const comment of text.match(/^# .*/gm) ?? [])
      assert.match(comment, /\p{Script=Han}|^# yaml-language-server|^# {3}npx stillthere/u, 'a comment in Chinese');
    const zh = await loadScenario(join(cwd, 'zh-desk.yaml'));
    assert.equal(zh.data.locale, 'zh_CN');
    assert.deepEqual(
      [zh.data.personas, zh.data.agents, zh.data.rules],
      [yaml.data.personas, yaml.data.agents, yaml.data.rules],
    );
    assert.equal(planOf(zh, 'bare', '1').visitors, planOf(yaml, 'bare', '1').visitors);
  });

  it('takes a file name for a name, and refuses what is none with one that is', async () => {
    const cwd = newFolder();
    assert.equal((await init(cwd, ['spring.ts'])).code, 0);
    assert.equal((await init(cwd, ['spring.yaml'])).code, 0);
    assert.deepEqual(readdirSync(cwd).sort(), ['spring.ts', 'spring.yaml']);
    for (const [name, near] of [
      ['My Desk!', 'my-desk'],
      ['../up', 'up'],
      ['双十一', 'my-evening'],
    ] as const) {
      const { code, stderr } = await init(cwd, [name]);
      assert.equal(code, 1);
      assert.ok(stderr.startsWith(`"${name}" is not a name`) && stderr.includes(`such as ${near};`), stderr);
    }
    assert.ok(!existsSync(join(cwd, '../up.yaml')));
  });

  it('tells editors where the schema is: beside the file, where the package is nowhere near, and how to get it there', async () => {
    const cwd = newFolder();
    const { stdout } = await init(cwd);
    assert.match(
      readFileSync(join(cwd, 'my-evening.yaml'), 'utf8'),
      /^# yaml-language-server: \$schema=\.\/scenario\.schema\.json\n/,
    );
    assert.match(stdout, /npx stillthere schema scenario > scenario\.schema\.json/);
  });
});

it('the first scenario finds something worth seeing in seconds of virtual time, and the remedies change it', async () => {
  const cwd = newFolder();
  await init(cwd);
  const { code, stdout } = await stillthere(
    ['run', 'my-evening.yaml', '--engine', 'sim', '--profile', 'bare,all', '--json'],
    {},
    cwd,
  );
  const [bare, all] = JSON.parse(stdout) as [Result, Result];
  assert.ok(bare.resources.wallSeconds + all.resources.wallSeconds < 20);
  assert.equal(code, 3, 'messages were lost, and that is a fact');
  assert.ok((bare.messages.fates.lost ?? 0) > 0 && bare.timeouts.premature.count > 10);
  assert.equal(all.verdict, 'pass', JSON.stringify(all.reasons));
  assert.ok(all.timeouts.premature.count < bare.timeouts.premature.count);
});

it('over real sockets it takes about a minute', async () => {
  const cwd = newFolder();
  await init(cwd);
  const first = await loadScenario(join(cwd, 'my-evening.yaml'));
  const plan = planOf(first, 'bare', seedOf(first, undefined));
  for (const { engine, wallSeconds } of plan.engines)
    if (engine !== 'sim') assert.ok(wallSeconds > 30 && wallSeconds < 90, `${engine}: ${wallSeconds} s`);
});

it('the seed of the first scenario brings a typical evening: each stretch within a standard deviation of what is expected', async () => {
  const cwd = newFolder();
  await init(cwd);
  for (const path of [join(cwd, 'my-evening.yaml'), 'first-evening']) {
    const scenario = await loadScenario(path);
    const { phases, visitors } = planOf(scenario, 'bare', seedOf(scenario, undefined));
    const expected = phases.reduce((sum, phase) => sum + phase.expected, 0);
    for (const { name, expected: mean, drawn } of [...phases, { name: 'all', expected, drawn: visitors }])
      assert.ok(Math.abs(drawn - mean) <= Math.sqrt(mean), `${path}, ${name}: ${drawn} for ${mean}`);
  }
});

it('a scenario says its seed, and --seed another one', async () => {
  const seeds = async (args: readonly string[]): Promise<string> =>
    (JSON.parse((await stillthere(['plan', ...args, '--json'])).stdout) as { seed: string }).seed;
  const { data } = await loadScenario('first-evening');
  assert.deepEqual(
    [await seeds(['first-evening']), await seeds(['first-evening', '--seed', '1']), await seeds(['smoke'])],
    [data.seed, '1', '1'],
  );
});
