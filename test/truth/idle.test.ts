// The idle timeout against an exact identity: a session
// closed by a timer is the busy period of M/D/∞.
//
// Visitors think for an exponential time and agents answer at once, so messages are a Poisson
// process of rate r. Each turn takes four packets of a microsecond in addition.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SessionRules } from '../../src/model/rules/rules.ts';
import { idleSession, idleSessionLaplace } from './formulas.ts';
import { trials, type Random } from '../model/random.ts';
import {
  agrees,
  AT_ONCE,
  evenly,
  exponential,
  fixed,
  HOUR,
  LATENCY,
  parameters,
  play,
  replicates,
  SECOND,
  type Ended,
  type Stage,
} from './stage.ts';

/** Mean time between the messages of a visitor, µs; 1/r. */
const GAP = 60 * SECOND;
/** The time of a turn besides thinking: four packets, to the agent and back. */
const TURN = 4 * LATENCY;

type Idle = NonNullable<SessionRules['idle']>;
const idle = (after: number, change: Partial<Idle> = {}): Idle => ({
  after,
  anchor: 'last_visitor_message',
  resets: ['visitor'],
  byChannel: {},
  onlyIfPending: 'any',
  ...change,
});

/** Many visitors and one agent who answers all of them at once, as if each had an own agent. */
const talkers = (seed: string, visitors: number, rules: Partial<SessionRules>, change: Partial<Stage> = {}): Stage => ({
  seed,
  arrivals: evenly(visitors, HOUR),
  agents: 1,
  capacity: 1e6,
  persona: { turns: 1e9, think: exponential(GAP) },
  // Far more turns than a session ever has, so the timer ends it and not the plan.
  turnsMost: 200,
  rules,
  ...change,
});

const length = (session: Ended): number => session.closedAt - session.openedAt;
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const millis = (micros: number): number => Math.round(micros / 1000) * 1000;

describe('the idle timeout', () => {
  it('messages, mean, variance and Laplace transform of a session are those of the busy period of M/D/∞', (t) => {
    const random = parameters('busy-period');
    const after = millis(GAP * (0.9 + 0.5 * random.unit()));
    const [r, T, s] = [1, after / GAP, 0.1 + 0.4 * random.unit()];
    t.diagnostic(`r = 1/${GAP / SECOND} s, T = ${after / SECOND} s, s = ${s}`);
    const got = replicates('busy-period', 30, (seed) => {
      const { sessions, messages } = play(talkers(seed, 600, { idle: idle(after) }));
      assert.deepEqual([...new Set(sessions.map((session) => session.reason))], ['idle_timeout']);
      const lengths = sessions.map((session) => length(session) / GAP);
      const middle = mean(lengths);
      return {
        messages: messages.filter((m) => m.from === 'visitor').length / sessions.length,
        mean: middle,
        variance: (mean(lengths.map((x) => (x - middle) ** 2)) * lengths.length) / (lengths.length - 1),
        laplace: mean(lengths.map((x) => Math.exp(-s * x))),
      };
    });
    const reference = idleSession(r, T);
    agrees(t, 'messages of a visitor', got.messages, reference.messages);
    agrees(t, 'mean length', got.mean, reference.mean);
    agrees(t, 'variance of the length', got.variance, reference.variance, 0.03);
    agrees(t, 'E[exp(-s·length)]', got.laplace, idleSessionLaplace(r, T, s));
  });

  it('a prompt at T1 before the close at T2: who is warned, and who is closed of those', (t) => {
    const random = parameters('warned');
    const warn = millis(GAP * (0.4 + 0.3 * random.unit()));
    const after = warn + millis(GAP * (0.4 + 0.6 * random.unit()));
    t.diagnostic(`T1 = ${warn / SECOND} s, T2 = ${after / SECOND} s`);
    const prompt = { before: after - warn, text: 'still there?', max: 1, every: null };
    const got = replicates('warned', 30, (seed) => {
      const { sessions, messages } = play(talkers(seed, 400, { idle: idle(after), prompt }));
      const said = messages.filter((m) => m.from === 'visitor').length;
      const warned = messages.filter((m) => m.from === 'system').length;
      return {
        warned: warned / said,
        closed: sessions.length / warned,
        resumed: (warned - sessions.length) / said,
      };
    });
    const [alpha, beta] = [Math.exp(-warn / GAP), Math.exp(-after / GAP)];
    agrees(t, 'P(warned) per gap', got.warned, alpha);
    agrees(t, 'P(closed | warned)', got.closed, beta / alpha);
    agrees(t, 'P(resumed after a warning) per gap', got.resumed, alpha - beta);
  });

  it('a prompt that moves the clock: closed at T1 + T2 of silence', (t) => {
    const random = parameters('moved');
    const warn = millis(GAP * (0.2 + 0.2 * random.unit()));
    const after = warn + millis(GAP * (0.3 + 0.3 * random.unit()));
    t.diagnostic(`T1 = ${warn / SECOND} s, T2 = ${after / SECOND} s`);
    const prompt = { before: after - warn, text: 'still there?', max: 1, every: null };
    const got = replicates('moved', 30, (seed) => {
      const { sessions, messages } = play(
        talkers(seed, 400, { idle: idle(after, { resets: ['visitor', 'prompt'] }), prompt }),
      );
      return { closed: sessions.length / messages.filter((m) => m.from === 'visitor').length };
    });
    agrees(t, 'P(closed) per gap', got.closed, Math.exp(-(warn + after) / GAP));
  });

  it('either side resets the clock: a turn survives when answer and thought are both shorter than T', (t) => {
    const random = parameters('either');
    const after = millis(GAP * (0.8 + 0.4 * random.unit()));
    const answer = millis(GAP * (0.3 + 0.2 * random.unit()));
    t.diagnostic(`T = ${after / SECOND} s, mean answer = ${answer / SECOND} s`);
    const rule = idle(after, { anchor: 'either_last_message', resets: ['visitor', 'agent'] });
    const got = replicates('either', 30, (seed) => {
      const { sessions, messages } = play(talkers(seed, 600, { idle: rule }, { answer: exponential(answer) }));
      const said = messages.filter((m) => m.from === 'visitor').length;
      const answered = messages.length - said;
      return { answered: answered / said, resumed: (said - sessions.length) / answered };
    });
    agrees(t, 'P(answered in time)', got.answered, 1 - Math.exp(-after / answer));
    agrees(t, 'P(next turn in time)', got.resumed, 1 - Math.exp(-after / GAP));
  });
});

describe('the idle timeout, to the microsecond', () => {
  it('a session is closed exactly T after its last message', () => {
    trials('truth/exactly', 10, (random) => {
      const after = millis(random.between(1000, 120_000) * 1000);
      const { sessions, messages } = play(talkers(`${random.word()}`, 60, { idle: idle(after) }));
      const last = new Map(messages.filter((m) => m.from === 'visitor').map((m) => [m.session, m.at]));
      assert.ok(sessions.length > 20, `${sessions.length} sessions`);
      for (const session of sessions) assert.equal(session.closedAt - (last.get(session.id) ?? NaN), after, session.id);
    });
  });

  it('a message that comes at the very moment of the close is too late, one a microsecond earlier is not', () => {
    trials('truth/the-moment', 10, (random) => {
      const think = random.between(1, 100_000) * 1000;
      const turns = random.between(2, 6);
      const said = (after: number): Set<number> => {
        const persona = { turns: 1e9, think: fixed(think) };
        const { sessions, messages } = play(
          talkers(`${random.word()}`, 20, { idle: idle(after) }, { persona, turnsMost: turns }),
        );
        assert.ok(sessions.length > 5, `${sessions.length} sessions`);
        return new Set(
          sessions.map(({ id }) => messages.filter((m) => m.session === id && m.from === 'visitor').length),
        );
      };
      assert.deepEqual([...said(think + TURN)], [1], `a gap of ${think + TURN} µs at a timeout of the same`);
      assert.deepEqual([...said(think + TURN + 1)], [turns], `a gap of ${think + TURN} µs at a timeout one longer`);
    });
  });

  it('the same of a queue timeout: the agent who is free at that moment comes too late', () => {
    trials('truth/the-moment-queue', 10, (random) => {
      const answer = random.between(1_000, 100_000) * 1000;
      const served = (tau: number): string[] => {
        const { sessions } = play({
          seed: 'two of them',
          arrivals: evenly(2, SECOND),
          agents: 1,
          answer: fixed(answer),
          rules: { queue: { timeout: tau, then: 'close', nobody: 'wait' } },
        });
        return sessions.map((session) => session.reason ?? 'none');
      };
      const { sessions } = play({ seed: 'two of them', arrivals: evenly(2, SECOND), agents: 1, answer: fixed(answer) });
      const second = sessions[1];
      assert.ok(sessions.length === 2 && second?.activeAt !== undefined, 'the seed has to bring two visitors');
      const waits = second.activeAt - second.openedAt;
      assert.deepEqual(served(waits), ['visitor', 'queue_timeout']);
      assert.deepEqual(served(waits + 1), ['visitor', 'visitor']);
    });
  });
});

describe('a longer idle timeout', () => {
  /**
   * Visitors who share only an agent with room for
   * all of them, and never write again after a close.
   */
  const independent = (random: Random, seed: string): ((after: number) => Map<string, Ended & { said: number }>) => {
    const answer = random.pick([AT_ONCE, exponential(random.between(1, 20) * SECOND)]);
    const change: Partial<Stage> = {
      answer,
      notice: random.pick([AT_ONCE, fixed(2 * SECOND)]),
      persona: {
        turns: random.between(2, 8),
        think: random.pick([exponential(GAP), { kind: 'lognormal', median: GAP, sigma: 1.2 }]),
        endings: { closes: random.below(2), goodbye: random.below(2), silent: 1 },
      },
    };
    const rule = random.pick<Partial<Idle>>([{}, { anchor: 'either_last_message', resets: ['visitor', 'agent'] }]);
    return (after) => {
      const { sessions, messages } = play(talkers(seed, 80, { idle: idle(after, rule) }, change));
      return new Map(
        sessions.map((session) => {
          const said = messages.filter((m) => m.session === session.id && m.from === 'visitor').length;
          return [session.visitor, { ...session, said }];
        }),
      );
    };
  };

  it('never closes a session earlier, and never cuts off a message that a shorter one let through', () => {
    let later = 0;
    trials('truth/longer', 12, (random, trial) => {
      const played = independent(random, `longer ${trial} ${random.word()}`);
      const shorter = millis(GAP * (0.2 + random.unit()));
      const before = played(shorter);
      const after = played(shorter + random.between(1, 100_000) * 1000);
      assert.equal(before.size, after.size);
      for (const [visitor, session] of before) {
        const now = after.get(visitor);
        assert.ok(now !== undefined && now.openedAt === session.openedAt, visitor);
        assert.ok(now.said >= session.said, `${visitor} said ${session.said}, then ${now.said}`);
        assert.ok(now.closedAt >= session.closedAt, `${visitor}: ${session.closedAt}, then ${now.closedAt}`);
        if (now.closedAt > session.closedAt) later += 1;
      }
    });
    assert.ok(later > 100, `only ${later} sessions were closed later at all`);
  });
});
