// Ack means stored: effects of the desk leave in order, after all rows before them are committed.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, MS, SECOND, type Micros } from '../../../src/model/core/time.ts';
import type { StoreRow } from '../../../src/model/desk/ports.ts';
import { sameDelay } from '../../../src/model/runner/virtual/network.ts';
import { OutputCommit } from '../../../src/model/runner/virtual/commit.ts';
import { digestOf, only, play } from '../evening.ts';
import { randomRules, randomWorkload } from '../random-evening.ts';
import { SEED, trials, type Random } from '../random.ts';
import { Wire } from './wire.ts';

const L = 20 * MS;
const row = (n: number): StoreRow => ({ kind: 'visitor', visitor: `v${n}`, secret: '' });
const numberIn = (stored: StoreRow): number => (stored.kind === 'visitor' ? Number(stored.visitor.slice(1)) : NaN);

/**
 * A store with its own clock that records each stored row and each released effect with its time.
 */
class Plate {
  now = 0;
  readonly done: string[] = [];
  readonly store: OutputCommit;
  #alarms: Micros[] = [];
  #rows = 0;
  #effects = 0;

  constructor(takes: Micros) {
    this.store = new OutputCommit(
      {
        now: () => this.now,
        at: (t) => void this.#alarms.push(t),
        commit: (stored) => void this.done.push(`${this.now} row ${numberIn(stored)}`),
      },
      takes,
    );
  }

  /** Moves the clock, and finishes the commits that are done by then. */
  until(t: Micros): void {
    for (let next = Math.min(...this.#alarms); next <= t; next = Math.min(...this.#alarms)) {
      this.now = next;
      this.#alarms = this.#alarms.filter((at) => at !== next);
      this.store.done();
    }
    this.now = t;
  }

  persist(): void {
    this.store.persist(row(this.#rows++));
  }

  say(): void {
    const what = `effect ${this.#effects++}`;
    const act = (): void => void this.done.push(`${this.now} ${what}`);
    if (this.store.isClear) act();
    else this.store.hold(act);
  }
}

interface Step {
  readonly at: Micros;
  readonly is: 'persist' | 'say';
}

const stepsOf = (random: Random): Step[] => {
  let at = 0;
  return Array.from({ length: 60 }, () => {
    at += random.chance(0.5) ? 0 : random.below(random.pick([3, 30, 300]));
    return { at, is: random.pick(['persist', 'say']) };
  });
};

/**
 * The expected result, computed from the whole list: when
 * each row is stored and when each effect is released.
 */
function expected(steps: readonly Step[], takes: Micros): string[] {
  const rows = steps.filter(({ is }) => is === 'persist').map(({ at }) => at);
  const stored: Micros[] = [];
  let free = 0;
  while (stored.length < rows.length) {
    const began = Math.max(free, rows[stored.length] ?? 0);
    free = began + takes;
    const last = rows.findLastIndex((at) => at <= began);
    while (stored.length <= last) stored.push(free);
  }
  let before = 0;
  const all = steps.map(({ at, is }, i) => {
    const n = steps.slice(0, i).filter((step) => step.is === is).length;
    if (is === 'persist') return { at: stored[before++] ?? NaN, what: `row ${n}` };
    return { at: Math.max(at, stored[before - 1] ?? 0), what: `effect ${n}` };
  });
  return all.map(({ at, what }) => `${at} ${what}`);
}

const times = (done: readonly string[]): string[] => [...done].sort((a, b) => (a < b ? -1 : 1));
const ofKind = (done: readonly string[], kind: string): string[] => done.filter((line) => line.includes(kind));

describe(`a store that takes its time (seed ${SEED})`, () => {
  it('commits one batch at a time, takes what comes meanwhile together, and lets every effect go when its turn has come', () => {
    trials('group commit', 300, (random) => {
      const takes = random.pick([1, 10, 100]);
      const steps = stepsOf(random);
      const plate = new Plate(takes);
      for (const { at, is } of steps) {
        plate.until(at);
        if (is === 'persist') plate.persist();
        else plate.say();
      }
      plate.until(1e9);
      const all = expected(steps, takes);
      assert.deepEqual(times(plate.done), times(all));
      // Rows keep their order among rows, and effects among effects.
      for (const kind of ['row', 'effect']) assert.deepEqual(ofKind(plate.done, kind), ofKind(all, kind));
    });
  });

  it('what is said in one moment with a row is one commit: its rows are not stored one after the other', () => {
    const plate = new Plate(10);
    plate.until(5);
    plate.persist();
    plate.persist();
    plate.say();
    plate.until(100);
    assert.deepEqual(plate.done, ['15 row 0', '15 row 1', '15 effect 0']);
  });

  it('a store that takes no time holds nothing back', () => {
    const plate = new Plate(0);
    plate.persist();
    plate.say();
    assert.deepEqual(plate.done, ['0 row 0', '0 effect 0']);
  });

  it('a crash takes along what was not committed and what waited for it, and nothing else', () => {
    const plate = new Plate(10);
    plate.persist();
    plate.until(10);
    plate.persist();
    plate.say();
    plate.until(15);
    assert.equal(plate.store.crash(), 1);
    assert.ok(plate.store.isClear);
    plate.say();
    assert.deepEqual(plate.done, ['10 row 0', '15 effect 1']);
  });
});

describe('an ack in virtual time', () => {
  const takes = 7 * MS;
  const NOON = 10 * SECOND;
  /** A connected visitor, and a store without work. */
  const quiet = (commit: Micros): Wire => {
    const wire = new Wire({ delay: sameDelay(L), commit });
    wire.connect('v0');
    wire.connect('v1');
    return wire.until(NOON);
  };
  const acks = (wire: Wire, conn: number): Micros[] => wire.all(conn, 'ack').map(({ t }) => t);

  it('takes the way there, a commit, and the way back', () => {
    for (const commit of [0, 1, takes, SECOND]) {
      const wire = quiet(commit);
      wire.say(0, 0);
      assert.deepEqual(acks(wire.later(MINUTE), 0), [NOON + L + commit + L]);
    }
  });

  it('waits for the commit under way and then for its own; two that wait share it', () => {
    const wire = quiet(takes);
    wire.say(0, 0);
    wire.later(MS).say(1, 0);
    wire.later(MS).say(1, 1);
    wire.later(MINUTE);
    assert.deepEqual(acks(wire, 0), [NOON + L + takes + L]);
    assert.deepEqual(acks(wire, 1), [NOON + L + 2 * takes + L, NOON + L + 2 * takes + L]);
  });

  it('of somebody else holds back what stores nothing, too: effects keep the order in which the desk decided them', () => {
    const wire = quiet(takes);
    wire.say(0, 0);
    wire.later(MS).ask(1, 1);
    wire.later(takes).ask(1, 2);
    wire.later(MINUTE);
    const [first, second] = wire.all(1, 'alive');
    assert.equal(first?.t, NOON + L + takes + L);
    assert.equal(second?.t, NOON + MS + takes + 2 * L);
  });

  it('that comes when the client has hung up is not heard: the end of a connection is the last thing on it', () => {
    const wire = quiet(takes);
    wire.say(0, 0);
    wire.world.close(0, 1000);
    wire.later(MINUTE);
    assert.deepEqual(
      wire.of(0).map(({ what }) => what),
      ['opened', 'welcome', 'closed'],
    );
    assert.equal([...wire.world.archive.stored().messages].length, 1, 'stored it is');
  });

  it('has left only for what is in the archive, at every moment of a busy hour', () => {
    trials('ack means stored', 40, (random) => {
      const wire = new Wire({ delay: sameDelay(L), commit: random.pick([1, MS, 40 * MS, SECOND]) });
      const { archive } = wire.world;
      const storedAt = new Map<string, Micros>();
      const persist = archive.persist.bind(archive);
      archive.persist = (stored) => {
        if (stored.kind === 'message') storedAt.set(stored.id, wire.world.now());
        persist(stored);
      };
      for (let v = 0; v < 6; v++) wire.connect(`v${v}`);
      wire.until(10 * SECOND);
      for (let n = 0; n < 200; n++) {
        wire.later(random.below(random.pick([10, 10 * MS, SECOND])));
        wire.say(random.below(6), n);
      }
      wire.later(MINUTE);
      for (let v = 0; v < 6; v++) {
        for (const { t, frame } of wire.all(v, 'ack')) {
          const at = storedAt.get(frame.id);
          assert.ok(at !== undefined && at <= t - L, `${frame.id} is acked at ${t - L} and stored at ${at}`);
        }
      }
    });
  });
});

describe('evenings with a store that takes its time', () => {
  it('a commit of no time at all is the ledger that there was before there were commits', () => {
    trials('no time', 20, (random, i) => {
      const run = { workload: randomWorkload(random, `${SEED}/${i}`), rules: randomRules(random, true) };
      assert.equal(digestOf(play({ ...run, commit: 0 })), digestOf(play(run)));
    });
  });

  it('nothing is acked before a commit after the moment in which the desk took it', () => {
    trials('evenings', 30, (random, i) => {
      const commit = random.pick([MS, 40 * MS, SECOND]);
      const run = { workload: randomWorkload(random, `${SEED}/${i}`), rules: randomRules(random), commit };
      const rows = play({ ...run, latency: L });
      const taken = new Map(only(rows, 'w_message').map(({ message }) => [message.id, message.at]));
      for (const ack of only(rows, 'ack')) {
        const at = taken.get(ack.id) ?? -Infinity;
        assert.ok(ack.t >= at + commit + L, `${ack.id}: taken at ${at}, acked at ${ack.t}`);
      }
    });
  });
});
