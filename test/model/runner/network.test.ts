// The network of virtual time: delays depend on (seed,
// actor, time) only, and packets keep their order.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Duration } from '../../../src/model/core/distributions.ts';
import { MINUTE, MS, SECOND, type Micros } from '../../../src/model/core/time.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import { drawnDelay, sameDelay, type Delay, type PathModel } from '../../../src/model/runner/virtual/network.ts';
import { digestOf, fixed, judged, only, play, rules, workload } from '../evening.ts';
import { randomRules, randomWorkload } from '../random-evening.ts';
import { SEED, trials, type Random } from '../random.ts';
import { Wire, type Happened } from './wire.ts';

const times = (random: Random): Duration =>
  random.pick<Duration>([
    fixed(random.below(400) * MS),
    { kind: 'exponential', mean: random.between(1, 300) * MS },
    { kind: 'uniform', low: 0, high: random.between(1, 900) * MS },
    { kind: 'lognormal', median: random.between(1, 200) * MS, sigma: random.unit() * 2, cap: 3 * SECOND },
  ]);
const path = (random: Random): PathModel => ({
  latency: times(random),
  ...(random.chance(0.8) && { jitter: times(random) }),
});

/** How long a packet takes that an actor sends at `t`. */
const takes = (delay: Delay, actor: string, t: Micros): Micros => delay.base(actor) + (delay.jitter?.(actor, t) ?? 0);

/** All actors are connected by then. */
const START = 5 * MINUTE;

/**
 * Two visitors and an agent, each asking at their own times; the connection `skip` sends nothing.
 */
function traffic(delay: Delay, asks: readonly { conn: number; at: Micros; n: number }[], skip?: number): Wire {
  const wire = new Wire({ delay });
  for (const actor of ['v0', 'v1', 'a0']) wire.connect(actor);
  wire.until(START);
  for (const { conn, at, n } of asks) {
    wire.until(at);
    if (conn !== skip) wire.ask(conn, n);
  }
  return wire.later(10 * MINUTE);
}

const asksOf = (random: Random): { conn: number; at: Micros; n: number }[] => {
  let at = START;
  return Array.from({ length: 150 }, (_, n) => {
    at += random.chance(0.3) ? 0 : random.below(random.pick([1000, SECOND]));
    return { conn: random.below(3), at, n };
  });
};

describe(`packets (seed ${SEED})`, () => {
  it('of one connection keep their order under any jitter, and each takes what is drawn for its moment or waits for the one before', () => {
    trials('order', 60, (random, i) => {
      const delay = drawnDelay(`${SEED}/${i}`, path(random));
      const asks = asksOf(random);
      const wire = traffic(delay, asks);
      for (const [conn, actor] of ['v0', 'v1', 'a0'].entries()) {
        const mine = asks.filter((ask) => ask.conn === conn);
        let [up, down] = [0, wire.all(conn, 'welcome')[0]?.t ?? NaN];
        const expected = mine.map(({ at, n }) => {
          up = Math.max(up, at + takes(delay, actor, at));
          down = Math.max(down, up + takes(delay, actor, up));
          return `${n} at ${down}`;
        });
        assert.deepEqual(
          wire.all(conn, 'alive').map(({ t, frame }) => `${frame.n} at ${t}`),
          expected,
        );
      }
    });
  });

  it('of one actor are no business of another: who stays silent changes nothing for the rest', () => {
    trials('independence', 30, (random, i) => {
      const delay = drawnDelay(`${SEED}/${i}`, path(random));
      const asks = asksOf(random);
      const silent = random.below(3);
      const others = (log: readonly Happened[]): readonly Happened[] => log.filter(({ conn }) => conn !== silent);
      const inOrder = (wire: Wire): string[] =>
        [0, 1, 2].flatMap((conn) => others(wire.of(conn)).map((one) => JSON.stringify(one)));
      assert.deepEqual(inOrder(traffic(delay, asks, silent)), inOrder(traffic(delay, asks)));
    });
  });

  it('take a latency that is drawn once an actor, and jitter that is drawn once a second', () => {
    const delay = drawnDelay(SEED, {
      latency: { kind: 'uniform', low: MS, high: 200 * MS },
      jitter: { kind: 'exponential', mean: 20 * MS },
    });
    const jitter = delay.jitter ?? assert.fail('no jitter');
    const actors = Array.from({ length: 200 }, (_, i) => `v${i}`);
    const bases = actors.map((actor) => delay.base(actor));
    assert.ok(new Set(bases).size > 100, 'every actor has a latency of its own');
    const again = [...actors].reverse().map((actor) => delay.base(actor));
    assert.deepEqual(again.reverse(), bases, 'asked again, in another order');
    for (const t of [0, 5 * SECOND, 3600 * SECOND]) {
      assert.equal(jitter('v0', t), jitter('v0', t + SECOND - 1));
      assert.ok(new Set(actors.map((actor) => jitter(actor, t))).size > 100);
    }
    const seconds = Array.from({ length: 200 }, (_, s) => jitter('v0', s * SECOND));
    assert.ok(new Set(seconds).size > 100, 'it changes from second to second');
    const other = drawnDelay(`${SEED}, another one`, { latency: { kind: 'uniform', low: MS, high: 200 * MS } });
    assert.notDeepEqual(
      actors.map((actor) => other.base(actor)),
      actors.map((actor) => delay.base(actor)),
    );
  });

  it('a mixture of latencies has draws of its own: who is slow is not who thinks long', () => {
    const slow: Duration = { kind: 'mixture', main: fixed(MS), other: fixed(SECOND), otherShare: 500, purpose: 6 };
    const delay = drawnDelay(SEED, { latency: slow });
    const think = drawnDelay(SEED, { latency: { ...slow, purpose: 29 } });
    const actors = Array.from({ length: 400 }, (_, i) => `v${i}`);
    assert.deepEqual(
      actors.map((a) => delay.base(a)),
      actors.map((a) => think.base(a)),
    );
    const share = actors.filter((a) => delay.base(a) === SECOND).length / actors.length;
    assert.ok(share > 0.4 && share < 0.6, `${share} of the actors are slow`);
  });
});

describe('a connection', () => {
  it('takes four one-way latencies (TCP and the upgrade), a hello two, a message one to the desk and one to the reader', () => {
    trials('counted', 20, (random, i) => {
      const delay = drawnDelay(`${SEED}/${i}`, { latency: times(random) });
      const [v, a] = [delay.base('v0'), delay.base('a0')];
      const wire = new Wire({ delay });
      const agent = wire.connect('a0');
      wire.until(MINUTE);
      const visitor = wire.connect('v0');
      assert.deepEqual(
        wire.of(agent).map(({ t, what }) => `${what} ${t}`),
        [`opened ${4 * a}`, `welcome ${6 * a}`],
      );
      wire.until(2 * MINUTE).say(visitor, 0);
      wire.until(3 * MINUTE);
      assert.deepEqual(
        wire
          .of(visitor)
          .slice(0, 2)
          .map(({ t, what }) => `${what} ${t}`),
        [`opened ${MINUTE + 4 * v}`, `welcome ${MINUTE + 6 * v}`],
      );
      assert.equal(wire.all(visitor, 'ack')[0]?.t, 2 * MINUTE + 2 * v);
      assert.equal(wire.all(agent, 'msg')[0]?.t, 2 * MINUTE + v + a);
    });
  });

  it('that is closed by both ends is over once, and nothing comes on it any more', () => {
    const wire = new Wire({ delay: sameDelay(100 * MS) });
    const conn = wire.connect('v0');
    wire.until(SECOND).ask(conn, 1);
    wire.world.close(conn, 1000);
    wire.later(MINUTE);
    assert.deepEqual(
      wire.of(conn).map(({ what }) => what),
      ['opened', 'welcome', 'alive', 'closed'],
    );
  });
});

describe('an evening with a network of its own', () => {
  const model: PathModel = {
    latency: { kind: 'lognormal', median: 30 * MS, sigma: 1, cap: 2 * SECOND },
    jitter: { kind: 'exponential', mean: 10 * MS },
  };
  /** How long the first connection of each actor took, by the rows. */
  const handshakes = (rows: readonly Row[]): Record<string, Micros> => {
    const came = new Map(only(rows, 'plan').map((row) => [row.by, row.t]));
    return Object.fromEntries(
      only(rows, 'conn')
        .filter((row) => row.n === 1 && row.is === 'open')
        .map((row) => [row.by, row.t - (came.get(row.by) ?? NaN)]),
    );
  };

  it('the latency of an actor is the same under every profile: four times of it pass from arriving to being connected', () => {
    const w = workload({ visitors: 60 });
    const delay = drawnDelay(w.seed, model);
    const all = [
      { idle: null },
      {
        afterClose: { policy: 'leave_message' as const, window: 0, linked: false, byChannel: {} },
        prompt: { before: 40 * SECOND, text: '?', max: 1, every: null },
      },
    ].map((change) => {
      const rows = play({ workload: w, rules: rules(change), path: model });
      const found = handshakes(rows);
      const came = new Map(only(rows, 'plan').map((row) => [row.by, row.t]));
      for (const [actor, took] of Object.entries(found))
        assert.equal(took, 4 * takes(delay, actor, came.get(actor) ?? NaN), actor);
      return found;
    });
    assert.ok(Object.keys(all[0] ?? {}).length > 50);
    assert.deepEqual(all[0], all[1]);
  });

  it('the same everywhere and always is what a fixed latency has been: not a byte differs', () => {
    trials('fixed', 20, (random, i) => {
      const run = {
        workload: randomWorkload(random, `${SEED}/${i}`),
        rules: randomRules(random, true),
        latency: 20 * MS,
      };
      assert.equal(digestOf(play({ ...run, path: { latency: fixed(20 * MS) } })), digestOf(play(run)));
    });
  });

  it('whatever the network does, a healthy desk is found healthy, and every drain is complete', () => {
    trials('healthy', 60, (random, i) => {
      const run = { workload: randomWorkload(random, `${SEED}/${i}`), rules: randomRules(random), path: path(random) };
      const rows = play(run);
      const judgement = judged(rows, run.rules, { epsilon: 20 * SECOND });
      const { missing, undrained, phantoms, vanished } = judgement;
      assert.deepEqual([missing, undrained, phantoms, vanished], [[], [], [], []]);
      const wrong = judgement.messages.filter(
        (m) => ['lost', 'misrouted', 'unknown_drain'].includes(m.fate) || m.flags.includes('duplicate'),
      );
      assert.deepEqual(wrong, []);
      assert.deepEqual(
        judgement.timeouts.filter((t) => t.byRule !== 'justified'),
        [],
      );
      const sent = only(rows, 'fence').filter(({ is }) => is === 'sent');
      const back = new Set(only(rows, 'fence').flatMap(({ id, is }) => (is === 'acked' ? [id] : [])));
      for (const { id } of sent) assert.ok(back.has(id), `${id} has not come back`);
    });
  });
});
