// The values of a moment as metrics: times in µs are exported in seconds, each with its labels.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { showMoment } from '../../../src/run/watch/values.ts';
import { RunningFold } from '../../../src/run/watch/counters.ts';
import { Histogram } from '../../../src/model/core/histogram.ts';
import { message } from '../../../src/language/language.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import { RunRegistry } from '../../../src/metrics/run-registry.ts';
import { RUN } from '../../../src/metrics/run.ts';
import { linesOf } from '../../metrics/page.ts';

const SPEED = 10;
const MS = 1000;

/** One message. Its ack came 200 ms of model time later, which is 20 ms at this speed. */
function live(): RunningFold['live'] {
  const fold = new RunningFold();
  const rows: Row[] = [
    { t: 0, by: 'v0', k: 0, what: 'say', id: 'v0/0', turn: 0, h: 'x' },
    { t: 0, by: 'v0', k: 1, what: 'send', id: 'v0/0', try: 1 },
    { t: 200 * MS, by: 'v0', k: 2, what: 'ack', id: 'v0/0', session: 's1', seq: 1 },
    { t: 200 * MS, by: 'a0', k: 0, what: 'show', id: 'v0/0', session: 's1', seq: 1, from: 'visitor', h: 'x' },
  ];
  for (const row of rows) fold.add(row);
  return fold.live;
}

async function shown(): Promise<(name: string, labels?: Record<string, string>) => number | undefined> {
  const registry = new RunRegistry();
  const about = { scenario: 's', profile: 'bare', version: '1', engine: 'node', seed: '7', target: 'reference' };
  const series = registry.begin({ testid: 'r', ...about });
  const lateness = new Histogram();
  lateness.add(25 * MS);
  showMoment(series, {
    phase: 'playing',
    model: 90_000 * MS,
    realSeconds: 9,
    speed: SPEED,
    lateness,
    loopLag: { now: 30 * MS, max: 40 * MS },
    limit: { limit: 50, bound: message('speed.virtual'), all: [] },
    live: live(),
  });
  const lines = linesOf((await registry.expose()).text);
  return (name, labels = {}) =>
    lines.find((line) => line.name === name && Object.entries(labels).every(([k, v]) => line.labels[k] === v))?.value;
}

describe('a moment', () => {
  it('is shown in seconds: model time, lateness and lag of the generator', async () => {
    const value = await shown();
    assert.equal(value(RUN.modelTime.name), 90);
    assert.equal(value(RUN.loopLag.name), 0.03);
    assert.equal(value(RUN.loopLagMax.name), 0.04);
    assert.ok(Math.abs((value(`${RUN.scheduleLag.name}_sum`) ?? 0) - 0.025) < 0.0005);
    assert.equal(value(`${RUN.scheduleLag.name}_bucket`, { le: '0.05' }), 1);
    assert.equal(value(`${RUN.scheduleLag.name}_bucket`, { le: '0.02' }), 0);
    assert.equal(value(RUN.speedLimit.name), 50);
  });

  it('shows acknowledgements in real time, model time divided by the speed', async () => {
    const value = await shown();
    assert.ok(Math.abs((value(`${RUN.ackSeen.name}_sum`, { sender: 'visitor' }) ?? 0) - 0.02) < 0.0004);
    assert.equal(value(`${RUN.ackSeen.name}_count`, { sender: 'agent' }), 0);
  });

  it('counts what was shown for its sender, not for its reader', async () => {
    const value = await shown();
    assert.equal(value(RUN.messagesShown.name, { sender: 'visitor' }), 1);
    assert.equal(value(RUN.messagesShown.name, { sender: 'agent' }), 0);
  });
});
