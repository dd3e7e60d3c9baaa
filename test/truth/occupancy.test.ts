// The number of open sessions when nobody waits (M/G/∞),
// how it follows a day's curve, and who overtakes whom.
//
// All packets have the same latency, as on a TCP connection, so messages
// keep their order on the wire. They overtake each other only before an
// agent, who notices different visitors after different times.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Duration } from '../../src/model/core/distributions.ts';
import type { ArrivalPhase } from '../../src/model/population/workload.ts';
import { idleSession, overtakes, sineResponse } from './formulas.ts';
import {
  agrees,
  evenly,
  exponential,
  fixed,
  HOUR,
  parameters,
  play,
  playRows,
  replicates,
  SECOND,
  type Ended,
  type Stage,
} from './stage.ts';

const MINUTE = 60 * SECOND;
const DAY = 24 * HOUR;

/** One agent with room for everybody, so that nobody waits. */
const roomy = (seed: string, arrivals: readonly ArrivalPhase[], change: Partial<Stage>): Stage => ({
  seed,
  arrivals,
  agents: 1,
  capacity: 1e6,
  ...change,
});

/** Sessions open at `t`. */
const openAt = (sessions: readonly Ended[], t: number): number =>
  sessions.filter((session) => session.openedAt <= t && t < session.closedAt).length;

describe('sessions open at once, when nobody waits', () => {
  it('as many as arrivals × mean length, and their variance is their mean, whatever the kind of talk', (t) => {
    const random = parameters('occupancy');
    // The samples are so far apart that no session is in two of them, which makes them independent.
    const kinds: [string, Duration, number][] = [
      ['fixed', fixed(10 * MINUTE), 10 * MINUTE],
      ['uniform', { kind: 'uniform', low: 0, high: 20 * MINUTE }, 20 * MINUTE],
    ];
    for (const [kind, answer, longest] of kinds) {
      const expected = 4 + 4 * random.unit();
      const looks = 80;
      const every = longest + MINUTE;
      t.diagnostic(`${kind}: ${expected} expected`);
      const got = replicates(`occupancy/${kind}`, 30, (seed) => {
        const arrivals = evenly((expected * (looks + 1) * every) / (10 * MINUTE), (looks + 1) * every);
        const { sessions } = play(roomy(seed, arrivals, { answer }));
        const seen = Array.from({ length: looks }, (_, i) => openAt(sessions, (i + 1) * every));
        const mean = seen.reduce((sum, n) => sum + n, 0) / looks;
        return { mean, variance: seen.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (looks - 1) };
      });
      agrees(t, `mean, ${kind}`, got.mean, expected);
      agrees(t, `variance, ${kind}`, got.variance, expected, 0.04);
    }
  });

  it('sessions that end by the idle timeout are open as long as the busy period of M/D/∞ says', (t) => {
    const random = parameters('idle-occupancy');
    const gap = MINUTE;
    const after = Math.round(gap * (0.6 + 0.6 * random.unit()));
    const expected = 15 + 10 * random.unit();
    const { mean } = idleSession(1 / gap, after);
    t.diagnostic(`T = ${after / SECOND} s, ${expected} expected`);
    const got = replicates('idle-occupancy', 30, (seed) => {
      const { sessions } = play(
        roomy(seed, evenly((expected * 40 * MINUTE) / mean, 40 * MINUTE), {
          persona: { turns: 1e9, think: exponential(gap) },
          turnsMost: 150,
          rules: {
            idle: { after, anchor: 'last_visitor_message', resets: ['visitor'], byChannel: {}, onlyIfPending: 'any' },
          },
        }),
      );
      const looks = Array.from({ length: 25 }, (_, i) => openAt(sessions, (15 + i) * MINUTE));
      return { mean: looks.reduce((sum, n) => sum + n, 0) / looks.length };
    });
    agrees(t, 'mean', got.mean, expected);
  });
});

describe('a day with a curve', () => {
  /**
   * Parts of the day with a constant rate; the first harmonic
   * of these steps is slightly smaller than that of the sine.
   */
  const PARTS = 96;
  const STEPS = Math.sin(Math.PI / PARTS) / (Math.PI / PARTS);
  const SHARE = 0.8;
  const DAYS = 3;
  const gamma = (2 * Math.PI) / DAY;

  /**
   * The first harmonic of the number of open sessions from
   * day 2 on: [in phase with sin γt, in phase with cos γt].
   */
  function harmonic(sessions: readonly Ended[]): [number, number] {
    let sine = 0;
    let cosine = 0;
    for (const { openedAt, closedAt } of sessions) {
      const from = Math.max(openedAt, DAY) * gamma;
      const to = Math.min(closedAt, DAYS * DAY) * gamma;
      if (to <= from) continue;
      sine += Math.cos(from) - Math.cos(to);
      cosine += Math.sin(to) - Math.sin(from);
    }
    const norm = 2 / (gamma * (DAYS - 1) * DAY);
    return [sine * norm, cosine * norm];
  }

  for (const kind of ['exponential', 'fixed'] as const) {
    it(`the occupancy follows with the swing and the lag of M/G/∞, talks ${kind}`, (t) => {
      const random = parameters(`sine/${kind}`);
      const length = random.between(150, 210) * MINUTE;
      const perDay = 600;
      t.diagnostic(`talks of ${length / MINUTE} min`);
      const curve = Array.from({ length: PARTS }, (_, i) => 1 + SHARE * Math.sin((2 * Math.PI * (i + 0.5)) / PARTS));
      const day: ArrivalPhase = { name: 'day', for: DAY, visitors: perDay, curve };
      const reference = sineResponse((perDay / DAY) * SHARE * STEPS, gamma, length, kind);
      const got = replicates(`sine/${kind}`, 30, (seed) => {
        const answer = kind === 'fixed' ? fixed(length) : exponential(length);
        const { sessions } = play(roomy(seed, Array<ArrivalPhase>(DAYS).fill(day), { answer }));
        const [sine, cosine] = harmonic(sessions);
        // Projected on the expected phase, so that noise does not increase the amplitude.
        const phase = reference.lag * gamma;
        return {
          amplitude: sine * Math.cos(phase) - cosine * Math.sin(phase),
          lag: Math.atan2(-cosine, sine) / gamma / MINUTE,
        };
      });
      agrees(t, 'swing', got.amplitude, reference.amplitude);
      agrees(t, 'lag in minutes', got.lag, reference.lag / MINUTE, 0.035);
    });
  }
});

describe('overtaking', () => {
  it('a later visitor is noticed first as often as two exponential times say', (t) => {
    const random = parameters('overtaking');
    const notice = 30 * SECOND;
    const gap = Math.round(notice * (0.5 + random.unit()));
    const visitors = 1000;
    t.diagnostic(`a visitor every ${gap / SECOND} s, noticed after ${notice / SECOND} s`);
    const got = replicates('overtaking', 30, (seed) => {
      const came: number[] = [];
      const noticed: number[] = [];
      const length = Math.round((visitors * gap) / SECOND) * SECOND;
      playRows(
        roomy(seed, evenly((visitors * length) / (visitors * gap), length), { notice: exponential(notice) }),
        (row) => {
          if (row.what !== 'say' && row.what !== 'look') return;
          const [by, n] = row.id.split('/');
          if (n !== '0' || by === undefined || !by.startsWith('v')) return;
          (row.what === 'say' ? came : noticed)[Number(by.slice(1))] = row.t;
        },
      );
      assert.ok(
        came.length === noticed.length && came.length > visitors / 2,
        `${came.length} came, ${noticed.length} were noticed`,
      );
      let overtaken = 0;
      let predicted = 0;
      for (let i = 1; i < came.length; i++) {
        if (Number(noticed[i]) < Number(noticed[i - 1])) overtaken += 1;
        predicted += overtakes(Number(came[i]) - Number(came[i - 1]), notice);
      }
      const pairs = came.length - 1;
      return { share: overtaken / pairs, ratio: overtaken / predicted };
    });
    // Gaps are exponential too: E[½·exp(-gap/notice)].
    agrees(t, 'P(overtaken by the next)', got.share, 0.5 * (notice / (notice + gap)));
    agrees(t, 'the same, for the gaps that there were', got.ratio, 1);
  });
});
