// The board against the real thing: a server and a run, scraped by a real Prometheus that then answers every query of the board.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../src/conductor/target.ts';
import { FATES, MISSED_FATES, VERDICTS } from '../../src/model/rows/words.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { projectRoot } from '../../src/system/entry.ts';
import type { BoardJson } from '../boards/rules.ts';
import { skipPrometheus, startPrometheus, type Prometheus } from './prometheus.ts';
import { command, newFolder, played, scenarioFile, signal, type Command, type Played } from './support.ts';

/** Something for every panel: short idle time, networks of agents that drop, too few agents, messages dropped after the close. */
const SCENARIO: ScenarioInput = {
  name: 'board',
  shows: 'something in every panel of the board',
  locale: 'en',
  arrivals: [{ name: 'steady', for: '120s', visitors: 60 }],
  channels: { web: 2, app: 1 },
  personas: {
    talker: {
      weight: 1,
      trade: 'after_sale',
      turns: 3,
      think: { from: '4s', to: '24s' },
      patience: '2m',
      replyPatience: '2m',
      lingers: '60s',
      endings: { closes: 1, goodbye: 1, silent: 2 },
      comesBack: 1000,
    },
  },
  agents: {
    count: 6,
    answer: '3s',
    perSession: 0,
    glance: '1s',
    notice: '1s',
    habits: {
      'network drops': {
        kind: 'offline',
        share: 1000,
        onset: { from: '20s', to: '60s' },
        length: '20s',
        times: 3,
      },
    },
  },
  rules: {
    idle: { after: '15s' },
    agents: { capacity: 3, handOver: '4s' },
    afterClose: { policy: 'drop' },
    liveness: { transport: { every: '2s', limit: '5s' }, page: null },
  },
  tail: '60s',
  speed: 10,
  expect: { lost: 'any' },
};

const SECRETS = { STILLTHERE_AGENT_SECRET: 'agents of this test', STILLTHERE_ADMIN_TOKEN: 'admin of this test' };
const board = JSON.parse(readFileSync(join(projectRoot(), 'dashboards/session-timeouts.json'), 'utf8')) as BoardJson;
const panels = board.panels.filter(({ type }) => type !== 'row');

/** When the test began to watch, unix seconds. */
const from = Date.now() / 1000;

/** What Grafana does before it asks: the chosen run, all servers, the time range, four scrape intervals of this Prometheus. */
const filledIn = (expr: string, testid: string): string =>
  expr
    .replaceAll('$testid', testid)
    .replaceAll('$job', '.+')
    .replaceAll('$instance', '.+')
    .replaceAll('$__range', `${Math.ceil(Date.now() / 1000 - from)}s`)
    .replaceAll('$__rate_interval', '4s');

interface Matrix {
  readonly status: string;
  readonly error?: string;
  readonly data?: { readonly result: readonly { readonly values: readonly (readonly [number, string])[] }[] };
}

/** Every number that a query gives over the time of the test. */
async function overTime(prometheus: Prometheus, promql: string): Promise<number[]> {
  // A step beyond now: the last scrape was a moment ago, between two steps.
  const body = new URLSearchParams({ query: promql, start: `${from}`, end: `${Date.now() / 1000 + 1}`, step: '1' });
  const reply = (await (
    await fetch(`${prometheus.url}/api/v1/query_range`, { method: 'POST', body })
  ).json()) as Matrix;
  assert.equal(reply.status, 'success', `${promql}: ${reply.error}`);
  return (reply.data?.result ?? []).flatMap(({ values }) => values.map(([, value]) => Number(value)));
}

async function untilReady(url: string): Promise<void> {
  for (let n = 0; n < 200; n++) {
    if ((await fetch(`${url}/readyz`).catch(() => undefined))?.ok === true) return;
    await sleep(100);
  }
  assert.fail(`${url} is not ready`);
}

describe('the board and a run', { skip: skipPrometheus }, () => {
  let prometheus: Prometheus;
  let server: Command;
  let run: Played;
  let testid: string;
  /** What the judged panels gave while the run went on. */
  let early: number;

  /** What the stat or bars of this title give, by legend; one number for a stat. */
  async function shown(title: string): Promise<Map<string, number>> {
    const [target] = panels.find((panel) => panel.title === title && panel.type !== 'timeseries')?.targets ?? [];
    assert.ok(target !== undefined, title);
    const answers = await prometheus.query(filledIn(target.expr, testid));
    return new Map(
      answers.map(({ labels, value }) => [
        target.legendFormat.replace(/\{\{(\w+)\}\}/, (_, label: string) => labels[label] ?? ''),
        value,
      ]),
    );
  }
  const number = async (title: string): Promise<number | undefined> => (await shown(title)).get(title);

  before(async () => {
    prometheus = await startPrometheus();
    const file = scenarioFile(SCENARIO);
    const [serverPort, metricsPort] = [await freePort(), await freePort()];
    server = command(['serve', file, '--port', `${serverPort}`], { env: SECRETS });
    await untilReady(`http://127.0.0.1:${serverPort}`);
    prometheus.scrape('chat-server', `127.0.0.1:${serverPort}`);
    prometheus.scrape('stillthere', `127.0.0.1:${metricsPort}`);
    const out = newFolder('runs');
    const { ended } = command(
      [
        ...['run', file, '--engine', 'node', '--target', `ws://127.0.0.1:${serverPort}/ws`],
        // On a busy machine the run is judged invalid, and the board must show just that.
        ...['--metrics-port', `${metricsPort}`, '--out', out, '--force'],
      ],
      { env: SECRETS },
    );
    const [about] = await Promise.race([
      prometheus.until('stillthere_run_info', (answers) => answers.length > 0),
      ended.then(({ code, stderr }) => assert.fail(`the run ended with ${code} before it was scraped: ${stderr}`)),
    ]);
    testid = about?.labels['testid'] ?? '';
    early = (await shown('Missed messages')).size + (await shown('Timeouts by rule')).size;
    run = played(out, await ended);
  });
  after(async () => {
    signal(server.pid, 'SIGTERM');
    assert.equal((await server.ended).code, 0, 'the server ends when it is told to');
  });

  it('the newest run is the first choice', async () => {
    const variable = board.templating.list.find(({ name }) => name === 'testid');
    const text = typeof variable?.query === 'object' ? variable.query.query : '';
    const inner = /^query_result\((.*)\)$/.exec(filledIn(text, ''))?.[1] ?? '';
    const pattern = new RegExp((variable?.regex ?? '').slice(1, -1));
    const choices = (await prometheus.query(inner)).map(({ labels }) => {
      const line = `{${Object.entries(labels)
        .map(([name, word]) => `${name}="${word}"`)
        .join(',')}} 1`;
      return pattern.exec(line)?.[1];
    });
    assert.deepEqual(choices, [basename(run.folder)]);
  });

  it('every query returns numbers', async () => {
    const empty: string[] = [];
    for (const { title, type, targets = [] } of panels) {
      for (const { refId, expr } of targets) {
        const promql = filledIn(expr, testid);
        const values =
          type === 'timeseries'
            ? await overTime(prometheus, promql)
            : (await prometheus.query(promql)).map(({ value }) => value);
        if (!values.some((value) => Number.isFinite(value))) empty.push(`${title} ${refId}: ${promql}`);
      }
    }
    for (const { name, expr } of board.annotations.list) {
      const values = await overTime(prometheus, filledIn(expr, testid));
      if (!values.some((value) => value > from * 1000 && value < Date.now())) empty.push(`annotation ${name}: ${expr}`);
    }
    assert.deepEqual(empty, []);
  });

  it('nothing is shown as judged before the run has been judged', () => {
    assert.equal(early, 0);
  });

  it('the verdict row says what result.json says, exactly', async () => {
    const { result } = run;
    assert.equal(await number('Verdict'), VERDICTS.indexOf(result.verdict) + 1);
    assert.equal(await number('Load generator'), result.generator.honest ? 1 : 0);
    assert.equal(await number('Missed messages'), result.messages.missed.count);
    assert.equal(await number('Premature timeouts'), result.timeouts.premature.count);
    assert.equal(await number('Idle timeouts'), result.timeouts.rate.count);
    const { early: tooEarly, late, missed, wrong_state } = result.timeouts.byRule;
    assert.equal(await number('Timeouts against the rules'), tooEarly + late + missed + wrong_state);
    assert.ok(result.messages.missed.count > 0 && result.timeouts.premature.count > 0, 'zeros would prove little');
  });

  it('rates, fates, transfers and what came of timeouts equal result.json, too', async () => {
    const { timeouts, messages, transfers } = run.result;
    assert.equal(await number('Timeout rate'), timeouts.rate.count / timeouts.rate.of);
    assert.equal(await number('Premature share'), timeouts.premature.count / timeouts.premature.of);
    assert.equal(await number('Visitors who came back'), timeouts.cameBack);
    assert.deepEqual(Object.fromEntries(await shown('Timeouts by rule')), timeouts.byRule);
    assert.deepEqual(Object.fromEntries(await shown('Timeouts by people')), timeouts.byPeople);
    assert.deepEqual(Object.fromEntries(await shown('Timeouts by cause')), timeouts.byCause);
    const fates = await shown('All messages');
    for (const fate of FATES) assert.equal(fates.get(fate), messages.fates[fate], fate);
    const missed = await shown('Missed by fate');
    for (const fate of MISSED_FATES) assert.equal(missed.get(fate), messages.fates[fate], fate);
    assert.equal((await shown('Transfers')).get('done'), transfers.done);
    assert.ok(transfers.done > 0, 'somebody was handed over');
  });
});
