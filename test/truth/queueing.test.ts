// The queue of the desk against queueing theory: loss,
// waiting, impatience, a queue timeout, any service time.
//
// One agent with room for one session is one server. A talk lasts as long as the agent's answer
// (for Erlang A the visitor's thinking), plus some packets of a microsecond. The desk has no "lost
// when busy", so Erlang B is played with a queue timeout of 0.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Duration } from '../../src/model/core/distributions.ts';
import { erlangA, erlangB, erlangC, erlangCTail, erlangCWait, fixedPatience, waitOfOneServer } from './formulas.ts';
import {
  agrees,
  AT_ONCE,
  evenly,
  exponential,
  fixed,
  parameters,
  play,
  replicates,
  SECOND,
  type Ended,
  type Stage,
} from './stage.ts';

/** Mean length of a talk, the unit of time in the formulas. µs */
const TALK = 100 * SECOND;
/** The warm-up of the queue, in talks; sessions in it are not counted. */
const WARM = 40;

/** Sessions that open after the warm-up, about `count` of them, with `lambda` arrivals per talk. */
function queue(c: number, lambda: number, count: number, change: Partial<Stage>): (seed: string) => Ended[] {
  const length = Math.round((count / lambda) * 100) * SECOND + WARM * TALK;
  return (seed) =>
    play({
      seed,
      arrivals: evenly((lambda * length) / TALK, length),
      agents: c,
      answer: exponential(TALK),
      ...change,
    }).sessions.filter((session) => session.openedAt >= WARM * TALK);
}

const share = (sessions: readonly Ended[], holds: (session: Ended) => boolean): number =>
  sessions.filter(holds).length / sessions.length;
const waited = (session: Ended): boolean => session.activeAt !== session.openedAt;
const unserved = (session: Ended): boolean => session.activeAt === undefined;
const wait = (session: Ended): number => ((session.activeAt ?? session.closedAt) - session.openedAt) / TALK;
const meanWait = (sessions: readonly Ended[]): number =>
  sessions.reduce((sum, session) => sum + wait(session), 0) / sessions.length;

/**
 * The number of arrivals and the mean length of talks, both
 * relative to what is expected: their true means are 1.
 */
function traffic(sessions: readonly Ended[], expected: number): { came: number; talk: number } {
  const lengths = sessions.flatMap(({ activeAt, closedAt }) => (activeAt === undefined ? [] : [closedAt - activeAt]));
  const talk = lengths.reduce((sum, length) => sum + length, 0) / lengths.length / TALK;
  return { came: sessions.length / expected, talk };
}

/** Closes a session without an agent at the end of the time in the queue. */
const timeout = (tau: number): Partial<Stage> => ({
  rules: { queue: { timeout: tau, then: 'close', nobody: 'wait' } },
});

describe('the queue', () => {
  it('Erlang C: who waits, how long, and how many longer than t (first come, first served)', (t) => {
    const random = parameters('erlang-c');
    const c = random.between(2, 3);
    const a = c * (0.45 + 0.1 * random.unit());
    const long = 0.7 / (c - a);
    t.diagnostic(`c = ${c}, a = ${a}`);
    const played = queue(c, a, 2000, {});
    const got = replicates(
      'erlang-c',
      30,
      (seed) => {
        const all = played(seed);
        const longer = share(all, (session) => wait(session) > long);
        return { ...traffic(all, 2000), wait: share(all, waited), mean: meanWait(all), long: longer };
      },
      ['came', 'talk'],
    );
    agrees(t, 'visitors', got.came, 1);
    agrees(t, 'talk', got.talk, 1);
    agrees(t, 'P(wait)', got.wait, erlangC(c, a));
    agrees(t, 'E[wait]', got.mean, erlangCWait(c, a), 0.04);
    agrees(t, `P(wait > ${long.toFixed(3)})`, got.long, erlangCTail(c, a, long), 0.03);
  });

  it('Erlang B: who finds all agents busy, whatever the kind of talk', (t) => {
    const random = parameters('erlang-b');
    const kinds: [string, Duration][] = [
      ['exponential', exponential(TALK)],
      ['fixed', fixed(TALK)],
      ['uniform', { kind: 'uniform', low: 0, high: 2 * TALK }],
    ];
    for (const [kind, answer] of kinds) {
      const c = random.between(2, 5);
      const a = c * (0.7 + 0.6 * random.unit());
      t.diagnostic(`${kind}: c = ${c}, a = ${a}`);
      const played = queue(c, a, 700, { ...timeout(0), answer });
      const got = replicates(
        `erlang-b/${kind}`,
        30,
        (seed) => {
          const all = played(seed);
          return { ...traffic(all, 700), lost: share(all, unserved) };
        },
        kind === 'fixed' ? ['came'] : ['came', 'talk'],
      );
      agrees(t, `visitors, ${kind}`, got.came, 1);
      if (kind !== 'fixed') agrees(t, `talk, ${kind}`, got.talk, 1);
      agrees(t, `P(lost), ${kind}`, got.lost, erlangB(c, a));
    }
  });

  it('Erlang A: who waits and who leaves, when visitors lose patience in the queue', (t) => {
    const random = parameters('erlang-a');
    const c = random.between(3, 6);
    const lambda = c * (0.95 + 0.25 * random.unit());
    const patience = 0.5 + random.unit();
    t.diagnostic(`c = ${c}, lambda = ${lambda}, mean patience = ${patience}`);
    // Patience ends with the first answer. So the agent answers at once, and the talk is the
    // visitor's thinking before a second turn.
    const played = queue(c, lambda, 800, {
      answer: AT_ONCE,
      persona: {
        turns: 1e9,
        think: exponential(TALK),
        patience: exponential(Math.round((patience * TALK) / 1000) * 1000),
      },
      turnsMost: 2,
    });
    const got = replicates(
      'erlang-a',
      30,
      (seed) => {
        const all = played(seed);
        for (const session of all) assert.equal(session.reason, unserved(session) ? 'visitor_abandoned' : 'visitor');
        return { ...traffic(all, 800), wait: share(all, waited), leave: share(all, unserved) };
      },
      ['came', 'talk'],
    );
    agrees(t, 'visitors', got.came, 1);
    agrees(t, 'talk', got.talk, 1);
    const reference = erlangA(c, lambda, 1 / patience);
    agrees(t, 'P(wait)', got.wait, reference.wait);
    agrees(t, 'P(leave)', got.leave, reference.leave);
  });

  it('a queue timeout: who waits and who is sent away, below and above what the agents can do', (t) => {
    const random = parameters('timeout');
    for (const load of [0.9, 1.15]) {
      const c = random.between(3, 6);
      const lambda = c * (load + 0.1 * random.unit());
      const tau = 0.2 + 0.3 * random.unit();
      t.diagnostic(`c = ${c}, lambda = ${lambda}, timeout = ${tau}`);
      const after = Math.round(tau * TALK);
      const played = queue(c, lambda, 1000, timeout(after));
      const got = replicates(
        `timeout/${load}`,
        30,
        (seed) => {
          const all = played(seed);
          for (const session of all.filter(unserved)) assert.equal(session.closedAt - session.openedAt, after);
          return { ...traffic(all, 1000), wait: share(all, waited), leave: share(all, unserved) };
        },
        ['came', 'talk'],
      );
      agrees(t, 'visitors', got.came, 1);
      agrees(t, 'talk', got.talk, 1);
      const reference = fixedPatience(c, lambda, after / TALK);
      agrees(t, 'P(wait)', got.wait, reference.wait);
      agrees(t, 'P(timeout)', got.leave, reference.leave);
    }
  });

  it('Pollaczek and Khinchine: how long the visitors of a single agent wait, whatever the kind of talk', (t) => {
    const random = parameters('one-server');
    const kinds: [string, Duration, number][] = [
      ['fixed', fixed(TALK), 1],
      ['uniform', { kind: 'uniform', low: 0, high: 2 * TALK }, 4 / 3],
    ];
    for (const [kind, answer, second] of kinds) {
      const lambda = 0.4 + 0.15 * random.unit();
      t.diagnostic(`${kind}: lambda = ${lambda}`);
      const played = queue(1, lambda, 900, { answer });
      const got = replicates(
        `one-server/${kind}`,
        30,
        (seed) => {
          const all = played(seed);
          return { ...traffic(all, 900), mean: meanWait(all) };
        },
        kind === 'fixed' ? ['came'] : ['came', 'talk'],
      );
      agrees(t, `visitors, ${kind}`, got.came, 1);
      if (kind !== 'fixed') agrees(t, `talk, ${kind}`, got.talk, 1);
      agrees(t, `E[wait], ${kind}`, got.mean, waitOfOneServer(lambda, 1, second), 0.025);
    }
  });
});
