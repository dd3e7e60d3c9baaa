// Replicates from an empty folder to their document: rows
// by seed, a summary of the rows, equal bytes again.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import test, { after, describe } from 'node:test';
import type { RunOutcome } from '../../../src/run/request.ts';
import {
  replicateOneByOne,
  replicateVirtually,
  writeReplicates,
  type ReplicatesRequest,
} from '../../../src/study/replicates/replicates.ts';
import type { SeedsOptions } from '../../../src/study/replicates/seeds.ts';
import { simulate } from '../../../src/run/virtual-run.ts';
import { withSummary } from '../../../src/study/replicates/together.ts';
import { METRICS, type Metric } from '../../../src/result/headlines.ts';
import { replicatesSchema, type Replicates } from '../../../src/result/replicates.ts';
import { defineScenario, UsageError } from '../../../src/scenario/define.ts';
import festival from '../../../scenarios/double-eleven-peak.ts';
import smoke from '../../../scenarios/smoke.ts';
import { tooShort } from '../../scenario/too-short.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-replicates-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const desk = defineScenario(tooShort);
const requested = (more: Partial<ReplicatesRequest> = {}): ReplicatesRequest => ({
  scenario: desk,
  profile: 'bare',
  seed: 'S',
  replicates: 5,
  out: mkdtempSync(join(folder, 'out-')),
  ...more,
});

interface Made {
  readonly document: Replicates;
  readonly path: string;
  readonly text: string;
}

async function made(request: ReplicatesRequest, options?: SeedsOptions): Promise<Made> {
  const { folder: place, document: played } = await replicateVirtually(request, options);
  const document = withSummary(played);
  await writeReplicates(place, document);
  return { document, path: place.path, text: readFileSync(join(place.path, 'replicates.json'), 'utf8') };
}

/** The text of a document without the parts that may differ. */
function lasting(text: string): string {
  const { tool: _tool, resources: _resources, run, ...rest } = JSON.parse(text) as Replicates;
  const { id: _id, startedAt: _startedAt, ...same } = run;
  return JSON.stringify({ ...rest, run: same });
}

/** t(0.975, ν) from a table (Biometrika Tables for Statisticians I, table 12). */
const T975: Readonly<Record<number, number>> = { 1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776 };

describe('replicates in virtual time', () => {
  test('one folder for all: the scenario and the document, which is as its schema says', async () => {
    const request = requested({ replicates: 3 });
    const { document, path, text } = await made(request);
    assert.deepEqual(readdirSync(request.out), [basename(path)]);
    assert.match(basename(path), /^too-short-bare-sim-S-x3-\d{8}T\d{9}Z$/);
    assert.deepEqual(readdirSync(path).sort(), ['replicates.json', 'scenario.json']);
    const saved = JSON.parse(readFileSync(join(path, 'scenario.json'), 'utf8')) as Record<string, unknown>;
    assert.deepEqual([saved['hash'], saved['seed'], saved['replicates']], [desk.hash, 'S', 3]);
    assert.equal(document.run.id, basename(path));
    const read: unknown = JSON.parse(text);
    assert.deepEqual(replicatesSchema.strict().parse(read), read, 'nothing that the schema does not know');
    assert.doesNotMatch(text, /NaN|null/);
  });

  test('the same seed gives the same bytes, whatever the number of workers', async () => {
    const [one, three] = await Promise.all([1, 3].map((workers) => made(requested(), { workers })));
    assert.equal(lasting(one?.text ?? ''), lasting(three?.text ?? ''));
    assert.deepEqual([one?.document.resources.workers, three?.document.resources.workers], [1, 3]);
    const other = await made(requested({ seed: 'T' }));
    assert.notEqual(lasting(other.text), lasting(one?.text ?? ''), 'the comparison can fail');
  });

  test('the summary is that of the rows: mean, spread and interval worked out anew', async () => {
    const { document } = await made(requested());
    assert.deepEqual(
      document.replicates.map(({ seed }) => seed),
      ['S/1', 'S/2', 'S/3', 'S/4', 'S/5'],
    );
    for (const metric of METRICS) {
      const values = document.replicates.flatMap((row) => row[metric] ?? []);
      assertSpread(metric, document.summary[metric], values);
    }
    const { opened, timeoutRate, idleTimeouts, active } = document.summary;
    assert.ok((opened.sd ?? 0) > 0 && (timeoutRate.mean ?? 0) > 0, 'there was something to add up');
    assert.equal(opened.n, 5);
    assert.ok((idleTimeouts.mean ?? 0) <= (active.mean ?? 0));
  });

  test('a row has the numbers of a run with its seed alone', async () => {
    const { document } = await made(requested({ replicates: 2 }));
    const out = mkdtempSync(join(folder, 'alone-'));
    const stop = new AbortController().signal;
    const { result } = await simulate({ scenario: desk, profile: 'bare', seed: 'S/2', out, stop, watch: () => {} });
    const row = document.replicates[1];
    assert.ok(row !== undefined);
    assert.equal(row.populationHash, result.run.populationHash);
    assert.deepEqual([row.verdict, row.reasons], [result.verdict, result.reasons]);
    const { timeouts, messages, sessions, latency, cost, transfers } = result;
    assert.equal(row.timeoutRate, timeouts.rate.count / timeouts.rate.of);
    assert.equal(row.missedRate, messages.missed.count / messages.missed.of);
    assert.equal(row.waitingRate, timeouts.byPeople.waiting / timeouts.rate.count);
    assert.deepEqual(
      [row.opened, row.lost, row.firstResponseP95, row.consultationsLost, row.transfersDone],
      [sessions.opened, messages.fates.lost, latency.model.firstResponse.p95, cost.consultationsLost, transfers.done],
    );
  });

  test('messages are lost in some seeds: violated, with their sum and the seeds by name', async () => {
    const { document } = await made(requested());
    const losing = document.replicates.filter((row) => (row.lost ?? 0) > 0);
    const sum = losing.reduce((all, row) => all + (row.lost ?? 0), 0);
    assert.deepEqual([document.verdict, document.exitCode], ['violated', 3]);
    const [first] = document.reasons;
    assert.deepEqual(
      first?.seeds,
      losing.map(({ seed }) => seed),
    );
    assert.ok(first?.text.startsWith(`${sum} acknowledged messages are missing, in ${losing.length} of 5`));
  });

  test('nobody comes: what cannot be measured is absent, in rows and in the summary', async () => {
    const empty = defineScenario({ ...tooShort, arrivals: [{ name: 'night', for: '20s', visitors: 0 }] });
    const { document, text } = await made(requested({ scenario: empty, replicates: 2 }));
    assert.equal(document.verdict, 'inconclusive');
    assert.equal(document.replicates[0]?.timeoutRate, undefined);
    assert.deepEqual(document.summary.timeoutRate, { n: 0 });
    assert.deepEqual(document.summary.firstResponseP50, { n: 0 });
    assert.equal(document.summary.visitors.mean, 0);
    assert.doesNotMatch(text, /NaN|null|"timeoutRate": \d/);
  });

  test('one replicate: a mean, and neither spread nor interval', async () => {
    const { document } = await made(requested({ replicates: 1 }));
    const { opened } = document.summary;
    assert.deepEqual(Object.keys(opened).sort(), ['max', 'mean', 'median', 'min', 'n']);
  });

  test('a seed that cannot be played: its name, and nothing is left behind', async () => {
    const crowd = defineScenario({ ...festival.input, arrivals: [{ name: 'x', for: '1h', visitors: 7_000 }] });
    const request = requested({ scenario: crowd, replicates: 2 });
    await assert.rejects(replicateVirtually(request, { memory: 100e6, workers: 1 }), /^UsageError: seed S\/1 /);
    assert.deepEqual(readdirSync(request.out), []);
  });

  test('stopped: inconclusive, with those that were done', async () => {
    const stop = new AbortController();
    const { document } = await made(requested({ replicates: 60 }), {
      workers: 2,
      stop: stop.signal,
      watch: ({ done }) => void (done >= 3 && stop.abort()),
    });
    const { n } = document.summary.opened;
    assert.ok(n >= 3 && n < 60);
    assert.equal(document.replicates.length, n);
    assert.equal(document.run.replicates, 60);
    assert.ok(document.reasons.some(({ text }) => text === `interrupted: ${n} of 60 seeds finished`));
  });
});

function assertSpread(metric: Metric, summary: Replicates['summary'][Metric], values: readonly number[]): void {
  const n = values.length;
  assert.equal(summary.n, n, metric);
  if (n === 0) return;
  const near = (found: number | undefined, wanted: number, tolerance: number): void =>
    assert.ok(
      Math.abs((found ?? NaN) - wanted) <= tolerance * Math.max(1, Math.abs(wanted)),
      `${metric}: ${found}, ${wanted}`,
    );
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const sorted = [...values].sort((a, b) => a - b);
  near(summary.mean, mean, 1e-12);
  assert.deepEqual([summary.min, summary.max], [sorted[0], sorted.at(-1)], metric);
  near(summary.median, ((sorted[Math.floor((n - 1) / 2)] ?? 0) + (sorted[Math.ceil((n - 1) / 2)] ?? 0)) / 2, 1e-12);
  if (n < 2) return;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  near(summary.sd, sd, 1e-9);
  near(summary.standardError, sd / Math.sqrt(n), 1e-9);
  near(summary.half95, ((T975[n - 1] ?? NaN) * sd) / Math.sqrt(n), 1e-3);
}

describe('replicates one after the other', () => {
  /**
   * Plays in virtual time instead of over sockets,
   * because only the handling of the results is tested.
   */
  const player = (request: ReplicatesRequest, before: (seed: string) => void = () => {}) => {
    const played: string[] = [];
    return {
      played,
      play: async (seed: string, out: string): Promise<RunOutcome> => {
        before(seed);
        played.push(seed);
        const { scenario, profile } = request;
        const stop = new AbortController().signal;
        return simulate({ scenario, profile, seed, out, stop, watch: () => {} });
      },
    };
  };
  const going = new AbortController().signal;

  test('the same document, with a run folder for each in the folder of all', async () => {
    const request = requested({ scenario: smoke, replicates: 2 });
    const { played, play } = player(request);
    const { folder: place, document } = await replicateOneByOne(request, 'node', play, going);
    assert.deepEqual(played, ['S/1', 'S/2']);
    for (const row of document.replicates)
      assert.ok(existsSync(join(place.path, row.folder ?? '', 'result.json')), row.seed);
    const virtual = await made(requested({ scenario: smoke, replicates: 2 }));
    const numbers = (rows: Replicates['replicates']) => rows.map(({ folder: _folder, ...row }) => row);
    assert.deepEqual(numbers(document.replicates), numbers(virtual.document.replicates));
  });

  test('stopped: the seed under way is left out, and none is begun after it', async () => {
    const request = requested({ replicates: 4 });
    const stop = new AbortController();
    const { played, play } = player(request, (seed) => void (seed === 'S/2' && stop.abort()));
    const { document } = await replicateOneByOne(request, 'node', play, stop.signal);
    assert.deepEqual(played, ['S/1', 'S/2']);
    assert.deepEqual(
      document.replicates.map(({ seed }) => seed),
      ['S/1'],
    );
    assert.match(document.reasons.map(({ text }) => text).join('\n'), /interrupted: 1 of 4 seeds finished/);
  });

  test('refused at the first: no folder; refused later: what was played is kept', async () => {
    for (const [bad, kept] of [
      ['S/1', 0],
      ['S/2', 1],
    ] as const) {
      const request = requested({ replicates: 3 });
      const { play } = player(request, (seed) => {
        if (seed === bad) throw new UsageError('too fast');
      });
      await assert.rejects(replicateOneByOne(request, 'node', play, going), /too fast/);
      assert.equal(readdirSync(request.out).length, kept);
    }
  });
});
