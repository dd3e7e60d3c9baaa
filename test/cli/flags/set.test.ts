// `--set` makes profiles with free names in one line, and compares them on the same people.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, describe } from 'node:test';
import { chosenBy } from '../../../src/cli/flags/profiles.ts';
import { MINUTE } from '../../../src/model/core/time.ts';
import type { Result } from '../../../src/result/schema.ts';
import { defineScenario, rulesOf, UsageError } from '../../../src/scenario/define.ts';
import smoke from '../../../scenarios/smoke.ts';
import { stillthere } from '../support.ts';

const out = mkdtempSync(join(tmpdir(), 'stillthere-set-'));
after(() => rmSync(out, { recursive: true, force: true }));

const desk = defineScenario({
  ...smoke.input,
  rules: { idle: { after: '20m' }, afterClose: { policy: 'drop', byChannel: { app: 'reopen' } } },
  profiles: {
    bare: {},
    patient: { idle: { after: '40m' } },
    all: { prompt: { before: '3m', text: 'Still there?' }, afterClose: { policy: 'leave_message' } },
  },
});
const set = (profile: string, ...given: string[]) => chosenBy(desk, { profile, set: given });
const refused = (profile: string, ...given: string[]): string => {
  try {
    set(profile, ...given);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return assert.fail('it was not refused');
};

describe('profiles have free names', () => {
  test('any word of letters and digits, in Chinese too, and bare is there without being written', () => {
    const named = { '10m': { idle: { after: '10m' } }, 等30分钟: { idle: { after: '30m' } } };
    const scenario = defineScenario({ ...smoke.input, profiles: named });
    assert.deepEqual(Object.keys(scenario.data.profiles), ['bare', '10m', '等30分钟']);
    assert.equal(rulesOf(scenario, '等30分钟').idle?.after, 30 * MINUTE);
    assert.deepEqual(rulesOf(scenario, 'bare'), rulesOf(defineScenario({ ...smoke.input, profiles: {} }), 'bare'));
  });

  test('what cannot stand between commas, or in the name of a folder, is refused', () => {
    for (const name of ['a,b', 'a/b', 'a@b', '', '-x', 'a b'])
      assert.throws(
        () => defineScenario({ ...smoke.input, profiles: { [name]: {} } }),
        /a profile is named with letters, digits/,
        name,
      );
  });
});

describe('--set makes a profile of each value', () => {
  test('called after the value, over bare or over what --profile names', () => {
    assert.deepEqual(set('bare', 'rules.idle.after=10m,30m').profiles, ['10m', '30m']);
    assert.deepEqual(set('bare,all', 'rules.idle.after=10m,30m').profiles, ['10m', '30m', 'all+10m', 'all+30m']);
    const { scenario } = set('all', 'rules.idle.after=10m,30m');
    const rules = rulesOf(scenario, 'all+30m');
    assert.equal(rules.idle?.after, 30 * MINUTE);
    assert.deepEqual({ ...rules, idle: null }, { ...rulesOf(desk, 'all'), idle: null }, 'all else is that of all');
  });

  test('several --set: every combination, the last one changes fastest', () => {
    const { profiles, scenario } = set('bare', 'rules.idle.after=10m,30m', 'rules.agents.capacity=3,5');
    assert.deepEqual(profiles, ['10m+3', '10m+5', '30m+3', '30m+5']);
    const { idle, agents } = rulesOf(scenario, '30m+3');
    assert.deepEqual([idle?.after, agents.capacity], [30 * MINUTE, 3]);
  });

  test('a value is written as in a file: null, a word, a list, keys and values', () => {
    const one = (given: string) => {
      const { scenario, profiles } = set('all', given);
      return rulesOf(scenario, profiles[0] ?? '');
    };
    assert.equal(one('rules.idle.after=25m').idle?.after, 25 * MINUTE);
    assert.equal(one('rules.prompt=null').prompt, null);
    assert.equal(one('rules.prompt={before: 1m, text: "a, b"}').prompt?.text, 'a, b');
    assert.deepEqual(one('rules.idle.resets=[visitor, agent]').idle?.resets, ['visitor', 'agent']);
    // The text of the prompt comes from the profile.
    assert.deepEqual(
      [one('rules.prompt.before=1m').prompt?.before, one('rules.prompt.before=1m').prompt?.text],
      [MINUTE, 'Still there?'],
    );
  });

  test('the flags that make one of them alone make it under the same name', () => {
    const { profiles, flagsOf } = set('all', 'rules.idle.after=10m,30m', 'rules.prompt.before=1m');
    for (const name of profiles) {
      const { profile, set: flags } = flagsOf(name);
      const given = [...flags.matchAll(/ --set (\S+)/g)].map(([, one = '']) => one);
      assert.deepEqual(chosenBy(desk, { profile, set: given }).profiles, [name]);
    }
  });
});

describe('--set that cannot be is refused in one line', () => {
  for (const [name, profile, given, says] of [
    ['no rule', 'bare', ['agents.count=10'], /people and devices stay as the scenario has them/],
    ['a rule without "rules."', 'bare', ['idle.after=10m'], /did you mean rules\.idle\.after=10m\?/],
    ['no value', 'bare', ['rules.idle.after='], /write a session rule and its values, such as/],
    ['a bracket that is open', 'bare', ['rules.idle={after: 10m'], /write a session rule and its values/],
    ['a misspelt rule', 'bare', ['rules.idel.after=10m'], /unknown key "idel", did you mean "idle"\?/],
    ['a misspelt key', 'bare', ['rules.idle.aftr=10m'], /unknown key "aftr", did you mean "after"\?/],
    ['a value without a unit', 'bare', ['rules.idle.after=10'], /has no unit; write a duration such as "10s"/],
    ['a rule twice', 'bare', ['rules.idle.after=10m', 'rules.idle.after=30m'], /its values after one --set/],
    ['a value twice', 'bare', ['rules.idle.after=10m,10m'], /two of the values make a profile 10m/],
    ['a name that is taken', 'bare', ['rules.afterClose.policy=patient'], /must be one of|has one of that name/],
    ['too many', 'bare', [`rules.agents.capacity=${Array.from({ length: 13 }, (_, i) => i + 1).join()}`], /at most 12/],
    [
      'values that contradict other rules',
      'all',
      ['rules.idle.after=2m'],
      /prompt\.before 3m must be shorter than idle\.after 2m/,
    ],
    ['a profile that is not there', 'al', ['rules.idle.after=2m'], /did you mean all\?/],
    ['a profile twice', 'all,all', [], /--profile: all is named twice/],
  ] as const)
    test(name, () => assert.match(refused(profile, ...given), says));
});

describe('on the command line', () => {
  test('run: both stand side by side on the same people, in folders and lines of their own', async () => {
    const args = ['run', 'smoke', '--engine', 'sim', '--set', 'rules.idle.after=10m,30m', '--out', join(out, 'run')];
    const { stdout, stderr } = await stillthere(args);
    assert.match(stdout, /Same visitors, 2 rule profiles\n +10m +30m\n {2}verdict /, stderr);
    assert.match(stdout, /--profile bare --seed 1 --set rules\.idle\.after=30m/);
    const folders = readdirSync(join(out, 'run')).filter((name) => name.startsWith('smoke'));
    assert.deepEqual(
      folders.map((name) => name.split('-')[1]),
      ['10m', '30m'],
    );
  });

  test('the line that repeats one of them plays the same run', async () => {
    const play = async (values: string): Promise<Result[]> => {
      const args = ['run', 'smoke', '--engine', 'sim', '--set', `rules.idle.after=${values}`, '--json'];
      const { stdout } = await stillthere([...args, '--out', join(out, 'again')]);
      return [JSON.parse(stdout) as Result | Result[]].flat();
    };
    const [, second] = await play('1m,40s');
    const [again] = await play('40s');
    assert.deepEqual([again?.run.profile, again?.messages], ['40s', second?.messages]);
  });

  test('replicates, plan, rules show and rules check', async () => {
    const flags = ['--set', 'rules.idle.after=10m,30m'];
    const many = await stillthere(['run', 'smoke', '--engine', 'sim', '--replicates', '2', ...flags, '--out', out]);
    assert.match(many.stdout, /Same visitors, 2 rule profiles.*\n +10m +30m +difference/);
    const plan = await stillthere(['plan', 'smoke', ...flags]);
    assert.match(plan.stdout, /\(profile 10m, seed 1\)[\s\S]*\(profile 30m, seed 1\)/);
    const shown = await stillthere(['rules', 'show', 'meiqia-like', ...flags]);
    assert.match(shown.stdout, /^meiqia-like@10m[\s\S]*^meiqia-like@30m/m);
    const checked = await stillthere(['rules', 'check', 'smoke', ...flags]);
    assert.match(checked.stdout, /^smoke@10m is valid; .*idle[\s\S]*^smoke@30m is valid/m);
  });

  test('remedies: what each value is worth against the desk as it is', async () => {
    const flags = ['--replicates', '2', '--set', 'rules.idle.after=10m,40s', '--out', join(out, 'remedies'), '--json'];
    const { stdout, stderr } = await stillthere(['remedies', 'smoke', ...flags]);
    const { base, profiles } = JSON.parse(stdout) as { base: string; profiles: { profile: string }[] };
    assert.deepEqual([base, profiles.map(({ profile }) => profile)], ['bare', ['bare', '10m', '40s']], stderr);
  });

  test('serve takes one, and says so of two', async () => {
    const { code, stderr } = await stillthere(['serve', 'smoke', '--set', 'rules.idle.after=10m,30m']);
    assert.equal(code, 1);
    assert.match(stderr, /--profile 10m,30m: name one profile, because a server has one set of rules/);
  });

  test('a scenario without bare plays bare all the same', async () => {
    const file = join(out, 'own.json');
    writeFileSync(file, JSON.stringify({ ...smoke.input, profiles: { patient: { idle: { after: '30m' } } } }));
    const { stdout } = await stillthere(['plan', file, '--profile', 'bare,patient', '--json']);
    assert.deepEqual(
      (JSON.parse(stdout) as { profile: string }[]).map(({ profile }) => profile),
      ['bare', 'patient'],
    );
  });
});
