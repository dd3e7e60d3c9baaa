// Random runs in which the server dies: acked messages are
// kept, clients reconnect, and no healthy desk is blamed.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { horizonOf } from '../../../src/model/population/workload.ts';
import { MINUTE, MS, SECOND, type Micros } from '../../../src/model/core/time.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import type { Fate } from '../../../src/model/rows/words.ts';
import { VirtualPlay } from '../../../src/model/runner/virtual/play.ts';
import { digestOf, fixed, judged, only, play, rules, tally, virtual, workload, type Run } from '../evening.ts';
import { randomCrashes, randomRules, randomWorkload } from '../random-evening.ts';
import { SEED, trials, type Random } from '../random.ts';

const L = 20 * MS;

interface Ordeal extends Run {
  readonly crashes: { at: Micros; for: Micros }[];
  readonly commit: Micros;
}

function ordeal(random: Random, i: number, drop = false): Ordeal {
  const w = randomWorkload(random, `${SEED}/${i}`);
  const r = randomRules(random, drop);
  // Long enough for all visitors to have come.
  const tail = horizonOf(w) + 60 * MINUTE;
  return {
    workload: w,
    rules: r,
    tail,
    latency: random.pick([1, L, 200 * MS]),
    ...(random.chance(0.3) && { path: { latency: { kind: 'exponential', mean: 60 * MS }, jitter: fixed(5 * MS) } }),
    commit: random.pick([0, 0, 4 * MS, 100 * MS, 2 * SECOND]),
    crashes: randomCrashes(random, horizonOf(w) + 3 * MINUTE),
  };
}

/** A close may be decided and then lost with the two commits before it. */
const judging = ({ commit }: Ordeal) => ({ epsilon: 100 * MS + 2 * commit });

/** When an actor's person left or their device died; Infinity if neither happened. */
const goneAt = (rows: readonly Row[], by: string): Micros =>
  Math.min(
    ...rows
      .filter((row) => row.by === by && (row.what === 'leave' || (row.what === 'device' && row.is === 'killed')))
      .map((row) => row.t),
    Infinity,
  );

const actorsOf = (rows: readonly Row[]): string[] => only(rows, 'plan').map((row) => row.by);

describe(`evenings on which the server dies (seed ${SEED})`, () => {
  it('whatever was acked is in a transcript or in the box at the end, once, and is called lost nowhere', () => {
    trials('acked and kept', 120, (random, i) => {
      const run = ordeal(random, i);
      const rows = play(run);
      const stored = tally(only(rows, 'w_message'), ({ message }) => message.id);
      const left = tally(only(rows, 'w_left'), (row) => row.left.id);
      for (const { id } of only(rows, 'ack')) {
        assert.ok(stored[id] !== undefined || left[id] !== undefined, `${id} was acked and is nowhere`);
        assert.ok((stored[id] ?? 0) <= 1 && (left[id] ?? 0) <= 1, `${id} is stored twice`);
      }
      const judgement = judged(rows, run.rules, judging(run));
      assert.deepEqual(
        [judgement.missing, judgement.undrained, judgement.phantoms, judgement.vanished],
        [[], [], [], []],
      );
      const never: readonly Fate[] = ['lost', 'misrouted', 'unknown_drain'];
      const wrong = judgement.messages.filter(
        (m) => never.includes(m.fate) || m.flags.includes('duplicate') || m.flags.includes('reordered'),
      );
      assert.deepEqual(wrong, []);
      assert.equal(judgement.messages.length, judgement.attempted);
    });
  });

  it('no timeout of a healthy desk is wrong, and those that the outage held up are put down to the server', () => {
    let heldUp = 0;
    trials('judged', 400, (random, i) => {
      const run = ordeal(random, i);
      const { timeouts } = judged(play(run), run.rules, judging(run));
      assert.deepEqual(
        timeouts.filter((t) => t.byRule !== 'justified'),
        [],
      );
      for (const t of timeouts.filter(({ afterOutage }) => afterOutage === true)) {
        assert.equal(t.cause, 'server');
        heldUp += 1;
      }
    });
    assert.ok(heldUp > 20 || process.env['STILLTHERE_TEST_TRIAL'] !== undefined, `${heldUp} timeouts were held up`);
  });

  it('everybody who was connected is cut off, and whoever does not leave comes back and has every send settled', () => {
    let [back, resent] = [0, 0];
    trials('come back', 150, (random, i) => {
      const run = ordeal(random, i);
      const rows = play(run);
      for (const by of actorsOf(rows)) {
        const gone = goneAt(rows, by);
        const conns = only(rows, 'conn', by);
        for (const { at, for: length } of run.crashes) {
          const before = conns.findLast((row) => row.t <= at);
          if (gone <= at + length || before?.is !== 'open') continue;
          const after = conns.filter((row) => row.t > at);
          assert.ok(after.length === 0 || after[0]?.is !== 'open', `${by} is not told of the crash at ${at}`);
          if (gone < Infinity) continue;
          // A frozen or offline client learns of it later; the drain wakes all of them.
          assert.ok(
            after.some((row) => row.is === 'open'),
            `${by} does not come back after ${at}`,
          );
          back += 1;
        }
        const settled = new Set(
          rows.flatMap((row) => (row.by === by && (row.what === 'ack' || row.what === 'refuse') ? [row.id] : [])),
        );
        if (gone === Infinity)
          for (const { id } of only(rows, 'say', by)) assert.ok(settled.has(id), `${id} is neither acked nor refused`);
      }
      resent += only(rows, 'send').filter((row) => row.try > 1).length;
    });
    if (process.env['STILLTHERE_TEST_TRIAL'] === undefined)
      assert.ok(back > 300 && resent > 10, `${back} came back, ${resent} messages were sent again`);
  });

  it('resuming leaves no gap: whoever has seen a message of a session has seen all that came before it from the other side', () => {
    let seen = 0;
    trials('no gaps', 80, (random, i) => {
      const rows = play(ordeal(random, i));
      const shown = new Set(only(rows, 'show').map((row) => `${row.by} ${row.id}`));
      const last = new Map<string, number>();
      for (const { by, session, seq } of only(rows, 'show'))
        last.set(`${by} ${session}`, Math.max(seq, last.get(`${by} ${session}`) ?? 0));
      for (const { message } of only(rows, 'w_message')) {
        for (const by of actorsOf(rows)) {
          const isForThem = by.startsWith('v') ? message.from !== 'visitor' : message.from === 'visitor';
          if (!isForThem || message.seq >= (last.get(`${by} ${message.session}`) ?? 0)) continue;
          assert.ok(shown.has(`${by} ${message.id}`), `${by} has not seen ${message.id} in ${message.session}`);
          seen += 1;
        }
      }
    });
    assert.ok(seen > 100 || process.env['STILLTHERE_TEST_TRIAL'] !== undefined);
  });

  it('every session has one number and one owner, however often the server died', () => {
    trials('numbers', 60, (random, i) => {
      const told = only(play(ordeal(random, i, true)), 'w_session').map(({ session }) => session.id);
      assert.equal(new Set(told).size, told.length);
    });
  });

  it('the same seed gives the same bytes, and the conductor writes when the server was away', () => {
    trials('same bytes', 20, (random, i) => {
      const run = ordeal(random, i, true);
      const rows = play(run);
      assert.equal(digestOf(play(run)), digestOf(rows));
      assert.deepEqual(
        only(rows, 'fault', 'conductor').map((row) => [row.is, row.t]),
        run.crashes.flatMap((crash) => [
          ['down', crash.at],
          ['up', crash.at + crash.for],
        ]),
      );
    });
  });

  it('a run that is stopped while the server is away brings it back for the drain, and no crash comes after', () => {
    const run = virtual({
      workload: workload(),
      rules: rules(),
      crashes: [
        { at: MINUTE, for: 20 * MINUTE },
        { at: 30 * MINUTE, for: MINUTE },
      ],
    });
    const rows: Row[] = [];
    const stopped = new VirtualPlay(run, { row: (row) => rows.push(row) });
    while (stopped.progress.now < 2 * MINUTE) stopped.step();
    stopped.stop();
    assert.deepEqual(
      only(rows, 'fault').map((row) => row.is),
      ['down', 'up'],
    );
    assert.equal(judged(rows, run.rules).drained, true);
  });
});
