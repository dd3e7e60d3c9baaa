// The metrics of a run: every declared metric has its
// full set of series at zero, and promtool accepts them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { Histogram } from '../../src/model/core/histogram.ts';
import { FAST, seriesOf, SLOW, spelled, type Metric } from '../../src/metrics/declare.ts';
import { RunRegistry, type RunSeries } from '../../src/metrics/run-registry.ts';
import { RUN, RUN_LABEL, RUN_METRICS } from '../../src/metrics/run.ts';
import { ROLES, SERVER_METRICS, type Role } from '../../src/metrics/server.ts';
import { serverMetrics } from '../../src/metrics/server-registry.ts';
import { LATENESS_MOST } from '../../src/boards/load-rows.ts';
import { JUDGING_EPSILON } from '../../src/run/conclude.ts';
import { LATENESS_P99_MOST } from '../../src/capacity/speed.ts';
import { STALL } from '../../src/run/live/health.ts';
import { skipWithout } from '../programs.ts';
import { labelsIn, linesOf, type Line } from './page.ts';

const ABOUT = { scenario: 'smoke', profile: 'bare', version: '1.2.3', engine: 'node', seed: '1', target: 'reference' };

function opened(...ids: string[]): { registry: RunRegistry; runs: RunSeries[] } {
  const registry = new RunRegistry();
  return { registry, runs: ids.map((testid) => registry.begin({ testid, ...ABOUT })) };
}

const noStats = () => ({ sessions: {}, queued: 0, agents: { available: 0, busy: 0, away: 0 } });
const noConnections = () => Object.fromEntries(ROLES.map((role) => [role, 0])) as Record<Role, number>;

const page = async (registry: RunRegistry): Promise<string> => (await registry.expose()).text;

/** The series that a page should have for a metric of a run, as text. */
const expected = ({ name, labels }: Metric, testid: string): string[] =>
  seriesOf(labels).map((words) => `${name} ${labelsIn({ [RUN_LABEL]: testid, ...words })}`);

/** The series on a page; a histogram is represented by its count. */
const found = (lines: readonly Line[]): string[] =>
  lines
    .filter(({ name }) => name.startsWith('stillthere_') && !/_seconds_(bucket|sum)$/.test(name))
    .map(({ name, labels }) => `${name.replace(/_seconds_count$/, '_seconds')} ${labelsIn(labels)}`);

describe('the declarations', () => {
  const all = [...RUN_METRICS, ...SERVER_METRICS];

  it('follow the rules of naming: a prefix, base units, _total for counters alone', () => {
    for (const { name, type, unit } of all) {
      assert.match(name, /^(stillthere|chat)_[a-z]+(_[a-z]+)*$/);
      assert.equal(name.endsWith('_total'), type === 'counter', name);
      assert.equal(name.endsWith('_seconds'), unit.endsWith('seconds'), name);
      if (type === 'histogram') assert.match(name, /_seconds$/);
    }
    assert.equal(new Set(all.map(({ name }) => name)).size, all.length, 'no name twice');
  });

  it('say what they mean, in a sentence', () => {
    for (const { name, help } of all) assert.match(help, /^[A-Z].{8,}\.$/, name);
    for (const { name, unit, help } of all)
      if (unit === 'model_seconds') assert.match(help, /model time/, `${name}: whose seconds?`);
  });

  it('have closed sets of words, and few enough series', () => {
    for (const { name, labels } of all) {
      for (const [label, words] of Object.entries(labels)) {
        assert.match(label, /^[a-z]+$/);
        assert.ok(words.length > 0 && new Set(words).size === words.length, `${name}{${label}}`);
        for (const word of words) assert.match(word, /^[a-z_0-9]+$/, `${name}{${label}}`);
      }
      assert.ok(seriesOf(labels).length <= 64, name);
    }
  });

  it('have bounds in order, each once, below 5 ms, too, where machines are measured', () => {
    for (const bounds of [FAST, SLOW])
      assert.deepEqual(
        [...new Set(bounds)].sort((a, b) => a - b),
        [...bounds],
      );
    for (const { name, type, buckets } of all) assert.equal(buckets !== undefined, type === 'histogram', name);
    assert.ok(FAST.filter((bound) => bound < 0.005).length >= 3);
  });

  it('spell a whole bound with its point: Prometheus 3 does so, and 2 stores what it gets', async () => {
    assert.deepEqual([0.0005, 0.02, 1, 60, Infinity].map(spelled), ['0.0005', '0.02', '1.0', '60.0', '+Inf']);
    const server = serverMetrics({ version: '1', server: 's', speed: 1, stats: noStats, connections: noConnections });
    const pages = [await page(opened('r1').registry), (await server.expose()).text];
    for (const text of pages) {
      const written = [...text.matchAll(/^(?:stillthere|chat)_\w+\{(?:.*,)?le="([^"]+)"/gm)].map(([, le = '']) => le);
      assert.ok(written.includes('60.0') && written.includes('0.0005'));
      assert.deepEqual(
        [...new Set(written)].filter((le) => !/^\d+\.\d+$|^\+Inf$/.test(le)),
        [],
      );
    }
  });

  it('have every limit that machines are held to as a bound', () => {
    const limits = { LATENESS_P99_MOST, STALL, JUDGING_EPSILON };
    for (const [name, micros] of Object.entries(limits))
      assert.ok((FAST as readonly number[]).includes(micros / 1e6), `${name}, ${micros} µs`);
    assert.ok((FAST as readonly number[]).includes(LATENESS_MOST), 'the dashed line of the board');
  });
});

describe('the page of a run', () => {
  it('has exactly the declared series, all of them at zero, from the first moment', async () => {
    const { registry } = opened('r1');
    const lines = linesOf(await page(registry));
    const info = lines.filter(({ name }) => name === 'stillthere_run_info');
    assert.deepEqual(
      info.map(({ labels, value }) => ({ ...labels, value })),
      [{ testid: 'r1', ...ABOUT, value: 1 }],
    );
    // The metric of the server appears when the run has found the server.
    const rest = RUN_METRICS.filter(({ free }) => free === undefined);
    const shown = found(lines).filter((series) => !series.startsWith('stillthere_run_info'));
    assert.deepEqual(shown.sort(), rest.flatMap((metric) => expected(metric, 'r1')).sort());
    const other = lines.filter(({ name, value }) => name.startsWith('stillthere_') && value !== 0);
    assert.deepEqual(other, info);
  });

  it('carries type and help of every metric', async () => {
    const text = await page(opened('r1').registry);
    for (const { name, type, help } of RUN_METRICS) {
      assert.ok(text.includes(`# HELP ${name} ${help}\n`), name);
      assert.ok(text.includes(`# TYPE ${name} ${type}\n`), name);
    }
  });

  it('keeps runs of one process apart', async () => {
    const { registry, runs } = opened('r1', 'r2');
    runs[1]?.raise(RUN.timeouts, 3, { channel: 'web' });
    const lines = linesOf(await page(registry)).filter(({ name }) => name === RUN.timeouts.name);
    const web = lines.filter(({ labels }) => labels['channel'] === 'web');
    assert.deepEqual(
      web.map(({ labels, value }) => [labels['testid'], value]),
      [
        ['r1', 0],
        ['r2', 3],
      ],
    );
    assert.equal(
      (await registry.samples('r2')).some(({ labels }) => labels['testid'] !== 'r2'),
      false,
    );
  });

  it('passes promtool check metrics, process metrics and all', { skip: skipWithout('promtool') }, async () => {
    const { registry } = opened('r1', 'r2');
    const input = await page(registry);
    assert.match(input, /^process_cpu_seconds_total /m);
    const { status, stderr, stdout } = spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
  });
});

describe('the values of a run', () => {
  it('a counter goes to its total, and never falls: Prometheus would take that for a restart', async () => {
    const { registry, runs } = opened('r1');
    for (const total of [5, 7, 6]) runs[0]?.raise(RUN.messagesLeft, total, {});
    const [sample] = (await registry.samples('r1')).filter(({ labels }) => labels.__name__ === RUN.messagesLeft.name);
    assert.equal(sample?.value, 7);
  });

  it('a choice is 1 for one word and 0 for all others', async () => {
    const { registry, runs } = opened('r1');
    runs[0]?.choose(RUN.phase, 'playing');
    runs[0]?.choose(RUN.phase, 'done');
    const phases = (await registry.samples('r1')).filter(({ labels }) => labels.__name__ === RUN.phase.name);
    assert.deepEqual(
      phases.filter(({ value }) => value !== 0).map(({ labels }) => labels['phase']),
      ['done'],
    );
    assert.equal(phases.length, 5);
  });

  it('a histogram shows every sample once, below the bounds it belongs to', async () => {
    const { registry, runs } = opened('r1');
    const samples = new Histogram();
    // µs of model time, at speed 10: 4 ms twice, 40 ms, and 20 s.
    for (const micros of [40_000, 40_000, 400_000, 200_000_000]) samples.add(micros);
    runs[0]?.spread(RUN.ackSeen, samples, 1e-7, { sender: 'agent' });
    const mine = (await registry.samples('r1')).filter(({ labels }) => labels['sender'] === 'agent');
    const upTo = (le: string): number | undefined => mine.find(({ labels }) => labels['le'] === le)?.value;
    assert.deepEqual(['0.0025', '0.005', '0.02', '0.05', '15.0', '+Inf'].map(upTo), [0, 2, 2, 3, 3, 4]);
    const of = (suffix: string): number => mine.find(({ labels }) => labels.__name__.endsWith(suffix))?.value ?? NaN;
    assert.equal(of('ack_seen_seconds_count'), 4);
    assert.ok(Math.abs(of('ack_seen_seconds_sum') - 20.048) < 0.2);
  });
});
