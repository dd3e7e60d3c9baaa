// Who may connect, what a second connection does, and
// how the page check finds a page that does not run.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import { CLOSE } from '../../../src/model/protocol/frames.ts';
import { rules, STAFF } from '../evening.ts';
import { Bench, quiet } from './bench.ts';

const codes = (bench: Bench): number[] => bench.log.flatMap((e) => (e.is === 'close' ? [e.code] : []));

describe('hello', () => {
  it('comes first: anything else is answered with an error and the end of the connection', () => {
    const bench = new Bench();
    bench.desk.frame(1, { f: 'msg', id: 'v0/0', text: 'hi' }, 0);
    assert.match(bench.sent(1, 'error')[0]?.why ?? '', /hello.*msg/);
    assert.deepEqual(codes(bench), [CLOSE.unauthorised.code]);
    assert.deepEqual(bench.sessions(), []);
  });

  it('speaks version 1', () => {
    const bench = new Bench();
    bench.desk.frame(1, { f: 'hello', v: 2, role: 'visitor', actor: 'v0', token: 'x' }, 0);
    assert.match(bench.sent(1, 'error')[0]?.why ?? '', /version 2.*only 1/);
    assert.deepEqual(codes(bench), [CLOSE.wrong_version.code]);
  });

  it('brings the right token, for agents and for visitors who have been here before', () => {
    const bench = new Bench();
    bench.agent('a0', 'wrong');
    bench.visitor('v0');
    bench.visitor('v0', { token: 'another' });
    assert.deepEqual(codes(bench), [CLOSE.unauthorised.code, CLOSE.unauthorised.code]);
    assert.deepEqual(bench.desk.stats().agents, { available: 0, busy: 0, away: 0 });
  });

  it('a wrong token does not disturb whoever is connected rightly', () => {
    const bench = new Bench().agents('a0');
    const conn = bench.visitor('v0');
    bench.visitor('v0', { token: 'another' });
    bench.desk.frame(conn, { f: 'msg', id: 'v0/0', text: 'hi' }, 0);
    assert.equal(bench.sent(conn, 'ack').length, 1);
  });
});

describe('a second connection of the same actor', () => {
  it('replaces the first, keeps the session and loses nothing', () => {
    const bench = new Bench(quiet({ visitorGone: MINUTE })).agents('a0');
    const old = bench.visitor('v0');
    bench.say('v0', 'v0/0');
    bench.visitor('v0', { session: 's1', seq: 0 });
    assert.deepEqual(codes(bench), [CLOSE.replaced.code]);
    bench.desk.disconnected(old, bench.now);
    bench.say('a0', 'a0/0', 's1');
    assert.deepEqual(bench.shown('v0'), ['a0/0']);
    bench.later(MINUTE + SECOND);
    assert.equal(bench.session('s1').state, 'active', 'the end of the old connection is not the end of the new one');
  });
});

describe('messages go where they belong', () => {
  it('an agent cannot write into a session of somebody else, nor close or fence it', () => {
    const bench = new Bench().agents('a0', 'a1');
    bench.visitor('v0');
    bench.say('v0', 'v0/0');
    bench.say('a1', 'a1/0', 's1');
    bench.end('a1', 's1');
    bench.frame('a1', { f: 'fence', id: 'f/a1/s1', session: 's1' });
    assert.deepEqual(bench.sent('a1', 'refuse'), [{ f: 'refuse', id: 'a1/0', why: 'not_yours' }]);
    assert.equal(bench.session('s1').state, 'active');
    assert.deepEqual(bench.sent('v0', 'fence'), []);
    assert.deepEqual(
      bench.sent('a1', 'ack').map((ack) => [ack.id, ack.seq]),
      [['f/a1/s1', 0]],
      'told that it is over',
    );
  });

  it('a visitor only ever ends and writes the own thread, whatever session the frame names', () => {
    const bench = new Bench().agents('a0', 'a1');
    for (const v of ['v0', 'v1']) {
      bench.visitor(v);
      bench.say(v, `${v}/0`);
    }
    bench.say('v1', 'v1/1', 's1');
    assert.equal(bench.sent('v1', 'ack').at(-1)?.session, 's2');
    bench.end('v1', 's1');
    assert.deepEqual(
      [bench.session('s1').state, bench.session('s2').state],
      ['active', 'active'],
      'neither the other session nor, by mistake, the own one',
    );
  });

  it('an id with the name of somebody else is refused, of a visitor and of an agent, and stored nowhere', () => {
    const bench = new Bench().agents('a0');
    bench.visitor('v0');
    bench.say('v0', 'v1/7');
    assert.deepEqual(bench.sent('v0', 'refuse'), [{ f: 'refuse', id: 'v1/7', why: 'bad_id' }]);
    bench.say('v0', 'v0/0');
    bench.say('a0', 'a1/0', 's1');
    assert.deepEqual(bench.sent('a0', 'refuse'), [{ f: 'refuse', id: 'a1/0', why: 'bad_id' }]);
    assert.deepEqual(bench.sent('v0', 'msg'), []);
  });

  it('threads of one visitor on two channels are two', () => {
    const bench = new Bench().agents('a0');
    bench.visitor('v0', { channel: 'web' });
    bench.say('v0', 'v0/0');
    bench.visitor('v0', { channel: 'app' });
    bench.say('v0', 'v0/1');
    assert.deepEqual(
      bench.sessions().map((s) => [s.id, s.channel, s.state]),
      [
        ['s1', 'web', 'active'],
        ['s2', 'app', 'active'],
      ],
    );
  });

  it('a fence travels like a message to the other side, is acked, and is stored nowhere', () => {
    const bench = new Bench().agents('a0');
    bench.visitor('v0');
    bench.say('v0', 'v0/0');
    bench.frame('v0', { f: 'fence', id: 'f/v0/s1', session: 's1' });
    assert.deepEqual(bench.sent('a0', 'fence'), [{ f: 'fence', id: 'f/v0/s1', session: 's1' }]);
    assert.equal(bench.sent('v0', 'ack').at(-1)?.id, 'f/v0/s1');
    assert.equal(bench.rows('message').length, 1);
  });
});

describe('the page clock', () => {
  const asking = rules({ idle: null });
  const { every, limit } = asking.liveness.page ?? assert.fail('no page clock');

  it('asks after `every` of silence and cuts after `limit`', () => {
    const bench = new Bench(asking);
    bench.visitor('v0');
    bench.until(every - 1);
    assert.equal(bench.sent('v0', 'ask').length, 0);
    bench.until(every);
    assert.equal(bench.sent('v0', 'ask').length, 1);
    bench.until(limit - 1);
    assert.deepEqual(codes(bench), []);
    bench.until(limit);
    assert.deepEqual(codes(bench), [CLOSE.page_lost.code]);
  });

  for (const delay of [0, 1, 20_000, every - 1]) {
    it(`never cuts a page that answers every ask, ${delay} µs later`, () => {
      const bench = new Bench(asking);
      const conn = bench.visitor('v0');
      let answered = 0;
      while (bench.now < 20 * every && codes(bench).length === 0) {
        bench.until(bench.desk.nextDue());
        for (; answered < bench.sent(conn, 'ask').length; answered++) {
          bench.until(bench.now + delay);
          if (codes(bench).length === 0) bench.frame('v0', { f: 'alive', n: 1 });
        }
      }
      assert.deepEqual(codes(bench), []);
    });
  }

  it('does not ask a page that talks anyway, nor any when the rule is off', () => {
    const bench = new Bench(asking);
    bench.visitor('v0');
    for (let i = 1; i < 50; i++) {
      bench.until((i * every) / 2);
      bench.frame('v0', { f: 'typing', session: 's1' });
    }
    assert.deepEqual(bench.sent('v0', 'ask'), []);
    const off = new Bench(quiet({ idle: null }));
    off.visitor('v0');
    off.until(1000 * limit);
    assert.deepEqual([off.sent('v0', 'ask'), codes(off)], [[], []]);
  });

  it('cuts 20 000 pages that fall silent at the same moment (a network that is gone takes all with it)', () => {
    const bench = new Bench(asking);
    for (let i = 0; i < 20_000; i++) bench.visitor(`v${i}`);
    bench.now = limit;
    bench.desk.advance(limit);
    assert.equal(codes(bench).length, 20_000);
  });

  it('an agent who is cut counts as gone from then on (R24, R58)', () => {
    const handing = {
      ...asking,
      agents: { capacity: 5, handOver: MINUTE, presence: 'transport' as const, supervisors: [], ...STAFF },
    };
    const bench = new Bench(handing).agents('a0');
    bench.visitor('v0');
    bench.say('v0', 'v0/0');
    while (bench.now < limit + MINUTE + SECOND) {
      bench.later(10 * SECOND);
      bench.frame('v0', { f: 'ask', n: 1 });
    }
    assert.deepEqual([bench.session('s1').state, bench.session('s1').transfers.length], ['queued', 1]);
    assert.equal(bench.session('s1').reason, undefined);
  });
});
