// The client of the reference protocol on a simulated
// host: what it sends and when, and how it reacts.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../../src/model/core/time.ts';
import { CLOSE } from '../../../../src/model/protocol/frames.ts';
import { EVERY, Host, LIMIT } from './host.ts';

describe('connecting', () => {
  it('says hello first, and nothing before it is welcome', () => {
    const host = new Host();
    host.client.start();
    host.client.say('v0/0', 'hi');
    assert.equal(host.sent.length, 0);
    host.client.opened(0);
    assert.deepEqual(
      host.sent.map(({ frame }) => frame.f),
      ['hello'],
    );
    assert.equal(host.client.connected(), false);
    host.hear({ f: 'welcome', v: 1, actor: 'v0' });
    assert.deepEqual(host.frames('msg'), [{ f: 'msg', id: 'v0/0', text: 'hi' }]);
    assert.equal(host.client.connected(), true);
  });

  it('tries again after a failure: twice as late each time, jittered between half and whole, never later than `most`', () => {
    const host = new Host();
    host.client.start();
    for (let n = 0; n < 12; n++) {
      const failedAt = host.time;
      host.client.failed(host.conn);
      assert.equal(host.opens.length, n + 1);
      while (host.opens.length === n + 1) host.until(host.timers.next());
      const wait = host.time - failedAt;
      const whole = Math.min(SECOND * Math.pow(2, n), 30 * SECOND);
      assert.ok(wait >= whole / 2 && wait <= whole, `attempt ${n}: waited ${wait} of ${whole}`);
    }
    host.ready();
    host.client.closed(host.conn, 1006);
    const again = host.time;
    host.until(host.timers.next());
    while (host.opens.length === 13) host.until(host.timers.next());
    assert.ok(host.time - again <= SECOND, 'after a welcome the waiting starts small again');
  });

  it('stops for good when its token is refused: trying again would not help', () => {
    for (const { code } of [CLOSE.unauthorised, CLOSE.wrong_version]) {
      const host = new Host();
      host.client.start();
      host.client.opened(0);
      host.client.closed(0, code);
      host.until(10 * MINUTE);
      assert.equal(host.opens.length, 1);
    }
  });

  it('stopped while connecting, it hangs up on the connection that comes late, and never opens another', () => {
    const host = new Host();
    host.client.start();
    host.client.stop();
    host.client.opened(0);
    assert.deepEqual(host.closes, [{ conn: 0, code: 1000 }]);
    host.until(10 * MINUTE);
    assert.equal(host.opens.length, 1);
    assert.deepEqual(host.sent, []);
  });
});

describe('messages', () => {
  it('are sent again under the same id until acked, in order, each try a row', () => {
    const host = new Host().ready();
    host.client.say('v0/0', 'a');
    host.client.say('v0/1', 'b');
    host.hear({ f: 'ack', id: 'v0/1', session: 's1', seq: 2 });
    host.client.closed(0, 1006);
    host.until(5 * SECOND).ready('s1');
    host.hear({ f: 'ack', id: 'v0/0', session: 's1', seq: 1 });
    assert.deepEqual(
      host.frames('msg').map((m) => m.id),
      ['v0/0', 'v0/1', 'v0/0'],
    );
    assert.deepEqual(
      host.rows.flatMap((row) => (row.what === 'send' ? [`${row.id} ${row.try}`] : [])),
      ['v0/0 1', 'v0/1 1', 'v0/0 2'],
    );
    assert.equal(host.client.unsettled(), 0);
    host.client.closed(1, 1006);
    host.until(10 * SECOND).ready('s1');
    assert.equal(host.frames('msg').length, 3);
  });

  it('are acked once, refused once, and shown once, however often the server says so (B21)', () => {
    const host = new Host().ready();
    host.client.say('v0/0', 'a');
    host.client.say('v0/1', 'b');
    for (let i = 0; i < 3; i++) {
      host.hear({ f: 'ack', id: 'v0/0', session: 's1', seq: 1 });
      host.hear({ f: 'refuse', id: 'v0/1', why: 'closed' });
      host.hear({ f: 'msg', session: 's1', seq: 2, id: 'a0/0', from: 'agent', text: 'x', at: 0 });
    }
    assert.deepEqual(host.screen, ['refused v0/1 closed', 'shown a0/0']);
    assert.deepEqual(
      host.rows.map((row) => row.what).filter((what) => what !== 'conn' && what !== 'send'),
      ['ack', 'refuse', 'show'],
    );
  });

  it('resume where they stopped: hello names the last session and what was shown of it', () => {
    const host = new Host().ready();
    host.client.say('v0/0', 'a');
    host.hear({ f: 'ack', id: 'v0/0', session: 's7', seq: 1 });
    host.hear({ f: 'msg', session: 's7', seq: 4, id: 'a0/0', from: 'agent', text: 'x', at: 0 });
    host.client.closed(0);
    host.until(5 * SECOND).ready('s7');
    const { session, seq } = host.frames('hello').at(-1) ?? {};
    assert.deepEqual([session, seq], ['s7', 4]);
  });

  it('from a connection it has given up are not heard', () => {
    const host = new Host().ready();
    host.client.closed(0);
    host.until(5 * SECOND);
    host.client.frame(0, { f: 'msg', session: 's1', seq: 1, id: 'a0/0', from: 'agent', text: 'x', at: 0 });
    assert.deepEqual(host.screen, []);
  });

  it('the session it believes in: from ack, message and notice; none after its close', () => {
    const host = new Host().ready();
    assert.equal(host.client.session(), undefined);
    host.hear({ f: 'notice', kind: 'queued', session: 's1' });
    assert.equal(host.client.session(), 's1');
    host.hear({ f: 'notice', kind: 'closed', session: 's1', reason: 'idle_timeout' });
    assert.equal(host.client.session(), undefined);
    host.hear({ f: 'ack', id: 'nobody', session: 's3', seq: 1 });
    assert.equal(host.client.session(), undefined, 'an ack of something it never said');
  });
});

describe('liveness', () => {
  it('answers every ask at once', () => {
    const host = new Host().ready();
    host.hear({ f: 'ask', n: 3 });
    assert.deepEqual(host.frames('alive'), [{ f: 'alive', n: 3 }]);
  });

  it('asks after `every` of silence and gives the connection up after `limit`', () => {
    const host = new Host().ready().until(EVERY - 1);
    assert.deepEqual(host.frames('ask'), []);
    host.until(EVERY);
    assert.equal(host.frames('ask').length, 1, 'nothing was asked when the silence had lasted `every`');
    host.until(LIMIT - 1);
    assert.deepEqual(host.closes, []);
    host.until(LIMIT);
    assert.deepEqual(host.closes, [{ conn: 0, code: CLOSE.client_liveness.code }]);
    assert.deepEqual(host.rows.at(-1), { what: 'conn', n: 1, is: 'abandoned' });
  });

  for (const roundTrip of [0, 1, 40_000, 5 * SECOND]) {
    it(`never gives up a server that answers every ask after ${roundTrip} µs`, () => {
      const host = new Host();
      host.client.start();
      host.until(roundTrip);
      host.client.opened(0);
      host.until(2 * roundTrip);
      host.hear({ f: 'welcome', v: 1, actor: 'v0' });
      let answered = 0;
      while (host.time < 40 * EVERY) {
        host.until(host.timers.next());
        for (; answered < host.frames('ask').length; answered++) {
          host.until(host.time + roundTrip);
          host.hear({ f: 'alive', n: 1 });
        }
      }
      assert.deepEqual([host.opens.length, host.closes.length], [1, 0]);
    });
  }

  it('H12: a connection given up is replaced, and what comes from it later changes nothing', () => {
    const host = new Host().ready();
    host.client.say('v0/0', 'a');
    host.until(LIMIT + SECOND + 1);
    assert.equal(host.opens.length, 2);
    host.client.closed(0, 1006);
    host.ready();
    assert.deepEqual(
      host.frames('msg').map((m) => m.id),
      ['v0/0', 'v0/0'],
    );
    assert.equal(host.opens.length, 2);
  });
});

describe('a client that has left', () => {
  it('does not come back, also when it left while it waited to reconnect', () => {
    const host = new Host().ready();
    host.client.closed(0, 1006);
    host.client.stop();
    host.until(10 * MINUTE);
    assert.equal(host.opens.length, 1);
  });
});
