// The board with a real server and a real run: Prometheus
// scrapes both and answers every query of the board.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../src/run/live/target.ts';
import { FATES, MISSED_FATES, VERDICTS } from '../../src/model/rows/words.ts';
import type { Result } from '../../src/result/schema.ts';
import { projectRoot } from '../../src/system/entry.ts';
import { EVENING } from '../boards/evening.ts';
import { asked, copy } from '../boards/grafana.ts';
import type { BoardJson } from '../boards/rules.ts';
import { skipPrometheus, startPrometheus, type Prometheus } from './prometheus.ts';
import { command, newFolder, played, scenarioFile, signal, type Command, type Played } from './support.ts';

const SECRETS = { STILLTHERE_AGENT_SECRET: 'agents of this test', STILLTHERE_ADMIN_TOKEN: 'admin of this test' };
const board = JSON.parse(readFileSync(join(projectRoot(), 'dashboards/session-timeouts.json'), 'utf8')) as BoardJson;
const panels = board.panels.filter(({ type }) => type !== 'row');

/** When the test began, unix seconds. */
const from = Date.now() / 1000;

/**
 * The query for this run and the time range of this test.
 * Prometheus scrapes every second here; pushes come every five.
 */
const filledIn = (expr: string, testid: string): string => asked(expr, testid, Math.ceil(Date.now() / 1000 - from), 12);

/** Every value of a query over the time of the test. */
const overTime = async (prometheus: Prometheus, promql: string): Promise<number[]> =>
  // One step beyond now, because the last scrape was a moment ago, between two steps.
  [...(await prometheus.over(promql, from, Date.now() / 1000 + 1, 1)).values()].flat();

/** Tiles of values that a result may lack; a grey tile says that they were not measured. */
function notLookedAt({ latency, messages }: Result): string[] {
  const { never: answer }: Waits = latency.model.firstResponse;
  const { never: ack }: Waits = latency.real.ack;
  const { forgotten }: { readonly attempted: number; readonly forgotten?: number | undefined } = messages;
  const tiles: [string, number | undefined][] = [
    ['Never answered', answer],
    ['Never acknowledged', ack],
    ['Forgotten sessions', forgotten],
  ];
  return tiles.filter(([, count]) => count === undefined).map(([title]) => title);
}

/**
 * Tiles of quantiles without a value, because too few waits have
 * ended: with one of fifty transfers unfinished there is no p99.
 */
function notReached({ latency }: Result): string[] {
  const tiles: [string, Waits, number][] = [
    ['First response p95', latency.model.firstResponse, 0.95],
    ['Acknowledgement p99', latency.real.ack, 0.99],
    ['Delivery p99', latency.real.delivery, 0.99],
    ['Transfer p95', latency.model.transfer, 0.95],
    ['Transfer p99', latency.model.transfer, 0.99],
  ];
  return tiles.filter(([, { n, of = n }, q]) => n < q * of).map(([title]) => title);
}

interface Waits {
  readonly n: number;
  readonly of?: number | undefined;
  readonly never?: number | undefined;
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
  /** The value of the judged panels during the run. */
  let early: number;

  /** The values of the stat or bars with this title, by legend; one number for a stat. */
  async function shown(title: string, job?: string): Promise<Map<string, number>> {
    const [target] = panels.find((panel) => panel.title === title && panel.type !== 'timeseries')?.targets ?? [];
    assert.ok(target !== undefined, title);
    const expr = filledIn(target.expr, testid);
    const answers = await prometheus.query(job === undefined ? expr : copy(expr, job));
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
    const file = scenarioFile(EVENING);
    const [serverPort, metricsPort] = [await freePort(), await freePort()];
    server = command(['serve', file, '--port', `${serverPort}`], { env: SECRETS });
    await untilReady(`http://127.0.0.1:${serverPort}`);
    prometheus.scrape('chat-server', `127.0.0.1:${serverPort}`);
    prometheus.scrape('harness', `127.0.0.1:${metricsPort}`);
    const out = newFolder('runs');
    const { ended } = command(
      [
        ...['run', file, '--engine', 'node', '--target', `ws://127.0.0.1:${serverPort}/ws`],
        // On a busy machine the run is judged invalid, and the board must show it.
        ...['--metrics-port', `${metricsPort}`, '--remote-write', prometheus.writeUrl, '--out', out],
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
    const grey = [...notLookedAt(run.result), ...notReached(run.result)];
    for (const { title = '', type, targets = [] } of panels) {
      if (grey.includes(title)) continue;
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

  it('a quantile that so few waits have reached has a grey tile', async () => {
    for (const title of notReached(run.result)) assert.equal(await number(title), undefined, title);
  });

  it('scraped, pushed, or both: the same numbers', async () => {
    for (const { title = '', type } of panels) {
      if (type === 'timeseries') continue;
      const twice = await shown(title);
      assert.deepEqual(twice, await shown(title, 'harness'), title);
      assert.deepEqual(twice, await shown(title, 'stillthere'), title);
    }
    const most = async (promql: string): Promise<number> =>
      Math.max(0, ...(await overTime(prometheus, promql)).filter(Number.isFinite));
    for (const { title, targets = [] } of panels.filter(({ type }) => type === 'timeseries')) {
      for (const { expr } of targets.filter((target) => !target.expr.includes('chat_'))) {
        const promql = filledIn(expr, testid);
        const [scraped, pushed] = [await most(copy(promql, 'harness')), await most(copy(promql, 'stillthere'))];
        const twice = await most(promql);
        // Scrapes and pushes were taken at different moments. If
        // a series counted twice, the value would be their sum.
        assert.ok(twice <= 1.6 * Math.max(scraped, pushed), `${title}: ${scraped} and ${pushed} are shown as ${twice}`);
      }
    }
  });

  it('shows which run it is, and that its server is scraped', async () => {
    const { run: about, tool } = run.result;
    for (const [title, text] of Object.entries({
      Scenario: about.scenario,
      Profile: about.profile,
      Engine: about.engine,
      Seed: about.seed,
      Target: about.target,
      Version: tool.version,
    }))
      assert.deepEqual([...(await shown(title)).keys()], [text], title);
    assert.equal(await number('Speed'), about.speed);
    assert.equal((await shown('Server of this run')).size, 1, 'the run knows the server by what /healthz says');
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
    assert.equal(await number('Lost messages'), result.messages.fates.lost);
    assert.equal(await number('Misrouted messages'), result.messages.fates.misrouted);
    assert.equal(await number('Phantom messages'), result.messages.phantoms);
    assert.equal(await number('Vanished messages'), result.messages.vanished);
    assert.equal(await number('Still open at the end'), result.sessions.stillOpen);
    assert.equal(await number('Broken limits'), result.reasons.filter(({ bound }) => bound !== undefined).length);
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
