// Memory holds only visitors who are present: desk,
// archive and row counts forget those who have left.
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { Archive } from '../../../src/model/desk/state/archive.ts';
import { SessionDesk } from '../../../src/model/desk/session-desk.ts';
import { People } from '../../../src/model/desk/state/people.ts';
import { RowCounts } from '../../../src/model/judge/evidence/row-counts.ts';
import { MINUTE } from '../../../src/model/core/time.ts';
import { VirtualPlay } from '../../../src/model/runner/virtual/play.ts';
import { Rolling } from '../../../src/result/threads/rolling.ts';
import { persona, rules, virtual, workload } from '../evening.ts';

/** Finds an object that a run makes for itself: the one on which a method was last called. */
function caught<T extends object>(t: TestContext, prototype: T, method: keyof T & string): { it: T | undefined } {
  const found: { it: T | undefined } = { it: undefined };
  const original = prototype[method] as (...args: unknown[]) => unknown;
  t.mock.method(prototype as Record<string, () => unknown>, method, function (this: T, ...args: unknown[]) {
    found.it = this;
    return original.apply(this, args);
  });
  return found;
}

describe('a visitor who is over', () => {
  it('is a stranger to the desk after it forgot: the name is free, with any secret', () => {
    const people = new People({ persist: () => {}, send: () => {}, close: () => {}, note: () => {} });
    const first = people.visitor('v0', 'secret');
    assert.ok(first !== undefined && people.isOver('v0'));
    assert.equal(people.visitor('v0', 'secret'), first);
    assert.equal(people.visitor('v0', 'other'), undefined);
    people.forget('v0');
    assert.equal(people.visitors.size, 0);
    assert.notEqual(people.visitor('v0', 'other'), undefined);
  });

  it('has a book that is put away: it counts on, and is open no more', () => {
    const counts = new RowCounts();
    const write = (by: string, said: number): void => {
      counts.count(by, 0, { what: 'fence', id: `${by}!s1`, session: 's1', is: 'sent' });
      counts.count(by, 1, { what: 'end', rows: 2, said });
    };
    write('v0', 3);
    write('v1', 4);
    assert.deepEqual([counts.isClosed('v0'), counts.isClosed('v1'), counts.attempted], [true, true, 7]);
    counts.putAway('v0');
    assert.deepEqual([counts.isClosed('v0'), counts.isClosed('v1'), counts.attempted], [false, true, 7]);
    counts.putAway('v0');
    assert.equal(counts.attempted, 7);
  });
});

describe('a day', () => {
  it('keeps at no moment more than those who are there, although hundreds come and go', (t) => {
    const [sessionDesk, archive, counts] = [
      caught(t, SessionDesk.prototype, 'advance'),
      caught(t, Archive.prototype, 'persist'),
      caught(t, RowCounts.prototype, 'count'),
    ];
    const run = virtual({
      workload: workload({
        arrivals: [{ name: 'day', for: 180 * MINUTE, visitors: 600 }],
        personas: [persona({ endings: { closes: 1, goodbye: 1, silent: 2 } })],
        agents: { count: 6 },
      }),
      rules: rules(),
      tail: 20 * MINUTE,
    });
    const rowsAtOnce = 1;
    const rolling = new Rolling(
      { rules: run.rules, speed: 1, epsilon: 0, prematureWithin: MINUTE, generatorLate: false },
      rowsAtOnce,
    );
    const told: string[] = [];
    const [present, gone] = [new Set<string>(), new Set<string>()];
    const play = new VirtualPlay(run, {
      row: (row) => {
        if (row.what === 'plan' && row.by.startsWith('v')) present.add(row.by);
        if (row.what === 'w_session' && !play.isOver) told.push(row.session.id);
        rolling.add(row);
      },
      over: (visitor) => {
        assert.equal(counts.it?.isClosed(visitor), true, `${visitor} is over, and closed the book before`);
        rolling.over(visitor);
        assert.equal(counts.it.isClosed(visitor), false, `${visitor} is over, and the book is still there`);
        present.delete(visitor);
        gone.add(visitor);
      },
    });
    let most = 0;
    while (!play.isOver) {
      play.step();
      if (play.isOver) break;
      most = Math.max(most, present.size);
      const known = [...(sessionDesk.it?.state.people.visitors.keys() ?? [])];
      assert.deepEqual(
        known.filter((visitor) => !present.has(visitor)),
        [],
      );
      const stored = archive.it?.stored();
      assert.deepEqual(stored?.visitors.filter(([visitor]) => !present.has(visitor)) ?? [], []);
      assert.deepEqual(stored?.sessions.filter(({ visitor }) => !present.has(visitor)) ?? [], []);
      for (const { visitor } of sessionDesk.it?.state.sessions.values() ?? []) assert.ok(present.has(visitor), visitor);
    }
    t.diagnostic(`${gone.size} came and went, at most ${most} at once`);
    assert.ok(gone.size > 500 && most < 50, `${gone.size} came and went, ${most} at once`);
    assert.equal(sessionDesk.it?.state.people.visitors.size, present.size);
    // The archive no longer knows the sessions that it put away.
    assert.ok(told.length > 500, `${told.length} sessions`);
    const message = { kind: 'message', seq: 1, id: 'v0/0', from: 'visitor', text: '', at: 0 } as const;
    for (const session of told)
      assert.throws(() => archive.it?.persist({ ...message, session }), /before the session was/);
  });
});
