// Who gets the next session: the free agent with the
// fewest sessions (R57), within capacity (R73), in order.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../../src/model/core/time.ts';
import { newAgent, type Agent } from '../../../src/model/desk/state/parties.ts';
import { FreeAgents, isEligible } from '../../../src/model/desk/assignment/routing.ts';
import { WaitingLine } from '../../../src/model/desk/assignment/waiting-line.ts';
import { newSession, type Session } from '../../../src/model/desk/session.ts';
import { Random, SEED, trials } from '../random.ts';
import { Bench, quiet } from './bench.ts';
import { STAFF } from '../evening.ts';

const session = (n: number): Session => ({ ...newSession(n, `v${n}`, 'web', 0), state: 'queued' });

function randomAgents(random: Random): Agent[] {
  return Array.from({ length: random.below(7) }, (_, i) => {
    const agent = newAgent(`a${i}`, i);
    agent.online = random.chance(0.7);
    if (random.chance(0.7)) agent.conn = i;
    for (let n = random.below(6); n > 0; n--) agent.sessions.add(session(100 * i + n));
    return agent;
  });
}

/**
 * A random change of an agent: one session more or less, a connection that comes or goes, a break.
 */
function change(agent: Agent, random: Random, i: number): void {
  const what = random.below(4);
  const [first] = agent.sessions;
  if (what === 0) agent.sessions.add(session(10_000 + i));
  else if (what === 1 && first !== undefined) agent.sessions.delete(first);
  else if (what === 2) agent.online = !agent.online;
  else if (agent.conn === undefined) agent.conn = i;
  else delete agent.conn;
}

describe('R57: the next session goes to the eligible agent with the fewest sessions', () => {
  it('ties go to the agent who joined first; by a sorted reference, while presence and load change at random', () => {
    trials('least loaded', 500, (random) => {
      const presence = random.pick(['transport', 'manual'] as const);
      const rules = quiet({
        agents: { capacity: random.between(1, 5), handOver: null, presence, supervisors: [], ...STAFF },
      });
      const agents = randomAgents(random);
      const free = new FreeAgents(rules);
      for (const agent of agents) free.offer(agent);
      for (let i = 0; i < 40; i++) {
        const best = agents
          .filter((a) => a.online && (presence === 'manual' || a.conn !== undefined))
          .filter((a) => a.sessions.size < rules.agents.capacity)
          .sort((a, b) => a.sessions.size - b.sessions.size || a.number - b.number)[0];
        assert.equal(free.next()?.id, best?.id);
        if (best !== undefined) assert.ok(isEligible(best, rules) && best.sessions.size < rules.agents.capacity);
        const agent = agents[random.below(Math.max(1, agents.length))];
        if (agent === undefined) return;
        change(agent, random, i);
        free.offer(agent);
      }
    });
  });

  it('on the desk: one each, round and round, and the one who gets free first is next', () => {
    const bench = new Bench(
      quiet({ agents: { capacity: 2, handOver: null, presence: 'transport', supervisors: [], ...STAFF } }),
    ).agents('a0', 'a1', 'a2');
    const assigned: (string | undefined)[] = [];
    for (let i = 0; i < 6; i++) {
      bench.visitor(`v${i}`);
      bench.say(`v${i}`, `v${i}/0`);
      assigned.push(bench.session(`s${i + 1}`).agent);
    }
    assert.deepEqual(assigned, ['a0', 'a1', 'a2', 'a0', 'a1', 'a2']);
    bench.end('a1', 's2');
    bench.visitor('v6');
    bench.say('v6', 'v6/0');
    assert.equal(bench.session('s7').agent, 'a1');
  });

  it('the same story gives the same assignments', () => {
    const story = (): (string | undefined)[] => {
      const random = new Random(SEED);
      const bench = new Bench(quiet()).agents('a0', 'a1', 'a2', 'a3');
      for (let i = 0; i < 40; i++) {
        bench.visitor(`v${i}`);
        bench.say(`v${i}`, `v${i}/0`);
        if (random.chance(0.4)) bench.end(`v${random.below(i + 1)}`, '-');
        bench.later(SECOND);
      }
      return bench.sessions().map((s) => s.agents[0]);
    };
    assert.deepEqual(story(), story());
  });
});

describe('R73: capacity', () => {
  for (const capacity of [1, 2, 5]) {
    it(`no agent ever has more than ${capacity}; the rest wait and are told their place`, () => {
      const bench = new Bench(
        quiet({ agents: { capacity, handOver: null, presence: 'transport', supervisors: [], ...STAFF } }),
      ).agents('a0', 'a1');
      for (let i = 0; i < 2 * capacity + 3; i++) {
        bench.visitor(`v${i}`);
        bench.say(`v${i}`, `v${i}/0`);
      }
      assert.deepEqual([bench.inbox('a0').length, bench.inbox('a1').length], [capacity, capacity]);
      assert.equal(bench.desk.stats().queued, 3);
      const places = [0, 1, 2].map((n) => bench.sent(`v${2 * capacity + n}`, 'notice').at(-1)?.place);
      assert.deepEqual(places, [1, 2, 3]);
      assert.deepEqual(bench.desk.stats().agents, { available: 0, busy: 2, away: 0 });
    });
  }
});

describe('the queue', () => {
  const one = quiet({ agents: { capacity: 1, handOver: MINUTE, presence: 'transport', supervisors: [], ...STAFF } });
  const waitFor = (bench: Bench, ...visitors: string[]): void => {
    for (const visitor of visitors) {
      if (!bench.conns.has(visitor)) bench.visitor(visitor);
      bench.say(visitor, `${visitor}/${bench.now}`);
      bench.later(SECOND);
    }
  };
  const order = (bench: Bench): string[] => {
    const taken: string[] = [];
    for (let list = bench.inbox('a9'); list.length > 0; list = bench.inbox('a9')) {
      taken.push(bench.session(list[0] ?? '').visitor);
      bench.end('a9', list[0] ?? '');
    }
    return taken;
  };

  it('is first come first served', () => {
    const bench = new Bench(one);
    waitFor(bench, 'v0', 'v1', 'v2', 'v3');
    bench.agents('a9');
    assert.deepEqual(order(bench), ['v0', 'v1', 'v2', 'v3']);
  });

  it('serves sessions handed over before new ones', () => {
    const bench = new Bench(one).agents('a0', 'a1');
    waitFor(bench, 'v0', 'v1', 'v2', 'v3');
    bench.drop('a1');
    bench.drop('a0');
    bench.later(2 * MINUTE - 30 * SECOND);
    bench.agents('a9');
    assert.deepEqual(order(bench), ['v1', 'v0', 'v2', 'v3']);
  });

  it('forgets those who gave up, and goes on behind them', () => {
    const bench = new Bench(one);
    waitFor(bench, 'v0', 'v1', 'v2', 'v3');
    bench.end('v0', 's1');
    bench.end('v2', 's3');
    assert.equal(bench.session('s1').reason, 'visitor_abandoned');
    assert.equal(bench.desk.stats().queued, 2);
    bench.agents('a9');
    assert.deepEqual(order(bench), ['v1', 'v3']);
  });

  it('B10: one who gave up and comes back waits at the end, not at the old place', () => {
    const bench = new Bench({ ...one, afterClose: { policy: 'reopen', window: 0, linked: false, byChannel: {} } });
    waitFor(bench, 'v0', 'v1', 'v2');
    bench.end('v1', 's2');
    waitFor(bench, 'v3', 'v1');
    assert.equal(bench.session('s2').state, 'queued');
    bench.agents('a9');
    assert.deepEqual(order(bench), ['v0', 'v2', 'v3', 'v1']);
  });

  it('is left after its timeout: closed, or as a leave-message with all that was written', () => {
    const closing = new Bench(quiet({ queue: { timeout: MINUTE, then: 'close', nobody: 'wait' } }));
    waitFor(closing, 'v0');
    closing.until(MINUTE - 1);
    assert.equal(closing.session('s1').state, 'queued');
    closing.until(MINUTE);
    assert.deepEqual([closing.session('s1').state, closing.session('s1').reason], ['closed', 'queue_timeout']);

    const leaving = new Bench(quiet({ queue: { timeout: MINUTE, then: 'leave_message', nobody: 'wait' } }));
    leaving.visitor('v0');
    leaving.say('v0', 'v0/0');
    leaving.say('v0', 'v0/1');
    leaving.until(MINUTE);
    assert.equal(leaving.session('s1').state, 'left_message');
    assert.deepEqual(
      leaving.rows('left').map((row) => row.id),
      ['v0/0', 'v0/1'],
    );
    assert.deepEqual(leaving.notices('v0').at(-1), 'left_message s1');
    assert.equal(leaving.desk.stats().queued, 0);
  });

  it('leaves each message once, however often its session waits in vain', () => {
    const bench = new Bench(
      quiet({
        queue: { timeout: MINUTE, then: 'leave_message', nobody: 'wait' },
        afterClose: { policy: 'reopen', window: 0, linked: false, byChannel: {} },
      }),
    );
    bench.visitor('v0');
    bench.say('v0', 'v0/0');
    bench.later(2 * MINUTE);
    bench.say('v0', 'v0/1');
    bench.later(2 * MINUTE);
    assert.deepEqual(
      bench.rows('left').map((row) => row.id),
      ['v0/0', 'v0/1'],
    );
  });

  it('as a line of its own: random adds, leaves and takes against two plain lists', () => {
    trials('waiting line', 300, (random) => {
      const line = new WaitingLine(quiet());
      const lanes: [Session[], Session[]] = [[], []];
      let n = 1;
      for (let step = 0; step < 300; step++) {
        const all = lanes.flat();
        if (random.chance(0.5)) {
          const lane = random.pick([0, 1] as const);
          const waiting = session(n++);
          line.add(waiting, lane === 0 ? 'before_new' : 'new');
          lanes[lane].push(waiting);
        } else if (random.chance(0.3) && all.length > 0) {
          const gone = random.pick(all);
          gone.state = 'closed';
          line.gone();
          for (const lane of lanes) if (lane.includes(gone)) lane.splice(lane.indexOf(gone), 1);
        } else {
          const first = lanes[0][0] ?? lanes[1][0];
          const isFound = random.chance(0.8);
          const next = line.next((session) => (isFound ? session : undefined));
          assert.equal(next?.session.id, isFound ? first?.id : undefined);
          if (!isFound) continue;
          if (first === undefined) continue;
          first.state = 'active';
          (lanes[0].length > 0 ? lanes[0] : lanes[1]).shift();
        }
        assert.equal(line.size, lanes.flat().length);
      }
    });
  });
});
