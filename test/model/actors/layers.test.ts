// Device and path in a whole run: what still works while a tab is hidden (H1, H2), frozen (H3b), closed (H5), killed (H9) or offline (H12).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Layers } from '../../../src/model/actors/layers.ts';
import { Timers } from '../../../src/model/actors/timers.ts';
import { owner } from '../../../src/model/core/draw.ts';
import { MINUTE, MS, SECOND } from '../../../src/model/core/time.ts';
import type { Client } from '../../../src/model/ports/client.ts';
import type { Habit, Workload } from '../../../src/model/population/workload.ts';
import { Recorder } from '../../../src/model/rows/recorder.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import type { SessionRules } from '../../../src/model/rules/rules.ts';
import {
  evidenceOf,
  fixed,
  judged,
  only,
  persona,
  play,
  rules,
  tally,
  workload,
  ATTENTION,
  STAFF,
} from '../evening.ts';

const LIMIT = rules().liveness.transport.limit;
type Episode = Omit<Habit, 'name' | 'share' | 'onset' | 'length'> & { at: number; for: number };

/** One visitor who talks for a long time, every 40 s, with a device or path as given; one agent who answers in 2 s. */
function evening(
  episodes: readonly Episode[],
  change: Partial<SessionRules> = {},
  agentEpisodes: readonly Episode[] = [],
): {
  w: Workload;
  r: SessionRules;
  rows: Row[];
} {
  const habits = (list: readonly Episode[]): Habit[] =>
    list.map(({ at, for: length, ...rest }, i) => ({
      name: `${rest.kind} ${i}`,
      share: 1000,
      onset: fixed(at),
      length: fixed(length),
      ...rest,
    }));
  const w = workload({
    seed: 'talkative',
    arrivals: [{ name: 'one', for: SECOND, visitors: 3 }],
    turnsMost: 12,
    personas: [
      persona({
        turns: 50,
        think: fixed(40 * SECOND),
        patience: fixed(60 * MINUTE),
        replyPatience: fixed(60 * MINUTE),
        lingers: fixed(20 * MINUTE),
        endings: { closes: 0, goodbye: 0, silent: 1 },
        comesBack: 1000,
      }),
    ],
    habits: habits(episodes),
    agents: {
      count: 1,
      settings: {
        answer: fixed(SECOND),
        perSession: 0,
        glance: fixed(SECOND),
        notice: fixed(SECOND),
        typing: 0,
        declines: 0,
        noticePerSession: 0,
        attention: ATTENTION,
      },
      habits: habits(agentEpisodes),
    },
  });
  const r = rules({
    idle: null,
    visitorGone: null,
    agents: { capacity: 10, handOver: null, presence: 'manual', supervisors: [], ...STAFF },
    ...change,
  });
  return { w, r, rows: play({ workload: w, rules: r, tail: 40 * MINUTE }) };
}

const at = (rows: readonly Row[], visitor: string): number =>
  only(rows, 'plan', visitor)[0]?.t ?? assert.fail('no plan');
/** Rows of one kind that v0 wrote in a stretch of its own time (from its arrival). */
function during<W extends Row['what']>(rows: readonly Row[], what: W, from: number, to: number): (Row & { what: W })[] {
  const start = at(rows, 'v0');
  return only(rows, what, 'v0').filter((row) => row.t >= start + from && row.t < start + to);
}
/** What became of v0's connections; hanging up when leaving for good is not meant. */
const conns = (rows: readonly Row[]): string[] =>
  only(rows, 'conn', 'v0').flatMap((row) => (row.code === 1000 ? [] : [row.is]));
/** Every message said ended well: delivered, exactly once, in its first session. */
function unharmed(rows: readonly Row[], r: SessionRules): void {
  const judgement = judged(rows, r);
  assert.deepEqual([judgement.missing, judgement.undrained, judgement.phantoms], [[], [], []]);
  const odd = judgement.messages.filter((m) => m.fate !== 'delivered' || m.flags.some((flag) => flag !== 'late'));
  assert.deepEqual(odd, []);
  assert.equal(judgement.messages.length, judgement.attempted);
  assert.ok(judgement.attempted > 20);
}

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

/** The layers of one actor on a runtime that does nothing: for timers of the program alone. */
class Tab {
  now = 0;
  readonly acts: (() => void)[] = [];
  readonly timers = new Timers();
  readonly layers: Layers;

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
    this.layers = new Layers(ground, 'v0', owner('1', 'v0'), new Recorder('v0', () => {}));
    // Of the program above, only what it does when a timer rings is of interest here.
    this.layers.attach({ rings: (n: number) => this.acts[n]?.() } as Partial<Client> as Client, { faced: () => {} });
    this.layers.schedule(
      episodes.map((e) => ({ habit: e.kind, kind: e.kind, at: e.at, for: e.for })),
      0,
    );
  }

  /** Sets a program timer for `t` and says when it fired. */
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
    // Frozen from just after a message was sent until long after its answer came.
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

describe('H5 a tab that is closed, or a page that is loaded again', () => {
  const from = 80.5 * SECOND;
  it('ends its connection at once with code 1001, and is back by itself in the same session: nothing is lost or doubled', () => {
    for (const length of [0, 300 * MS, 20 * SECOND, 3 * MINUTE]) {
      const { rows, r } = evening([{ kind: 'closed', at: from, for: length }]);
      const [first, second] = [at(rows, 'v0') + from, at(rows, 'v0') + from + length];
      const around = only(rows, 'conn', 'v0').map((row) => [row.n, row.is, row.code, row.t]);
      const [, closed, opened] = around;
      assert.deepEqual(closed, [1, 'closed', 1001, first], `${length}`);
      assert.deepEqual(opened?.slice(0, 3), [2, 'open', undefined]);
      assert.ok(Number(opened?.[3]) - second < SECOND, 'a page that is loaded again does not wait before it connects');
      assert.equal(around.filter(([, is]) => is === 'open').length, 2, JSON.stringify(around));
      if (length > 0) assert.deepEqual(during(rows, 'show', from, from + length), [], 'nothing is shown on no page');
      assert.deepEqual(
        only(rows, 'device', 'v0').map((row) => row.is),
        ['closed', 'visible'],
      );
      const sessions = only(rows, 'w_session').filter(({ session }) => session.visitor === 'v0');
      assert.equal(sessions.length, 1);
      unharmed(rows, r);
    }
  });

  it('the session of a visitor who is away for longer than visitorGone is closed so long after the tab', () => {
    const { rows } = evening([{ kind: 'closed', at: from, for: 30 * SECOND }], { visitorGone: 10 * SECOND });
    const session = only(rows, 'w_session').find((row) => row.session.visitor === 'v0')?.session;
    const latency = at(rows, 'v0') + from + 10 * SECOND;
    assert.equal(session?.reason, 'heartbeat_lost');
    const late = (session?.closedAt ?? 0) - latency;
    assert.ok(late >= 0 && late < SECOND, `${late} µs late`);
  });

  it('again and again, on both sides, with tabs that hide and freeze and networks that go: nothing is lost or doubled', () => {
    const mixed: Episode[] = [
      { kind: 'closed', at: 35 * SECOND, for: 15 * SECOND, times: 8 },
      { kind: 'offline', at: 45 * SECOND, for: 25 * SECOND, times: 4 },
      { kind: 'frozen', at: 75 * SECOND, for: 30 * SECOND, times: 4 },
      { kind: 'hidden', at: 50 * SECOND, for: 50 * SECOND, times: 4 },
    ];
    const { rows, r } = evening(mixed, {}, [{ kind: 'closed', at: 60 * SECOND, for: 5 * SECOND, times: 6 }]);
    unharmed(rows, r);
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
