// What a run offers to Prometheus: every declared metric with its closed set of series at zero, in a form that promtool accepts.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { Histogram } from '../../src/model/core/histogram.ts';
import { FAST, seriesOf, SLOW, type Metric } from '../../src/metrics/declare.ts';
import { RunRegistry, type RunSeries } from '../../src/metrics/run-registry.ts';
import { RUN, RUN_LABEL, RUN_METRICS } from '../../src/metrics/run.ts';
import { SERVER_METRICS } from '../../src/metrics/server.ts';
import { skipWithout } from '../programs.ts';
import { labelsIn, linesOf, type Line } from './page.ts';

const ABOUT = { scenario: 'smoke', profile: 'bare', version: '1.2.3', engine: 'node' };

function opened(...ids: string[]): { registry: RunRegistry; runs: RunSeries[] } {
  const registry = new RunRegistry();
  return { registry, runs: ids.map((testid) => registry.begin({ testid, ...ABOUT })) };
}

const page = async (registry: RunRegistry): Promise<string> => (await registry.expose()).text;

/** The series of a metric that a page should have for a run, as text. */
const expected = ({ name, labels }: Metric, testid: string): string[] =>
  seriesOf(labels).map((words) => `${name} ${labelsIn({ [RUN_LABEL]: testid, ...words })}`);

/** The series that a page has, histograms by their counts. */
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
        for (const word of words) assert.match(word, /^[a-z_]+$/, `${name}{${label}}`);
      }
      assert.ok(seriesOf(labels).length <= 64, name);
    }
  });

  it('have no bound at a whole number: Prometheus 2 and 3 would write it differently', () => {
    for (const bounds of [FAST, SLOW]) {
      assert.deepEqual(bounds.filter(Number.isInteger), []);
      assert.deepEqual(
        [...bounds].sort((a, b) => a - b),
        [...bounds],
      );
    }
    for (const { name, type, buckets } of all) assert.equal(buckets !== undefined, type === 'histogram', name);
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
    const rest = RUN_METRICS.filter(({ name }) => name !== 'stillthere_run_info');
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
    assert.deepEqual(['0.005', '0.025', '0.05', '15.5', '+Inf'].map(upTo), [2, 2, 3, 3, 4]);
    const of = (suffix: string): number => mine.find(({ labels }) => labels.__name__.endsWith(suffix))?.value ?? NaN;
    assert.equal(of('ack_seen_seconds_count'), 4);
    assert.ok(Math.abs(of('ack_seen_seconds_sum') - 20.048) < 0.2);
  });
});
