// Help pages and faults of the command line: every text of the parser exists in both languages.
import assert from 'node:assert/strict';
import test, { afterEach, describe } from 'node:test';
import { Argument, Command, CommanderError, Option } from 'commander';
import { faultSays, speakHelp } from '../../src/cli/help.ts';
import { columns } from '../../src/report/width.ts';
import { makeProgram } from '../../src/cli/program.ts';
import { LANGUAGES, speak } from '../../src/language/language.ts';

afterEach(() => speak('en'));

/** The error output of a small program with every kind of argument, for these arguments. */
function faultOf(args: readonly string[]): { said: string; code: string } {
  let said = '';
  const program = speakHelp(new Command('desk')).exitOverride();
  program.configureOutput({ ...program.configureOutput(), writeErr: (text) => (said += text) });
  program
    .command('wait')
    .requiredOption('--until <time>', 'x')
    .action(() => {});
  program
    .command('run')
    .argument('<scenario>')
    .addArgument(new Argument('[kind]').choices(['day', 'night']))
    .option('--seed <seed>')
    .addOption(new Option('--engine <engine>').choices(['sim', 'k6']))
    .addOption(new Option('--fast').conflicts('slow'))
    .option('--slow')
    .action(() => {});
  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    assert.ok(error instanceof CommanderError, String(error));
    return { said: said.split('\n')[0] ?? '', code: error.code };
  }
  return assert.fail(`no fault in ${args.join(' ')}`);
}

describe('faults of the command line', () => {
  const cases: [args: string[], code: string, en: string, zh: string][] = [
    [['run'], 'missingArgument', "error: missing required argument 'scenario'", '错误：缺少必填参数“scenario”'],
    [
      ['run', 'x', '--seed'],
      'optionMissingArgument',
      "error: option '--seed <seed>' argument missing",
      '错误：选项“--seed <seed>”后面缺少值',
    ],
    [
      ['wait'],
      'missingMandatoryOptionValue',
      "error: required option '--until <time>' not specified",
      '错误：缺少必填选项“--until <time>”',
    ],
    [
      ['run', 'x', '--fast', '--slow'],
      'conflictingOption',
      "error: option '--fast' cannot be used with option '--slow'",
      '错误：选项“--fast”不能与选项“--slow”同时使用',
    ],
    [['run', 'x', '--sed', '1'], 'unknownOption', "error: unknown option '--sed'", '错误：未知选项“--sed”'],
    [['rum'], 'unknownCommand', "error: unknown command 'rum'", '错误：未知命令“rum”'],
    [
      ['run', 'x', 'day', 'y'],
      'excessArguments',
      "error: too many arguments for 'run'. Expected 2 arguments but got 3.",
      '错误：“run”的参数过多，应为 2 个，实际给了 3 个。',
    ],
    [
      ['run', 'x', '--engine', 'k7'],
      'invalidArgument',
      "error: option '--engine <engine>' argument 'k7' is invalid. Allowed choices are sim, k6.",
      '错误：选项“--engine <engine>”的值“k7”无效。可选值：sim, k6。',
    ],
    [
      ['run', 'x', 'noon'],
      'invalidArgument',
      "error: command-argument value 'noon' is invalid for argument 'kind'. Allowed choices are day, night.",
      '错误：参数“kind”的值“noon”无效。可选值：day, night。',
    ],
  ];
  for (const [args, code, en, zh] of cases)
    test(`${code}: ${args.join(' ')}`, () => {
      assert.deepEqual(
        faultOf(args),
        { said: en, code: `commander.${code}` },
        'the parser words it in another way now',
      );
      speak('zh-CN');
      assert.equal(faultOf(args).said, zh);
    });

  test('suggestions, of one and of several', () => {
    assert.equal(faultSays('(Did you mean --engine?)'), '(Did you mean --engine?)');
    assert.equal(faultSays('(Did you mean one of run, rum?)'), '(Did you mean one of run, rum?)');
    speak('zh-CN');
    assert.equal(faultSays('(Did you mean one of run, rum?)'), '（是不是想用 run, rum？）');
    assert.equal(faultSays('something else'), 'something else');
  });
});

describe('help pages', () => {
  const pages = (): string[] => {
    const program = makeProgram();
    return [program, ...program.commands].map((command) => command.helpInformation());
  };

  for (const language of LANGUAGES)
    test(`${language}: every command, argument and option says what it is for`, () => {
      speak(language);
      const program = makeProgram();
      for (const command of [program, ...program.commands]) {
        assert.notEqual(command.description(), '', command.name());
        for (const { description } of command.options) assert.notEqual(description, '', command.name());
        for (const argument of command.registeredArguments) assert.notEqual(argument.description, '', command.name());
      }
    });

  test('in Chinese, nothing on them is English but names and what is in quotes', () => {
    speak('zh-CN');
    for (const page of pages())
      for (const line of page.split('\n'))
        assert.doesNotMatch(
          line.replace(/`[^`]*`?/g, ''),
          /\b[a-z]+ [a-z]+ [a-z]+\b|Usage|Options|Commands|\[options\]/,
        );
  });

  test('in English they are those of the parser', () => {
    const [first = ''] = pages();
    assert.match(first, /^Usage: stillthere \[options\] \[command\]\n/);
    assert.match(first, /--lang <language>/);
    assert.match(first, /-h, --help +display help for command/);
  });

  test('columns are aligned: the descriptions of commands begin in the same column, whatever the language', () => {
    speak('zh-CN');
    const lines = makeProgram().helpInformation().split('\n');
    const rows = lines.slice(lines.indexOf('命令：') + 1).filter((line) => /^ {2}\S/.test(line));
    const starts = rows.map((row) => columns(/^ {2}.*? {2,}/.exec(row)?.[0] ?? ''));
    assert.ok(rows.length > 4);
    assert.equal(new Set(starts).size, 1, rows.join('\n'));
  });
});
