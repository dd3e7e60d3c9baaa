// R42: a message while the desk is closed or nobody is there
// becomes a leave-message, also at the edges of hours.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HOUR, MINUTE } from '../../../src/model/core/time.ts';
import { closesAfter, everyDay, isOpenAt } from '../../../src/model/rules/hours.ts';
import { trials } from '../random.ts';
import { Bench, quiet } from './bench.ts';

const hours = everyDay(9 * HOUR, 18 * HOUR, 17 * HOUR);

describe('R42: office hours', () => {
  it('open at the first µs of `opens`, closed at that of `closes`, every day', () => {
    for (const day of [0, 24 * HOUR, 240 * HOUR]) {
      assert.ok(isOpenAt(hours, day + HOUR - 1));
      assert.ok(!isOpenAt(hours, day + HOUR));
      assert.ok(!isOpenAt(hours, day + 16 * HOUR - 1));
      assert.ok(isOpenAt(hours, day + 16 * HOUR));
    }
  });

  it('past midnight, and by a search minute by minute', () => {
    trials('hours', 200, (random) => {
      const drawn = {
        opens: random.below(1440) * MINUTE,
        closes: random.below(1440) * MINUTE,
        starts: random.below(1440) * MINUTE,
      };
      if (drawn.opens === drawn.closes) return;
      const rule = everyDay(drawn.opens, drawn.closes, drawn.starts);
      const at = random.below(3000) * MINUTE;
      const isIn = (t: number): boolean => {
        const time = (drawn.starts + t) % (24 * HOUR);
        return drawn.opens < drawn.closes
          ? time >= drawn.opens && time < drawn.closes
          : time >= drawn.opens || time < drawn.closes;
      };
      assert.equal(isOpenAt(rule, at), isIn(at));
      let close = at;
      while (isIn(close)) close += MINUTE;
      assert.equal(closesAfter(rule, at), close);
    });
  });

  it('a message at the last µs opens a session, one µs later it is left; the next morning it opens one', () => {
    const on = new Bench(quiet({ hours })).agents('a0');
    for (const visitor of ['v0', 'v1', 'v2']) on.visitor(visitor);
    on.until(HOUR - 1);
    on.say('v0', 'v0/0');
    on.until(HOUR);
    on.say('v1', 'v1/0');
    assert.deepEqual(
      on.rows('left').map((row) => row.id),
      ['v1/0'],
    );
    assert.deepEqual([on.sessions().map((s) => s.visitor), on.notices('v1')], [['v0'], ['left_message left']]);
    on.until(16 * HOUR);
    on.say('v2', 'v2/0');
    assert.deepEqual(
      on.sessions().map((s) => s.visitor),
      ['v0', 'v2'],
    );
  });

  it('sessions in hands go on after closing time; who waits then leaves a message', () => {
    const on = new Bench(quiet({ hours, idle: null }));
    on.agents('a0');
    on.visitor('v0');
    on.say('v0', 'v0/0');
    on.drop('a0');
    on.visitor('v1');
    on.say('v1', 'v1/0');
    on.until(HOUR);
    assert.deepEqual([on.session('s1').state, on.session('s2').state], ['active', 'left_message']);
    assert.deepEqual(
      on.rows('left').map((row) => row.id),
      ['v1/0'],
    );
    on.say('v0', 'v0/1');
    assert.equal(on.session('s1').state, 'active');
  });

  it('a message after a close is left as well, unless the desk refuses or loses those anyway', () => {
    for (const [policy, left] of [
      ['new_session', 1],
      ['reopen', 1],
      ['refuse', 0],
      ['drop', 0],
    ] as const) {
      const on = new Bench(quiet({ hours, afterClose: { policy, window: 0, linked: false, byChannel: {} } }));
      on.agents('a0');
      on.visitor('v0');
      on.say('v0', 'v0/0');
      on.end('v0', 's1');
      on.until(2 * HOUR);
      on.say('v0', 'v0/1');
      assert.equal(on.rows('left').length, left, policy);
      assert.equal(on.session('s1').state, 'closed');
    }
  });
});

describe('R59: nobody there', () => {
  it('waits for somebody, or leaves a message at once, by rule', () => {
    for (const nobody of ['wait', 'leave_message'] as const) {
      const on = new Bench(quiet({ queue: { timeout: null, then: 'close', nobody } }));
      on.visitor('v0');
      on.say('v0', 'v0/0');
      assert.equal(on.rows('left').length, nobody === 'wait' ? 0 : 1);
      on.agents('a0');
      on.visitor('v1');
      on.say('v1', 'v1/0');
      assert.equal(on.sessions().find((s) => s.visitor === 'v1')?.agent, 'a0');
    }
  });
});
