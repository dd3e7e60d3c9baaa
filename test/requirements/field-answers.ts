// The right answers of the small scenarios from the
// field, and how they are read from a run of any engine.
import { JUDGING_EPSILON } from '../../src/run/conclude.ts';
import { MINUTE, SECOND, type Micros } from '../../src/model/core/time.ts';
import type { Row, WitnessSession } from '../../src/model/rows/rows.ts';
import type { Result } from '../../src/result/schema.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { only } from '../model/evening.ts';
import * as evenings from './field-evenings.ts';

/** A scenario that was played. */
export interface Evening {
  readonly rows: readonly Row[];
  readonly numbers: Pick<Result, 'latency' | 'messages' | 'timeouts' | 'transfers'>;
  /** Broken facts and broken limits of the scenario. */
  readonly wrong: readonly string[];
  /** The tolerance of a time is multiplied by the speed, as in the judge. Virtual time is 1×. */
  readonly speed: number;
}

/** The counted values, named as in the table. */
export type Answer = Readonly<Record<string, number | string | undefined>>;

export interface FieldCase {
  readonly evening: ScenarioInput;
  readonly right: Answer;
  readonly found: (evening: Evening) => Answer;
}

/** Sessions in the order of opening. */
const threadsOf = ({ rows }: Evening): WitnessSession[] =>
  only(rows, 'w_session')
    .map(({ session }) => session)
    .sort((a, b) => a.openedAt - b.openedAt);

/** Whether `t` is the moment, or later within the tolerance. */
const isAt = ({ speed }: Evening, moment: Micros, t = NaN): boolean =>
  t >= moment && t <= moment + JUDGING_EPSILON * speed;

const count = <T>(all: readonly T[], is: (one: T) => boolean): number => all.filter(is).length;

/**
 * Sessions that became leave-messages, and how many of
 * their visitors were told at the time given by the rules.
 */
function leftAfter(evening: Evening, due: (session: WitnessSession) => Micros): Answer {
  const told = only(evening.rows, 'notice').filter(({ kind, by }) => kind === 'left_message' && by.startsWith('v'));
  const at = new Map(told.map(({ session, t }) => [session, t]));
  const threads = threadsOf(evening);
  return {
    'leave-messages': count(threads, ({ state }) => state === 'left_message'),
    'at their time': count(threads, (session) => isAt(evening, due(session), at.get(session.id))),
  };
}

/** The agents at whom each session rang, in order. */
function rang(rows: readonly Row[]): string[][] {
  const by = new Map<string, string[]>();
  for (const row of only(rows, 'notice').sort((a, b) => a.t - b.t))
    if (row.kind === 'offered') by.set(row.session, [...(by.get(row.session) ?? []), row.by]);
  return [...by.values()];
}

/** Whether a session rings at all three agents in turn and then repeats the same order. */
function rotates(rings: readonly string[]): boolean {
  const first = rings.slice(0, 3);
  return new Set(first).size === 3 && rings.every((agent, i) => agent === first[i % 3]);
}

function rested(evening: Evening): Answer {
  const [first, second] = threadsOf(evening);
  const said = (from: string): Micros =>
    only(evening.rows, 'w_message').find(({ message }) => message.session === first?.id && message.from === from)
      ?.message.at ?? NaN;
  const word = said('agent');
  return {
    'prompted after 5 min': isAt(evening, word + 5 * MINUTE, said('system')) ? 'yes' : 'no',
    'the next visitor is served after 10': isAt(evening, word + 10 * MINUTE, second?.activeAt) ? 'yes' : 'no',
  };
}

/** Sessions that end exactly two minutes after their last message. */
function typed(evening: Evening): Answer {
  const threads = threadsOf(evening);
  const last = (id: string): Micros =>
    Math.max(...only(evening.rows, 'w_message').flatMap(({ message: m }) => (m.session === id ? [m.at] : [])));
  return {
    sessions: threads.length,
    'turns sent': count(only(evening.rows, 'say'), ({ by }) => by.startsWith('v')),
    'closed 2 min after the last word': count(threads, (s) => isAt(evening, last(s.id) + 2 * MINUTE, s.closedAt)),
  };
}

function closedTabs(evening: Evening): Answer {
  const { rows } = evening;
  const tabs = only(rows, 'device').filter(({ is }) => is === 'closed');
  const threads = threadsOf(evening);
  const lost = (visitor: string): WitnessSession | undefined => threads.find((s) => s.visitor === visitor);
  const back = (visitor: string): Micros | undefined =>
    only(rows, 'conn', visitor).find(({ n, is }) => n === 2 && is === 'open')?.t;
  return {
    'tabs closed': tabs.length,
    'sockets ended at once with 1001': count(tabs, ({ by, t }) =>
      only(rows, 'conn', by).some((row) => row.is === 'closed' && row.code === 1001 && isAt(evening, t, row.t)),
    ),
    'sessions ended 10 s later': count(tabs, ({ by, t }) => isAt(evening, t + 10 * SECOND, lost(by)?.closedAt)),
    // Connecting takes up to one more second, which is drawn.
    'back after 30 s': count(
      tabs,
      ({ by, t }) =>
        (back(by) ?? NaN) - SECOND < t + 30 * SECOND + JUDGING_EPSILON * evening.speed &&
        (back(by) ?? NaN) >= t + 30 * SECOND,
    ),
  };
}

/**
 * Visitors whom the last agent leaves behind, and when:
 * after fifteen minutes plus one for a hand-over.
 */
function leftBehind(evening: Evening): Answer {
  const threads = threadsOf(evening);
  const served = count(threads, ({ activeAt }) => activeAt !== undefined);
  return {
    'in hands': served,
    queued: threads.length - served,
    ...leftAfter(evening, () => 16 * MINUTE),
    'still wait': evening.numbers.messages.fates.pending,
  };
}

/**
 * The number of closes depends on who writes just before
 * a close, but whether they are justified does not.
 */
function sidesApart(evening: Evening): Answer {
  const closes = threadsOf(evening).filter(({ reason }) => reason === 'idle_timeout');
  const { justified, ...wrong } = evening.numbers.timeouts.byRule;
  const against = Object.entries(wrong).filter(([, n]) => n > 0);
  return {
    'justified idle closes': justified > 3 ? 'some' : justified,
    'in the app': count(closes, ({ channel }) => channel === 'app'),
    'against the rules': against.length === 0 ? 'none' : against.map(([rule, n]) => `${n} ${rule}`).join(', '),
  };
}

export const FIELD_CASES: readonly FieldCase[] = [
  {
    evening: evenings.ringVain,
    right: { 'leave-messages': 3, 'at their time': 3 },
    found: (evening) => leftAfter(evening, ({ openedAt }) => openedAt + 2 * MINUTE),
  },
  {
    evening: evenings.ringHours,
    right: { 'leave-messages': 3, 'at their time': 3 },
    found: (evening) => leftAfter(evening, () => 2 * MINUTE),
  },
  {
    evening: evenings.onHoldPrompt,
    right: { 'prompted after 5 min': 'yes', 'the next visitor is served after 10': 'yes' },
    found: rested,
  },
  {
    evening: evenings.halfAnswer,
    right: { answered: 12, of: 36, 'still wait': 24, p95: 'not reached', 'limits broken': 'firstResponseP95' },
    found: ({ numbers, wrong }) => {
      const { n, of, open, p95 } = numbers.latency.model.firstResponse;
      return { answered: n, of, 'still wait': open, p95: p95 ?? 'not reached', 'limits broken': wrong.join() };
    },
  },
  {
    evening: evenings.typingLong,
    right: { sessions: 3, 'turns sent': 14, 'closed 2 min after the last word': 3 },
    found: typed,
  },
  {
    evening: evenings.zeroLatency,
    right: { premature: 29, of: 29 },
    found: ({ numbers }) => ({ premature: numbers.timeouts.premature.count, of: numbers.timeouts.premature.of }),
  },
  {
    evening: evenings.nobodyThere,
    right: { 'in hands': 4, queued: 10, 'leave-messages': 14, 'at their time': 14, 'still wait': 0 },
    found: leftBehind,
  },
  {
    evening: evenings.transferElseQueue,
    right: { 'leave-messages': 3, 'at their time': 3, asked: 3, done: 0, failed: 3, agents: 'a0' },
    found: (evening) => ({
      // Two minutes with the agent and five in the queue.
      ...leftAfter(evening, ({ openedAt }) => openedAt + 7 * MINUTE),
      ...evening.numbers.transfers,
      agents: [...new Set(threadsOf(evening).map(({ agents }) => agents.join(' ')))].join(),
    }),
  },
  {
    evening: evenings.twoTimes,
    right: { 'justified idle closes': 'some', 'in the app': 0, 'against the rules': 'none' },
    found: sidesApart,
  },
  {
    evening: evenings.reloadClean,
    right: {
      'tabs closed': 3,
      'sockets ended at once with 1001': 3,
      'sessions ended 10 s later': 3,
      'back after 30 s': 3,
    },
    found: closedTabs,
  },
  {
    evening: evenings.ringRotation,
    right: { sessions: 3, 'go round': 3, 'rings of each, at least': 170 },
    found: ({ rows }) => {
      const rings = rang(rows);
      const least = Math.min(...rings.map(({ length }) => length));
      return {
        sessions: rings.length,
        'go round': count(rings, rotates),
        'rings of each, at least': Math.min(170, least),
      };
    },
  },
  {
    evening: evenings.declines,
    right: { sessions: 20, taken: 20, 'after more than 10 rings': '0 or 1' },
    found: (evening) => {
      const rings = rang(evening.rows);
      const many = count(rings, ({ length }) => length > 10);
      return {
        sessions: rings.length,
        taken: count(threadsOf(evening), ({ activeAt }) => activeAt !== undefined),
        'after more than 10 rings': many <= 1 ? '0 or 1' : many,
      };
    },
  },
  {
    evening: evenings.ignored,
    right: { 'idle closes': 20, 'because of the agent': 20, 'while the visitor waited': 20 },
    found: ({ numbers }) => ({
      'idle closes': numbers.timeouts.rate.count,
      'because of the agent': numbers.timeouts.byCause.agent,
      'while the visitor waited': numbers.timeouts.byPeople.waiting,
    }),
  },
];
