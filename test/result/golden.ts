// A hand-made judged run for the golden test of the fold,
// so large that all numbers of its result can differ.
import { Histogram } from '../../src/model/core/histogram.ts';
import { Values } from '../../src/model/core/values.ts';
import { Waits, type Times } from '../../src/model/core/waits.ts';
import { MINUTE } from '../../src/model/core/time.ts';
import { Evidence } from '../../src/model/judge/evidence.ts';
import type { Judgement } from '../../src/model/judge/judge.ts';
import type { MessageVerdict } from '../../src/model/judge/messages/messages.ts';
import type { TimeoutVerdict } from '../../src/model/judge/timeouts/timeouts.ts';
import type { GiveUp, WitnessSession } from '../../src/model/rows/rows.ts';
import { FATES, MISSED_FATES, type CloseReason, type Flag, type Route } from '../../src/model/rows/words.ts';
import { PLAN, session } from '../model/judge/ledger.ts';

const DRAIN = 60 * MINUTE;

/** Each word `count` times, one after the other. */
export const words = <W extends string>(counts: Readonly<Partial<Record<W, number>>>): W[] =>
  Object.entries(counts).flatMap(([word, n]) => Array.from({ length: n as number }, () => word as W));

export const CLOSED: Readonly<Record<CloseReason, number>> = {
  idle_timeout: 320,
  agent: 141,
  visitor: 143,
  heartbeat_lost: 122,
  queue_timeout: 73,
  visitor_abandoned: 53,
  channel_window: 13,
  channel_closed: 14,
  transfer_exhausted: 17,
  admin: 16,
};
export const RULE = { justified: 301, early: 131, late: 133, missed: 38, wrong_state: 135 } as const;
export const PEOPLE = { idle: 201, waiting: 203, unreached: 109, premature: 187 } as const;
export const CAUSE = {
  silence: 250,
  device: 151,
  path: 111,
  agent: 82,
  channel: 42,
  server: 44,
  generator: 20,
} as const;
export const CHANNEL = {
  web: 310,
  app: 152,
  wechat: 112,
  wecom: 62,
  mini_program: 31,
  douyin: 19,
  whatsapp: 10,
  messenger: 4,
} as const;
export const FLAG: Readonly<Record<Flag, number>> = { late: 1201, duplicate: 1203, reordered: 1205 };
export const ROUTE: Readonly<Record<Route, number>> = {
  same_session: 1001,
  new_session_same_agent: 1003,
  new_session_other_agent: 1105,
};
export const CAME_BACK = 78;
/**
 * The number of messages of each fate, in the order of
 * fates: 401, 402 … of visitors, 501, 502 … of agents.
 */
export const ofVisitors = (i: number): number => 401 + i;
export const ofAgents = (i: number): number => 501 + i;

/** The first and the last visitor who gave up for each reason. */
export const GAVE_UP: Readonly<Record<GiveUp, readonly [number, number]>> = {
  closed: [280, 339],
  queue: [560, 606],
  no_reply: [610, 664],
  refused: [670, 728],
};
export const FINISHED: readonly [number, number] = [700, 766];
const VISITORS = 800;
/**
 * Missed messages are by v0…v299, those repeated to
 * another agent by v500…v549, and all others by v400.
 */
const UNHEARD = 300;
const REPEATED: readonly [number, number] = [500, 549];

/** n kinds of time, each with its own median, p95, p99 and maximum: 84 to 107. */
export const TIMES = [21, 22, 23, 24, 25, 26].map((hundreds, i) => ({
  n: hundreds * 100,
  p50: 84 + 4 * i,
  p95: 85 + 4 * i,
  p99: 86 + 4 * i,
  max: 87 + 4 * i,
}));

function histogram(i: number): Histogram {
  const { n = 0, p50 = 0, p95 = 0, p99 = 0, max = 0 } = TIMES[i] ?? {};
  const made = new Histogram();
  made.add(p50, (n * 60) / 100);
  made.add(p95, (n * 36) / 100);
  made.add(p99, (n * 4) / 100 - 1);
  made.add(max, 1);
  return made;
}

/**
 * For each kind of wait: the number that never ended, that are
 * still open (too early for any quantile), and that ended late.
 */
export const NEVER = [2, 3, 1, 5, 6];
export const OPEN = [18, 11, 12, 21, 23];
/** How long the open waits have lasted. */
export const OPEN_FOR = [48, 49, 50, 51, 52];
export const LATE = [15, 0, 0, 25, 0];

function unended<T extends Times<T>>(i: number, made: Waits<T>): Waits<T> {
  made.never = NEVER[i] ?? 0;
  made.late = LATE[i] ?? 0;
  for (let n = 0; n < (OPEN[i] ?? 0); n++) made.open.add(OPEN_FOR[i] ?? 0);
  return made;
}

function waits(i: number): Waits<Histogram> {
  const made = unended(i, new Waits(() => new Histogram()));
  made.ended.merge(histogram(i));
  return made;
}

/** The same waits, value by value. */
function exact(i: number): Waits<Values> {
  const made = unended(i, new Waits(() => new Values()));
  for (const [value, count] of histogram(i).pairs()) for (let n = 0; n < count; n++) made.ended.add(value);
  return made;
}

/**
 * Sessions: 4 open ones had an earlier life that an agent closed;
 * 6 were opened in the drain; 3 closed ones have no reason.
 */
function sessions(): WitnessSession[] {
  const made: WitnessSession[] = [];
  const add = (change: Partial<WitnessSession>): void => {
    const { activeAt: _none, ...bare } = session({ ...change, id: `s${made.length}`, visitor: 'v0' });
    made.push(change.activeAt === undefined ? bare : { ...bare, activeAt: change.activeAt });
  };
  const reasons = words({ ...CLOSED, agent: CLOSED.agent - 4 });
  reasons.forEach((reason, i) =>
    add({
      state: 'closed',
      closedAt: 2 * MINUTE,
      // Without a reason it counts as closed by an administrator.
      ...(reason === 'admin' && i >= reasons.length - 3 ? {} : { reason }),
      ...(i < 850 && { activeAt: 1 }),
      ...(i >= 773 && { channel: 'app' }),
      transfers: i < 33 ? [i < 24 ? { at: 1, doneAt: 2, from: 'a0', to: 'a1' } : { at: 1, from: 'a0' }] : [],
    }),
  );
  for (let i = 0; i < 27; i++) add({ state: 'left_message' });
  const earlier = { openedAt: 0, activeAt: 1, closedAt: 2, reason: 'agent' } as const;
  for (let i = 0; i < 30; i++)
    add({
      activeAt: i < 22 ? 1 : DRAIN + 1,
      ...(i >= 19 && i < 22 && { channel: 'app' }),
      ...(i < 4 && { closes: [earlier] }),
      transfers: i < 6 ? [{ at: 3, from: 'a0' }] : [],
    });
  for (let i = 0; i < 6; i++) add({ openedAt: DRAIN + 1, activeAt: DRAIN + 1 });
  return made;
}

const within = (i: number, [from, to]: readonly [number, number]): boolean => i >= from && i <= to;

export function evidence(): Evidence {
  const made = new Evidence();
  for (const one of sessions()) made.add({ t: 0, by: 'server', k: 0, what: 'w_session', session: one });
  for (let i = 0; i < VISITORS; i++) {
    const stamp = { t: 0, by: `v${i}`, k: 0 };
    made.add({ ...stamp, what: 'plan', plan: { ...PLAN, annoyed: i % 2 === 0, lead: i % 3 === 0 } });
    if (within(i, FINISHED)) made.add({ ...stamp, what: 'finish', how: 'silent' });
    for (const [why, who] of Object.entries(GAVE_UP) as [GiveUp, readonly [number, number]][])
      if (within(i, who)) made.add({ ...stamp, what: 'gave_up', why, left: 1 });
  }
  made.add({ t: 1701, by: 'conductor', k: 0, what: 'phase', phase: 'arrivals_end' });
  made.add({ t: 1703, by: 'conductor', k: 1, what: 'phase', phase: 'play_end', why: 'ended' });
  made.add({ t: 0, by: 'a0', k: 0, what: 'leave' });
  made.add({ t: 0, by: 'a0', k: 1, what: 'device', is: 'hidden' });
  return made;
}

/** Messages that were still waiting, by 25 visitors who had given up. */
export const GIVEN_UP = 28;

function messages(): MessageVerdict[] {
  const made: MessageVerdict[] = [];
  const flags = words(FLAG);
  const routes = words(ROUTE);
  FATES.forEach((fate, i) => {
    for (let n = 0; n < ofVisitors(i) + ofAgents(i); n++) {
      const at = made.length;
      const flag = flags[at];
      // Only messages that were not missed have a route, because their authors are other people.
      const route = MISSED_FATES.includes(fate) || n >= ofVisitors(i) ? undefined : routes.pop();
      const repeated = route === 'new_session_other_agent' ? REPEATED[0] + (routes.length % 50) : 400;
      // Some authors of waiting messages had given up after a close before.
      const isGivenUp = fate === 'pending' && n < GIVEN_UP;
      const visitor = isGivenUp ? GAVE_UP.closed[0] + (n % 25) : MISSED_FATES.includes(fate) ? n % UNHEARD : repeated;
      const by = n < ofVisitors(i) ? `v${visitor}` : 'a0';
      made.push({
        id: `${fate} ${n}`,
        by,
        fate,
        flags: flag === undefined ? [] : [flag],
        ...(route !== undefined && { route }),
      });
    }
  });
  // A left-over route would not be counted anywhere.
  if (routes.length > 0) throw new Error(`${routes.length} routes are left over`);
  return made;
}

function timeouts(): TimeoutVerdict[] {
  const { missed, ...closed } = RULE;
  const people = words(PEOPLE);
  const causes = words(CAUSE);
  const channels = words(CHANNEL);
  const closes = words(closed).map((byRule, i): TimeoutVerdict => ({
    session: `s${i}`,
    visitor: 'v0',
    channel: channels[i] ?? 'web',
    closedAt: 0,
    byRule,
    byPeople: people[i] ?? 'idle',
    cause: causes[i] ?? 'silence',
    cameBack: i < CAME_BACK,
  }));
  const never = {
    session: 's0',
    visitor: 'v0',
    channel: 'web',
    closedAt: 0,
    cause: 'server',
    cameBack: false,
  } as const;
  return [...closes, ...Array.from({ length: missed }, () => ({ ...never, byRule: 'missed' }) as const)];
}

export const judgement = (): Judgement => ({
  missing: [],
  drained: true,
  undrained: [],
  drainStart: DRAIN,
  attempted: 10_077,
  messages: messages(),
  phantoms: Array.from({ length: 7 }, (_, i) => `phantom ${i}`),
  vanished: Array.from({ length: 8 }, (_, i) => `vanished ${i}`),
  forgotten: Array.from({ length: 29 }, (_, i) => `s9${i}`),
  timeouts: timeouts(),
  windows: words({ justified: 6001, early: 6003, late: 6005, missed: 6007, wrong_state: 6009 }).map((byRule, i) => ({
    session: `w${i}`,
    visitor: 'v0',
    channel: 'wechat',
    closedAt: 0,
    byRule,
    cameBack: i < 6100,
  })),
  // Every fourth alert is of a10.
  prompts: words({ answered: 5104, expired: 2099, other: 13, open: 8111 }).map((outcome, i) => ({
    session: `p${i}`,
    outcome,
  })),
  alerts: words({ handled: 4110, expired: 3113, other: 9, open: 8222 }).map((outcome, i) => ({
    session: `s${i}`,
    agent: i % 4 === 0 ? 'a10' : 'a2',
    at: i,
    outcome,
  })),
  latency: {
    model: { firstResponse: exact(0), transfer: exact(1), notice: waits(2) },
    real: { ack: waits(3), delivery: waits(4), closeLateness: histogram(5) },
  },
});
