// The lines of the live view: arrivals against the plan,
// messages missed so far, and the generator's health.
import assert from 'node:assert/strict';
import test from 'node:test';
import { plannedBy } from '../../src/capacity/forecast.ts';
import type { Moment } from '../../src/run/request.ts';
import { GeneratorHealth } from '../../src/run/live/health.ts';
import { Histogram } from '../../src/model/core/histogram.ts';
import { lines, liveView } from '../../src/report/live.ts';

const live = {
  arrived: 118,
  said: 500,
  acked: 480,
  shown: 470,
  opened: 120,
  closed: 89,
  timeouts: 23,
  missed: 12,
  gaveUp: 4,
  leftMessages: 3,
  rows: 2000,
  actorRows: 1990,
};
const moment = {
  phase: 'playing',
  model: 16 * 60e6,
  speed: 80,
  live,
  forecast: { visitors: 708, playEnd: 75 * 60e6 },
  planned: 120,
  connected: 40,
  latenessP99: 3_000,
  loopLag: { now: 2_000, max: 12_000 },
  realSeconds: 12,
} as unknown as Moment;

test('arrivals stand against what was planned by now, not against the whole evening', () => {
  assert.match(lines(moment).join('\n'), /visitors 118 \/ 120 due by now \(708 in all\)/);
  const forecast = { arrivals: [0, 5, 5, 9] };
  assert.deepEqual(
    [-1, 0, 4, 5, 8, 9, 99].map((t) => plannedBy(forecast, t)),
    [0, 1, 1, 3, 3, 4, 4],
  );
});

test('missed so far says what it counts', () => {
  assert.match(lines(moment).join('\n'), /missed so far 12 \(acknowledged, session over, not looked at\)/);
});

test('the event loop of the generator: now, and at most so far, over all shards', () => {
  assert.match(
    lines(moment).join('\n'),
    /timer delay of the generator p99 3\.0 ms, event loop 2\.0 ms \(at most 12 ms\)/,
  );
  const health = new GeneratorHealth();
  const counts = { actors: 1, connected: 1, unsettled: 0, framesOut: 0, framesIn: 0, badFrames: 0, atRest: false };
  const heard = (shard: number, lag: number): void =>
    health.heard(shard, { lateness: new Histogram().toJSON(), lag, phase: 'playing', ...counts });
  heard(0, 9_000);
  heard(1, 4_000);
  heard(0, 1_000);
  assert.deepEqual([health.lagNow, health.lagMax], [4_000, 9_000]);
});

test('while nothing is known there is only the phase', () => {
  assert.deepEqual(lines({ phase: 'preparing', model: 0, realSeconds: 2 }), ['  preparing, 2 s']);
});

/** All lines that a log gets for these moments. */
function logOf(moments: Iterable<Moment>): string[] {
  const written: string[] = [];
  const output = { isTTY: false, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  const view = liveView('smoke (bare, k6)', output);
  for (const one of moments) view.show(one);
  view.done();
  return written;
}

/** The moments of a run of so many real seconds, five a second. */
function* playOf(seconds: number): Generator<Moment> {
  const end = moment.forecast?.playEnd ?? 0;
  yield { phase: 'preparing', model: 0, realSeconds: 0 };
  yield { phase: 'preparing', model: 0, realSeconds: 20 };
  for (let at = 0; at <= seconds; at += 0.2)
    yield { ...moment, speed: end / 1e6 / seconds, model: (end * at) / seconds, realSeconds: 20 + at };
  for (const phase of ['draining', 'judging'] as const)
    for (const late of [0, 0.2, 12]) yield { ...moment, phase, model: end, realSeconds: 20 + seconds + late };
}

test('in a log: a short line when it begins, at each quarter, for the drain and for the judging, and no more', () => {
  const lines = logOf(playOf(90));
  assert.deepEqual(lines, [
    'smoke (bare, k6): preparing\n',
    'smoke (bare, k6): playing at 50×, about 90 s\n',
    'smoke (bare, k6): 25 % done, 67 s left; 23 idle timeouts, 12 missed messages so far\n',
    'smoke (bare, k6): 50 % done, 45 s left; 23 idle timeouts, 12 missed messages so far\n',
    'smoke (bare, k6): 75 % done, 22 s left; 23 idle timeouts, 12 missed messages so far\n',
    'smoke (bare, k6): draining\n',
    'smoke (bare, k6): judging\n',
  ]);
});

test('a run of hours is not silent for longer than five minutes', () => {
  // A quarter of four hours is an hour, and some CI
  // systems end a job that prints nothing for ten minutes.
  const lines = logOf(playOf(4 * 3600));
  assert.ok(lines.length >= 48 && lines.length < 60, `${lines.length} lines`);
});
