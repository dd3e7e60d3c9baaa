// What still works while a tab is hidden (H1, H2), frozen
// (H3b), killed (H9) or offline (H12), in whole runs.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DeviceAndPath } from '../../../src/model/actors/device-and-path.ts';
import { Timers } from '../../../src/model/actors/timers.ts';
import { owner } from '../../../src/model/core/draw.ts';
import { MINUTE, MS, SECOND } from '../../../src/model/core/time.ts';
import type { Client } from '../../../src/model/ports/client.ts';
import { Recorder } from '../../../src/model/rows/recorder.ts';
import { evidenceOf, judged, only, play, rules, tally, workload } from '../evening.ts';
import { at, conns, during, evening, unharmed, type Episode } from './one-talker.ts';

const LIMIT = rules().liveness.transport.limit;

describe('H1 tab hidden for a short while', () => {
  const { rows, r } = evening([{ kind: 'hidden', at: 90 * SECOND, for: 40 * SECOND }]);

  it('the server notices nothing: one connection, all delivered', () => {
    assert.deepEqual(conns(rows), ['open']);
    unharmed(rows, r);
  });

  it('what comes is on the screen at once and looked at when the tab is in front again', () => {
    const hidden = during(rows, 'device', 90 * SECOND, 91 * SECOND);
    assert.deepEqual(
      hidden.map((row) => row.is),
      ['hidden'],
    );
    assert.deepEqual(during(rows, 'look', 90 * SECOND, 130 * SECOND), []);
    assert.deepEqual(
      during(rows, 'say', 90 * SECOND, 130 * SECOND),
      [],
      'nobody types into a tab that is not in front',
    );
    assert.equal(during(rows, 'device', 130 * SECOND, 131 * SECOND)[0]?.is, 'visible');
  });
});

/**
 * Device and path of one actor on a runtime that does nothing, for tests of program timers alone.
 */
class Tab {
  now = 0;
  readonly acts: (() => void)[] = [];
  readonly timers = new Timers();
  readonly layers: DeviceAndPath;

  constructor(episodes: readonly Episode[]) {
    const runtime = {
      now: () => this.now,
      wakeAt: () => {},
      open: () => {},
      send: () => {},
      close: () => {},
      transport: () => {},
      record: () => {},
    };
    const ground = { settings: workload().client, timers: this.timers, over: () => {}, connect: () => 0, runtime };
    this.layers = new DeviceAndPath(ground, 'v0', owner('1', 'v0'), new Recorder('v0', () => {}));
    // The client program does nothing here but record that its timer fired.
    this.layers.attach({ rings: (n: number) => this.acts[n]?.() } as Partial<Client> as Client, { faced: () => {} });
    this.layers.schedule(
      episodes.map((e) => ({ habit: e.kind, kind: e.kind, at: e.at, for: e.for })),
      0,
    );
  }

  /** Sets a program timer for `t`. @returns when it fired */
  firedAt(t: number): number {
    const fired: number[] = [];
    this.acts[0] = () => fired.push(this.now);
    this.layers.timer(0, t);
    for (let next = this.timers.next(); fired.length === 0 && next < Infinity; next = this.timers.next()) {
      this.now = next;
      this.timers.run(this.now, () => {});
    }
    return fired[0] ?? -1;
  }
}

describe('H1, H2: timers of a hidden tab', () => {
  const from = 10.35 * SECOND;
  const hidden = (): Tab => new Tab([{ kind: 'hidden', at: from, for: 20 * MINUTE }]);

  it('run on a grid of 1 s from the moment it was hidden, and after 5 minutes on one of 60 s', () => {
    const table: [due: number, at: number][] = [
      [5 * SECOND, 5 * SECOND],
      [10.35 * SECOND, 10.35 * SECOND],
      [10.4 * SECOND, 11.35 * SECOND],
      [40 * SECOND, 40.35 * SECOND],
      [40.35 * SECOND, 40.35 * SECOND],
      [from + 4.99 * MINUTE, from + 5 * MINUTE],
      [from + 5 * MINUTE + 1, from + 6 * MINUTE],
      [from + 12.5 * MINUTE, from + 13 * MINUTE],
      [from + 25 * MINUTE, from + 25 * MINUTE],
    ];
    for (const [due, at] of table) assert.equal(hidden().firedAt(due), at, `due ${due / SECOND} s`);
  });

  it('that were put off run at once when the tab is in front again', () => {
    const short = new Tab([{ kind: 'hidden', at: from, for: 5.5 * MINUTE }]);
    assert.equal(short.firedAt(from + 5.2 * MINUTE), from + 5.5 * MINUTE);
  });

  it('that were put off can still be cancelled, hidden and frozen', () => {
    for (const kind of ['hidden', 'frozen'] as const) {
      const tab = new Tab([{ kind, at: from, for: 20 * MINUTE }]);
      let fired = 0;
      tab.acts[1] = () => (fired += 1);
      tab.layers.timer(1, from + 5.2 * MINUTE);
      tab.timers.at(from + 5.3 * MINUTE, () => tab.layers.cancel(1));
      tab.firedAt(from + 30 * MINUTE);
      assert.equal(fired, 0, `a cancelled timer of a ${kind} tab has run`);
    }
  });

  it('H3b: of a frozen one run at the thaw, and of a killed one never (H9)', () => {
    const frozen = new Tab([{ kind: 'frozen', at: from, for: 5 * MINUTE }]);
    assert.equal(frozen.firedAt(from + MINUTE), from + 5 * MINUTE);
    assert.equal(new Tab([{ kind: 'killed', at: from, for: 0 }]).firedAt(from + MINUTE), -1);
  });

  it('H12: of one that is offline run on time', () => {
    assert.equal(new Tab([{ kind: 'offline', at: from, for: MINUTE }]).firedAt(from + SECOND), from + SECOND);
  });
});

describe('H2 tab hidden for a long while', () => {
  const { rows } = evening([{ kind: 'hidden', at: 10.35 * SECOND, for: 20 * MINUTE }]);
  const back = 20 * MINUTE + 10.35 * SECOND;

  it('keeps its connection: PONG and the answer to a message go on', () => {
    assert.deepEqual(conns(rows), ['open']);
  });

  it('is looked at when it is back, and its visitor goes on', () => {
    assert.deepEqual(during(rows, 'look', 11 * SECOND, back), []);
    assert.deepEqual(during(rows, 'say', 11 * SECOND, back), []);
    assert.ok(during(rows, 'say', back, back + 10 * MINUTE).length > 3);
  });
});

describe('H3b tab frozen (legacy)', () => {
  const from = 90 * SECOND;
  const length = 5 * MINUTE;
  const noPage = { liveness: { transport: { every: 30 * SECOND, limit: LIMIT }, page: null } };

  it('keeps PONG: no connection is lost however long it lasts, when the server does not look at the page', () => {
    const { rows, r } = evening([{ kind: 'frozen', at: from, for: length }], noPage);
    assert.deepEqual(
      conns(rows).filter((is) => is === 'closed'),
      [],
    );
    unharmed(rows, r);
  });

  it('shows nothing and sends nothing until the thaw, then everything at once and in order', () => {
    // The page is frozen from just after a message is sent until long after its answer comes.
    const { rows } = evening([{ kind: 'frozen', at: 41.1 * SECOND + 2 * SECOND, for: length }], noPage);
    const [start, end] = [43.1 * SECOND, 43.1 * SECOND + length];
    for (const what of ['show', 'look', 'say', 'send', 'ack', 'conn'] as const)
      assert.deepEqual(during(rows, what, start + 1, end), [], `${what} of a frozen page`);
    const shown = during(rows, 'show', end, end + SECOND).map((row) => row.seq);
    assert.ok(shown.length > 0, 'nothing was kept for the thaw');
    assert.deepEqual(
      shown,
      [...shown].sort((a, b) => a - b),
    );
  });

  it('is found by the page clock, and nothing is lost or doubled', () => {
    const { rows, r } = evening([{ kind: 'frozen', at: from, for: length }]);
    assert.ok(conns(rows).includes('closed') || conns(rows).includes('abandoned'), conns(rows).join(' '));
    const gone = during(rows, 'conn', from, from + length);
    assert.deepEqual(gone, [], 'a frozen page notices nothing while it is frozen');
    unharmed(rows, r);
  });
});

describe('H9 app killed', () => {
  const { rows, r } = evening([{ kind: 'killed', at: 90 * SECOND, for: 0 }]);

  it('never returns: after its device row a dead client writes nothing but its end', () => {
    for (const visitor of new Set(only(rows, 'device').map((row) => row.by))) {
      const mine = rows.filter((row) => row.by === visitor);
      const death = mine.findIndex((row) => row.what === 'device' && row.is === 'killed');
      assert.ok(death > 0);
      assert.deepEqual(
        mine.slice(death + 1).map((row) => row.what),
        ['end'],
      );
    }
  });

  it('the server finds the transport dead after its limit, and the rest of the evening is sound', () => {
    const gone = rules({ ...r, visitorGone: 30 * SECOND });
    const liveness = { ...r.liveness, page: null };
    const again = evening([{ kind: 'killed', at: 90 * SECOND, for: 0 }], { visitorGone: 30 * SECOND, liveness }).rows;
    const lost = only(again, 'w_session').filter((row) => row.session.reason === 'heartbeat_lost');
    assert.ok(lost.length > 0);
    for (const { session } of lost) {
      const death = only(again, 'device', session.visitor)[0]?.t ?? assert.fail('who?');
      const late = (session.closedAt ?? 0) - death;
      assert.ok(late >= LIMIT + 30 * SECOND && late <= LIMIT + 31 * SECOND, `closed ${late / SECOND} s after the kill`);
    }
    const { lost: none = 0 } = tally(judged(again, gone).messages, (m) => m.fate);
    assert.equal(none, 0);
    assert.deepEqual(evidenceOf(again).problems(), []);
  });
});

describe('H12 elevator: offline', () => {
  it('shorter than any limit: the connection lives, what was held arrives afterwards, in order', () => {
    const { rows, r } = evening([{ kind: 'offline', at: 80.5 * SECOND, for: 20 * SECOND }]);
    assert.deepEqual(conns(rows), ['open']);
    assert.deepEqual(during(rows, 'show', 80.6 * SECOND, 100 * SECOND), [], 'nothing reaches a client without network');
    unharmed(rows, r);
  });

  it('longer: the client notices by its own clock, comes back by itself, and nothing is lost or doubled', () => {
    const { rows, r, w } = evening([{ kind: 'offline', at: 80.5 * SECOND, for: 5 * MINUTE }]);
    const [begin, end] = [80.5 * SECOND, 80.5 * SECOND + 5 * MINUTE];
    const abandoned = during(rows, 'conn', begin, end).find((row) => row.is === 'abandoned');
    assert.ok(abandoned, 'the client did not give up the dead connection');
    assert.ok(abandoned.t - at(rows, 'v0') - begin <= w.client.liveness.limit + SECOND);
    assert.ok(
      during(rows, 'conn', begin, end).some((row) => row.is === 'failed'),
      'no attempt failed without network',
    );
    const back = during(rows, 'conn', end, end + MINUTE).find((row) => row.is === 'open');
    assert.ok(back && back.t - at(rows, 'v0') - end <= w.client.backoff.most + w.client.connectFails + SECOND);
    unharmed(rows, r);
  });

  it('again and again, on both sides, with tabs that hide and freeze in between: nothing is lost or doubled', () => {
    const flapping: Episode[] = [
      { kind: 'offline', at: 30 * SECOND, for: 25 * SECOND, times: 8 },
      { kind: 'frozen', at: 75 * SECOND, for: 30 * SECOND, times: 4 },
      { kind: 'hidden', at: 50 * SECOND, for: 50 * SECOND, times: 4 },
    ];
    for (const latency of [0, 20 * MS, 400 * MS]) {
      const { w, r } = evening(flapping, {}, [{ kind: 'offline', at: 100 * SECOND, for: 70 * SECOND, times: 3 }]);
      unharmed(play({ workload: w, rules: r, tail: 60 * MINUTE, latency }), r);
    }
  });
});
