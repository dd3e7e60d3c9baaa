// Checks the numbers on the board, asked of a real Prometheus with a run that was pushed by hand.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pushTimeseries } from 'prometheus-remote-write';
import { boundsOf } from '../../src/run/watch/limits.ts';
import { showMoment, showResult } from '../../src/run/watch/values.ts';
import { RunningFold } from '../../src/run/watch/counters.ts';
import { simulate } from '../../src/run/virtual-run.ts';
import { RunRegistry, type RunSeries } from '../../src/metrics/run-registry.ts';
import { RUN } from '../../src/metrics/run.ts';
import { Histogram } from '../../src/model/core/histogram.ts';
import type { Judgement } from '../../src/model/judge/judge.ts';
import type { Result } from '../../src/result/schema.ts';
import { defineScenario } from '../../src/scenario/define.ts';
import { projectRoot } from '../../src/system/entry.ts';
import { skipPrometheus, startPrometheus, type Prometheus } from '../e2e/prometheus.ts';
import { readRows } from '../e2e/support.ts';
import { NO_TIMES, server, zeroed, type Series } from './by-hand.ts';
import { EVENING } from './evening.ts';
import { asked, copy } from './grafana.ts';
import type { BoardJson, PanelJson } from './rules.ts';

const board = JSON.parse(readFileSync(join(projectRoot(), 'dashboards/session-timeouts.json'), 'utf8')) as BoardJson;
const panels = board.panels.filter(({ type }) => type !== 'row');
const once = panels.filter(({ type }) => type !== 'timeseries');
const lines = panels.filter(({ type }) => type === 'timeseries');

/** Samples come every 5 s, and rates look at four of them, as in the compose stack. */
const STEP = 5;
const RATE = 4 * STEP;
const STEPS = 24;
/** When the run began and ended, unix seconds on a step. */
const began = Math.floor(Date.now() / 1000 / STEP) * STEP - 3 * 60;
const ended = began + STEPS * STEP;

const folder = mkdtempSync(join(tmpdir(), 'stillthere-numbers-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Visitors without an answer, in addition to those of the run. */
const UNANSWERED = { never: 100, open: 3 };
/** Conversations that were open when play ended, in addition to those of the run. */
const OPEN = 7;

/** The answer to the panel's first query, by legend. */
async function shown(
  prometheus: Prometheus,
  { targets = [] }: PanelJson,
  testid: string,
  { at = ended, range = 900, job = '' } = {},
): Promise<Record<string, number>> {
  const [target] = targets;
  assert.ok(target !== undefined);
  const expr = asked(target.expr, testid, range, RATE);
  const answers = await prometheus.query(job === '' ? expr : copy(expr, job), at);
  return Object.fromEntries(
    answers.map(({ labels, value }) => [
      target.legendFormat.replace(/\{\{(\w+)\}\}/, (_, label: string) => labels[label] ?? ''),
      value,
    ]),
  );
}

const panelOf = (title: string): PanelJson => {
  const panel = once.find((one) => one.title === title);
  assert.ok(panel !== undefined, title);
  return panel;
};

describe('the numbers of the board', { skip: skipPrometheus }, () => {
  let prometheus: Prometheus;
  let result: Result;
  let latency: Judgement['latency'];

  async function push(series: readonly Series[], at: number): Promise<void> {
    const { status, errorMessage } = await pushTimeseries(
      series.map(({ labels, value }) => ({ labels, samples: [{ value, timestamp: at * 1000 }] })),
      {
        url: prometheus.writeUrl,
        headers: { 'content-encoding': 'snappy', 'x-prometheus-remote-write-version': '0.1.0' },
        fetch: (url, init) => fetch(url, init as RequestInit),
      },
    );
    assert.ok(status < 300, errorMessage);
  }

  /** Pushes the series of a run twice: once as a scrape and once as a push would store them. */
  async function both(registry: RunRegistry, testid: string, at: number): Promise<void> {
    const samples = await registry.samples(testid);
    const as = (identity: Record<string, string>): Series[] =>
      samples.map(({ labels, value }) => ({ labels: { ...labels, ...identity }, value }));
    await push([...as({ job: 'harness', instance: 'here:9464' }), ...as({ job: 'stillthere' })], at);
  }

  const begin = (registry: RunRegistry, testid: string): RunSeries =>
    registry.begin(
      {
        testid,
        scenario: 'board',
        profile: 'bare',
        engine: 'node',
        seed: '7',
        target: 'ws://desk/ws',
        version: '1.2.3',
      },
      boundsOf(result.limits ?? assert.fail('limits')),
    );

  /** Adds a run with this result. Its series are stored before and after the result is known. */
  async function judgedAs(testid: string, as: Result, times: Judgement['latency']): Promise<void> {
    const registry = new RunRegistry();
    const series = begin(registry, testid);
    await both(registry, testid, began);
    showResult(series, as, times, ended);
    await both(registry, testid, ended);
  }

  before(async () => {
    prometheus = await startPrometheus();
    const scenario = defineScenario({ ...EVENING, expect: { lost: 'any', firstResponseP95: '7s', timeoutRate: 0.01 } });
    const outcome = await simulate({
      scenario,
      profile: 'bare',
      seed: '7',
      out: folder,
      ledger: true,
      stop: new AbortController().signal,
      watch: () => {},
      exporter: {
        begin: () =>
          Promise.resolve({
            moment: () => {},
            judged(_, measured) {
              latency = measured;
              return Promise.resolve([]);
            },
          }),
        scraped: () => Promise.resolve(true),
        close: () => Promise.resolve(),
      },
    });
    // Sets numbers that a sound desk never has.
    const { messages, timeouts, sessions } = outcome.result;
    const { web } = sessions.byChannel ?? {};
    assert.ok(web !== undefined);
    const { firstResponse } = outcome.result.latency.model;
    result = {
      ...outcome.result,
      generator: { ...outcome.result.generator, honest: true },
      run: { ...outcome.result.run, speed: 7.5 },
      messages: {
        ...messages,
        phantoms: 1234,
        vanished: 3,
        bySender: { ...messages.bySender, agent: { ...messages.bySender['agent'], misrouted: 2 } },
      },
      latency: {
        ...outcome.result.latency,
        model: { ...outcome.result.latency.model, firstResponse: { ...firstResponse, ...UNANSWERED } },
      },
      sessions: {
        ...sessions,
        active: sessions.active + OPEN,
        byChannel: {
          ...sessions.byChannel,
          web: { ...web, active: web.active + OPEN, open: (web.open ?? NaN) + OPEN },
        },
      },
      timeouts: {
        ...timeouts,
        rate: { ...timeouts.rate, open: (timeouts.rate.open ?? NaN) + OPEN },
        windows: { closes: 4, byRule: { justified: 0, early: 0, late: 4, missed: 0, wrong_state: 0 }, cameBack: 0 },
      },
    };

    const registry = new RunRegistry();
    const series = begin(registry, 'r1');
    series.set(RUN.start, began, {});
    const [mine, other] = [server('mine', 5), server('other', 100)];
    const fold = new RunningFold();
    const rows = readRows(outcome.folder.ledger);
    const lateness = new Histogram();
    for (let n = 0; n <= STEPS; n++) {
      for (const row of rows.slice((n * rows.length) / STEPS, ((n + 1) * rows.length) / STEPS)) fold.add(row);
      for (let k = 0; k < 100; k++) lateness.add(k * 100);
      for (const one of [mine, other]) one.step();
      showMoment(series, {
        phase: 'playing',
        model: n * STEP * 1e7,
        realSeconds: n * STEP,
        speed: 7.5,
        server: 'mine',
        visitors: 60,
        planned: n,
        connected: n,
        lateness,
        loopLag: { now: 1000, max: 2000 },
        frames: n * 100,
        live: fold.live,
      });
      if (n === STEPS) showResult(series, result, latency, ended);
      await both(registry, 'r1', began + n * STEP);
      await push([...(await mine.series()), ...(await other.series())], began + n * STEP);
    }
    const few = { ...firstResponse, never: 1, open: 0 };
    await judgedAs(
      'answered',
      { ...result, latency: { ...result.latency, model: { ...result.latency.model, firstResponse: few } } },
      latency,
    );
    await judgedAs('empty', { ...zeroed(result), verdict: 'inconclusive' }, NO_TIMES);
  });

  it('are the same for a run that is scraped, pushed, or both', async () => {
    for (const panel of once) {
      const [scraped, pushed, twice] = [
        await shown(prometheus, panel, 'r1', { job: 'harness' }),
        await shown(prometheus, panel, 'r1', { job: 'stillthere' }),
        await shown(prometheus, panel, 'r1'),
      ];
      assert.deepEqual(twice, scraped, panel.title);
      assert.deepEqual(twice, pushed, panel.title);
    }
    let n = 0;
    for (const { title, targets = [] } of lines) {
      for (const target of targets) {
        const expr = asked(target.expr, 'r1', 900, RATE);
        const over = (query: string) => prometheus.over(query, began, ended - STEP, STEP);
        const twice = await over(expr);
        assert.deepEqual(twice, await over(copy(expr, 'harness')), title);
        assert.deepEqual(twice, await over(copy(expr, 'stillthere')), title);
        n += twice.size;
      }
    }
    assert.ok(n > 20 * STEPS, `${n} moments were compared`);
  });

  it('of a judged run are the same whatever part of the time somebody looks at', async () => {
    const day = 24 * 3600;
    const moments = [ended + 10 * day, ended - 10 * day, ended + 3600, (began + ended) / 2, began - 3600];
    let n = 0;
    for (const panel of once) {
      const right = await shown(prometheus, panel, 'r1');
      n += Object.keys(right).length;
      for (const at of moments)
        for (const range of [60, 900, 7 * day])
          assert.deepEqual(await shown(prometheus, panel, 'r1', { at, range }), right, `${panel.title} at ${at}`);
    }
    assert.ok(n > 60, `${n} numbers were compared`);
  });

  it('of a server are those of the server of the run, whoever else is scraped', async () => {
    const seen: string[] = [];
    for (const { title = '', targets = [] } of lines) {
      for (const { expr } of targets.filter((target) => target.expr.includes('chat_'))) {
        const over = (query: string) => prometheus.over(asked(query, 'r1', 900, RATE), began, ended - STEP, STEP);
        const right = await over(expr);
        assert.ok(right.size > 0, title);
        const theirs = await over(expr.replaceAll('instance=~"$instance"', 'instance="mine"'));
        assert.deepEqual(right, theirs, title);
        assert.equal((await over(expr.replaceAll('instance=~"$instance"', 'instance="other"'))).size, 0, title);
        seen.push(title);
      }
    }
    assert.ok(seen.length >= 8);
  });

  it('of a server that nobody scrapes are absent, and a tile says so', async () => {
    assert.deepEqual(await shown(prometheus, panelOf('Server of this run'), 'r1'), { Server: 1 });
    assert.deepEqual(await shown(prometheus, panelOf('Server of this run'), 'empty'), {});
    assert.equal(panelOf('Server of this run').fieldConfig?.defaults.noValue, 'not scraped');
    for (const { title, targets = [] } of lines)
      for (const { expr } of targets.filter((target) => target.expr.includes('chat_')))
        assert.equal((await prometheus.over(asked(expr, 'empty', 900, RATE), began, ended, STEP)).size, 0, title);
  });

  it('are never green for nothing: 0 of 0 is no number', async () => {
    const green: string[] = [];
    for (const panel of once) {
      const { thresholds, mappings = [] } = panel.fieldConfig?.defaults ?? {};
      const values = Object.values(await shown(prometheus, panel, 'empty'));
      const colorOf = (value: number): string | undefined => {
        const word = mappings.find((mapping) => mapping.type === 'value')?.options[String(value)];
        return (word ?? thresholds?.steps.findLast((step) => step.value === null || value >= step.value))?.color;
      };
      if (values.some((value) => colorOf(value)?.includes('green') === true)) green.push(panel.title ?? '');
    }
    assert.deepEqual(green, []);
    assert.deepEqual(await shown(prometheus, panelOf('Missed messages'), 'no such run'), {});
  });

  it('tell each fact and each broken limit, exactly', async () => {
    const value = async (title: string): Promise<number | undefined> =>
      (await shown(prometheus, panelOf(title), 'r1'))[title];
    assert.equal(await value('Phantom messages'), 1234);
    assert.equal(await value('Vanished messages'), 3);
    assert.equal(await value('Misrouted messages'), 2);
    assert.equal(await value('Lost messages'), result.messages.fates.lost);
    assert.equal(await value('Timeouts against the rules'), 4);
    assert.equal(await value('Still open at the end'), result.sessions.stillOpen);
    const broken = result.reasons.filter(({ bound }) => bound !== undefined).map(({ limit }) => limit);
    assert.ok(broken.includes('timeoutRate'), 'something is broken');
    assert.equal(await value('Broken limits'), broken.length);
    const names = Object.keys(await shown(prometheus, panelOf('Which limits are broken'), 'r1'));
    assert.ok(names.includes('timeout_rate'), names.join());
  });

  it('leave nobody out of a wait: who never got an answer is counted, and a quantile that is not reached is none', async () => {
    const { n } = result.latency.model.firstResponse;
    assert.ok(n > 20);
    assert.deepEqual(await shown(prometheus, panelOf('Never answered'), 'r1'), { 'Never answered': 100 + 3 });
    assert.deepEqual(await shown(prometheus, panelOf('First response p95'), 'r1'), {});
    const count = await prometheus.query('stillthere_first_response_seconds_count{testid="r1",job="harness"}', ended);
    assert.equal(count[0]?.value, n + 100 + 3);
    assert.deepEqual(await shown(prometheus, panelOf('Never answered'), 'answered'), { 'Never answered': 1 });
    const reached = await shown(prometheus, panelOf('First response p95'), 'answered');
    assert.ok((reached['First response p95'] ?? 0) > 0, 'one of many changes nothing');
    assert.deepEqual(await shown(prometheus, panelOf('Never acknowledged'), 'r1'), { 'Never acknowledged': 0 });
  });

  it('are a share of what ended, as a whole and by channel: what was still open is in no rate', async () => {
    const { timeouts, sessions } = result;
    assert.ok((timeouts.rate.open ?? 0) >= OPEN);
    const rate = await shown(prometheus, panelOf('Timeout rate'), 'r1');
    assert.deepEqual(rate, { 'Timeout rate': timeouts.rate.count / timeouts.rate.of });
    const byChannel = Object.entries(sessions.byChannel ?? {}).map(([channel, { ended = 0 }]) => [
      channel,
      (timeouts.byChannel[channel] ?? 0) / ended,
    ]);
    assert.equal(byChannel.length, 2);
    assert.deepEqual(await shown(prometheus, panelOf('Timeout rate by channel'), 'r1'), Object.fromEntries(byChannel));
  });

  it('tell which run it is', async () => {
    const about = { Scenario: 'board', Profile: 'bare', Engine: 'node', Seed: '7', Target: 'ws://desk/ws' };
    for (const [title, text] of Object.entries({ ...about, Version: '1.2.3' }))
      assert.deepEqual(await shown(prometheus, panelOf(title), 'r1'), { [text]: 1 }, title);
    assert.deepEqual(await shown(prometheus, panelOf('Speed'), 'r1'), { Speed: 7.5 });
  });

  it('have what the scenario allows as a bound of their buckets', async () => {
    for (const name of ['stillthere_first_response_seconds', 'stillthere_first_response_seen_seconds']) {
      const bounds = await prometheus.query(`last_over_time(${name}_bucket{testid="r1",le="7.0"}[30m])`, ended);
      assert.ok(bounds.length > 0, name);
    }
  });
});
