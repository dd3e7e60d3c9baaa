// `stillthere rules` and --rules: presets (R33), the description of a desk, and faults in a file.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { anyRules, loadRules, presetNames } from '../../../src/cli/rules-file.ts';
import { loadScenario } from '../../../src/cli/load.ts';
import { playSeeds } from '../../../src/study/replicates/seeds.ts';
import { EN } from '../../../src/language/en/index.ts';
import { MINUTE } from '../../../src/model/core/time.ts';
import { DEFAULT_RULES, idleAfter, type SessionRules } from '../../../src/model/rules/rules.ts';
import { deskDifferences, deskLines } from '../../../src/report/desk/desk.ts';
import { deskRemarks } from '../../../src/report/desk/remarks.ts';
import { defineScenario } from '../../../src/scenario/define.ts';
import { atDesk } from '../../../src/scenario/rules/rules-file.ts';
import { projectRoot } from '../../../src/system/entry.ts';
import { randomRules } from '../../model/random-evening.ts';
import { trials } from '../../model/random.ts';
import { stillthere } from '../support.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-rules-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const names = await presetNames();
const presets = await Promise.all(names.map(loadRules));
const minutesOf = ({ idle }: SessionRules): number => (idle === null ? Infinity : idleAfter(idle)) / MINUTE;
const idleMinutes = async (name: string): Promise<number> => minutesOf((await loadRules(name)).rules);

function file(text: string): string {
  const path = join(folder, 'desk.yaml');
  writeFileSync(path, text);
  return path;
}

describe('presets', () => {
  it('R33: pre-sale 30 to 60, after-sale 60 to 120, education and finance 90 to 180 minutes', async () => {
    const ranges: [string, number, number][] = [
      ['pre-sale', 30, 60],
      ['after-sale', 60, 120],
      ['education-finance', 90, 180],
    ];
    for (const [name, least, most] of ranges) {
      const minutes = await idleMinutes(name);
      assert.ok(minutes >= least && minutes <= most, `${name}: ${minutes}`);
    }
  });

  it('R30: the default desk waits from 30 to 60 minutes, and differently on channels where it is told so', () => {
    const minutes = minutesOf(DEFAULT_RULES);
    assert.ok(minutes >= 30 && minutes <= 60);
  });

  it('are called as their files, say what they are in both languages, and where they are known from', () => {
    for (const [i, preset] of presets.entries()) {
      assert.equal(preset.name, names[i]);
      assert.equal((EN as Record<string, unknown>)[`presets.${preset.name}`], preset.says);
      assert.ok(preset.sources.length > 0, preset.name);
      assert.notDeepEqual(preset.rules, DEFAULT_RULES, preset.name);
    }
    assert.ok(names.length >= 12);
  });

  for (const preset of presets)
    it(`${preset.name}: people can be played at it, and every timeout is as its rules say`, async () => {
      const { input } = await loadScenario('first-evening');
      const desk = atDesk(defineScenario({ ...input, profiles: { bare: {} } }), preset);
      const [outcome] = await playSeeds(desk, 'bare', ['1'], { workers: 1 });
      const { byRule } = outcome?.numbers.timeouts ?? assert.fail('nothing was played');
      assert.deepEqual([byRule.early, byRule.late, byRule.missed, byRule.wrong_state], [0, 0, 0, 0]);
      assert.equal(outcome?.numbers.messages.fates.lost, 0);
    });
});

describe('a desk in words', () => {
  it('differs from another one exactly where their rules do, whatever they are', () => {
    const keys = Object.keys(DEFAULT_RULES) as (keyof SessionRules)[];
    trials('desks', 200, (random) => {
      const [a, b] = [randomRules(random, true), randomRules(random, true)];
      assert.deepEqual(deskDifferences(a, a), []);
      const key = random.pick(keys);
      const changed = deskDifferences(a, { ...a, [key]: b[key] });
      for (const [rule] of changed) assert.equal(rule.split('.')[0], key);
      assert.equal(changed.length > 0, !isDeepStrictEqual(a[key], b[key]), key);
    });
  });

  it('says something of every rule', () => {
    const groups = new Set(deskLines(DEFAULT_RULES).map(([rule]) => rule.split('.')[0] ?? rule));
    assert.deepEqual([...groups].sort(), Object.keys(DEFAULT_RULES).sort());
  });

  it('names what is allowed and often not meant', () => {
    const cut = { message: { window: 48 * 60 * MINUTE, quota: 5 }, click: null, code: null, gone: null, cut: true };
    const rules: SessionRules = {
      ...DEFAULT_RULES,
      prompt: { before: MINUTE, text: '?', max: 3, every: null },
      visitorGone: MINUTE,
      channels: { douyin: cut, wechat: { ...cut, cut: false, message: { window: MINUTE, quota: null } } },
      afterClose: { ...DEFAULT_RULES.afterClose, policy: 'drop' },
    };
    const remarks = deskRemarks(rules).join('\n');
    for (const what of [
      /a prompt restarts the idle clock/,
      /drop/,
      /douyin/,
      /the platform of wechat/,
      /gone for 1m/,
      /wait for ever/,
    ])
      assert.match(remarks, what);
    assert.deepEqual(deskRemarks({ ...DEFAULT_RULES, queue: { ...DEFAULT_RULES.queue, timeout: MINUTE } }), []);
  });
});

describe('stillthere rules', () => {
  it('list, show, check and diff', async () => {
    const listed = await stillthere(['rules', 'list']);
    for (const name of names) assert.match(listed.stdout, new RegExp(`^${name} +\\S`, 'm'));
    const shown = await stillthere(['rules', 'show', 'rocketchat-like']);
    assert.match(
      shown.stdout,
      /^\* idle +closes after 1h from the agent's first answer to the visitor's last message/m,
    );
    assert.match(shown.stdout, /^source: /m);
    const json = await stillthere(['rules', 'show', 'rocketchat-like', '--json']);
    assert.deepEqual(JSON.parse(json.stdout), (await loadRules('rocketchat-like')).rules);
    const checked = await stillthere(['rules', 'check', 'wecom-like']);
    assert.match(checked.stdout, /wecom-like is valid.*idle, afterClose, channels/);
    const differ = await stillthere(['rules', 'diff', 'pre-sale', 'after-sale']);
    assert.match(differ.stdout, /^idle\n {2}- pre-sale: closes after 45m .*\n {2}\+ after-sale: closes after 90m/m);
    const same = await stillthere(['rules', 'diff', 'pre-sale', 'pre-sale']);
    assert.equal(same.stdout.trim(), 'pre-sale and pre-sale have the same rules');
    assert.deepEqual(
      [listed, shown, json, checked, differ, same].map(({ code }) => code),
      [0, 0, 0, 0, 0, 0],
    );
  });

  it('the rules of a scenario under a profile', async () => {
    assert.equal((await anyRules('double-eleven-peak'))[0]?.name, 'double-eleven-peak@bare');
    assert.equal((await anyRules('double-eleven-peak@all'))[0]?.rules.afterClose.policy, 'leave_message');
    await assert.rejects(anyRules('double-eleven-peak@al'), /al.*did you mean/s);
  });

  const faults: [what: string, text: string, says: RegExp][] = [
    ['a misspelt rule', 'name: x\nrules:\n  idel: { after: 30m }\n', /desk\.yaml:3:3.*idel.*idle/],
    ['a wrong length', 'name: x\nrules:\n  idle: { after: 30 }\n', /desk\.yaml:3:18.*30/],
    [
      'rules that contradict each other',
      'name: x\nrules:\n  prompt: { before: 40m, text: hi }\n',
      /desk\.yaml:3:\d+.*prompt\.before 40m/,
    ],
    [
      'a channel without documented limits',
      'name: x\nrules:\n  channels: { web: documented }\n',
      /desk\.yaml:3:\d+.*web/,
    ],
    ['no rules', 'name: x\n', /rules/],
    ['no YAML', 'name: [x\n', /desk\.yaml:2:1/],
  ];
  for (const [what, text, says] of faults)
    it(`${what}: one line with its place, exit 1`, async () => {
      const { code, stdout, stderr } = await stillthere(['rules', 'check', file(text)]);
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, says);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
    });

  it('a name that nothing has: the nearest', async () => {
    const { code, stderr } = await stillthere(['rules', 'show', 'meiqialike']);
    assert.equal(code, 1);
    assert.match(stderr, /did you mean meiqia-like/);
    const missing = await stillthere(['run', 'smoke', '--engine', 'sim', '--rules', './nowhere.yaml']);
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /nowhere\.yaml/);
  });
});

describe('--rules', () => {
  it('the same people at another desk: the line that repeats the run names it, and profiles change what they change', async () => {
    const path = file('name: mine\nrules:\n  idle: { after: 5m }\n  visitorGone: 3m\n');
    const args = ['run', 'first-evening', '--engine', 'sim', '--profile', 'bare,all', '--out', folder];
    const played = await stillthere([...args, '--rules', path]);
    const own = await stillthere(args);
    assert.match(played.stdout, new RegExp(`--rules ${path}`));
    assert.doesNotMatch(own.stdout, /--rules/);
    const runOf = ({ stdout }: { stdout: string }, profile: string) => {
      const run = new RegExp(`Evidence: (\\S+first-evening-${profile}-\\S+)`).exec(stdout)?.[1] ?? assert.fail(stdout);
      const read = (name: string) => JSON.parse(readFileSync(join(run, name), 'utf8')) as Record<string, never>;
      return { run: read('result.json')['run'], filledIn: read('scenario.json')['filledIn'] } as never;
    };
    for (const profile of ['bare', 'all']) {
      const [mine, theirs]: [Played, Played] = [runOf(played, profile), runOf(own, profile)];
      assert.equal(mine.run.populationHash, theirs.run.populationHash);
      assert.notEqual(mine.run.scenarioHash, theirs.run.scenarioHash);
      assert.equal(mine.filledIn.rules.idle.after, 5 * MINUTE);
      assert.deepEqual(mine.filledIn.profiles, theirs.filledIn.profiles);
    }
  });

  it('plan, remedies and serve know it as well', async () => {
    const plan = await stillthere(['plan', 'first-evening', '--rules', 'cisco-like', '--json']);
    assert.equal(plan.code, 0);
    for (const command of ['remedies', 'serve']) {
      const { code, stderr } = await stillthere([command, 'first-evening', '--rules', 'cisko-like']);
      assert.equal(code, 1);
      assert.match(stderr, /did you mean cisco-like/);
    }
  });
});

interface Played {
  readonly run: { readonly populationHash: string; readonly scenarioHash: string };
  readonly filledIn: { readonly rules: { readonly idle: { readonly after: number } }; readonly profiles: object };
}

describe('the file of a preset', () => {
  it('is what its schema allows, and nothing in it is unknown', () => {
    for (const name of names) {
      const text = readFileSync(join(projectRoot(), `presets/${name}.yaml`), 'utf8');
      assert.deepEqual(
        Object.keys(parse(text) as object).filter(
          (key) => !['$schema', 'name', 'says', 'sources', 'rules'].includes(key),
        ),
        [],
      );
    }
  });
});
