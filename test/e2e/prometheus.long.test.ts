// Real runs and a real Prometheus: the final scraped or
// pushed values equal result.json, number by number.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BY_PEOPLE,
  BY_RULE,
  CAUSES,
  CHANNELS,
  CLOSE_REASONS,
  FATES,
  FLAGS,
  VERDICTS,
} from '../../src/model/rows/words.ts';
import { openExporter } from '../../src/run/watch/exporter.ts';
import { receiverOf } from '../../src/run/watch/push.ts';
import { RUN, RUN_METRICS } from '../../src/metrics/run.ts';
import { resultSchema, type Result } from '../../src/result/schema.ts';
import { until } from '../until.ts';
import { skipPrometheus, startPrometheus, type Prometheus } from './prometheus.ts';
import { assertNoStack, command, newFolder, played, readResult, reasonsOf } from './support.ts';

/**
 * The final value of a run in Prometheus, scraped or pushed. It is
 * the highest value, because a target that is gone becomes stale.
 */
const last = (name: string, selector: string): string => `max_over_time(${name}{${selector}}[30m])`;

/** The sum of all series of a counter. */
const sum = (name: string, selector: string): string => `sum(${last(name, selector)})`;

/** Every number of the result that has a metric, as `[query, number]`. `s` selects the run. */
function headlines(r: Result, s: string): [string, number][] {
  const { sessions, timeouts, messages, transfers, cost, visitors, generator } = r;
  const by = (name: string, label: string, words: readonly string[], of: (word: string) => number) =>
    words.map((word): [string, number] => [last(name, `${s},${label}="${word}"`), of(word)]);
  /** The count of a histogram: waits that did not end are above every bound. */
  const all = ({ n, never = 0, open = 0 }: { n: number; never?: number | undefined; open?: number | undefined }) =>
    n + never + open;
  const times: [string, number][] = [
    ['transfer', all(r.latency.model.transfer)],
    ['first_response', all(r.latency.model.firstResponse)],
    ['notice', all(r.latency.model.notice)],
    ['message_ack', all(r.latency.real.ack)],
    ['message_delivery', all(r.latency.real.delivery)],
    ['close_lateness', all(r.latency.real.closeLateness)],
  ];
  return [
    [sum('stillthere_sessions_opened_total', s), sessions.opened],
    [sum('stillthere_sessions_active_total', s), sessions.active],
    [sum('stillthere_sessions_rated_total', s), timeouts.rate.of],
    ...by('stillthere_sessions_rated_total', 'channel', CHANNELS, (w) => sessions.byChannel?.[w]?.ended ?? 0),
    [last('stillthere_sessions_left_open_total', s), sessions.stillOpen],
    [last('stillthere_messages_missed_total', s), messages.missed.count],
    [sum('stillthere_timeouts_total', s), timeouts.rate.count],
    [last('stillthere_timeouts_people_total', `${s},people="premature"`), timeouts.premature.count],
    [sum('stillthere_timeouts_people_total', s), timeouts.premature.of],
    [last('stillthere_timeouts_came_back_total', s), timeouts.cameBack],
    ...by('stillthere_sessions_closed_total', 'reason', CLOSE_REASONS, (w) => sessions.closed[w as 'agent']),
    ...by('stillthere_timeouts_total', 'channel', CHANNELS, (w) => timeouts.byChannel[w] ?? 0),
    ...by('stillthere_timeouts_judged_total', 'rule', BY_RULE, (w) => timeouts.byRule[w as 'early']),
    ...by('stillthere_timeouts_people_total', 'people', BY_PEOPLE, (w) => timeouts.byPeople[w as 'idle']),
    ...by('stillthere_timeouts_cause_total', 'cause', CAUSES, (w) => timeouts.byCause[w as 'path']),
    [sum('stillthere_messages_total', s), messages.missed.of],
    ...FATES.map((fate): [string, number] => [
      sum('stillthere_messages_total', `${s},fate="${fate}"`),
      messages.fates[fate],
    ]),
    ...['visitor', 'agent'].flatMap((sender) =>
      by('stillthere_messages_total', `sender="${sender}",fate`, FATES, (w) => messages.bySender[sender]?.[w] ?? NaN),
    ),
    ...by('stillthere_messages_flagged_total', 'flag', FLAGS, (w) => messages.flags[w as 'late']),
    [last('stillthere_messages_phantom_total', s), messages.phantoms],
    [last('stillthere_messages_vanished_total', s), messages.vanished],
    [sum('stillthere_messages_attempted_total', s), messages.attempted],
    [sum('stillthere_visitors_arrived_total', s), visitors.arrived],
    [sum('stillthere_visitors_gave_up_total', s), Object.values(visitors.gaveUp).reduce((a, b) => a + b, 0)],
    [sum('stillthere_transfers_total', s), transfers.asked],
    [last('stillthere_transfers_total', `${s},outcome="done"`), transfers.done],
    [last('stillthere_transfers_total', `${s},outcome="failed"`), transfers.failed],
    [last('stillthere_cost_total', `${s},kind="consultations_lost"`), cost.consultationsLost],
    [last('stillthere_cost_total', `${s},kind="complaints"`), cost.complaints],
    [last('stillthere_cost_total', `${s},kind="conversions_lost"`), cost.conversionsLost],
    [last('stillthere_cost_total', `${s},kind="repeated_descriptions"`), cost.repeatedDescriptions],
    ...times.map(([name, n]): [string, number] => [last(`stillthere_${name}_seconds_count`, s), n]),
    ...by('stillthere_verdict', 'verdict', VERDICTS, (w) => (w === r.verdict ? 1 : 0)),
    [last('stillthere_generator_honest', s), generator.honest ? 1 : 0],
    [last('stillthere_speed', s), r.run.speed],
    [last('stillthere_speed_limit', s), generator.speedLimit ?? Infinity],
    [last('stillthere_run_phase', `${s},phase="done"`), 1],
  ];
}

async function assertEqual(prometheus: Prometheus, result: Result, selector: string): Promise<void> {
  const wrong: string[] = [];
  for (const [promql, expected] of headlines(result, selector)) {
    const found = await prometheus.value(promql);
    if (found !== expected) wrong.push(`${promql} is ${found}, result.json says ${expected}`);
  }
  assert.deepEqual(wrong, []);
}

/** Names of all stored metrics; a histogram appears by its own name. */
async function namesOf(prometheus: Prometheus, selector: string): Promise<string[]> {
  const answers = await prometheus.query(`group by (__name__) (last_over_time({${selector}}[30m]))`);
  const names = answers.map(({ labels }) => labels['__name__'] ?? '');
  return [...new Set(names.map((name) => name.replace(/_seconds_(bucket|sum|count)$/, '_seconds')))];
}

const runIdIn = (out: string): string | undefined => readdirSync(out).find((name) => !name.endsWith('.json'));

describe('metrics of a run in a real Prometheus', { skip: skipPrometheus }, () => {
  it('scraped and pushed from a run over real sockets: live while it goes on, equal to result.json at the end', async () => {
    const prometheus = await startPrometheus();
    const out = newFolder('runs');
    const args = ['run', 'smoke', '--engine', 'node', '--out', out];
    const run = command([...args, '--metrics-port', '0', '--remote-write', prometheus.writeUrl]);
    const url = await until(
      'the address of /metrics',
      () => /http:\/\/(127\.0\.0\.1:\d+)\/metrics/.exec(run.stderr())?.[1],
    );
    prometheus.scrape('harness', url);
    const testid = await until('the run folder', () => runIdIn(out));
    const scraped = `testid="${testid}",job="harness"`;

    // On a busy machine it takes a while to measure the reliable speed.
    const attempted = `sum(stillthere_messages_attempted_total{${scraped}})`;
    await prometheus.until(attempted, ([a]) => (a?.value ?? 0) > 0, 90_000);
    const open = await prometheus.until(`sum(stillthere_sessions_open{${scraped}})`, ([a]) => (a?.value ?? 0) > 0);
    assert.ok((open[0]?.value ?? 0) <= 24);
    assert.equal(await prometheus.value(`stillthere_run_phase{${scraped},phase="playing"}`), 1);
    assert.equal(await prometheus.value(`sum(stillthere_messages_total{${scraped}})`), 0, 'not judged yet');

    const ended = await run.ended;
    const { result } = played(out, ended);
    assert.equal(result.run.id, testid);
    assert.ok(result.messages.attempted > 100 && result.timeouts.rate.count > 0, 'there is something to compare');
    assert.doesNotMatch(reasonsOf(result), /push/);
    assert.doesNotMatch(ended.stderr, /were not scraped/);
    await assertEqual(prometheus, result, scraped);

    const pushed = `testid="${testid}",job="stillthere"`;
    await assertEqual(prometheus, result, pushed);
    const pushes = await prometheus.value(`count_over_time(stillthere_run_info{${pushed}}[30m])`);
    assert.ok(pushes >= 4, `at the start, every 5 s of 20, and at the end: ${pushes} pushes`);
    await prometheus.end();
  });

  it('pushed from two runs of a festival evening in virtual time: every kind of number, each run under its own id', async () => {
    const prometheus = await startPrometheus();
    const out = newFolder('runs');
    const args = ['run', 'double-eleven-peak', '--engine', 'sim', '--profile', 'bare,all', '--out', out];
    const ended = await command([...args, '--remote-write', prometheus.writeUrl]).ended;
    assertNoStack(ended);
    const runs = readdirSync(out).filter((name) => !name.endsWith('.json'));
    assert.equal(runs.length, 2, ended.stderr);
    const results: Result[] = [];
    for (const testid of runs) {
      const result = resultSchema.parse(JSON.parse(readFileSync(join(out, testid, 'result.json'), 'utf8')));
      assert.doesNotMatch(reasonsOf(result), /push/);
      results.push(result);
      await assertEqual(prometheus, result, `testid="${testid}"`);
      const start = await prometheus.value(last('stillthere_run_start_timestamp_seconds', `testid="${testid}"`));
      assert.equal(start, Date.parse(result.run.startedAt) / 1000);
    }
    assert.ok(results.every(({ timeouts, messages }) => timeouts.premature.count > 0 && messages.missed.count > 0));
    assert.ok(
      results.some(({ messages }) => messages.fates.lost > 0) && results.some(({ transfers }) => transfers.done > 0),
    );
    // In virtual time there is no server to scrape.
    const declared = RUN_METRICS.filter((metric) => metric !== RUN.server)
      .map(({ name }) => name)
      .sort();
    assert.deepEqual((await namesOf(prometheus, 'job="stillthere"')).sort(), declared);
    await prometheus.end();
  });

  it('pushed: its series end with it, and its last values are found in a range, and by last_over_time', async () => {
    const prometheus = await startPrometheus();
    const out = newFolder('runs');
    await command(['run', 'smoke', '--engine', 'sim', '--out', out, '--remote-write', prometheus.writeUrl]).ended;
    const ended = Date.now() / 1000;
    const result = readResult(out);
    assert.doesNotMatch(reasonsOf(result), /push/);
    const name = 'sum(stillthere_timeouts_total)';
    const over = [...(await prometheus.over(name, ended - 60, ended + 300, 5)).values()].flat();
    assert.equal(Math.max(...over), result.timeouts.rate.count, 'a step of 5 s meets the last values');
    // Without stale markers the series would stay for five
    // minutes, and a finished run would look as if it went on.
    for (const seconds of [6, 60]) {
      const left = await prometheus.query(`{__name__=~"stillthere_.+"}`, ended + seconds);
      assert.deepEqual(left, [], `${seconds} s after the end`);
    }
    const last = await prometheus.query(`sum(last_over_time(stillthere_timeouts_total[10m]))`, ended + 300);
    assert.equal(last[0]?.value, result.timeouts.rate.count);
    await prometheus.end();
  });

  it('pushed, and ended before it was judged: its series end all the same', async () => {
    const prometheus = await startPrometheus();
    const exporter = await openExporter({ receiver: receiverOf(prometheus.writeUrl) });
    const limits = { lost: 0, misrouted: 0, phantom: 0, wrongTimeouts: 0 };
    const about = { scenario: 'smoke', profile: 'bare', engine: 'node', seed: '1', target: 'reference', limits };
    await exporter.begin({ id: 'broken-off', ...about, startedAt: new Date().toISOString() });
    assert.equal(await prometheus.value('stillthere_run_info'), 1);
    await exporter.close();
    assert.deepEqual(await prometheus.query('stillthere_run_info', Date.now() / 1000 + 6), []);
    await prometheus.end();
  });

  it('scraped every 15 s, as seldom as in most places: the verdict arrives without another flag', async () => {
    const prometheus = await startPrometheus('15s');
    const out = newFolder('runs');
    const run = command(['run', 'smoke', '--engine', 'sim', '--out', out, '--metrics-port', '0']);
    const url = await until(
      'the address of /metrics',
      () => /http:\/\/(127\.0\.0\.1:\d+)\/metrics/.exec(run.stderr())?.[1],
    );
    prometheus.scrape('harness', url);
    const { code, stderr } = await run.ended;
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /were not scraped/);
    const result = readResult(out);
    await prometheus.until(
      'max(last_over_time(stillthere_run_end_timestamp_seconds[30m]))',
      ([a]) => (a?.value ?? 0) > 0,
      5_000,
    );
    await assertEqual(prometheus, result, 'job="harness"');
    await prometheus.end();
  });

  it('increase() sees what a run counted, since every series was there at zero first', async () => {
    const prometheus = await startPrometheus();
    const out = newFolder('runs');
    await command(['run', 'smoke', '--engine', 'sim', '--out', out, '--remote-write', prometheus.writeUrl]).ended;
    const result = readResult(out);
    const born = await prometheus.value(`sum(count_over_time(stillthere_timeouts_total[30m])) by (testid)`);
    assert.ok(born >= 2 * CHANNELS.length);
    assert.ok((await prometheus.value(`sum(increase(stillthere_timeouts_total[30m]))`)) > 0);
    assert.ok(result.timeouts.rate.count > 0);
    await prometheus.end();
  });
});
