// Small scenarios from the field give the right answer:
// reports leave nothing out and blame the right party.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgingOf, verdictOf } from '../../src/run/conclude.ts';
import { virtualRun } from '../../src/run/virtual-run.ts';
import { MINUTE } from '../../src/model/core/time.ts';
import { playVirtual, VirtualPlay } from '../../src/model/runner/virtual/play.ts';
import type { JudgedRun } from '../../src/result/judged-run.ts';
import { Rolling } from '../../src/result/threads/rolling.ts';
import { defineScenario } from '../../src/scenario/define.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { halfAnswer, ignored, zeroLatency } from './field-evenings.ts';

const TRUST = { dishonest: [], broken: [], interrupted: false };

function played(input: ScenarioInput): JudgedRun & ReturnType<typeof verdictOf> {
  const scenario = defineScenario(input);
  const run = virtualRun(scenario, 'bare', '1');
  const rolling = new Rolling(judgingOf(scenario, run.rules, 1, false));
  playVirtual(run, (row) => rolling.add(row));
  const judged = rolling.finish();
  return { ...judged, ...verdictOf(scenario, judged, TRUST, []) };
}

const person = {
  weight: 1,
  trade: 'after_sale',
  turns: 2,
  think: '40s',
  endings: { closes: 0, goodbye: 0, silent: 1 },
} as const;

describe('agents are signed in and half of the visitors are never answered', () => {
  const evening = played(halfAnswer);
  const { firstResponse } = evening.numbers.latency.model;

  it('p95 is not reached: 24 still wait, and 12 of 36 questions were answered (one visitor came back with another)', () => {
    assert.equal(evening.numbers.visitors.arrived, 35);
    assert.deepEqual([firstResponse.n, firstResponse.of, firstResponse.open], [12, 36, 24]);
    assert.equal(firstResponse.p95, null);
  });

  it('and the limit on it fails', () => {
    assert.equal(evening.verdict, 'failed');
    assert.deepEqual(
      evening.reasons.map(({ limit }) => limit),
      ['firstResponseP95'],
    );
  });
});

describe('everybody means to write on after five minutes and the desk closes after two', () => {
  const evening = (latency: string): JudgedRun => played({ ...zeroLatency, network: { latency } });

  for (const latency of ['0s', '1ms', '40ms'])
    it(`every close is premature with a latency of ${latency}: who gives up because of it had not given up before`, () => {
      const { premature } = evening(latency).numbers.timeouts;
      assert.deepEqual([premature.count, premature.of], [29, 29]);
    });
});

describe('the agent never answers, the visitors give up after five minutes, the desk closes after thirty', () => {
  const evening = played(ignored);

  it('all idle closes are the agent’s doing, and the visitor was waiting', () => {
    const { byCause, byPeople, rate } = evening.numbers.timeouts;
    assert.deepEqual([byCause.agent, byPeople.waiting, rate.count, rate.of], [20, 20, 20, 20]);
  });

  it('nobody was answered, and nobody still waits', () => {
    const { n, of, never } = evening.numbers.latency.model.firstResponse;
    assert.deepEqual([n, of, never], [0, 20, 20]);
  });
});

describe('a desk without agents', () => {
  const evening = (tail?: string): ReturnType<typeof played> =>
    played({
      name: 'nobody',
      shows: 'nobody is there',
      locale: 'en',
      arrivals: [{ name: 'a', for: '10m', visitors: 30 }],
      channels: { web: 1 },
      personas: { p: person },
      agents: { count: 0, answer: '20s' },
      ...(tail !== undefined && { tail }),
    });

  it('looks like one: nobody is answered, nothing is read, and that is a fact', () => {
    const { numbers, verdict, reasons } = evening();
    const { missed } = numbers.messages;
    assert.ok(missed.of >= 25);
    assert.equal(missed.count, missed.of);
    assert.equal(numbers.visitors.waiting, numbers.visitors.arrived);
    assert.equal(numbers.latency.model.firstResponse.n, 0);
    assert.equal(numbers.play.why, 'endless', 'no rule of this desk ends what is open');
    assert.equal(verdict, 'violated');
    assert.deepEqual(reasons.map(({ limit }) => limit).slice(0, 1), ['waiting']);
  });

  it('also where play is cut on purpose', () => {
    const { numbers, verdict } = evening('30m');
    assert.deepEqual([numbers.messages.missed.count, numbers.play.why], [numbers.messages.attempted, 'cut']);
    assert.equal(verdict, 'violated');
  });
});

describe('a desk that keeps up, where play is cut in the middle of the evening', () => {
  const scenario = defineScenario({
    name: 'busy',
    shows: 'there is always a message on its way to an agent',
    locale: 'en',
    arrivals: [{ name: 'a', for: '20m', visitors: 200 }],
    channels: { web: 1 },
    personas: { p: { ...person, patience: '30m', endings: { closes: 1, goodbye: 0, silent: 0 } } },
    agents: { count: 20, answer: '20s', notice: '20s' },
  });
  const run = virtualRun(scenario, 'bare', '1');
  const ended = (end: (play: VirtualPlay) => void, until = Infinity): ReturnType<typeof played> => {
    const rolling = new Rolling(judgingOf(scenario, run.rules, 1, false));
    const play = new VirtualPlay({ ...run, until }, { row: (row) => rolling.add(row) });
    while (!play.isOver) end(play);
    const judged = rolling.finish();
    return { ...judged, ...verdictOf(scenario, judged, TRUST, []) };
  };

  it('what waits to be read is on its way, and no fact', () => {
    const { numbers, verdict, reasons } = ended((play) => play.step(), 10 * MINUTE);
    assert.ok(numbers.messages.fates.pending > 0.02 * numbers.messages.attempted);
    assert.deepEqual([numbers.play.why, verdict, reasons], ['cut', 'pass', []]);
  });

  it('nor is it where somebody stops the run', () => {
    const stopped = ended((play) => (play.progress.now > 10 * MINUTE ? play.stop() : play.step()));
    assert.ok(stopped.numbers.messages.fates.pending > 0.02 * stopped.numbers.messages.attempted);
    assert.deepEqual([stopped.numbers.play.why, stopped.reasons], ['stopped', []]);
  });
});
