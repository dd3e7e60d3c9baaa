// The commands that a report prints work as printed: the
// repeated run is equal, the short form is violated alike.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Result } from '../../src/result/schema.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { command, newFolder, played, play, readResult, scenarioFile } from './support.ts';

const scenario: ScenarioInput = {
  name: 'once-more',
  shows: 'people who think for longer than the desk waits, so that there is something to repeat',
  locale: 'en',
  arrivals: [{ name: 'steady', for: '2m', visitors: 40 }],
  channels: { web: 1 },
  personas: {
    talker: {
      weight: 1,
      trade: 'after_sale',
      turns: 3,
      think: { median: '20s', sigma: 0.5 },
      patience: '1m',
      endings: { closes: 1, goodbye: 1, silent: 1 },
      comesBack: 500,
    },
  },
  agents: { count: 3, answer: '3s', perSession: 100, glance: '1s', notice: '1s' },
  rules: { idle: { after: '15s' } },
  profiles: { bare: { afterClose: { policy: 'drop' } }, '+leave-message': { afterClose: { policy: 'leave_message' } } },
};

/** The only parts that may differ between a run in virtual time and its repetition. */
const MAY_DIFFER = ['tool', 'generator', 'resources'] as const;

/**
 * The text of a result without these parts; the order of keys and the spelling of numbers count.
 */
function lasting(folder: string): string {
  const result = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as Partial<Result>;
  for (const key of MAY_DIFFER) delete result[key];
  const { id: _id, startedAt: _startedAt, ...run } = result.run ?? ({} as Result['run']);
  return JSON.stringify({ ...result, run }, null, 2);
}

/** The commands in a report that repeat its runs. */
const printed = (stdout: string, label = 'Repeat this run'): string[] =>
  [...stdout.matchAll(new RegExp(`^${label}: +(.+)$`, 'gm'))].map(([, text]) => text ?? '');

/**
 * A folder with an `npx` that runs the command line of this checkout, as an installed one would.
 */
function ownNpx(): string {
  const folder = newFolder('bin');
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  const tsx = import.meta.resolve('tsx');
  writeFileSync(
    join(folder, 'npx'),
    `#!/bin/sh\n[ "$1" = stillthere ] || exit 127\nshift\nexec '${process.execPath}' --import '${tsx}' '${main}' "$@"\n`,
  );
  chmodSync(join(folder, 'npx'), 0o755);
  return folder;
}

/**
 * Runs a command line in a shell in `cwd`, as a user would who copies it.
 * @returns its exit code and its output
 */
function execute(line: string, cwd: string): Promise<{ code: number | null; text: string }> {
  const env = { ...process.env, NO_COLOR: '1', PATH: [ownNpx(), process.env['PATH']].join(delimiter) };
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', line], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (more: string) => (text += more));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, text }));
  });
}

describe('the command under "Shortest repeat"', { concurrency: 2 }, () => {
  for (const seed of ['20', "it's 双十一, $HOME"]) {
    it(`has one visitor and breaks the same limit, with the seed ${seed}`, async (t) => {
      const first = await play([scenarioFile(scenario), '--engine', 'sim', '--seed', seed]);
      const [line = '', ...more] = printed(first.ended.stdout, 'Shortest repeat');
      t.diagnostic(line);
      assert.deepEqual(more, []);
      assert.match(line, / --only v\d+(,a\d+)* --until \d+s$/);
      const cwd = newFolder('short');
      const { code, text } = await execute(line, cwd);
      assert.equal(code, 3, text);
      const result = readResult(join(cwd, 'runs'));
      assert.equal(result.reasons[0]?.limit, first.result.reasons[0]?.limit);
      assert.equal(result.visitors.arrived, 1);
      assert.deepEqual(printed(text, 'Shortest repeat'), [], 'there is nothing shorter than that');
    });
  }

  it('is not there when nothing went wrong, or not as a fact', async () => {
    const good = await play([scenarioFile(scenario), '--engine', 'sim', '--profile', '+leave-message']);
    assert.deepEqual(printed(good.ended.stdout, 'Shortest repeat'), []);
  });
});

describe('the command under "Repeat this run"', { concurrency: 2 }, () => {
  for (const seed of ['20', "it's 双十一, $HOME"]) {
    it(`repeats a run in virtual time to the byte, with the seed ${seed}`, async (t) => {
      const first = await play([scenarioFile(scenario), '--engine', 'sim', '--seed', seed]);
      const [line = '', ...more] = printed(first.ended.stdout);
      t.diagnostic(line);
      assert.deepEqual(more, []);
      assert.equal(first.result.run.seed, seed);
      const cwd = newFolder('again');
      const again = await execute(line, cwd);
      assert.equal(again.code, first.ended.code, again.text);
      const { folder } = played(join(cwd, 'runs'), { ...first.ended, code: again.code });
      assert.notEqual(basename(folder), basename(first.folder), 'it is another run');
      assert.equal(lasting(folder), lasting(first.folder));
      assert.equal(
        readFileSync(join(folder, 'ledger.ndjson'), 'utf8'),
        readFileSync(join(first.folder, 'ledger.ndjson'), 'utf8'),
        'row by row',
      );
      assert.ok(first.result.messages.fates.lost > 0, 'there was something to repeat');
    });
  }

  it('keeps the ledger when the run did, and the part of the run that was played', async () => {
    const part = ['--only', 'v5,v3,a1', '--until', '2m'];
    const first = await play([scenarioFile(scenario), '--engine', 'sim', ...part]);
    const [line = ''] = printed(first.ended.stdout);
    assert.match(line, / --seed 1 --only v3,v5,a1 --until 2m --ledger$/);
    const cwd = newFolder('again');
    const again = await execute(line, cwd);
    const { folder } = played(join(cwd, 'runs'), { ...first.ended, code: again.code });
    assert.equal(lasting(folder), lasting(first.folder));
  });

  it('stands under each of several profiles, and names that one', async () => {
    const both = ['--engine', 'sim', '--profile', 'bare,+leave-message'];
    const { stdout, stderr } = await command(['run', scenarioFile(scenario), ...both, '--out', newFolder('runs')])
      .ended;
    const lines = printed(stdout);
    assert.equal(lines.length, 2, stderr);
    assert.match(lines[0] ?? '', / --profile bare --seed 1$/);
    assert.match(lines[1] ?? '', / --profile \+leave-message --seed 1$/);
  });

  it('another seed is another run: the comparison can fail', async () => {
    const file = scenarioFile(scenario);
    const [one, two] = await Promise.all(['1', '2'].map((seed) => play([file, '--engine', 'sim', '--seed', seed])));
    assert.notEqual(lasting(one?.folder ?? ''), lasting(two?.folder ?? ''));
  });
});
