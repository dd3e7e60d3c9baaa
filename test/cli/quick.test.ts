// One call loads only the commands that it needs, and looks the same as the whole program.
import assert from 'node:assert/strict';
import test, { afterEach, describe } from 'node:test';
import { makeProgram } from '../../src/cli/program.ts';
import { overview, programFor } from '../../src/cli/quick.ts';
import { LANGUAGES, speak } from '../../src/language/language.ts';

afterEach(() => speak('en'));

/** The names of the commands of a program, without `help`. */
const namesOf = async (...args: string[]): Promise<string[]> =>
  (await programFor(args)).commands.map((command) => command.name()).filter((name) => name !== 'help');

describe('the program of one call', () => {
  for (const language of LANGUAGES)
    test(`${language}: the overview is that of the whole program, word by word`, () => {
      speak(language);
      assert.equal(overview().helpInformation(), makeProgram().helpInformation());
    });

  test('a command that is called comes alone, with the help page that it has in the whole program', async () => {
    for (const whole of makeProgram().commands) {
      const [name, ...others] = (await programFor(['--lang', 'en', whole.name(), '--help'])).commands;
      assert.equal(name?.helpInformation(), whole.helpInformation());
      assert.deepEqual(
        others.filter((one) => one.name() !== 'help').map((one) => one.name()),
        [],
      );
    }
  });

  test('the value of --lang is no command, and a word that is none gets the suggestions of all', async () => {
    const all = makeProgram().commands.map((command) => command.name());
    assert.deepEqual(await namesOf('--lang', 'run', 'list'), ['list']);
    assert.deepEqual(await namesOf('--help'), all);
    assert.deepEqual(await namesOf(), all);
    assert.deepEqual(await namesOf('rum', 'run'), all);
    assert.deepEqual(await namesOf('help', 'run'), all);
  });
});
