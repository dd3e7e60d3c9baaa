// Draws random people, networks, crashes and rules that fit together.
import type { Duration } from '../../src/model/core/distributions.ts';
import { PURPOSE } from '../../src/model/core/draw.ts';
import { MINUTE, MS, SECOND, type Micros } from '../../src/model/core/time.ts';
import type { Habit, Workload } from '../../src/model/population/workload.ts';
import { ALERT_FORMS, CHANNELS } from '../../src/model/rows/words.ts';
import {
  AFTER_CLOSE,
  ANCHORS,
  EXCEEDS,
  PENDING,
  RESETS,
  ROUTING,
  TRANSFER_ELSE,
  TRANSFER_WHEN,
  type IdleRule,
  type PromptRule,
  type SessionRules,
} from '../../src/model/rules/rules.ts';
import { everyDay } from '../../src/model/rules/hours.ts';
import { Random } from './random.ts';
import { fixed, persona, workload, idleRule, TRADES, ATTENTION } from './evening.ts';

function randomTime(random: Random, from: Micros, to: Micros): Micros {
  return Math.round((from * Math.pow(to / from, random.unit())) / MS) * MS;
}

function randomDuration(random: Random, from: Micros, to: Micros): Duration {
  const one = (): Duration => {
    const length = randomTime(random, from, to);
    const kind = random.below(4);
    if (kind === 0) return fixed(length);
    if (kind === 1) return { kind: 'exponential', mean: length };
    if (kind === 2) return { kind: 'uniform', low: from, high: from + length };
    return { kind: 'lognormal', median: length, sigma: random.unit() * 1.5, cap: 20 * length };
  };
  if (random.chance(0.8)) return one();
  return { kind: 'mixture', main: one(), other: one(), otherShare: random.below(300), purpose: PURPOSE.thinkMixture };
}

function randomHabits(random: Random, kinds: readonly Habit['kind'][]): Habit[] {
  return random.some(kinds, 0.5).map((kind) => ({
    name: `${kind} at times`,
    kind,
    share: random.pick([50, 300, 1000]),
    onset: randomDuration(random, 5 * SECOND, 5 * MINUTE),
    length: randomDuration(random, SECOND, 4 * MINUTE),
    times: kind === 'killed' ? 1 : random.between(1, 4),
  }));
}

/**
 * Some pages are closed and loaded again. This uses its own
 * random stream, so that all other draws stay the same.
 */
function reloads(seed: string): Habit[] {
  const random = new Random(`reloads of ${seed}`);
  return random.chance(0.3) ? randomHabits(random, ['closed']) : [];
}

export function randomWorkload(random: Random, seed: string): Workload {
  const total = random.between(2, 25);
  const phases = random.between(1, 3);
  return workload({
    seed,
    arrivals: Array.from({ length: phases }, (_, i) => ({
      name: `phase ${i}`,
      for: random.between(1, 5) * 12 * SECOND,
      visitors: Math.ceil(total / phases),
      ...(random.chance(0.4) && { ramp: [random.between(1, 5), random.between(1, 5)] as const }),
      ...(random.chance(0.3) && { curve: [random.below(4), random.below(4), 1, random.below(4)] }),
    })),
    personas: TRADES.slice(0, random.between(1, 2)).map((trade) =>
      persona({
        name: `${trade} person`,
        trade,
        weight: random.between(1, 3),
        turns: random.between(1, 5),
        think: randomDuration(random, 500 * MS, 4 * MINUTE),
        patience: randomDuration(random, 10 * SECOND, 20 * MINUTE),
        replyPatience: randomDuration(random, 10 * SECOND, 20 * MINUTE),
        lingers: randomDuration(random, SECOND, 5 * MINUTE),
        endings: { closes: random.below(3), goodbye: random.below(3), silent: random.between(1, 3) },
        comesBack: random.pick([0, 500, 1000]),
        answersPrompt: random.pick([0, 500, 1000]),
        typing: random.pick([0, 0, 5 * SECOND]),
        activity: random.pick([0, 0, randomTime(random, 5 * SECOND, MINUTE)]),
      }),
    ),
    channels: random
      .shuffled(CHANNELS)
      .slice(0, random.between(1, 3))
      .map((channel) => ({ channel, weight: 1 })),
    habits: [...randomHabits(random, ['hidden', 'frozen', 'killed', 'offline']), ...reloads(seed)],
    agents: {
      count: random.between(1, 6),
      settings: {
        answer: randomDuration(random, 500 * MS, MINUTE),
        perSession: random.below(500),
        glance: randomDuration(random, 100 * MS, 5 * SECOND),
        notice: randomDuration(random, 100 * MS, MINUTE),
        typing: random.pick([0, 0, 5 * SECOND]),
        declines: random.pick([0, 0, 300]),
        noticePerSession: random.pick([0, 0, 400]),
        attention: ATTENTION,
      },
      habits: randomHabits(random, ['hidden', 'frozen', 'offline']),
      spread: random.below(3) * 10 * SECOND,
      ...(random.chance(0.2) && { leave: { share: 300, at: randomDuration(random, MINUTE, 10 * MINUTE) } }),
    },
  });
}

/** One to three crashes of the server before `end`, at random moments and for random times. */
export function randomCrashes(random: Random, end: Micros): { at: Micros; for: Micros }[] {
  const crashes = [];
  let at = 0;
  for (let left = random.between(1, 3); left > 0; left--) {
    at += random.below(Math.ceil(Math.min(end - at, 10 * MINUTE) / 2));
    const length = 1 + random.below(random.pick([SECOND, 30 * SECOND, 3 * MINUTE]));
    if (at + length >= end) break;
    crashes.push({ at, for: length });
    at += length + 1;
  }
  return crashes;
}

/**
 * Limits of some channels, some of them short. A cut
 * channel loses messages after a close, as `drop` does.
 */
function randomChannels(random: Random, drop: boolean): SessionRules['channels'] {
  if (!random.chance(0.3)) return {};
  const quota = (): number | null => random.pick([null, 1, 5]);
  const limits = random.some(CHANNELS, 0.5).map((channel) => [
    channel,
    {
      message: { window: randomTime(random, MINUTE, 60 * MINUTE), quota: quota() },
      click: random.chance(0.3) ? { window: MINUTE, quota: quota() } : null,
      code: random.pick([null, '45015']),
      gone: random.chance(0.2) ? randomTime(random, 10 * SECOND, 10 * MINUTE) : null,
      cut: drop && random.chance(0.3),
    },
  ]);
  return Object.fromEntries(limits) as SessionRules['channels'];
}

/**
 * Sometimes gives each side its own idle time, or a channel none.
 * It uses its own random stream, so that other draws stay the same.
 */
function varied(random: Random, idle: IdleRule): IdleRule {
  const { anchor, after, byChannel } = idle;
  if (typeof after !== 'number') return idle;
  const never = Object.keys(byChannel).length > 0 && random.chance(0.3);
  if (anchor !== 'per_participant' || random.chance(0.4)) return never ? { ...idle, byChannel: { web: null } } : idle;
  const other = random.pick([null, randomTime(random, after, 3 * after)]);
  return { ...idle, after: random.chance(0.5) ? { visitor: after, agent: other } : { visitor: other, agent: after } };
}

/** A prompt that is sent once and sometimes sets the time of the close itself. */
function announcing(random: Random, prompt: PromptRule, { after, byChannel }: IdleRule): PromptRule {
  const isSame = typeof after === 'number' && Object.values(byChannel).every((time) => time === null);
  if (!isSame || prompt.max > 1 || prompt.every !== null || random.chance(0.4)) return prompt;
  return { ...prompt, after: after - prompt.before, closes: prompt.before };
}

/** Open for some minutes from the start, then closed for the rest of the day. */
const randomHours = (random: Random): SessionRules['hours'] =>
  random.chance(0.2) ? everyDay(0, randomTime(random, MINUTE, 30 * MINUTE), random.below(2) * MINUTE) : null;

/** Rules that fit together. `drop` (P8), the defect of the mission, is used only on request. */
export function randomRules(random: Random, drop = false): SessionRules {
  const after = randomTime(random, 20 * SECOND, 30 * MINUTE);
  const anchor = random.pick(ANCHORS);
  const own: Partial<Record<(typeof ANCHORS)[number], (typeof RESETS)[number]>> = {
    last_agent_message: 'agent',
    first_agent_reply_after_visitor: 'agent',
    visitor_page_activity: 'activity',
  };
  const apart = new Random(`of rules ${after}`);
  const drawn = random.chance(0.1)
    ? null
    : idleRule({
        after,
        anchor,
        resets: RESETS.filter((reset) => reset === (own[anchor] ?? 'visitor') || random.chance(0.6)),
        onlyIfPending: random.pick(['any', 'any', ...PENDING]),
        byChannel: random.chance(0.3) ? { web: randomTime(random, after / 2, 2 * after) } : {},
      });
  const idle = drawn === null ? null : varied(apart, drawn);
  const every = random.pick([10, 30, 60]) * SECOND;
  const clock = { every, limit: random.between(2, 4) * every };
  const policies = AFTER_CLOSE.filter((policy) => drop || policy !== 'drop');
  return {
    idle,
    channels: randomChannels(random, drop),
    prompt:
      idle !== null && random.chance(0.5)
        ? announcing(
            apart,
            {
              before: Math.floor(after / random.between(2, 6) / MS) * MS,
              text: 'still there?',
              max: random.between(1, 3),
              every: random.chance(0.3) ? randomTime(random, 5 * SECOND, after) : null,
            },
            idle,
          )
        : null,
    welcome: random.chance(0.3) ? { text: 'welcome' } : null,
    bot: random.chance(0.4)
      ? {
          after: randomTime(random, 10 * SECOND, after),
          text: 'may I help?',
          options: [
            { id: 'faq', label: 'Delivery', answer: 'two days' },
            { id: 'human', label: 'A human', answer: null },
          ],
          max: random.between(1, 3),
        }
      : null,
    sweep: random.pick([0, 0, 5 * SECOND, MINUTE]),
    queue: {
      timeout: random.chance(0.5) ? null : randomTime(random, 10 * SECOND, 10 * MINUTE),
      then: random.pick(['close', 'leave_message']),
      nobody: random.pick(['wait', 'wait', 'leave_message']),
    },
    hours: randomHours(random),
    // Shorter than the time of a prompt, or longer.
    inactive: random.chance(0.3) ? { after: randomTime(random, 5 * SECOND, random.pick([5 * MINUTE, after])) } : null,
    afterClose: {
      policy: random.pick(policies),
      window: 0,
      linked: false,
      byChannel: random.chance(0.3) ? { web: random.pick(policies) } : {},
    },
    visitorGone: random.chance(0.5) ? null : randomTime(random, 20 * SECOND, 10 * MINUTE),
    agents: {
      capacity: random.between(1, 6),
      capacityOf: random.chance(0.3) ? { a0: random.between(1, 6), a1: random.between(1, 6) } : {},
      mayExceed: random.some(EXCEEDS, 0.5),
      routing: random.pick(ROUTING),
      groups: random.chance(0.2)
        ? [
            {
              name: 'first',
              agents: ['a0', 'a1'],
              channels: CHANNELS.filter(() => random.chance(0.5)),
              overflow: random.chance(0.5) ? { after: randomTime(random, 2 * SECOND, MINUTE), to: 'second' } : null,
            },
            { name: 'second', agents: ['a1', 'a2'], channels: CHANNELS.filter(() => random.chance(0.5)) },
          ]
        : [],
      ring: random.chance(0.3)
        ? { timeout: randomTime(random, 2 * SECOND, MINUTE), misses: random.pick([null, 1, 3]) }
        : null,
      wrapUp: random.chance(0.3) ? randomTime(random, SECOND, 2 * MINUTE) : 0,
      handOver: random.chance(0.5) ? null : randomTime(random, 5 * SECOND, 5 * MINUTE),
      presence: random.pick(['transport', 'manual']),
      supervisors: random.chance(0.2) ? ['a0'] : [],
    },
    alert:
      idle !== null && random.chance(0.4)
        ? { before: Math.floor(after / random.between(3, 6) / MS) * MS, as: random.pick(ALERT_FORMS) }
        : null,
    slowReply: random.chance(0.4)
      ? { after: randomTime(random, 5 * SECOND, 3 * MINUTE), as: random.pick(ALERT_FORMS) }
      : null,
    transfer: random.chance(0.4)
      ? {
          after: randomTime(random, 5 * SECOND, 3 * MINUTE),
          when: random.pick(TRANSFER_WHEN),
          hops: random.between(1, 4),
          typingStops: random.chance(0.5),
          orElse: random.pick(TRANSFER_ELSE),
        }
      : null,
    liveness: { transport: clock, page: random.chance(0.3) ? null : clock },
  };
}
