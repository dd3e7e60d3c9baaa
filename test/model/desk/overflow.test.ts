// Overflow: a visitor who has waited for one group long enough may be assigned to another one, too.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import type { Group, SessionRules } from '../../../src/model/rules/rules.ts';
import { rulesFaults } from '../../../src/model/rules/validate.ts';
import { quiet, type Bench } from './bench.ts';
import { bench, staff } from './shift.ts';

const GROUPS: readonly Group[] = [
  { name: 'gold', agents: ['a0'], channels: ['wechat'], overflow: { after: 2 * MINUTE, to: 'silver' } },
  { name: 'silver', agents: ['a1'], channels: ['web'] },
];

function desk(change: Partial<SessionRules> = {}, agents: Partial<SessionRules['agents']> = {}): Bench {
  const on = bench({ idle: null, ...staff({ capacity: 1, groups: GROUPS, ...agents }), ...change }, 'a0', 'a1');
  for (const visitor of ['v0', 'v1', 'v2']) {
    on.visitor(visitor, { channel: 'wechat' });
    on.say(visitor, `${visitor}/0`);
    on.later(SECOND);
  }
  return on;
}
const agents = (on: Bench): (string | undefined)[] => on.sessions().map(({ agent }) => agent);

describe('a group that overflows', () => {
  it('keeps its visitors until then, and from that moment on whoever is free of either group takes them, in their order', () => {
    const on = desk();
    assert.deepEqual(agents(on), ['a0', undefined, undefined]);
    on.until(2 * MINUTE + SECOND - 1);
    assert.deepEqual(agents(on), ['a0', undefined, undefined]);
    on.until(2 * MINUTE + SECOND);
    assert.deepEqual(agents(on), ['a0', 'a1', undefined]);
    on.later(MINUTE).end('a0', 's1');
    assert.equal(on.session('s3').agent, 'a0', 'its own group still serves it');
  });

  it('waits for a place in the other group, and stands in nobody else’s way there', () => {
    const on = desk();
    on.visitor('v9');
    on.say('v9', 'v9/0');
    assert.equal(on.session('s4').agent, 'a1');
    on.until(3 * MINUTE);
    assert.deepEqual(agents(on), ['a0', undefined, undefined, 'a1']);
    on.end('a1', 's4');
    assert.equal(on.session('s2').agent, 'a1');
  });

  it('rings in the other group, too, and goes round among both', () => {
    const on = desk({}, { capacity: 3, ring: { timeout: 30 * SECOND, misses: null } });
    on.later(5 * MINUTE);
    const at = on.rows('session').flatMap(({ session }) => (session.id === 's1' ? (session.waits?.ringsAt ?? []) : []));
    assert.deepEqual(at.slice(0, 8), ['a0', 'a0', 'a0', 'a0', 'a1', 'a0', 'a1', 'a0']);
  });

  it('counts the time from the beginning of the wait, also over a restart', () => {
    const fresh = desk().until(MINUTE).restarted().agents('a0', 'a1');
    fresh.until(2 * MINUTE + SECOND - 1);
    assert.equal(fresh.desk.stats().queued, 2);
    fresh.until(2 * MINUTE + SECOND);
    assert.equal(fresh.session('s2').agent, 'a1');
  });

  it('is not deserted while somebody of the other group is there', () => {
    const on = desk({ queue: { timeout: null, then: 'close', nobody: 'leave_message' } });
    on.drop('a0');
    assert.equal(on.session('s2').state, 'queued');
    on.drop('a1');
    assert.equal(on.session('s2').state, 'left_message');
  });

  it('names another group of the desk, and a time', () => {
    const fault = (overflow: Group['overflow']): string[] =>
      rulesFaults(quiet(staff({ groups: [{ name: 'gold', agents: ['a0'], channels: ['web'], overflow }] }))).map(
        ({ key }) => key,
      );
    assert.deepEqual(fault(null), []);
    for (const to of ['silver', 'gold']) assert.deepEqual(fault({ after: MINUTE, to }), ['rules.overflow']);
    assert.deepEqual(
      rulesFaults(quiet(staff({ groups: GROUPS }))).map(({ key }) => key),
      [],
    );
  });
});
