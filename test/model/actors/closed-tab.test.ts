// A tab that is closed or reloaded (H5), in a whole run:
// what happens to connection, session and messages.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, MS, SECOND } from '../../../src/model/core/time.ts';
import { only } from '../evening.ts';
import { at, during, evening, unharmed, type Episode } from './one-talker.ts';

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
