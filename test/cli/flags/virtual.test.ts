// The flags of virtual time: ledger, memory, visitors,
// end of the run, playing a seed twice, seeds as text.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before, describe } from 'node:test';
import type { Result } from '../../../src/result/schema.ts';
import { makeProgram } from '../../../src/cli/program.ts';
import { UsageError } from '../../../src/scenario/define.ts';
import { stillthere, type Said } from '../support.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-virtual-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const newOut = (): string => mkdtempSync(join(folder, 'runs-'));
const onlyRun = (out: string): string => {
  const [run, ...more] = readdirSync(out);
  assert.ok(run !== undefined && more.length === 0, `one run in ${out}`);
  return join(out, run);
};
const resultIn = (run: string): Result => JSON.parse(readFileSync(join(run, 'result.json'), 'utf8')) as Result;
const oneLine = ({ stdout, stderr, code }: Said, says: RegExp): void => {
  assert.equal(code, 1, stdout + stderr);
  const lines = stderr
    .trimEnd()
    .split('\n')
    .filter((line) => !/: (?:playing|judging)$/.test(line));
  assert.equal(lines.length, 1, stderr);
  assert.match(lines[0] ?? '', says);
};

describe('explain of a run in virtual time', () => {
  let kept = '';
  let forgotten = '';
  before(async () => {
    const [one, other] = [newOut(), newOut()];
    const run = ['run', 'double-eleven-peak', '--engine', 'sim', '--seed', '4'];
    await stillthere([...run, '--out', one, '--ledger']);
    await stillthere([...run, '--out', other]);
    kept = onlyRun(one);
    forgotten = onlyRun(other);
  });

  test('keeps a ledger when it is asked to, and only then', () => {
    assert.deepEqual(readdirSync(kept).sort(), ['ledger.ndjson', 'result.json', 'scenario.json']);
    assert.deepEqual(readdirSync(forgotten).sort(), ['result.json', 'scenario.json']);
  });

  test('says the same with a ledger and without: of a message, a session and a visitor', async () => {
    const [lost = ''] = resultIn(kept).messages.examples['lost'] ?? [];
    for (const subject of [lost, 's12', lost.slice(0, lost.indexOf('/'))]) {
      const [one, other] = await Promise.all([kept, forgotten].map((run) => stillthere(['explain', run, subject])));
      assert.equal(one?.code, 0, one?.stderr);
      assert.ok((one?.stdout.split('\n').length ?? 0) > 5, one?.stdout);
      assert.equal(other?.stdout, one?.stdout);
      assert.equal(other?.stderr, '');
    }
  });

  test('of a part of a run, too', async () => {
    const stories = await Promise.all(
      [['--ledger'], []].map(async (more) => {
        const out = newOut();
        const part = ['--only', 'v3,v18,a0', '--until', '50m'];
        await stillthere(['run', 'double-eleven-peak', '--engine', 'sim', ...part, '--out', out, ...more]);
        return (await stillthere(['explain', onlyRun(out), 'v18'])).stdout;
      }),
    );
    assert.match(stories[0] ?? '', /v18 +arrives/);
    assert.equal(stories[1], stories[0]);
  });

  test('says in one line when it cannot be played again, or not in the memory it may use', async () => {
    const copy = newOut();
    for (const name of ['scenario.json', 'result.json'])
      writeFileSync(join(copy, name), readFileSync(join(forgotten, name)));
    oneLine(
      await stillthere(['explain', copy, 'v3', '--memory', '40MB']),
      /the limit is \d+ MB.*raise the limit with --memory/,
    );
    const result = resultIn(copy);
    const others = { ...result, run: { ...result.run, populationHash: 'f'.repeat(16) } };
    writeFileSync(join(copy, 'result.json'), JSON.stringify(others));
    oneLine(await stillthere(['explain', copy, 'v3']), /has other visitors or agents: another version .*--ledger/);
    rmSync(join(copy, 'result.json'));
    oneLine(await stillthere(['explain', copy, 'v3']), /neither a ledger nor a result.*--ledger/);
  });
});

describe('flags that cannot be met get one line, and leave nothing behind', () => {
  const sim = ['--engine', 'sim'];
  for (const [args, says] of [
    [
      ['--until', '10m'],
      /--until works only in virtual time, but --engine (?:k6|node) uses real sockets: use --engine sim/,
    ],
    [['--only', 'v1', '--engine', 'node'], /--only works only in virtual time, but --engine node/],
    [['--verify', '--engine', 'node'], /--verify works only in virtual time/],
    [['--memory', '1GB', '--engine', 'node'], /--memory works only in virtual time/],
    [[...sim, '--memory', '512'], /--memory 512: write a number and MB or GB, such as 512MB/],
    [[...sim, '--memory', '0MB'], /--memory 0MB: write a number/],
    [[...sim, '--memory', 'much'], /--memory much: write a number/],
    [[...sim, '--until', 'tomorrow'], /--until tomorrow: write a model time above 0, such as 90s/],
    [[...sim, '--until', '0s'], /--until 0s: write a model time/],
    [[...sim, '--only', 'v1, 17'], /--only v1, 17: "17" is not a visitor or agent; write names with commas/],
    [
      [...sim, '--only', 'v1,v900,a3'],
      /--only: this run has no v900, a3; its visitors are v0 … v25, its agents a0 … a2/,
    ],
    [[...sim, '--only', 'a1'], /--only a1: name a visitor, too/],
  ] as const)
    test(args.join(' '), async () => {
      const out = newOut();
      // The test calls the program in this process: one process for each case would take a minute.
      const program = makeProgram();
      await assert.rejects(
        program.parseAsync(['run', 'smoke', ...args, '--out', out], { from: 'user' }),
        (error: Error) => {
          assert.ok(error instanceof UsageError, error.stack);
          assert.match(error.message, says);
          assert.doesNotMatch(error.message, /\n/);
          return true;
        },
      );
      assert.deepEqual(readdirSync(out), []);
    });

  test('--memory of a run that would take more: one line, no folder', async () => {
    const out = newOut();
    const said = await stillthere(['run', 'double-eleven-peak', ...sim, '--memory', '40MB', '--out', out]);
    oneLine(
      said,
      /^stopped after \S+ of model time, when \d+ visitors had come: \d+ MB .*the limit is 40 MB.*raise the limit with --memory$/,
    );
    assert.deepEqual(readdirSync(out), []);
  });

  test('--memory of a run that takes less, and --ledger over sockets, change nothing', async () => {
    const out = newOut();
    assert.equal((await stillthere(['run', 'smoke', ...sim, '--memory', '1.5GB', '--out', out])).code, 0);
    const path = join(folder, 'short.yaml');
    writeFileSync(
      path,
      `name: short
shows: a few seconds
locale: en
arrivals: [{ name: a, for: 10s, visitors: 3 }]
channels: { web: 1 }
personas: { p: { weight: 1, trade: pre_sale, turns: 1, think: 5s, endings: { closes: 1, goodbye: 0, silent: 0 } } }
agents: { count: 1, answer: 1s }
rules: { idle: { after: 20s } }
tail: 1s
speed: 4
`,
    );
    const real = newOut();
    await stillthere(['run', path, '--engine', 'node', '--ledger', '--out', real]);
    assert.ok(existsSync(join(onlyRun(real), 'ledger.ndjson')));
  });
});

describe('--verify', () => {
  test('goes with nothing that needs a judged run', async () => {
    for (const flag of [['--junit', join(folder, 'x.xml')], ['--json']]) {
      const { code, stderr } = await stillthere(['run', 'smoke', '--engine', 'sim', '--verify', ...flag]);
      assert.equal(code, 1);
      assert.match(stderr, new RegExp(`--verify.* cannot be used with .*${flag[0]}`));
    }
  });

  test('plays each profile twice and says how many rows were the same; nothing is written', async () => {
    const out = newOut();
    const args = ['run', 'smoke', '--engine', 'sim', '--verify', '--profile', 'bare,all', '--seed', 'x', '--out', out];
    const { code, stdout, stderr } = await stillthere(args);
    assert.equal(code, 0, stderr);
    const [bare = '', all = '', ...more] = stdout.trimEnd().split('\n');
    const form = /^smoke \((\S+), seed x\): run twice, [\d ]+ rows, all identical \([0-9a-f]{16}\)$/;
    assert.deepEqual([form.exec(bare)?.[1], form.exec(all)?.[1], more], ['bare', 'all', []]);
    assert.deepEqual(readdirSync(out), []);
    const again = await stillthere(args);
    assert.equal(again.stdout, stdout, 'the digest is that of the seed');
  });
});

describe('a seed is text', () => {
  const commit = createHash('sha1').update('any text').digest('hex');
  test('the hash of a commit, long or short, and what looks like a number: each brings people of its own', async () => {
    assert.match(commit, /^[0-9a-f]{40}$/);
    const seeds = [commit, commit.slice(0, 7), '0123456', '123456', '1e10', '10000000000'];
    const out = newOut();
    const runs: Result[] = [];
    for (const seed of seeds) {
      const { code, stdout } = await stillthere(['run', 'smoke', '--engine', 'sim', '--seed', seed, '--out', out]);
      assert.notEqual(code, 1);
      const name = readdirSync(out).find((run) => run.startsWith(`smoke-bare-sim-${seed}-`)) ?? assert.fail(seed);
      assert.match(stdout, new RegExp(`^Repeat this run: .* --seed ${seed}$`, 'm'));
      runs.push(resultIn(join(out, name)));
    }
    assert.deepEqual(
      runs.map(({ run }) => run.seed),
      seeds,
    );
    assert.equal(new Set(runs.map(({ run }) => run.populationHash)).size, seeds.length);
    assert.equal(readdirSync(out).length, seeds.length);
  });
});
