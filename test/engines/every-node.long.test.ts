// Same seed, same ledger: draws and a run of 10 000
// sessions are equal in Node 20, 22, 24, 26 and inside k6.
import assert from 'node:assert/strict';
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { MINUTE, MS, SECOND } from '../../src/model/core/time.ts';
import { populationHash } from '../../src/model/population/plan.ts';
import { corpusOf, defineScenario, rulesOf, workloadOf } from '../../src/scenario/define.ts';
import { K6_SKIP, runK6 } from '../conformance/k6-run.ts';
import { fingerprint, MARK_EVERY, type Fingerprint, type Job } from './fingerprint.ts';
import { bringNode, NODE_VERSIONS } from './nodes.ts';

const SEED = 'every-node';
const SESSIONS = 10_000;
/** Node needs seconds, and may share the machine. */
const NODE_LIMIT_MS = 100_000;
/**
 * The JavaScript engine inside k6 needs twenty times as long: a minute of CPU. The limit is below
 * the ten minutes that k6 itself allows a script.
 */
const K6_LIMIT_MS = 540_000;
/** By default k6 spends a third of its time on garbage collection. A higher GOGC reduces that. */
process.env['GOGC'] ??= '400';

/**
 * Kinds of rows that the ledger must have, as `fingerprint`
 * names them. Without them the comparison would prove less.
 */
const MUST_HAPPEN =
  'device hidden,device frozen,device killed,path offline,conn failed,conn abandoned,notice queued,notice assigned,' +
  'notice warned,notice transferred,notice left_message,notice closed visitor,notice closed agent,' +
  'fault down,fault up,notice closed idle_timeout,notice closed heartbeat_lost,notice closed visitor_abandoned,gave_up queue,' +
  'gave_up no_reply,gave_up closed,intend,fence seen,w_message,w_left,w_inbox,w_session,w_session reopened';

const execute = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'stillthere-every-node-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Short talks of many people in which everything possible
 * happens. A test below checks the kinds of rows.
 */
const scenario = defineScenario({
  name: 'every-node',
  shows: 'that every JavaScript engine gives the same ledger',
  locale: 'zh_CN',
  arrivals: [
    { name: 'even', for: '20m', visitors: 1_500 },
    { name: 'ramp', for: '40m', visitors: 4_800, ramp: [1, 3] },
    { name: 'curve', for: '40m', visitors: 3_700, curve: [3, 5, 2, 0, 1] },
  ],
  channels: { web: 4, app: 2, wechat: 2, douyin: 1, mini_program: 1 },
  personas: {
    buyer: {
      weight: 2,
      trade: 'pre_sale',
      turns: 1.4,
      think: {
        usually: { median: '40s', sigma: 1.3, cap: '1h' },
        sometimes: { from: '10m', to: '40m' },
        share: 200,
      },
      endings: { closes: 30, goodbye: 30, silent: 40 },
    },
    caller: {
      weight: 1,
      trade: 'after_sale',
      turns: 1.5,
      think: { mean: '60s' },
      patience: { mean: '90s' },
      endings: { closes: 20, goodbye: 50, silent: 30 },
    },
  },
  habits: {
    hidden: { kind: 'hidden', share: 150, onset: { median: '2m', sigma: 1 }, length: { median: '40s', sigma: 1.1 } },
    frozen: { kind: 'frozen', share: 80, onset: { median: '1m', sigma: 0.8 }, length: { median: '10m', sigma: 1.2 } },
    flaky: { kind: 'offline', share: 60, onset: { mean: '1m' }, length: { from: '2s', to: '90s' }, times: 3 },
    gone: { kind: 'killed', share: 50, onset: { median: '2m', sigma: 1 } },
  },
  agents: {
    count: 260,
    answer: { median: '12s', sigma: 0.6 },
    spread: '60s',
    leave: { share: 100, at: { from: '30m', to: '90m' } },
    habits: { vpn: { kind: 'offline', share: 300, onset: { median: '20m', sigma: 0.6 }, length: { mean: '2m' } } },
  },
  rules: {
    idle: { after: '5m' },
    prompt: { before: '2m', text: '您好，还在吗？' },
    sweep: '5s',
    queue: { timeout: '4m', then: 'leave_message' },
    afterClose: {
      policy: 'new_session',
      byChannel: { app: 'reopen', wechat: 'leave_message', douyin: 'drop' },
    },
    agents: { capacity: 3, handOver: '60s' },
    visitorGone: '5m',
  },
});

function jobOf(seed: string): Job {
  const workload = workloadOf(scenario, seed);
  const { lines, sets } = corpusOf(scenario, seed);
  const { visitors } = populationHash(workload, sets);
  const run: Job['run'] = {
    workload,
    rules: rulesOf(scenario, 'bare'),
    profile: 'bare',
    visitors,
    latency: 20 * MS,
    path: {
      latency: { kind: 'lognormal', median: 30 * MS, sigma: 0.8 },
      jitter: { kind: 'exponential', mean: 5 * MS },
    },
    commit: 4 * MS,
    crashes: [{ at: 50 * MINUTE, for: 20 * SECOND }],
    // Play is cut while people talk: otherwise the drain has nothing to fence.
    tail: 5 * MINUTE,
  };
  return { run, texts: lines, sets };
}

/**
 * Makes one file of plain JavaScript with the job inside, so
 * that no loader and no library of an engine is involved.
 * @returns its path
 */
async function bundle(job: Job): Promise<string> {
  const data = join(folder, 'job.json');
  const script = join(folder, 'fingerprint.mjs');
  writeFileSync(data, JSON.stringify(job));
  await build({
    stdin: {
      contents: `import { fingerprint } from './fingerprint.ts';
        import job from ${JSON.stringify(data)};
        export default () => console.log(JSON.stringify(fingerprint(job, (mark) => console.log(mark))));`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    outfile: script,
    bundle: true,
    format: 'esm',
    // The same target as the scripts of the engine.
    target: 'es2022',
    logLevel: 'silent',
  });
  return script;
}

/** The fingerprint in the output of the script, which follows one line for each mark. */
const last = (lines: readonly string[]): Fingerprint => JSON.parse(lines.at(-1) ?? '') as Fingerprint;

async function inNode(node: string, script: string): Promise<Fingerprint> {
  const source = `import play from ${JSON.stringify(pathToFileURL(script).href)}; play();`;
  const { stdout } = await execute(node, ['--input-type=module', '--eval', source], { timeout: NODE_LIMIT_MS });
  return last(stdout.trimEnd().split('\n'));
}

/**
 * Plays inside k6. Each mark is a test, because the driver takes
 * results as a sign of life and a busy machine needs minutes.
 */
async function inK6(script: string, t: TestContext, marks: readonly string[]): Promise<Fingerprint> {
  const printed = join(folder, 'console.log');
  const lineOf = (i: number): string | undefined =>
    existsSync(printed) ? readFileSync(printed, 'utf8').split('\n').slice(0, -1)[i] : undefined;
  const ended = runK6({ script, files: { job: join(folder, 'job.json') }, folder, limitMs: K6_LIMIT_MS });
  // Resolves also after a failure, which is reported below.
  const over = ended.then(
    () => true,
    () => true,
  );
  for (const [i, mark] of marks.entries()) {
    while (lineOf(i) === undefined && (await Promise.race([over, sleep(100)])) !== true);
    if (lineOf(i) === undefined) break;
    await t.test(`rows up to ${(i + 1) * MARK_EVERY}`, () => assert.equal(lineOf(i), mark));
  }
  const { lines, fault } = await ended;
  assert.equal(fault, undefined);
  return last(lines);
}

/** Compares part by part, so that a failure says where to look. */
function assertSame(there: Fingerprint, here: Fingerprint): void {
  assert.deepEqual(there.draws, here.draws, 'the draws');
  const at = here.ledger.marks.findIndex((mark, i) => mark !== there.ledger.marks[i]);
  assert.equal(at, -1, `the ledgers differ first between the rows ${at * MARK_EVERY} and ${(at + 1) * MARK_EVERY}`);
  assert.deepEqual(there.ledger, here.ledger, 'the ledger');
}

describe('same seed, same ledger', () => {
  let script: string;
  let here: Fingerprint;

  /**
   * Plays where `play` says and compares. The hash and the
   * time are printed and not compared with fixed values.
   */
  async function same(t: TestContext, where: string, play: () => Promise<Fingerprint>): Promise<void> {
    const began = performance.now();
    const there = await play();
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    t.diagnostic(`${where}: ledger ${there.ledger.hash}, draws ${there.draws['word']}, ${seconds} s`);
    assertSame(there, here);
  }

  before(async () => {
    script = await bundle(jobOf(SEED));
    here = await inNode(process.execPath, script);
  });

  it(`the run has ${SESSIONS} sessions, and everything happens in it that can`, (t) => {
    const { kinds, rows, hash } = here.ledger;
    const sessions = (kinds['w_session'] ?? 0) + (kinds['w_session reopened'] ?? 0);
    t.diagnostic(`Node ${process.versions.node} (this one): ${sessions} sessions, ${rows} rows, ledger ${hash}`);
    assert.ok(sessions >= SESSIONS, `${sessions} sessions are fewer than ${SESSIONS}`);
    const missing = MUST_HAPPEN.split(',').filter((kind) => !(kind in kinds));
    assert.deepEqual(missing, [], JSON.stringify(kinds));
  });

  for (const version of NODE_VERSIONS) {
    it(`in Node ${version}`, async (t) => {
      const node = await bringNode(version);
      if ('missing' in node) {
        assert.notEqual(process.env['CI'], 'true', node.missing);
        t.skip(`missing tool: Node ${version} (${node.missing})`);
        return;
      }
      await same(t, `Node ${version}`, () => inNode(node.path, script));
    });
  }

  it('inside k6', { skip: K6_SKIP ?? false, timeout: K6_LIMIT_MS + 10_000 }, (t) =>
    same(t, 'k6', () => inK6(script, t, here.ledger.marks)),
  );

  it('another seed gives other draws of every kind and another ledger', () => {
    const other = fingerprint(jobOf(`${SEED}-2`));
    for (const [kind, hash] of Object.entries(here.draws)) assert.notEqual(other.draws[kind], hash, kind);
    assert.notEqual(other.ledger.hash, here.ledger.hash);
  });
});
