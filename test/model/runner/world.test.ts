// The runtime without sockets: latency, order on a
// connection, and a silent transport found at its limit.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import type { RuntimeEvents } from '../../../src/model/ports/runtime.ts';
import { CLOSE, type ServerFrame } from '../../../src/model/protocol/frames.ts';
import { sameDelay, type Delay } from '../../../src/model/runner/virtual/network.ts';
import { World } from '../../../src/model/runner/virtual/world.ts';
import { rules } from '../evening.ts';

const L = 20_000;
const { every: EVERY, limit: LIMIT } = rules().liveness.transport;

/** A client that greets as v0 as soon as it is connected, and keeps the frames it gets. */
class Heard implements RuntimeEvents {
  readonly world: World;
  readonly events: string[] = [];
  readonly frames: ServerFrame[] = [];

  constructor(delay: Delay = sameDelay(L)) {
    const base = rules({ idle: null });
    const deskRules = { ...base, liveness: { ...base.liveness, page: null } };
    this.world = new World({ rules: deskRules, delay, agentTokens: {}, record: () => {} });
    this.world.attach(this);
  }

  #note(what: string): void {
    this.events.push(`${this.world.now()} ${what}`);
  }

  opened(conn: number): void {
    this.#note(`opened ${conn}`);
    this.world.send(conn, { f: 'hello', v: 1, role: 'visitor', actor: `v${conn}`, token: 'x' });
  }

  message(conn: number, frame: ServerFrame): void {
    this.frames.push(frame);
    this.#note(`${frame.f} ${conn}`);
  }

  closed(conn: number, code?: number): void {
    this.#note(`closed ${conn} ${code ?? 'reset'}`);
  }

  failed(conn: number): void {
    this.#note(`failed ${conn}`);
  }

  wake(): void {
    this.#note('wake');
  }

  connected(): this {
    this.world.open(0);
    this.world.run(SECOND);
    this.events.length = 0;
    return this;
  }
}

describe('virtual time', () => {
  it('a connection takes two round trips, a question one', () => {
    const heard = new Heard();
    heard.world.open(0);
    heard.world.run(SECOND);
    assert.deepEqual(heard.events, [`${4 * L} opened 0`, `${6 * L} welcome 0`]);
  });

  it('knows the longest that a packet has taken, jitter included, and forgets no earlier one', () => {
    const jitters = [7, 500, 90, 0];
    const heard = new Heard({ base: (actor) => (actor === 'far' ? 1000 : 10), jitter: () => jitters.shift() ?? 0 });
    const slowest = [heard.world.slowest];
    for (const [conn, actor] of ['near', 'near', 'near', 'far'].entries()) {
      heard.world.open(conn, actor);
      slowest.push(heard.world.slowest);
    }
    assert.deepEqual(slowest, [0, 17, 510, 510, 1000]);
  });

  it('frames of one connection keep their order', () => {
    const heard = new Heard().connected();
    for (let n = 0; n < 50; n++) heard.world.send(0, { f: 'ask', n });
    heard.world.run(2 * SECOND);
    assert.deepEqual(
      heard.frames.slice(1).map((f) => (f.f === 'alive' ? f.n : -1)),
      Array.from({ length: 50 }, (_, n) => n),
    );
  });

  it('one alarm: a later call replaces the earlier one', () => {
    const heard = new Heard();
    heard.world.wakeAt(5);
    heard.world.wakeAt(7);
    heard.world.run(10);
    assert.deepEqual(heard.events, ['7 wake']);
    assert.equal(heard.world.now(), 10);
  });

  it('runs up to and including `until`, or to the event after which it is enough', () => {
    const heard = new Heard();
    heard.world.wakeAt(10);
    heard.world.run(10);
    assert.deepEqual(heard.events, ['10 wake']);
    heard.world.wakeAt(20);
    heard.world.run(100, () => heard.events.length === 2);
    assert.equal(heard.world.now(), 20);
  });

  it('a client that hangs up hears its own close, once, and nothing after it', () => {
    const heard = new Heard().connected();
    heard.world.close(0, 1000);
    heard.world.close(0, 1000);
    heard.world.send(0, { f: 'ask', n: 1 });
    heard.world.run(10 * SECOND);
    assert.deepEqual(heard.events, [`${SECOND + 2 * L} closed 0 1000`]);
  });
});

describe('a transport that no longer answers PINGs', () => {
  it('is cut exactly `limit` after the last PING it answered; PINGs are counted from when it was opened', () => {
    for (const opened of [0, 7 * SECOND + 3])
      for (const [after, answered] of [
        [EVERY - 1, 0],
        [EVERY, 1],
        [EVERY + 1, 1],
        [4 * EVERY - 1, 3],
        [4 * EVERY + 11 * SECOND, 4],
      ] as const) {
        const heard = new Heard();
        heard.world.run(opened);
        heard.world.open(0);
        heard.world.run(opened + after);
        heard.events.length = 0;
        heard.world.transport(0, false);
        heard.world.run(10 * MINUTE);
        const found = opened + answered * EVERY + LIMIT;
        assert.deepEqual(heard.events, [`${found + L} closed 0 ${CLOSE.transport_lost.code}`], `${opened} + ${after}`);
      }
  });

  it('is cut `limit` after the last PING it answered: between `limit - every` and `limit` after it fell silent', () => {
    for (const after of [0, 1, 7 * SECOND, EVERY - 1, EVERY, EVERY + 1, 100 * SECOND]) {
      const heard = new Heard().connected();
      heard.world.run(SECOND + after);
      const silent = heard.world.now();
      heard.world.transport(0, false);
      while (heard.events.length === 0 && heard.world.now() < 10 * MINUTE) heard.world.run(heard.world.now() + 1000);
      const cut = Number(heard.events[0]?.split(' ')[0]) - L - silent;
      assert.ok(cut > LIMIT - EVERY && cut <= LIMIT, `silent from ${silent}, cut ${cut} µs later`);
    }
  });

  it('H12: is not cut when it answers again within `limit - every`', () => {
    for (const after of [0, 7 * SECOND, EVERY - 1, 100 * SECOND]) {
      const heard = new Heard().connected();
      heard.world.run(SECOND + after);
      heard.world.transport(0, false);
      heard.world.run(heard.world.now() + LIMIT - EVERY);
      heard.world.transport(0, true);
      heard.world.run(heard.world.now() + 10 * MINUTE);
      assert.deepEqual(heard.events, []);
    }
  });

  it('H11: several short silences are not one long one', () => {
    const heard = new Heard().connected();
    for (let n = 0; n < 20; n++) {
      heard.world.transport(0, false);
      heard.world.run(heard.world.now() + 10 * SECOND);
      heard.world.transport(0, true);
      heard.world.run(heard.world.now() + 7 * SECOND);
      assert.deepEqual(heard.events, [], `cut during silence ${n}, each of 10 s, limit ${LIMIT / SECOND} s`);
    }
    heard.world.transport(0, false);
    heard.world.run(heard.world.now() + LIMIT + L);
    assert.equal(heard.events.length, 1, 'and a long one afterwards is still found');
  });
});
