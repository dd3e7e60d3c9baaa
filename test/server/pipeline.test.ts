// Output commit: an effect waits for the rows stored before it, and for nothing else.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawBelow, owner, PURPOSE } from '../../src/model/core/draw.ts';
import type { StoreRow } from '../../src/model/desk/ports.ts';
import { BATCH_MAX, Pipeline, type Outlet, type PipelineOptions } from '../../src/server/pipeline.ts';

const row = (n: number): StoreRow => ({ kind: 'visitor', visitor: `v${n}`, secret: 'x' });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A store whose commits finish when the test says so. */
class HandStore {
  readonly batches: (readonly StoreRow[])[] = [];
  committed = 0;
  #pending: { rows: readonly StoreRow[]; done: () => void; failed: (error: Error) => void }[] = [];

  readonly commit = (rows: readonly StoreRow[]): Promise<void> => {
    this.batches.push(rows);
    return new Promise((done, failed) => void this.#pending.push({ rows, done, failed }));
  };

  get underWay(): number {
    return this.#pending.length;
  }

  finish(): void {
    const first = this.#pending.shift();
    this.committed += first?.rows.length ?? 0;
    first?.done();
  }

  fail(why: string): void {
    this.#pending.shift()?.failed(new Error(why));
  }
}

const unexpected = (error: unknown): void => assert.fail(String(error));

function recorder(): { outlet: Outlet; out: string[] } {
  const out: string[] = [];
  return {
    out,
    outlet: {
      send: (conn, frame) => void out.push(`send ${conn} ${frame.f}`),
      close: (conn, code) => void out.push(`close ${conn} ${code}`),
      note: (note) => void out.push(`note ${note.note}`),
    },
  };
}

type Make = (options: PipelineOptions) => Pipeline;

/** Plays a random history. @returns the first violation of the property, or undefined */
async function breach(seed: string, make: Make): Promise<string | undefined> {
  const store = new HandStore();
  const of = owner(seed, 'pipeline');
  const pushed: { effect: number; behind: number }[] = [];
  let rows = 0;
  let effects = 0;
  let released = 0;
  let found: string | undefined;
  const seen = (effect: number): void => {
    const behind = pushed[effect]?.behind ?? 0;
    if (effect !== released++) found ??= `effect ${effect} left out of order`;
    if (store.committed < behind) found ??= `effect ${effect} left with ${store.committed} of ${behind} rows stored`;
  };
  const outlet: Outlet = { send: (conn) => seen(conn), close: (conn) => seen(conn), note: () => undefined };
  const failed = (error: unknown): void => void (found ??= String(error));
  const pipeline = make({ commit: store.commit, outlet, failed });
  for (let step = 0; step < 60 && found === undefined; step++) {
    const what = drawBelow(of, PURPOSE.kind, step, 10);
    if (what < 3) pipeline.persist(row(rows++));
    else if (what < 8) {
      pushed.push({ effect: effects, behind: rows });
      const free = store.committed === rows && released === effects;
      if (what === 3) pipeline.close(effects++, 1000);
      else pipeline.send(effects++, { f: 'alive', n: step });
      if (free && released !== effects) found ??= `effect ${effects - 1} waited although everything was stored`;
    } else if (what === 8) await turn();
    else {
      store.finish();
      // Lets promises resolve without a turn of the event
      // loop, in which deferred commits would start.
      for (let i = 0; i < 8; i++) await Promise.resolve();
    }
    if (store.underWay > 1) found ??= 'two commits at once';
  }
  for (let i = 0; i < 100 && store.committed < rows; i++) {
    await turn();
    store.finish();
  }
  await turn();
  if (released !== effects) found ??= `${effects - released} effects never left`;
  if (store.batches.flat().length !== rows)
    found ??= `${store.batches.flat().length} of ${rows} rows reached the store`;
  return found;
}

const SEED = process.env['STILLTHERE_TEST_SEED'] ?? String(Date.now());

async function firstBreach(make: Make, runs = 300): Promise<string | undefined> {
  for (let i = 0; i < runs; i++) {
    const found = await breach(`${SEED}/${i}`, make);
    if (found !== undefined) return `seed ${SEED}/${i}: ${found} (STILLTHERE_TEST_SEED=${SEED} plays it again)`;
  }
  return undefined;
}

/** A mutant that acks before the commit. */
class AcksBeforeCommit extends Pipeline {
  readonly #outlet: Outlet;
  constructor(options: PipelineOptions) {
    super(options);
    this.#outlet = options.outlet;
  }
  override send(...args: Parameters<Pipeline['send']>): void {
    this.#outlet.send(...args);
  }
}

describe('pipeline', () => {
  it(`releases in order, behind what was stored and behind nothing else (seed ${SEED})`, async () => {
    assert.equal(await firstBreach((options) => new Pipeline(options)), undefined);
  });

  it('the same property catches a pipeline that acks before the commit', async () => {
    assert.match(
      (await firstBreach((options) => new AcksBeforeCommit(options))) ?? 'nothing',
      /rows stored|out of order/,
    );
  });

  it('the same property catches a pipeline that acks when the commit has begun, not when it has ended', async () => {
    const make: Make = (options) => new Pipeline({ ...options, commit: async (rows) => void options.commit(rows) });
    assert.match((await firstBreach(make)) ?? 'nothing', /rows stored|two commits/);
  });

  it('commits what one turn stores as one batch, and what comes meanwhile as the next', async () => {
    const store = new HandStore();
    const pipeline = new Pipeline({ commit: store.commit, outlet: recorder().outlet, failed: unexpected });
    for (let i = 0; i < 5; i++) pipeline.persist(row(i));
    await turn();
    for (let i = 5; i < 50; i++) pipeline.persist(row(i));
    await turn();
    assert.deepEqual([store.batches.length, store.underWay], [1, 1]);
    store.finish();
    await turn();
    store.finish();
    await pipeline.drained();
    assert.deepEqual(
      store.batches.map((rows) => rows.length),
      [5, 45],
    );
  });

  it('bounds a transaction', async () => {
    const store = new HandStore();
    const { out, outlet } = recorder();
    const pipeline = new Pipeline({ commit: store.commit, outlet, failed: unexpected });
    for (let i = 0; i < BATCH_MAX + 1; i++) pipeline.persist(row(i));
    pipeline.send(1, { f: 'alive', n: 0 });
    await turn();
    store.finish();
    await turn();
    assert.deepEqual(out, [], 'the send waits for the last row, which is in the second batch');
    store.finish();
    await turn();
    assert.deepEqual([store.batches.map((rows) => rows.length), out], [[BATCH_MAX, 1], ['send 1 alive']]);
  });

  it('queues what a released effect causes behind it, and stores it', async () => {
    const store = new HandStore();
    const { out, outlet } = recorder();
    const pipeline: Pipeline = new Pipeline({
      commit: store.commit,
      failed: unexpected,
      outlet: {
        ...outlet,
        send(conn, frame) {
          outlet.send(conn, frame);
          if (conn !== 1) return;
          pipeline.persist(row(2));
          pipeline.send(3, { f: 'alive', n: 0 });
        },
      },
    });
    pipeline.persist(row(1));
    pipeline.send(1, { f: 'alive', n: 0 });
    pipeline.send(2, { f: 'alive', n: 0 });
    await turn();
    store.finish();
    await turn();
    assert.deepEqual(out, ['send 1 alive', 'send 2 alive']);
    store.finish();
    await turn();
    assert.deepEqual([out.at(-1), store.committed], ['send 3 alive', 2]);
  });

  it('releases nothing and stores nothing after a commit has failed, and says so once', async () => {
    const store = new HandStore();
    const { out, outlet } = recorder();
    const faults: string[] = [];
    const failed = (error: unknown): void => void faults.push(String(error));
    const pipeline = new Pipeline({ commit: store.commit, outlet, failed });
    pipeline.persist(row(1));
    pipeline.send(1, { f: 'alive', n: 0 });
    await turn();
    pipeline.persist(row(2));
    pipeline.send(2, { f: 'alive', n: 0 });
    store.fail('database or disk is full');
    await turn();
    pipeline.persist(row(3));
    pipeline.send(3, { f: 'alive', n: 0 });
    pipeline.note({ note: 'prompted' });
    await turn();
    assert.deepEqual([out, faults, store.batches.length], [[], ['Error: database or disk is full'], 1]);
  });
});
