// From numbers to a verdict and an exit code: facts first, then trust in the evidence, then the limits of the scenario.
import type { Judgement } from '../model/judge/judge.ts';
import type { Verdict } from '../model/rows/words.ts';
import type { Numbers } from './fold.ts';
import type { Result } from './schema.ts';

/** Limits of a run as the scenario states them; durations in µs. */
export interface Limits {
  readonly lost: number | 'any';
  readonly misrouted: number | 'any';
  readonly phantom: number | 'any';
  readonly wrongTimeouts: number | 'any';
  readonly timeoutRate?: number | undefined;
  readonly prematureRate?: number | undefined;
  readonly missedRate?: number | undefined;
  readonly firstResponseP95?: number | undefined;
  readonly fates?: Readonly<Partial<Record<string, number>>> | undefined;
}

/** What the harness knows about itself. */
export interface Trust {
  /** Why the generator's timing cannot be trusted. */
  readonly dishonest: readonly string[];
  /** What went wrong with the target or the engine: unreachable, ended, faults. */
  readonly broken: readonly string[];
  readonly interrupted: boolean;
}

type Reason = Result['reasons'][number];
export const EXIT: Readonly<Record<Verdict, number>> = { pass: 0, failed: 2, violated: 3, inconclusive: 4, invalid: 4 };

/**
 * Decides, by precedence: a ledger with missing rows proves nothing (invalid), facts (violated), a generator or target that
 * cannot be trusted (invalid), evidence that does not suffice (inconclusive), limits (failed), else pass.
 */
export function decide(
  numbers: Numbers,
  judgement: Judgement,
  trust: Trust,
  limits: Limits,
): { verdict: Verdict; reasons: Reason[] } {
  const holes = judgement.missing.map((text) => ({ limit: 'ledger', text }));
  const facts = holes.length > 0 ? [] : factsOf(numbers, limits, trust);
  const invalid: Reason[] = [
    ...trust.broken.map((text) => ({ limit: 'target', text })),
    ...trust.dishonest.map((text) => ({ limit: 'generator', text })),
    // What is missing follows from what broke; only an unexplained gap is news.
    ...(trust.broken.length === 0 ? holes : []),
  ];
  const unsure: Reason[] =
    trust.broken.length > 0
      ? []
      : [
          ...judgement.undrained.map((text) => ({ limit: 'drain', text })),
          ...(trust.interrupted ? [{ limit: 'run', text: 'the run was interrupted before its end' }] : []),
          ...(numbers.messages.attempted === 0
            ? [{ limit: 'run', text: 'nobody said anything: there is nothing to judge' }]
            : []),
          ...emptyLimits(numbers, limits),
        ];
  const broken = limitsOf(numbers, limits);
  const reasons = [...facts, ...invalid, ...unsure, ...broken];
  const verdict =
    facts.length > 0
      ? 'violated'
      : invalid.length > 0
        ? 'invalid'
        : unsure.length > 0
          ? 'inconclusive'
          : broken.length > 0
            ? 'failed'
            : 'pass';
  return { verdict, reasons };
}

function factsOf({ messages, timeouts }: Numbers, limits: Limits, trust: Trust): Reason[] {
  const reasons: Reason[] = [];
  const check = (limit: string, value: number, bound: number | 'any', text: string): void => {
    if (bound !== 'any' && value > bound) reasons.push({ limit, text, value, bound });
  };
  check('lost', messages.fates.lost, limits.lost, `${messages.fates.lost} messages were acknowledged and are nowhere`);
  check(
    'misrouted',
    messages.fates.misrouted,
    limits.misrouted,
    `${messages.fates.misrouted} messages were shown to somebody they were not for`,
  );
  check('phantom', messages.phantoms, limits.phantom, `${messages.phantoms} messages were shown that nobody had sent`);
  check(
    'vanished',
    messages.vanished,
    limits.lost,
    `${messages.vanished} messages were on a screen and have vanished from the history`,
  );
  if (trust.dishonest.length === 0) {
    const { early, late, missed, wrong_state } = timeouts.byRule;
    const wrong = early + late + missed + wrong_state;
    const parts = Object.entries({ early, late, missed, 'in the wrong state': wrong_state }).filter(([, n]) => n > 0);
    check(
      'wrongTimeouts',
      wrong,
      limits.wrongTimeouts,
      `${wrong} timeouts against the rules: ${parts.map(([w, n]) => `${n} ${w}`).join(', ')}`,
    );
  }
  return reasons;
}

function limitsOf(numbers: Numbers, limits: Limits): Reason[] {
  const reasons: Reason[] = [];
  for (const [limit, rate, what] of ratesOf(numbers)) {
    const bound = limits[limit];
    if (bound === undefined || rate.of === 0) continue;
    const value = rate.count / rate.of;
    if (value > bound)
      reasons.push({ limit, text: `${what}: ${percent(value)} is above the limit of ${percent(bound)}`, value, bound });
  }
  const { firstResponse } = numbers.latency.model;
  if (limits.firstResponseP95 !== undefined && firstResponse.p95 > limits.firstResponseP95) {
    const text = `first answer p95 ${firstResponse.p95 / 1e6} s is above the limit of ${limits.firstResponseP95 / 1e6} s`;
    reasons.push({ limit: 'firstResponseP95', text, value: firstResponse.p95, bound: limits.firstResponseP95 });
  }
  for (const [fate, bound] of Object.entries(limits.fates ?? {})) {
    const value = (numbers.messages.fates as Record<string, number>)[fate] ?? 0;
    if (bound !== undefined && value > bound)
      reasons.push({ limit: `fates.${fate}`, text: `${value} messages ${fate}, allowed are ${bound}`, value, bound });
  }
  return reasons;
}

/** A limit on something of which there was none is not met: it is not tested. */
function emptyLimits(numbers: Numbers, limits: Limits): Reason[] {
  const reasons: Reason[] = [];
  for (const [limit, rate, what] of ratesOf(numbers)) {
    if (limits[limit] !== undefined && rate.of === 0)
      reasons.push({ limit, text: `${what}: there were none, so the limit was not tested` });
  }
  if (limits.firstResponseP95 !== undefined && numbers.latency.model.firstResponse.n === 0) {
    reasons.push({ limit: 'firstResponseP95', text: 'first answer: nobody was answered, so the limit was not tested' });
  }
  return reasons;
}

function ratesOf(numbers: Numbers) {
  return [
    ['timeoutRate', numbers.timeouts.rate, 'timeout rate'],
    ['prematureRate', numbers.timeouts.premature, 'premature timeouts'],
    ['missedRate', numbers.messages.missed, 'missed messages'],
  ] as const;
}

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
