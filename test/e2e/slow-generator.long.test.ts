// A generator that stops, dies or is interrupted: the result names it and blames nobody else.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { JUDGING_EPSILON } from '../../src/run/conclude.ts';
import { isVisitor } from '../../src/model/rows/ids.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { until } from '../until.ts';
import {
  assertNoStack,
  command,
  isAlive,
  judged,
  k6Below,
  newFolder,
  played,
  readRows,
  reasonsOf,
  rowsOf,
  runFolder,
  scenarioFile,
  serverOf,
  signal,
  skipK6,
  type Command,
} from './support.ts';

/** How long the generator is stopped. */
const STOP_MS = 300;
/**
 * How much of the stop must be seen, µs. An actor sees the time from its first alarm during the
 * stop to the end. On a busy machine alarms come in bunches, and the first may be due 100 ms into
 * the stop. Half is many times the 20 ms that a reliable generator may be late.
 */
const SEEN_LEAST = (STOP_MS * 1000) / 2;

/**
 * Real time. One question, one answer, then silence: about forty
 * idle closes a second, so that some are due at any moment.
 */
const scenario: ScenarioInput = {
  name: 'one-question-each',
  shows: 'visitors who ask one thing and fall silent, at a desk that closes them two seconds later',
  locale: 'en',
  arrivals: [{ name: 'steady', for: '11s', visitors: 440 }],
  channels: { web: 1 },
  personas: {
    asker: {
      weight: 1,
      trade: 'pre_sale',
      turns: 1,
      think: '1s',
      patience: '30s',
      lingers: '4s',
      endings: { closes: 0, goodbye: 0, silent: 1 },
    },
  },
  agents: { count: 24, answer: '200ms', perSession: 0, glance: '100ms', notice: '150ms' },
  rules: { idle: { after: '2s' }, agents: { capacity: 8 } },
  tail: '4s',
  speed: 1,
};

const file = scenarioFile(scenario);

interface Playing {
  readonly out: string;
  readonly cli: Command;
  /** Process ids of the generator and of the server. */
  readonly k6: number;
  readonly server: number;
}

/** How many messages must be acked before a test goes on, because a busy machine starts slowly. */
const ACKS_LEAST = 30;

/** Starts a run with k6, waits for the first acks, and lets it play on for a while. */
async function playing(forMs: number, env: NodeJS.ProcessEnv = {}): Promise<Playing> {
  const out = newFolder('runs');
  const cli = command(['run', file, '--engine', 'k6', '--out', out], { env });
  let isOver = false;
  void cli.ended.then(() => (isOver = true));
  await until('the run plays', () => {
    assert.ok(!isOver, cli.stderr());
    return cli.stderr().includes('playing');
  });
  const k6 = await until('k6 runs', () => k6Below(out));
  const server = await until('the server runs', () => serverOf(cli.pid));
  const ledger = join(runFolder(out), 'ledger.ndjson');
  await until('messages are acked', () => rowsOf(readRows(ledger), 'ack').length >= ACKS_LEAST);
  await sleep(forMs);
  return { out, cli, k6: k6.pid, server: server.pid };
}

const isActor = (by: string): boolean => /^[va]\d/.test(by);

/** When an actor last wrote one of these rows. */
const lastOf = (rows: readonly Row[]): number =>
  rows.reduce((last, { by, t }) => (isActor(by) ? Math.max(last, t) : last), 0);

/**
 * The generator was stopped within this time after the
 * last row that was read: rows arrive a tick late, µs.
 */
const SOON = 1_000_000;

/**
 * The longest time without a row of an actor, beginning
 * soon after `since` and before the last arrivals.
 */
function standstill(rows: readonly Row[], since: number): { from: number; to: number } {
  const end = rowsOf(rows, 'phase').find(({ phase }) => phase === 'arrivals_end')?.t ?? 0;
  const times = rows.filter(({ by, t }) => isActor(by) && t >= since && t < end).map(({ t }) => t);
  times.sort((a, b) => a - b);
  let longest = { from: 0, to: 0 };
  times.forEach((to, i) => {
    const from = times[i - 1] ?? to;
    if (from < since + SOON && to - from > longest.to - longest.from) longest = { from, to };
  });
  return longest;
}

/** Idle closes that were due in this time, by the judge with a tolerance of `epsilon` µs. */
const closesDue = (rows: readonly Row[], from: number, to: number, epsilon: number) =>
  judged(rows, scenario, epsilon).judgement.timeouts.filter(({ due }) => due !== undefined && due >= from && due <= to);

/** The greatest lateness of closes before the stop, which the machine causes, µs. */
function usualLateness(rows: readonly Row[], before: number): number {
  const closes = closesDue(rows, 0, before, JUDGING_EPSILON).filter(({ byRule }) => byRule !== 'missed');
  return Math.max(0, ...closes.map(({ due, closedAt }) => (closedAt ?? 0) - (due ?? 0)));
}

describe('a generator that cannot be trusted', { skip: skipK6 }, () => {
  it('k6 stopped for 300 ms is seen and named, and the server is not called late for it', async (t) => {
    const { out, cli, k6 } = await playing(4_000);
    const since = lastOf(readRows(join(runFolder(out), 'ledger.ndjson')));
    signal(k6, 'SIGSTOP');
    await sleep(STOP_MS);
    signal(k6, 'SIGCONT');
    const { ended, result, rows } = played(out, await cli.ended);
    const { lateness, loopLag } = result.generator;
    t.diagnostic(`lateness max ${lateness.max / 1000} ms, loop lag max ${loopLag.max / 1000} ms; ${reasonsOf(result)}`);
    assert.ok(lateness.max >= SEEN_LEAST, `the latest alarm of an actor: ${lateness.max} µs`);
    assert.match(reasonsOf(result), /note: the load generator stalled (once|\d+ times) for up to \d\.\d+ s/);
    assert.match(ended.stdout, /the load generator stalled/, 'the report names it too');
    const gap = standstill(rows, since);
    const usual = usualLateness(rows, gap.from);
    const closes = closesDue(rows, gap.from, gap.to, JUDGING_EPSILON + usual);
    t.diagnostic(`before it, closes came up to ${usual / 1000} ms late`);
    t.diagnostic(`${closes.length} idle closes were due in the ${(gap.to - gap.from) / 1000} ms without a row`);
    assert.ok(gap.to - gap.from >= 200_000, 'the standstill is in the ledger');
    assert.ok(closes.length > 0, 'there was something to be late with');
    assert.deepEqual(
      closes.filter(({ byRule, cause }) => byRule === 'late' && cause === 'server'),
      [],
    );
  });

  it('k6 killed in the middle: invalid, one clear message, evidence kept, exit 4', async () => {
    const { out, cli, k6, server } = await playing(4_000);
    signal(k6, 'SIGKILL');
    const { ended, result, rows } = played(out, await cli.ended);
    assert.equal(ended.code, 4, ended.stderr);
    assert.deepEqual([result.verdict, result.exitCode], ['invalid', 4]);
    const named = result.reasons.filter(({ text }) => text.includes('k6'));
    assert.deepEqual(
      named.map(({ text }) => text),
      ['k6 ended before its shards were done (SIGKILL); see engine.log'],
    );
    assert.equal(ended.stdout.split('k6 ended before').length, 2, 'the report says it once');
    assert.ok(rowsOf(rows, 'ack').length > 20, `the evidence is kept: ${rows.length} rows`);
    assert.ok(rowsOf(rows, 'w_message').length > 20, 'and so is what the server says');
    assert.equal(isAlive(server), false, 'the server is not left behind');
  });

  it('Ctrl-C in the middle: drains, reports, inconclusive, exit 4', async () => {
    const { out, cli, k6, server } = await playing(4_000);
    signal(cli.pid, 'SIGINT');
    const { ended, result, rows } = played(out, await cli.ended);
    assert.equal(ended.code, 4, ended.stderr);
    assert.match(ended.stderr, /stopping: draining and judging the run; press Ctrl-C again to stop at once/);
    // On a busy machine the generator was late as well, which is graver.
    const verdict = result.generator.honest ? 'inconclusive' : 'invalid';
    assert.equal(result.verdict, verdict, reasonsOf(result));
    assert.match(reasonsOf(result), /the run was interrupted/);
    assert.match(ended.stdout, new RegExp(`^${verdict.toUpperCase()}`, 'm'));
    const phases = rowsOf(rows, 'phase').map(({ phase, complete }) => [phase, complete]);
    assert.deepEqual(phases.at(-1), ['drain_end', true], 'the drain is complete');
    const visitors = new Set(rows.map(({ by }) => by).filter(isVisitor));
    assert.ok(visitors.size > 20, `${visitors.size} visitors had come`);
    assert.equal(result.messages.fates.lost, 0);
    assert.deepEqual([isAlive(k6), isAlive(server)], [false, false], 'nothing is left behind');
  });

  it('a second Ctrl-C ends at once with 130, and neither server nor k6 stays', async () => {
    const temporary = newFolder('temporary');
    const { out, cli, k6, server } = await playing(3_000, { TMPDIR: temporary });
    // A stopped server prolongs the drain, so that the second Ctrl-C comes before its end.
    signal(server, 'SIGSTOP');
    signal(cli.pid, 'SIGINT');
    await until('the first press is heard', () => cli.stderr().includes('stopping:'));
    await sleep(1_000);
    assert.ok(isAlive(cli.pid), 'it drains');
    const pressed = performance.now();
    signal(cli.pid, 'SIGINT');
    const ended = await cli.ended;
    const took = performance.now() - pressed;
    signal(server, 'SIGCONT');
    assertNoStack(ended);
    assert.deepEqual([ended.code, ended.signal], [130, null]);
    assert.ok(took < 5_000, `it took ${took.toFixed(0)} ms`);
    await until('k6 ends by itself', () => !isAlive(k6), 20_000);
    await until('the server ends by itself', () => !isAlive(server), 20_000);
    const left = readdirSync(temporary).filter((name) => name.startsWith('stillthere-'));
    assert.deepEqual(left, [], 'no temporary folder stays');
    const folder = runFolder(out);
    assert.ok(rowsOf(readRows(join(folder, 'ledger.ndjson')), 'ack').length > 0, 'the evidence is kept');
    assert.equal(existsSync(join(folder, 'result.json')), false, 'nothing was judged');
  });
});
