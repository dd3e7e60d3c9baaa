// The server of virtual time dies and comes back: committed
// rows are kept, and forgetting servers are found.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, MS, SECOND, type Micros } from '../../../src/model/core/time.ts';
import { Recorder, toRows } from '../../../src/model/rows/recorder.ts';
import type { Row, RowBody } from '../../../src/model/rows/rows.ts';
import { Runner } from '../../../src/model/runner/runner.ts';
import { sameDelay } from '../../../src/model/runner/virtual/network.ts';
import { World } from '../../../src/model/runner/virtual/world.ts';
import { judged, LINES, only, persona, rules, workload } from '../evening.ts';
import { Wire } from './wire.ts';

const L = 20 * MS;
const NOON = 10 * SECOND;

/** The events of a connection, without times. */
const happened = (wire: Wire, conn: number): string[] =>
  wire.of(conn).map(({ what, code }) => (code === undefined ? what : `${what} ${code}`));

describe('a server that dies', () => {
  const talking = (commit = 0): Wire => {
    const wire = new Wire({ delay: sameDelay(L), commit });
    wire.connect('a0');
    wire.connect('v0');
    return wire.until(NOON);
  };

  it('cuts every connection without a code; what it had said before arrives, what comes to it is gone', () => {
    const wire = talking();
    wire.say(1, 0);
    wire.later(L);
    wire.say(1, 1);
    wire.later(L / 2).world.crash();
    wire.later(MINUTE);
    assert.deepEqual(happened(wire, 1).slice(2), ['notice', 'ack', 'notice', 'closed']);
    assert.deepEqual(happened(wire, 0).at(-1), 'closed');
    assert.equal(wire.of(1).at(-1)?.t, NOON + L + L / 2 + L);
    assert.deepEqual(
      wire.world.archive.stored().messages.map(({ id }) => id),
      ['v0/0'],
    );
  });

  it('fails those who are still connecting, and those who try while it is away; then it is there again', () => {
    const wire = talking();
    const opening = wire.connect('v1');
    wire.later(L).world.crash();
    const tries = wire.connect('v2');
    wire.later(L).world.restart();
    const comes = wire.connect('v3');
    wire.later(MINUTE);
    assert.deepEqual(
      [opening, tries, comes].map((conn) => happened(wire, conn)),
      [['failed'], ['failed'], ['opened', 'welcome']],
    );
  });

  it('takes along what was not committed: it is acked to nobody, shown to nobody, and stored when it is sent again', () => {
    const wire = talking(7 * MS);
    wire.say(1, 0);
    wire.later(L + 6 * MS).world.crash();
    wire.later(SECOND).world.restart();
    const again = wire.connect('v0');
    wire.later(SECOND);
    assert.deepEqual([wire.all(1, 'ack'), wire.all(0, 'msg'), wire.world.archive.stored().messages], [[], [], []]);
    wire.say(again, 0);
    wire.say(again, 0);
    wire.later(SECOND);
    assert.deepEqual(
      wire.all(again, 'ack').map(({ frame }) => frame.seq),
      [1, 1],
    );
    assert.equal(wire.world.archive.stored().messages.length, 1);
  });

  it('keeps what was committed, also when the ack did not arrive any more: the same id again is the same message', () => {
    const wire = talking();
    wire.say(1, 0);
    wire.later(L).world.crash();
    wire.later(SECOND).world.restart();
    const again = wire.connect('v0');
    wire.later(SECOND).say(again, 0);
    wire.later(SECOND);
    assert.deepEqual(
      wire.all(again, 'ack').map(({ frame }) => [frame.id, frame.session, frame.seq]),
      [['v0/0', 's1', 1]],
    );
    assert.equal(wire.world.archive.stored().messages.length, 1);
  });

  it('tells the end of a connection, also when its goodbye still waited for a commit', () => {
    const wire = talking(SECOND);
    wire.say(1, 0);
    wire.later(100 * MS);
    // The same visitor connects again: the older connection
    // is closed as soon as the message is stored.
    wire.connect('v0');
    wire.later(6 * L).world.crash();
    wire.later(MINUTE);
    assert.deepEqual(happened(wire, 1), ['opened', 'welcome', 'closed']);
  });

  it('twice, with a commit under way each time: nothing of an earlier life comes out of a later one', () => {
    const wire = talking(SECOND);
    for (let n = 0; n < 2; n++) {
      const conn = n === 0 ? 1 : wire.connect('v0');
      wire.until(NOON + (n + 1) * MINUTE).say(conn, n);
      wire.later(SECOND / 2).world.crash();
      wire.later(SECOND / 4).world.restart();
    }
    wire.later(MINUTE);
    assert.deepEqual(
      [...wire.log].filter(({ what }) => what === 'ack'),
      [],
    );
    assert.deepEqual(wire.world.archive.stored().messages, []);
  });

  it('does not take the end of a commit from its last life for that of its own', () => {
    const wire = talking(SECOND);
    wire.say(1, 0);
    wire.later(L + SECOND / 2).world.crash();
    wire.world.restart();
    const next = wire.connect('v1');
    const hello = wire.world.now() + 5 * L;
    wire.later(MINUTE);
    assert.deepEqual(
      wire.all(next, 'welcome').map(({ t }) => t),
      [hello + SECOND + L],
    );
  });

  it('gives no number of a session twice, not even of one that has been put away', () => {
    const wire = talking();
    wire.say(1, 0);
    wire.later(SECOND).world.send(1, { f: 'end', session: 's1' });
    wire.later(SECOND).world.archive.retire('v0', wire.world.now(), new Recorder('server', () => {}));
    wire.world.crash();
    wire.world.restart();
    const next = wire.connect('v1');
    wire.later(SECOND).say(next, 0);
    wire.later(SECOND);
    assert.equal(wire.all(next, 'ack')[0]?.frame.session, 's2');
  });

  it('acts at once on what fell due while it was away', () => {
    const wire = new Wire({ rules: rules({ idle: { ...idleFor(MINUTE) } }) });
    wire.connect('a0');
    wire.connect('v0');
    wire.until(NOON).say(1, 0);
    wire.later(30 * SECOND).world.crash();
    wire.later(5 * MINUTE).world.restart();
    const back = wire.world.now();
    wire.later(1);
    assert.equal(wire.world.archive.stored().sessions[0]?.closedAt, back);
  });
});

const idleFor = (after: Micros) => ({ ...(rules().idle ?? assert.fail('no idle clock')), after });

describe('a server that comes back with an empty store', () => {
  /** Plays a run whose server dies after five minutes; with `forgets` it also loses its store. */
  function evening(forgets: boolean): Row[] {
    const rows: Row[] = [];
    const record = toRows((row) => void rows.push(row));
    const w = workload({ visitors: 40, personas: [persona({ turns: 6 })] });
    const agentTokens = { a0: 't', a1: 't', a2: 't', a3: 't' };
    const world = new World({ rules: rules(), delay: sameDelay(L), agentTokens, record });
    const runner = new Runner({ workload: w, lines: LINES, runtime: world, shard: 0, shards: 1, agentTokens });
    const [conductor, server] = [new Recorder('conductor', record), new Recorder('server', record)];
    const tell = (body: RowBody): void => conductor.write(world.now(), body);
    world.attach(runner);
    tell({
      what: 'run',
      seed: w.seed,
      speed: 1,
      profile: 'bare',
      engine: 'sim',
      pathAt: 'runner',
      visitors: 0,
      agents: 4,
    });
    runner.start();
    world.run(5 * MINUTE);
    world.crash();
    const nowhere = new Recorder('server', () => {});
    if (forgets) for (const { by } of only(rows, 'plan')) world.archive.retire(by, 0, nowhere);
    tell({ what: 'fault', is: 'down' });
    world.run(6 * MINUTE);
    world.restart();
    tell({ what: 'fault', is: 'up' });
    world.run(30 * MINUTE);
    tell({ what: 'phase', phase: 'drain_start' });
    runner.rest();
    world.run(40 * MINUTE);
    runner.fence();
    world.run(41 * MINUTE);
    runner.finish();
    world.archive.testify(world.now(), server, world.desk.inbox());
    tell({ what: 'phase', phase: 'drain_end', complete: true });
    conductor.end(world.now(), 0);
    return rows;
  }

  it('is caught: what it had acked is lost, and what people had on the screen has vanished', () => {
    const { messages, vanished, drained } = judged(evening(true), rules());
    assert.ok(drained);
    const named = messages.filter((m) => m.fate === 'lost').length + vanished.length;
    assert.ok(named > 20, `${named} messages are named`);
  });

  it('and one that remembers is not', () => {
    const { messages, vanished, timeouts } = judged(evening(false), rules());
    assert.deepEqual([messages.filter((m) => m.fate === 'lost'), vanished], [[], []]);
    assert.deepEqual(
      timeouts.filter((t) => t.byRule !== 'justified'),
      [],
    );
  });
});
