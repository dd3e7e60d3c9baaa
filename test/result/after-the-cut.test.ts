// Numbers of a cut run do not depend on its drain, in which the harness brings people back online.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, MS, SECOND } from '../../src/model/core/time.ts';
import { Evidence } from '../../src/model/judge/evidence.ts';
import { judge } from '../../src/model/judge/judge.ts';
import { isVisitor } from '../../src/model/rows/ids.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import { playVirtual, type VirtualRun } from '../../src/model/runner/virtual/play.ts';
import { fold, type Numbers } from '../../src/result/fold.ts';
import { fixed, LINES } from '../model/evening.ts';
import { without } from '../model/judge/ledger.ts';
import { randomRules, randomWorkload } from '../model/random-evening.ts';
import { SEED, trials, type Random } from '../model/random.ts';

/** A run of people whose network drops, cut in its middle. */
function cutEvening(random: Random, seed: string): VirtualRun {
  const workload = randomWorkload(random, seed);
  const offline = {
    name: 'offline',
    kind: 'offline',
    share: 1000,
    onset: { kind: 'uniform', low: 5 * SECOND, high: 3 * MINUTE },
    length: { kind: 'uniform', low: 20 * SECOND, high: 3 * MINUTE },
    times: 4,
  } as const;
  return {
    workload: {
      ...workload,
      arrivals: [{ name: 'evening', for: 2 * MINUTE, visitors: 25 }],
      personas: workload.personas.map((one) => ({ ...one, turns: 6, think: fixed(random.between(5, 40) * SECOND) })),
      habits: [...workload.habits.filter(({ kind }) => kind !== 'offline'), offline],
    },
    rules: randomRules(random, random.chance(0.5)),
    lines: LINES,
    profile: 'bare',
    latency: 20 * MS,
    tail: random.between(0, 60) * SECOND,
    visitors: 25,
  };
}

function rowsOf(run: VirtualRun): Row[] {
  const rows: Row[] = [];
  playVirtual(run, (row) => rows.push(row));
  return rows;
}

function numbersOf(rows: readonly Row[], { rules }: VirtualRun): Numbers {
  const evidence = new Evidence();
  for (const row of rows) evidence.add(row);
  const options = { rules, speed: 1, epsilon: 0, prematureWithin: 30 * MINUTE, generatorLate: false };
  return fold(evidence, judge(evidence, options));
}

const cutAt = (rows: readonly Row[]): number =>
  rows.find((row) => row.what === 'phase' && row.phase === 'drain_start')?.t ?? assert.fail('no drain');

/** Keys that hold a time, in rows and in the records of the server. */
const MOMENTS = new Set(['t', 'at', 'doneAt', 'openedAt', 'activeAt', 'closedAt', 'leftAt']);

/** The same drain, `times` as long: all times after the cut are later. */
function slower(rows: readonly Row[], times: number): Row[] {
  const cut = cutAt(rows);
  const later = (key: string, value: unknown): unknown =>
    MOMENTS.has(key) && typeof value === 'number' && value > cut ? cut + times * (value - cut) : value;
  return rows.map((row) => JSON.parse(JSON.stringify(row, later)) as Row);
}

describe('no number of a run that was cut depends on its drain', () => {
  it('however long it takes', (t) => {
    let [offline, late] = [0, 0];
    trials('slow drains', 60, (random, i) => {
      const run = cutEvening(random, `${SEED}/${i}`);
      const rows = rowsOf(run);
      const cut = cutAt(rows);
      offline += awayAt(rows, cut);
      late += rows.filter((row) => row.t > cut && (row.what === 'show' || row.what === 'ack')).length;
      assert.deepEqual(numbersOf(slower(rows, 1000), run), numbersOf(rows, run));
    });
    t.diagnostic(`${offline} visitors offline at the cut, ${late} acknowledgements and messages on screens after it`);
    if (process.env['STILLTHERE_TEST_TRIAL'] === undefined)
      assert.ok(offline > 200 && late > 100, `${offline}, ${late}`);
  });

  it('also where nothing comes on a screen any more', (t) => {
    let gone = 0;
    trials('dark drains', 60, (random, i) => {
      const run = cutEvening(random, `${SEED}/${i}`);
      const rows = rowsOf(run);
      const cut = cutAt(rows);
      const isLate = (row: Row): boolean => row.t > cut && (row.what === 'show' || row.what === 'look');
      gone += rows.filter(isLate).length;
      assert.deepEqual(numbersOf(without(rows, isLate), run), numbersOf(rows, run));
    });
    t.diagnostic(`${gone} times somebody saw something after the cut`);
    if (process.env['STILLTHERE_TEST_TRIAL'] === undefined) assert.ok(gone > 30, `${gone} messages on screens`);
  });
});

/** Visitors who were offline at the cut. */
function awayAt(rows: readonly Row[], cut: number): number {
  const last = new Map<string, string>();
  for (const row of rows) if (row.t < cut && row.what === 'path' && isVisitor(row.by)) last.set(row.by, row.is);
  return [...last.values()].filter((is) => is === 'offline').length;
}
