// A desk restarted from what was persisted equals the
// crashed one: same sessions, same deadlines, same acks.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import { RESETS, type SessionRules } from '../../../src/model/rules/rules.ts';
import { idleRule, STAFF } from '../evening.ts';
import { randomRules } from '../random-evening.ts';
import { SEED, trials } from '../random.ts';
import { Bench, isOpenState, quiet } from './bench.ts';
import { drive } from './driver.ts';

const T = 2 * MINUTE;

/**
 * What a desk does with its sessions when nobody connects
 * any more. Events at the same time may come in any order.
 */
function future(bench: Bench, until: number): string[] {
  const from = bench.log.length;
  bench.until(until);
  const done = bench.log.slice(from).flatMap((e) => {
    if (e.is !== 'persist') return [];
    const { row } = e;
    if (row.kind === 'message') return [`${e.t} ${row.session}/${row.seq} ${row.id}`];
    if (row.kind === 'left') return [`${e.t} left ${row.id}`];
    return row.kind === 'session' ? [`${e.t} ${row.session.id} ${row.session.state} ${row.session.reason ?? ''}`] : [];
  });
  return done.sort();
}

/**
 * Rules under which a restart moves no deadline: no page
 * checks, and nothing is assigned to a disconnected agent.
 */
const unconnected = (rules: SessionRules): SessionRules => ({
  ...rules,
  channels: Object.fromEntries(Object.entries(rules.channels).map(([on, limits]) => [on, { ...limits, gone: null }])),
  visitorGone: null,
  agents: { ...rules.agents, handOver: null, presence: 'transport' },
  liveness: { ...rules.liveness, page: null },
});

describe(`restore equals the desk before the crash (seed ${SEED})`, () => {
  const both = (
    trial: string,
    change: (rules: SessionRules) => SessionRules,
    look: (old: Bench, fresh: Bench) => void,
  ): void => {
    trials(trial, 120, (random) => {
      const old = drive(random, { steps: 80, rules: change(unconnected(randomRules(random, true))) });
      for (const actor of old.conns.keys()) if (actor.startsWith('a')) old.drop(actor);
      look(old, old.restarted());
    });
  };
  const noPrompt = (rules: SessionRules): SessionRules => ({ ...rules, prompt: null });

  it('the same sessions, in the same states and lists', () => {
    both(
      'restored state',
      (rules) => rules,
      (old, fresh) => {
        const open = (b: Bench) => {
          const { sessions, queued } = b.desk.stats();
          return {
            sessions,
            queued,
            inbox: b.desk
              .inbox()
              .filter((list) => list.sessions.length > 0)
              .map((l) => `${l.agent} ${[...l.sessions].sort().join(' ')}`)
              .sort(),
          };
        };
        assert.deepEqual(open(fresh), open(old));
      },
    );
  });

  it('the same next deadlines: without anybody, every session goes the same way at the same time', () => {
    both('restored deadlines', noPrompt, (old, fresh) => {
      const end = old.now + 3 * 3600 * SECOND;
      assert.deepEqual(future(fresh, end), future(old, end));
    });
  });

  it('also where the desk prompts: one silence has not more prompts for a restart in it', () => {
    both(
      'restored prompts',
      (rules) => rules,
      (old, fresh) => {
        const end = old.now + 3 * 3600 * SECOND;
        assert.deepEqual(future(fresh, end), future(old, end));
      },
    );
  });

  it('B21: the same acks: every id stored before is acked as before, and nothing is stored for it', () => {
    both(
      'restored acks',
      (rules) => ({
        ...rules,
        channels: {},
        afterClose: { policy: 'new_session', window: 0, linked: false, byChannel: {} },
      }),
      (old, fresh) => {
        const said = new Set(old.log.flatMap((e) => (e.is === 'send' && e.frame.f === 'ack' ? [e.frame.id] : [])));
        const people = [...new Set([...said].map((id) => id.slice(0, id.indexOf('/'))))].filter((who) => who !== 'f');
        const answer = (bench: Bench, who: string, id: string) => {
          bench.say(who, id, 's1');
          return bench.sent(who, 'ack').at(-1);
        };
        const rows = fresh.rows('message').length;
        for (const who of people) {
          for (const bench of [old, fresh]) {
            if (who.startsWith('a')) bench.agent(who);
            else bench.visitor(who);
          }
          for (const id of [...said].filter((said) => said.startsWith(`${who}/`)).slice(-50)) {
            const ack = answer(fresh, who, id);
            assert.equal(ack?.id, id);
            assert.deepEqual(ack, answer(old, who, id));
          }
        }
        assert.equal(fresh.rows('message').length, rows);
      },
    );
  });
});

describe('after a restart', () => {
  const talk = (rules = quiet()): Bench => {
    const bench = new Bench(rules, { now: SECOND }).agents('a0');
    bench.visitor('v0');
    bench.say('v0', 'v0/0');
    bench.later(SECOND).say('a0', 'a0/0', 's1');
    return bench;
  };

  it('a visitor comes back to the session and gets what was missed, the agent the whole list', () => {
    const fresh = talk().restarted();
    fresh.agent('a0');
    fresh.visitor('v0', { session: 's1', seq: 1 });
    assert.deepEqual(fresh.sent('v0', 'welcome'), [{ f: 'welcome', v: 1, actor: 'v0', session: 's1', seq: 2 }]);
    assert.deepEqual(fresh.shown('v0'), ['a0/0']);
    assert.deepEqual(fresh.shown('a0'), ['v0/0', 'a0/0']);
  });

  it('secrets are kept: nobody else can come as v0', () => {
    const fresh = talk().restarted();
    const conn = fresh.visitor('v0', { token: 'guessed' });
    assert.deepEqual(
      fresh.log.filter((e) => e.is === 'close').map((e) => e.code),
      [4001],
    );
    assert.deepEqual(fresh.sent(conn, 'welcome'), []);
  });

  it('those who do not come back lose the session to the same rules as ever', () => {
    const rules = quiet({ visitorGone: MINUTE, idle: null });
    const fresh = talk(rules).restarted();
    const at = fresh.now;
    fresh.until(at + MINUTE - 1);
    assert.ok(isOpenState(fresh.desk.stats().sessions.active === 1 ? 'active' : 'closed'));
    fresh.until(at + MINUTE);
    assert.equal(fresh.session('s1').reason, 'heartbeat_lost');
  });

  it('sessions of an agent who does not come back are handed over', () => {
    const fresh = talk(
      quiet({
        agents: { capacity: 5, handOver: MINUTE, presence: 'transport', supervisors: [], ...STAFF },
        idle: null,
      }),
    ).restarted();
    fresh.agent('a1');
    fresh.later(MINUTE);
    assert.deepEqual(fresh.inbox('a1'), ['s1']);
  });

  it('new sessions get new numbers', () => {
    const bench = talk();
    bench.end('v0', 's1');
    const fresh = bench.restarted();
    fresh.visitor('v0');
    fresh.say('v0', 'v0/1');
    assert.equal(fresh.sent('v0', 'ack').at(-1)?.session, 's2');
  });

  it('a reopened session numbers its messages on from the last one stored, prompts included', () => {
    const rules = quiet({
      idle: idleRule({ after: T, anchor: 'either_last_message', resets: RESETS }),
      prompt: { before: MINUTE, text: 'still there?', max: 1, every: null },
      afterClose: { policy: 'reopen', window: 0, linked: false, byChannel: {} },
    });
    const bench = talk(rules).later(3 * T);
    assert.equal(bench.session('s1').state, 'closed');
    assert.deepEqual(
      bench.rows('message').map((m) => m.seq),
      [1, 2, 3],
    );
    const fresh = bench.restarted();
    fresh.visitor('v0');
    fresh.say('v0', 'v0/1');
    assert.equal(fresh.sent('v0', 'ack').at(-1)?.seq, 4, 'a number is given twice: clients drop what they have seen');
  });

  it("a reopened session is in nobody's hands until an agent takes it, restart or not", () => {
    const rules = quiet({
      agents: { capacity: 5, handOver: MINUTE, presence: 'transport', supervisors: [], ...STAFF },
      afterClose: { policy: 'reopen', window: 0, linked: false, byChannel: {} },
    });
    const bench = talk(rules);
    bench.end('v0', 's1');
    const fresh = bench.restarted();
    fresh.visitor('v0');
    fresh.say('v0', 'v0/1');
    assert.equal(fresh.session('s1').agent, undefined);
    const again = fresh.restarted();
    again.later(2 * MINUTE);
    assert.deepEqual([again.desk.stats().queued, again.stored().sessions[0]?.transfers], [1, []]);
    again.agent('a1');
    assert.deepEqual(again.inbox('a1'), ['s1']);
  });

  it('the queue keeps its order: who waited longer is served first', () => {
    const rules = quiet({
      agents: { capacity: 1, handOver: null, presence: 'transport', supervisors: [], ...STAFF },
      afterClose: { policy: 'reopen', window: 0, linked: false, byChannel: {} },
    });
    const bench = new Bench(rules, { now: SECOND });
    for (const v of ['v0', 'v1']) {
      bench.visitor(v);
      bench.say(v, `${v}/0`);
      bench.later(SECOND);
    }
    bench.end('v0', 's1');
    bench.later(SECOND).say('v0', 'v0/1');
    const first = (b: Bench): string | undefined => {
      b.agent('a0');
      return b.inbox('a0')[0];
    };
    const fresh = bench.restarted();
    assert.equal(first(fresh), first(bench));
    assert.equal(bench.inbox('a0')[0], 's2');
  });
});
