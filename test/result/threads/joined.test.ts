// Threads that join are forgotten exactly when all their
// visitors are done, and the totals are those of the whole run.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import { Evidence } from '../../../src/model/judge/evidence.ts';
import type { JudgeOptions } from '../../../src/model/judge/judge.ts';
import { textHash } from '../../../src/model/rows/ids.ts';
import type { Row, RowBody } from '../../../src/model/rows/rows.ts';
import { judgeRun, type JudgedRun } from '../../../src/result/judged-run.ts';
import { Rolling } from '../../../src/result/threads/rolling.ts';
import { Threads, type Thread } from '../../../src/result/threads/threads.ts';
import { rules } from '../../model/evening.ts';
import { PLAN } from '../../model/judge/ledger.ts';

const JUDGING: JudgeOptions = { rules: rules(), speed: 1, epsilon: 0, prematureWithin: MINUTE, generatorLate: false };
const plain = ({ latency: _, ...rest }: JudgedRun): unknown => rest;

/**
 * A visitor is done; or `at` sees a message of `whose`;
 * or finished threads are judged and forgotten.
 */
type Step = { readonly over: string } | { readonly at: string; readonly whose: string } | { readonly settle: true };

const permutations = <T>(list: readonly T[]): T[][] =>
  list.length === 0 ? [[]] : list.flatMap((x, i) => permutations(list.toSpliced(i, 1)).map((rest) => [x, ...rest]));

/** Every order of the steps, with one `settle` at any place. */
const orders = (steps: readonly Step[]): Step[][] =>
  permutations(steps).flatMap((order) =>
    [...order, undefined].map((_, i) => order.toSpliced(i, 0, { settle: true } as const)),
  );

const show = (id: string, session: string): RowBody => ({
  what: 'show',
  id,
  session,
  seq: 1,
  from: 'visitor',
  h: textHash(id),
});

/**
 * Has more rows than all others together, so that its end starts the judging of finished threads.
 */
const LOUD = 'v9';
const LINES = 200;

/**
 * Plays the steps, and checks after each which threads are kept.
 * @returns false when a forgotten thread would join
 */
function plays(visitors: readonly string[], steps: readonly Step[]): boolean {
  const evidence = new Evidence();
  const rolling = new Rolling(JUDGING, LINES);
  const next = new Map<string, number>();
  const add = (by: string, body: RowBody): void => {
    const k = next.get(by) ?? 0;
    next.set(by, k + 1);
    const row: Row = { t: SECOND, by, k, ...(body.what === 'end' ? { ...body, rows: k + 1 } : body) };
    evidence.add(row);
    rolling.add(row);
  };
  const all = [...visitors, LOUD];
  add('conductor', {
    what: 'run',
    seed: '1',
    speed: 1,
    profile: 'bare',
    engine: 'sim',
    pathAt: 'runner',
    visitors: all.length,
    agents: 0,
  });
  for (const by of all) {
    add(by, { what: 'plan', plan: PLAN });
    const lines = by === LOUD ? LINES : 1;
    for (let n = 0; n < lines; n++) add(by, { what: 'say', id: `${by}/${n}`, turn: n, h: textHash(`${by}/${n}`) });
    add(by, { what: 'end', rows: 0, said: lines });
  }
  // Computed independently: who is joined with whom, who is done, who has been forgotten.
  const together = new Map(all.map((visitor) => [visitor, new Set([visitor])]));
  const [done, forgotten] = [new Set<string>(), new Set<string>()];
  for (const step of steps) {
    if ('over' in step) {
      done.add(step.over);
      rolling.over(step.over);
    } else if ('at' in step) {
      if (forgotten.has(step.at) || forgotten.has(step.whose)) return false;
      const joined = new Set([step.at, step.whose].flatMap((one) => [...(together.get(one) ?? [])]));
      for (const one of joined) together.set(one, joined);
      add(step.at, show(`${step.whose}/0`, `s${step.at.slice(1)}`));
    } else {
      done.add(LOUD);
      rolling.over(LOUD);
      for (const [one, others] of together) if ([...others].every((other) => done.has(other))) forgotten.add(one);
    }
    assert.equal(rolling.kept, all.length - forgotten.size, JSON.stringify({ steps, step }));
  }
  add('conductor', { what: 'phase', phase: 'drain_start' });
  add('conductor', { what: 'phase', phase: 'drain_end', complete: true });
  for (const by of ['server', 'conductor']) add(by, { what: 'end', rows: 0, said: 0 });
  const whole = judgeRun(evidence, JUDGING);
  assert.deepEqual([whole.missing, whole.undrained, whole.numbers.visitors.arrived], [[], [], all.length]);
  assert.deepEqual(plain(rolling.finish()), plain(whole), JSON.stringify(steps));
  return true;
}

describe('threads that belong together', () => {
  it('two visitors, one join: whoever is done before it or after it', () => {
    for (const join of [
      { at: 'v0', whose: 'v1' },
      { at: 'v1', whose: 'v0' },
    ]) {
      const played = orders([{ over: 'v0' }, { over: 'v1' }, join]).filter((steps) => plays(['v0', 'v1'], steps));
      assert.ok(played.length > 15, `${played.length} orders`);
    }
  });

  it('three visitors, two joins: whoever is done before, between or after them', () => {
    const overs = ['v0', 'v1', 'v2'].map((over) => ({ over }));
    for (const joins of [
      [
        { at: 'v0', whose: 'v1' },
        { at: 'v1', whose: 'v2' },
      ],
      [
        { at: 'v1', whose: 'v0' },
        { at: 'v2', whose: 'v0' },
      ],
    ]) {
      const played = orders([...overs, ...joins]).filter((steps) => plays(['v0', 'v1', 'v2'], steps));
      assert.ok(played.length > 300, `${played.length} orders`);
    }
  });

  it('a join adds up visitors, rows and who is done, and says of the smaller where it went', () => {
    const threads = new Threads();
    const [first, second, third] = ['v0', 'v1', 'v2'].map((visitor) => threads.of(visitor)) as [Thread, Thread, Thread];
    for (const [thread, rows, over] of [
      [first, 5, 1],
      [second, 7, 0],
      [third, 11, 1],
    ] as const)
      Object.assign(thread, { rows, over });
    const joined = (by: string, id: string): Thread | undefined =>
      threads.find(by, { t: 0, by, k: 0, ...show(id, `s${by.slice(1)}`) });
    const both = joined('v0', 'v1/0');
    assert.deepEqual([both?.visitors, both?.rows, both?.over], [['v0', 'v1'], 12, 1]);
    // The smaller thread is merged into the larger, whichever of them named the other.
    assert.equal(joined('v2', 'v1/0'), both);
    assert.deepEqual([both?.visitors, both?.rows, both?.over], [['v0', 'v1', 'v2'], 23, 2]);
    assert.deepEqual([first.into, second.into, third.into], [undefined, first, first]);
    assert.deepEqual([...threads.all()], [first]);
  });
});
