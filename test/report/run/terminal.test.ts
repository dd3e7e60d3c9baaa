// The report in a terminal: two groups of words for
// timeouts, and no lines without a measured value.
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { Evidence } from '../../../src/model/judge/evidence.ts';
import { judge } from '../../../src/model/judge/judge.ts';
import { playVirtual } from '../../../src/model/runner/virtual/play.ts';
import { sideBySide, story, terminalReport } from '../../../src/report/run/terminal.ts';
import { fold } from '../../../src/result/fold.ts';
import type { Result } from '../../../src/result/schema.ts';
import { corpusOf, rulesOf, workloadOf, type Scenario } from '../../../src/scenario/define.ts';
import festival from '../../../scenarios/double-eleven-peak.ts';
import smoke from '../../../scenarios/smoke.ts';

/** A result with the numbers of a virtual run, labelled with this engine. */
function resultOf(scenario: Scenario, engine: Result['run']['engine']): Result {
  const workload = workloadOf(scenario, '1');
  const corpus = corpusOf(scenario, '1');
  const rules = rulesOf(scenario, 'bare');
  const evidence = new Evidence();
  const lines = { at: (i: number) => corpus.lines[i] ?? '', sets: corpus.sets };
  playVirtual({ workload, rules, lines, profile: 'bare', latency: 20_000, visitors: 700 }, (row) => evidence.add(row));
  const options = { rules, speed: 1, epsilon: 100_000, prematureWithin: 30 * 60e6, generatorLate: false };
  const numbers = fold(evidence, judge(evidence, options));
  const real = { n: 5, p50: 1_000, p95: 2_000, p99: 3_000, max: 4_000 };
  return {
    ...numbers,
    latency: { model: numbers.latency.model, real: { ack: real, delivery: real, closeLateness: real } },
    run: { profile: 'bare', engine, speed: 7 },
    verdict: 'pass',
    reasons: [],
    generator: {
      lateness: { n: 9, p50: 100, p99: 200, max: 300 },
      loopLag: { max: 900 },
      speedBound: 'set on the command line; reliable up to 40×: bias',
      honest: true,
    },
    resources: { wallSeconds: 1, cpuSeconds: 1, peakRssBytes: 1e6, events: 1, rows: evidence.rows },
  } as unknown as Result;
}

const peak = resultOf(festival, 'k6');
const quiet = resultOf(smoke, 'sim');
const report = (result: Result): string => terminalReport(result, 'runs/x', 'npx stillthere run x');
/** The lines of a report below one heading, until the next one. */
function below(text: string, head: string): string[] {
  const lines = text.split('\n');
  const from = lines.indexOf(head);
  assert.ok(from >= 0, `no "${head}" in\n${text}`);
  const rest = lines.slice(from + 1);
  return rest.slice(
    0,
    rest.findIndex((line) => !line.startsWith('  ')),
  );
}

describe('idle timeouts are told in two groups', () => {
  test('what the visitors were doing, and what caused them: each group adds up to all of them', () => {
    const doing = below(report(peak), 'Idle timeouts: what the visitors were doing');
    const cause = below(report(peak), 'Idle timeouts: what caused them');
    assert.match(doing.join('\n'), /\d+ +the visitor was about to reply +\(premature\)/);
    assert.match(cause.join('\n'), /\d+ +tab hidden or asleep, app in the background +\(device\)/);
    const sum = (lines: string[]): number => lines.reduce((all, line) => all + Number.parseInt(line.trim(), 10), 0);
    assert.equal(sum(doing), peak.timeouts.rate.count);
    assert.equal(sum(cause), peak.timeouts.rate.count);
  });

  test('where there were none there are no groups', () => {
    const rate = { count: 0, of: 26, low: 0, high: 0.1 };
    const none = Object.fromEntries(Object.keys(quiet.timeouts.byPeople).map((word) => [word, 0]));
    const timeouts = { ...quiet.timeouts, rate, byPeople: none, byCause: none } as unknown as Result['timeouts'];
    assert.doesNotMatch(report({ ...quiet, timeouts }), /Idle timeouts:/);
  });
});

describe('virtual time', () => {
  test('prints no real time and no speed', () => {
    assert.doesNotMatch(report(quiet), /\(real|7×|timer delay|speed/);
    assert.match(report(quiet), /first response \(model time\)/);
  });

  test('over real sockets both are there, with the bound that chose the speed', () => {
    assert.match(report(peak), /acknowledged \(real time\)/);
    assert.match(report(peak), /speed +7× \(set on the command line; reliable up to 40×: bias\)/);
    assert.match(report(peak), /event loop at most 900 µs: reliable/);
  });
});

describe('the last lines', () => {
  test('repeat the run, and where there is one, the shorter run that goes wrong in the same way', () => {
    const [repeat, shortest] = ['npx stillthere run x', 'npx stillthere run x --only v3,a1 --until 9m'];
    const last = (text: string): string[] => text.split('\n').slice(-2);
    assert.equal(last(terminalReport(peak, 'runs/x', repeat)).at(-1), `Repeat this run:     ${repeat}`);
    assert.deepEqual(last(terminalReport(peak, 'runs/x', repeat, shortest)), [
      `Repeat this run:     ${repeat}`,
      `Shortest repeat:     ${shortest}`,
    ]);
  });
});

describe('zero', () => {
  test('in a headline it comes with its upper bound', () => {
    assert.match(story(quiet), /Missed messages: 0 of \d+ \(at most \d\.\d %\)/);
    assert.match(sideBySide([quiet, quiet]), /missed messages +0 \(at most \d\.\d %\)/);
  });

  test('elsewhere it gets no line', () => {
    assert.doesNotMatch(report(quiet), /went unanswered|Repeated to a new agent|transfers|\b0 asked|none/);
    assert.doesNotMatch(sideBySide([quiet, quiet]), /went unanswered|leave-messages|transfers/);
    assert.match(
      story(peak),
      /Visitors whose questions went unanswered: \d+ \(ready to buy: \d+\)\.\nRepeated to a new agent/,
    );
    assert.match(sideBySide([quiet, peak]), /visitors whose questions went unanswered +0 +\d+/);
  });
});
