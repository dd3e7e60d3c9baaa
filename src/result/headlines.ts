// The headline metrics of a run, each declared once: name, unit, and where it is in the result.
import type { Numbers } from './fold.ts';

/** The numbers from which headlines are taken. */
export type Measured = Omit<Numbers, 'play'>;

/** `share`: 0…1 · `count`: a number of things · `micros`: µs of model time. */
export type Unit = 'share' | 'count' | 'micros';

interface Headline {
  readonly unit: Unit;
  /** Its English description, for documents. */
  readonly says: string;
  /**
   * Undefined where a run had nothing to measure, such as no session that could time out. Null for
   * a percentile that is not reached.
   */
  readonly of: (numbers: Measured) => number | null | undefined;
}

const shareOf = (count: number, of: number): number | undefined => (of === 0 ? undefined : count / of);
const rate = ({ count, of }: { readonly count: number; readonly of: number }): number | undefined => shareOf(count, of);

/** A headline that is a count. */
const countOf = (says: string, of: (numbers: Measured) => number) => ({ unit: 'count', says, of }) as const;

export const HEADLINES = {
  visitors: countOf('visitors who arrived', (n) => n.visitors.arrived),
  opened: countOf('sessions opened', (n) => n.sessions.opened),
  active: countOf('times an agent got a session', (n) => n.sessions.active),
  idleTimeouts: countOf('idle closes', (n) => n.timeouts.rate.count),
  timeoutRate: {
    unit: 'share',
    says: 'idle closes, of those of `active` that ended',
    of: (n) => rate(n.timeouts.rate),
  },
  prematureRate: {
    unit: 'share',
    says: 'premature closes (the visitor was about to reply), of `idleTimeouts`',
    of: (n) => rate(n.timeouts.premature),
  },
  waitingRate: {
    unit: 'share',
    says: 'closes on visitors who were waiting for an answer, of `idleTimeouts`',
    of: (n) => shareOf(n.timeouts.byPeople.waiting, n.timeouts.rate.count),
  },
  wrongTimeouts: {
    unit: 'count',
    says: 'timeouts against the rules: early, late, missed or in the wrong state',
    of: ({ timeouts: { byRule } }) => byRule.early + byRule.late + byRule.missed + byRule.wrong_state,
  },
  attempted: countOf('messages that persons wrote', (n) => n.messages.attempted),
  missedRate: {
    unit: 'share',
    says: 'missed messages, of `attempted`',
    of: (n) => rate(n.messages.missed),
  },
  lost: countOf('acknowledged messages that are missing', (n) => n.messages.fates.lost),
  storedUnseen: countOf('messages only in the history: nobody saw them', (n) => n.messages.fates.stored_unseen),
  unnoticed: countOf('messages on a screen, not looked at before the session ended', (n) => n.messages.fates.unnoticed),
  leftMessages: countOf('messages kept as leave-messages', (n) => n.messages.fates.left_message),
  consultationsLost: countOf(
    'visitors whose questions went unanswered: with a missed message, or who gave up after a close',
    (n) => n.cost.consultationsLost,
  ),
  conversionsLost: countOf('those of `consultationsLost` who were ready to buy', (n) => n.cost.conversionsLost),
  complaints: countOf('visitors with a reason to complain who would do so', (n) => n.cost.complaints),
  repeatedDescriptions: countOf(
    'messages repeated to a new agent, who does not see the previous session',
    (n) => n.cost.repeatedDescriptions,
  ),
  transfersDone: countOf('sessions transferred to another agent', (n) => n.transfers.done),
  promptsAnswered: {
    unit: 'share',
    says: 'sessions in which the visitor answered the prompt, of those with a decided prompt',
    of: ({ prompts: p }) => shareOf(p?.answered ?? 0, (p?.asked ?? 0) - (p?.open ?? 0)),
  },
  alertsHandled: {
    unit: 'share',
    says: 'alerts before an idle close after which the agent wrote in time, of all decided alerts',
    of: ({ alerts: a }) => shareOf(a?.handled ?? 0, (a?.expiring ?? 0) - (a?.open ?? 0)),
  },
  agentMessages: {
    unit: 'count',
    says: 'messages that agents wrote: their load',
    of: (n) => Object.values(n.messages.bySender['agent'] ?? {}).reduce((sum, some) => sum + some, 0),
  },
  unansweredRate: {
    unit: 'share',
    says: 'session lives without a first response, of all in which the visitor wrote',
    of: ({ latency: { model } }) =>
      shareOf((model.firstResponse.of ?? 0) - model.firstResponse.n, model.firstResponse.of ?? 0),
  },
  firstResponseP50: {
    unit: 'micros',
    says: "first response, median: from a visitor's first message in a session life to the first answer on the screen; never answered counts as infinite",
    of: ({ latency }) => timeOf(latency.model.firstResponse, 'p50'),
  },
  firstResponseP95: {
    unit: 'micros',
    says: 'first response, 95th percentile',
    of: ({ latency }) => timeOf(latency.model.firstResponse, 'p95'),
  },
} as const satisfies Readonly<Record<string, Headline>>;

export type Metric = keyof typeof HEADLINES;
export const METRICS = Object.keys(HEADLINES) as Metric[];

/**
 * The values of one run; a metric without data is absent, a percentile that is not reached is null.
 */
export type Values = { readonly [M in Metric]?: number | null };

/** The headline metrics of a run. */
export function headlinesOf(numbers: Measured): Values {
  return Object.fromEntries(
    METRICS.flatMap((metric) => {
      const value = HEADLINES[metric].of(numbers);
      return value === undefined ? [] : [[metric, value]];
    }),
  );
}

const timeOf = <Q extends string>(
  times: { readonly n: number; readonly of?: number | undefined } & Readonly<Record<Q, number | null>>,
  quantile: Q,
) => ((times.of ?? times.n) === 0 ? undefined : times[quantile]);
