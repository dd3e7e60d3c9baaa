// `stillthere remedies`: the same people under all
// profiles (R70), and the same numbers as single runs.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, describe } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Remedies } from '../../../src/result/remedies.ts';
import type { Replicates } from '../../../src/result/replicates.ts';
import type { Result } from '../../../src/result/schema.ts';
import { projectRoot } from '../../../src/system/entry.ts';
import { scenarioFile } from '../../e2e/support.ts';
import { tooShort } from '../../scenario/too-short.ts';
import { stillthere } from '../support.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-remedies-'));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
const newOut = (): string => join(mkdtempSync(join(folder, 'out-')), 'runs');

/**
 * A desk with too short a timeout that drops later
 * messages, with a prompt, and with leave-messages.
 */
const file = scenarioFile({
  ...tooShort,
  profiles: {
    bare: { afterClose: { policy: 'drop' } },
    '+prompt': { afterClose: { policy: 'drop' }, prompt: { before: '4s', text: 'Are you still there?' } },
    '+leave-message': { afterClose: { policy: 'leave_message' } },
  },
});

describe('stillthere remedies', () => {
  test('R70: the same people under every profile; --json prints remedies.json, which is as its JSON Schema says', async () => {
    const out = newOut();
    const { code, stdout, stderr } = await stillthere([
      'remedies',
      file,
      '--replicates',
      '3',
      '--seed',
      'S',
      '--json',
      '--out',
      out,
    ]);
    assert.equal(code, 0, stderr);
    const [name = ''] = readdirSync(out);
    assert.equal(stdout, readFileSync(join(out, name, 'remedies.json'), 'utf8'));
    const schema = readFileSync(join(projectRoot(), 'docs/reference/remedies.schema.json'), 'utf8');
    const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(JSON.parse(schema) as object);
    assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors));
    const { profiles, base } = JSON.parse(stdout) as Remedies;
    assert.deepEqual([base, profiles.map(({ profile }) => profile)], ['bare', ['bare', '+prompt', '+leave-message']]);
    const people = profiles.map(({ folder: of }) => {
      const { replicates } = JSON.parse(readFileSync(join(out, name, of, 'replicates.json'), 'utf8')) as Replicates;
      return replicates.map(({ populationHash }) => populationHash);
    });
    assert.deepEqual(people[1], people[0]);
    assert.deepEqual(people[2], people[0]);
  });

  test('its numbers are those of single runs with the same seeds', async () => {
    const many = await stillthere(['remedies', file, '--replicates', '2', '--seed', 'S', '--json', '--out', newOut()]);
    const { profiles } = JSON.parse(many.stdout) as Remedies;
    const lost = async (profile: string): Promise<number[]> =>
      Promise.all(
        ['S/1', 'S/2'].map(async (seed) => {
          const run = [
            'run',
            file,
            '--engine',
            'sim',
            '--profile',
            profile,
            '--seed',
            seed,
            '--json',
            '--out',
            newOut(),
          ];
          const { messages } = JSON.parse((await stillthere(run)).stdout) as Result;
          return messages.fates['lost'] ?? 0;
        }),
      );
    const [bare, left] = [await lost('bare'), await lost('+leave-message')];
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    assert.ok(mean(bare) > 0 && mean(left) === 0, 'R41: what is left is not lost');
    assert.equal(profiles[0]?.metrics.lost.mean, mean(bare));
    const differences = left.map((value, i) => value - (bare[i] ?? 0));
    assert.equal(profiles[2]?.metrics.lost.difference?.mean, mean(differences));
  });

  test('the report has a line a metric, a bar a profile, what got better, and the page of Markdown beside it', async () => {
    const out = newOut();
    const { code, stdout, stderr } = await stillthere(['remedies', file, '--replicates', '6', '--out', out]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /3 rule profiles, same visitors, 6 seeds each \(1\/1 … 1\/6\)/);
    assert.match(stdout, /acknowledged and lost.*[+−]?\d/);
    assert.match(stdout, /^ {2}bare +[█▓░]+ .*%$/m);
    assert.match(stdout, /\+leave-message improves: .*acknowledged and lost/);
    const [name = ''] = readdirSync(out);
    const page = readFileSync(join(out, name, 'remedies.md'), 'utf8');
    assert.match(page, /^\| +\| bare \| \+prompt \| \+leave-message \|$/m);
    assert.doesNotMatch(page, /undefined|NaN/);
  });

  test('speaks Chinese', async () => {
    const { stdout } = await stillthere(['--lang', 'zh-CN', 'remedies', file, '--replicates', '2', '--out', newOut()]);
    assert.match(stdout, /同一批访客，3 套规则/);
  });

  const wrong: [string, string[], RegExp][] = [
    ['an unknown profile', ['--profile', 'bare,+magic'], /\+magic/],
    ['one profile', ['--profile', 'bare'], /nothing to compare it with/],
    ['no replicates', ['--replicates', '0'], /--replicates/],
    ['workers that are no number', ['--workers', 'many'], /--workers/],
  ];
  for (const [what, flags, says] of wrong)
    test(`${what}: one clear line, exit code 1, nothing written`, async () => {
      const out = newOut();
      const { code, stderr } = await stillthere(['remedies', file, ...flags, '--out', out]);
      assert.equal(code, 1);
      assert.match(stderr, says);
      assert.ok(!existsSync(out));
    });
});

describe('stillthere remedies over real sockets', () => {
  test('the built-in engine plays the same people, one seed after the other, and says so', async () => {
    const out = newOut();
    const args = ['remedies', file, '--replicates', '2', '--engine', 'node', '--profile', 'bare,+prompt', '--json'];
    const { code, stdout } = await stillthere([...args, '--out', out]);
    assert.equal(code, 0);
    const document = JSON.parse(stdout) as Remedies;
    assert.deepEqual(
      [document.run.engine, document.profiles.map(({ profile }) => profile)],
      ['node', ['bare', '+prompt']],
    );
    const of = (profile: number): string[] => {
      const { folder: name } = document.profiles[profile] ?? assert.fail('a profile is missing');
      const [run = ''] = readdirSync(out);
      const read = JSON.parse(readFileSync(join(out, run, name, 'replicates.json'), 'utf8')) as Replicates;
      return read.replicates.map(({ populationHash }) => populationHash ?? '');
    };
    assert.deepEqual(of(0), of(1));
  });

  for (const [what, args, says] of [
    ['workers', ['--engine', 'node', '--workers', '2'], /--workers/],
    ['a speed in virtual time', ['--speed', '3'], /--speed 3/],
    ['an engine that is none', ['--engine', 'k7'], /k7.*sim/s],
  ] as const)
    test(`${what}: refused with what to do`, async () => {
      const { code, stderr } = await stillthere(['remedies', file, ...args]);
      assert.equal(code, 1);
      assert.match(stderr, says);
    });
});
