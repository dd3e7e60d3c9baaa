// Every flag may be given once and needs a value if it
// takes one; likely typing mistakes get one clear line.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Command, Option } from 'commander';
import { speakAsAsked } from '../../src/cli/flags/language.ts';
import { makeProgram } from '../../src/cli/program.ts';
import { speak, spoken } from '../../src/language/language.ts';
import { defineScenario, UsageError } from '../../src/scenario/define.ts';
import smoke from '../../scenarios/smoke.ts';
import { stillthere } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-flags-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Every flag of every command, with the words of the command. */
function flags(command: Command, path: readonly string[] = []): { path: readonly string[]; option: Option }[] {
  const own = command.options.filter(({ long }) => long !== '--version').map((option) => ({ path, option }));
  return [...own, ...command.commands.flatMap((one) => flags(one, [...path, one.name()]))];
}

/**
 * Parses a command line up to its first fault. Nothing is
 * played: an argument is missing or a flag is rejected.
 */
async function faultOf(args: readonly string[]): Promise<string> {
  try {
    await makeProgram().parseAsync(['node', 'stillthere', ...args]);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no fault';
}

describe('a flag that stands twice is refused, whichever it is', () => {
  for (const { path, option } of flags(makeProgram()))
    test(`${path.join(' ')} ${option.flags}`, async () => {
      const flag = option.long ?? '';
      const value = option.required ? [option.argChoices?.[0] ?? 'rules.idle.after=1m'] : [];
      const fault = await faultOf([...path, flag, ...value, flag, ...value]);
      if (flag === '--set') assert.doesNotMatch(fault, /stands twice/);
      else assert.match(fault, new RegExp(`^${flag} stands twice`));
    });

  test('the line says what stood there, and how several are written where several may be', async () => {
    assert.equal(
      await faultOf(['run', 'x', '--seed', '1', '--seed=2']),
      '--seed stands twice, with 1 and 2; write it once',
    );
    assert.equal(
      await faultOf(['run', 'x', '--profile', 'a', '--profile', 'b']),
      '--profile stands twice, with a and b; several go with commas: --profile a,b',
    );
  });
});

describe('a flag with nothing after it is refused, whichever it is', () => {
  for (const { path, option } of flags(makeProgram()).filter(({ option: { required } }) => required))
    test(`${path.join(' ')} ${option.flags}`, async () => {
      for (const nothing of ['', ' '])
        assert.match(await faultOf([...path, option.long ?? '', nothing]), /^--[\w-]+: nothing is written after it/);
    });
});

test('--lang zh, zh_TW, en-GB and en_US.UTF-8 are understood; fr is not', () => {
  const language = (given: string): string => {
    speakAsAsked(['--lang', given], {});
    return spoken();
  };
  try {
    assert.deepEqual(['zh', 'zh_TW', 'ZH-Hans', 'en-GB', 'en_US.UTF-8'].map(language), [
      'zh-CN',
      'zh-CN',
      'zh-CN',
      'en',
      'en',
    ]);
    for (const other of ['fr', 'zhx', 'e', '']) assert.throws(() => language(other), UsageError, other);
  } finally {
    speak('en');
  }
});

describe('one clear line', () => {
  const oneLine = async (args: readonly string[], says: RegExp): Promise<void> => {
    const { code, stdout, stderr } = await stillthere(args, {}, folder);
    assert.deepEqual([code, stdout], [1, ''], stderr);
    assert.match(stderr, says);
    assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
  };

  test('--speed 0.001', () =>
    oneLine(
      ['run', 'smoke', '--engine', 'node', '--speed', '0.001'],
      /--speed 0\.001: write a number from 0\.01 to 10000/,
    ));

  test('shrink --limit foo, before anything is played', () =>
    oneLine(
      ['shrink', 'smoke', '--limit', 'lots'],
      /^--limit lots: there is no such limit \(did you mean lost\?\); write one of lost, /,
    ));

  test('a file with another ending, or another spelling, is suggested: of scenarios and of rules', async () => {
    writeFileSync(join(folder, 'my-evening.yaml'), JSON.stringify({ ...smoke.input, name: 'my-evening' }));
    for (const path of ['my-evening.yml', 'my-evening.json', './my-evning.yaml', 'my-evening.txt'])
      await oneLine(['plan', path], /file not found: \S+ \(did you mean my-evening\.yaml\?\)/);
    await oneLine(['plan', 'smoke', '--rules', 'my-evening.yml'], /did you mean my-evening\.yaml\?/);
    await oneLine(['plan', 'nothing-like-it.yaml'], /file not found: nothing-like-it\.yaml$/m);
  });

  test('init my-desk.yml writes my-desk.yml, which plays; my-desk.json names a name', async () => {
    await stillthere(['init', 'my-desk.yml'], {}, folder);
    assert.ok(readdirSync(folder).includes('my-desk.yml'));
    assert.equal((await stillthere(['plan', 'my-desk.yml'], {}, folder)).code, 0);
    await oneLine(['init', 'my-desk.json'], /such as my-desk; /);
  });

  test(
    'output on a full disk',
    { skip: existsSync('/dev/full') ? false : 'only where there is a /dev/full' },
    async () => {
      const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
      const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), main, 'list'], {
        stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
        env: { ...process.env, LC_ALL: 'C' },
      });
      let said = '';
      child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
      const code = await new Promise((resolve) => child.on('close', resolve));
      assert.equal(code, 1);
      assert.match(said, /^the output cannot be written: ENOSPC.*; make room, or send it to another place\n$/);
    },
  );
});

describe('advice can be followed: what a line tells to write is taken', () => {
  const idle = (written: unknown) => () =>
    defineScenario({ ...smoke.input, rules: { idle: written as never }, profiles: {} });

  test('idle: { after: 0s } and { after: null } both lead to idle: null', () => {
    for (const wrong of [
      { after: '0s' },
      { after: null },
      { anchor: 'per_participant', after: { visitor: null, agent: null } },
    ])
      assert.throws(idle(wrong), /for a desk without an idle timeout write idle: null/, JSON.stringify(wrong));
    assert.doesNotThrow(idle(null));
  });

  test('a channel without one', () => {
    assert.throws(idle({ byChannel: { web: '0s' } }), /idle\.byChannel\.web .*write null/);
    assert.doesNotThrow(idle({ byChannel: { web: null } }));
  });
});
