// `npm start` in a fresh checkout while k6 is being
// built: what is shown and when, and Ctrl-C at any time.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { findK6 } from '../../src/engines/k6/find.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { projectRoot } from '../../src/system/entry.ts';
import { until } from '../until.ts';
import { isAlive, newFolder, processes, scenarioFile, signal, skipK6 } from './support.ts';

/**
 * A few minutes under two profiles; silent visitors time out under both. The speed is fixed,
 * because a busy machine could choose one at which this takes an hour.
 */
const scenario = (name: string, visitors: number): ScenarioInput => ({
  name,
  shows: 'four minutes at a desk that closes soon',
  locale: 'en',
  arrivals: [{ name: 'all', for: '4m', visitors }],
  channels: { web: 1 },
  personas: {
    asker: {
      weight: 1,
      trade: 'pre_sale',
      turns: 2,
      think: { median: '20s', sigma: 1, cap: '2m' },
      patience: '5m',
      lingers: '1m',
      endings: { closes: 0, goodbye: 1, silent: 1 },
    },
  },
  agents: { count: Math.ceil(visitors / 10), answer: '10s', glance: '2s', notice: '5s' },
  rules: { idle: { after: '40s' }, agents: { capacity: 8 } },
  profiles: { bare: {}, all: { idle: { after: '60s' } } },
  speed: 30,
});
const SMALL = scenario('two-desks', 60);
/** So many visitors that virtual time takes a while. */
const LARGE = scenario('two-large-desks', 30_000);

/** What a build of the checkout and `npm start` need. */
const PARTS = ['src', 'scenarios', 'presets', 'scripts', 'docs/reference', 'package.json', 'package-lock.json'];

/** A newly installed checkout: no dist/, no .tools/. */
function freshCheckout(): string {
  const root = newFolder('checkout');
  const configurations = readdirSync(projectRoot()).filter((name) => /^tsconfig.*\.json$/.test(name));
  for (const part of [...PARTS, ...configurations]) {
    mkdirSync(dirname(join(root, part)), { recursive: true });
    cpSync(join(projectRoot(), part), join(root, part), { recursive: true });
  }
  symlinkSync(join(projectRoot(), 'node_modules'), join(root, 'node_modules'));
  return root;
}

const k6 = await findK6();
const built = 'missing' in k6 ? '/bin/false' : k6.path;

/** Fake Go programs: a slow build, a build that never ends, and a failing build. */
const GO = {
  slow: `echo $$ >"$MARKS/began"; sleep 12; cp ${JSON.stringify(built)} "$6"; echo >"$MARKS/built"`,
  endless: `echo half >"$6"; echo $$ >"$MARKS/began"; sleep 600`,
  failing: `echo 'no space left on device' >&2; exit 1`,
} as const;

interface Starting {
  readonly root: string;
  readonly marks: string;
  readonly pid: number;
  /** Both outputs, in the order of printing. */
  said(): string;
  readonly code: Promise<number | null>;
}

/** Runs `npm start` in a fresh checkout without k6; only the fake Go can build one. */
function start(played: ScenarioInput, go: keyof typeof GO): Starting {
  const root = freshCheckout();
  const marks = newFolder('marks');
  const bin = newFolder('bin');
  const script = [
    '#!/bin/sh',
    'case "$1" in',
    '  version) echo "go version go1.26.1 linux/amd64";;',
    `  mod) printf '{"Dir":"%s"}' "$MARKS";;`,
    `  build) ${GO[go]};;`,
    'esac',
  ];
  writeFileSync(join(bin, 'go'), `${script.join('\n')}\n`);
  chmodSync(join(bin, 'go'), 0o755);
  const { STILLTHERE_K6: _k6, STILLTHERE_TOOLS: _tools, ...env } = process.env;
  const path = (env['PATH'] ?? '').split(delimiter).filter((dir) => !existsSync(join(dir, 'k6')));
  const child = spawn(process.execPath, ['scripts/start.mjs', scenarioFile(played), '--out', 'runs'], {
    cwd: root,
    env: { ...env, PATH: [bin, ...path].join(delimiter), MARKS: marks, NO_COLOR: '1', LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  assert.ok(child.pid !== undefined);
  return { root, marks, pid: child.pid, said: () => said, code };
}

/** Fails unless the text contains all parts in this order. */
function inOrder(text: string, ...parts: RegExp[]): void {
  let rest = text;
  for (const part of parts) {
    const found = part.exec(rest);
    assert.ok(found !== null, `${part} is missing, or too early, in:\n${text}`);
    rest = rest.slice(found.index + found[0].length);
  }
}

const STEP_1 = /^Step 1 of 2: virtual time, same visitors under bare and all$/m;
const STEP_2 = /^Step 2 of 2: real sockets, /m;
const TABLE =
  /^Default rules \(bare\) and all remedies \(all\), same visitors\n +bare(?: !)? +all(?: !)?\n[\s\S]*?idle timeouts +\d+ \(/m;
const BUILDING = /Step 2 is being prepared: k6 v[\d.]+ is being built with Go 1\.26, about a minute/;
const STOPPED = /^Stopped before step 2: nothing was run over real sockets\.$/m;

/** Processes that still run in this checkout. */
const leftIn = ({ root }: Starting): string[] =>
  processes()
    .filter(({ command }) => command.includes(root))
    .map(({ command }) => command);

/** The files in the folder of tools, which must be empty: nothing half-built is left. */
const toolsOf = ({ root }: Starting): string[] =>
  existsSync(join(root, '.tools')) ? readdirSync(join(root, '.tools')) : [];

/** The run ends with 0, or with 4 and a reason when a busy machine made it unreliable. */
function endedWell(code: number | null, text: string): void {
  if (code !== 0) inOrder(text, /the load generator was late|could not be measured|the highest reliable speed/);
  assert.ok(code === 0 || code === 4, `exit code ${code}:\n${text}`);
}

describe('npm start', () => {
  it(
    'shows virtual time while k6 is being built, then plays with it, and says whether it confirms',
    { skip: skipK6 },
    async () => {
      const starting = start(SMALL, 'slow');
      await until('the first verdict', () => TABLE.test(starting.said()), 180_000);
      assert.equal(existsSync(join(starting.marks, 'built')), false, 'k6 was still being built then');
      const code = await starting.code;
      const text = starting.said();
      inOrder(
        text,
        STEP_1,
        TABLE,
        /^Repeat this run: +npx stillthere run .* --engine sim --profile bare,all --seed 1$/m,
        BUILDING,
        /Step 2 of 2: real sockets, k6 at 30×, about \d+ minutes?/,

        TABLE,
        /^Real sockets (?:confirm|do not confirm|confirm nothing)/m,
      );
      endedWell(code, text);
      assert.deepEqual(toolsOf(starting), ['k6']);
      assert.deepEqual(leftIn(starting), []);
      const engines = readdirSync(join(starting.root, 'runs')).map((name) => /-(sim|k6|node)-/.exec(name)?.[1]);
      assert.deepEqual(
        [...engines].sort((a, b) => String(a).localeCompare(String(b))),
        ['k6', 'k6', 'sim', 'sim'],
      );
    },
  );

  it('goes on with the built-in engine when k6 cannot be built, and says why', async () => {
    const starting = start(SMALL, 'failing');
    const code = await starting.code;
    const text = starting.said();
    inOrder(
      text,
      STEP_1,
      TABLE,
      /^k6 could not be built: no space left on device\.$/m,
      /^Using the built-in engine instead\.$/m,
      /Step 2 of 2: real sockets, the built-in engine at 30×, about \d+ minutes?/,
      TABLE,
      /^Real sockets /m,
    );
    endedWell(code, text);
    assert.deepEqual(toolsOf(starting), []);
  });
});

describe('Ctrl-C in npm start', () => {
  /** Presses Ctrl-C once and waits for the end. */
  async function pressed(starting: Starting): Promise<string> {
    signal(starting.pid, 'SIGINT');
    const code = await starting.code;
    const text = starting.said();
    assert.equal(code, 4, text);
    inOrder(text, /stopping: draining and judging the run/);
    assert.doesNotMatch(text, /^\s+at .+[:(]|internal error/m);
    assert.deepEqual(leftIn(starting), [], 'nothing runs on');
    const began = join(starting.marks, 'began');
    if (existsSync(began)) assert.equal(isAlive(Number(readFileSync(began, 'utf8'))), false, 'the build has ended');
    return text;
  }

  it('in step 1: drains virtual time, reports what there is, and ends the build of k6', async () => {
    const starting = start(LARGE, 'endless');
    await until('k6 is being built', () => existsSync(join(starting.marks, 'began')), 180_000);
    await until('virtual time is played', () => /sim\): playing/.test(starting.said()), 180_000);
    const text = await pressed(starting);
    inOrder(text, STEP_1, /stopping/, /Default rules \(bare\) and all remedies/, /verdict +inconclusive/, STOPPED);
    assert.doesNotMatch(text, STEP_2);
    assert.deepEqual(toolsOf(starting), []);
  });

  it('while k6 is being built: the report of step 1 stands, and nothing half-built is left', async () => {
    const starting = start(SMALL, 'endless');
    await until('k6 is waited for', () => BUILDING.test(starting.said()), 180_000);
    const text = await pressed(starting);
    inOrder(text, STEP_1, TABLE, BUILDING, /stopping/, STOPPED);
    assert.doesNotMatch(text, STEP_2);
    assert.deepEqual(toolsOf(starting), []);
  });

  it('in step 2: drains the run over sockets and reports it', async () => {
    const starting = start(SMALL, 'failing');
    await until('it plays over sockets', () => /node\): playing at/.test(starting.said()), 180_000);
    const text = await pressed(starting);
    inOrder(text, STEP_1, TABLE, STEP_2, /stopping/, /^(?:INCONCLUSIVE|INVALID)/m, /^Real sockets confirm nothing/m);
    assert.match(text, /the run was interrupted/);
  });
});
