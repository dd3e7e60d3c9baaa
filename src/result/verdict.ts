// Decides the verdict and the exit code of a run: facts, then reliability of the evidence, then
// limits.
import { message, tell, type Message, type Said } from '../language/language.ts';
import type { Judgement } from '../model/judge/judge.ts';
import type { Micros } from '../model/core/time.ts';
import type { ByRule, PlayEnd, Verdict } from '../model/rows/words.ts';
import type { Numbers } from './fold.ts';
import type { Result } from './schema.ts';

/** Limits of a run as the scenario states them; durations in µs. */
export interface Limits {
  readonly lost: number | 'any';
  readonly misrouted: number | 'any';
  readonly phantom: number | 'any';
  readonly forgotten?: number | 'any' | undefined;
  readonly wrongTimeouts: number | 'any';
  /**
   * Visitors' messages that were unread and still waiting when play ended, as a share of all of
   * theirs.
   */
  readonly waiting?: number | 'any' | undefined;
  readonly timeoutRate?: number | undefined;
  readonly prematureRate?: number | undefined;
  readonly missedRate?: number | undefined;
  readonly firstResponseP95?: number | undefined;
  readonly fates?: Readonly<Partial<Record<string, number>>> | undefined;
}

/** What the harness knows about its own reliability. */
export interface Trust {
  /** Why the timing of the generator is unreliable. */
  readonly dishonest: readonly Said[];
  /** Problems with the target or the engine: unreachable, ended, faults. */
  readonly broken: readonly Said[];
  readonly interrupted: boolean;
}

type Reason = Result['reasons'][number];

/**
 * A reason for a verdict. Its text is English in every document; key and arguments let a report
 * show it in another language.
 */
export function reason(limit: string, said: Said, more: { value?: number; bound?: number } = {}): Reason {
  return { limit, text: tell(said, 'en'), ...(typeof said !== 'string' && said), ...more };
}

export const EXIT: Readonly<Record<Verdict, number>> = { pass: 0, failed: 2, violated: 3, inconclusive: 4, invalid: 4 };

/**
 * Decides in this order: a ledger with missing rows proves nothing (invalid), facts (violated), an
 * unreliable generator or target (invalid), insufficient evidence (inconclusive), limits (failed),
 * else pass.
 */
export function decide(
  numbers: Numbers,
  judgement: Pick<Judgement, 'missing' | 'undrained'>,
  trust: Trust,
  limits: Limits,
): { verdict: Verdict; reasons: Reason[] } {
  const holes = judgement.missing.map((remark) => reason('ledger', remark));
  const facts = holes.length > 0 ? [] : factsOf(numbers, limits, trust);
  const invalid: Reason[] = [
    ...trust.broken.map((said) => reason('target', said)),
    ...trust.dishonest.map((said) => reason('generator', said)),
    // Missing rows follow from a broken target; only an unexplained gap is reported.
    ...(trust.broken.length === 0 ? holes : []),
  ];
  const unsure: Reason[] =
    trust.broken.length > 0
      ? []
      : [
          ...judgement.undrained.map((remark) => reason('drain', remark)),
          ...(trust.interrupted ? [reason('run', message('decide.interrupted'))] : []),
          ...(numbers.messages.attempted === 0 ? [reason('run', message('decide.silence'))] : []),
          ...cutOff(numbers),
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

function factsOf({ messages, timeouts, play }: Numbers, limits: Limits, trust: Trust): Reason[] {
  const reasons: Reason[] = [];
  const check = (limit: string, value: number, bound: number | 'any', said: Message): void => {
    if (bound !== 'any' && value > bound) reasons.push(reason(limit, said, { value, bound }));
  };
  const { lost, misrouted } = messages.fates;
  const { phantoms, vanished, forgotten = 0 } = messages;
  check('lost', lost, limits.lost, message('decide.lost', { n: lost }));
  check('misrouted', misrouted, limits.misrouted, message('decide.misrouted', { n: misrouted }));
  check('phantom', phantoms, limits.phantom, message('decide.phantom', { n: phantoms }));
  check('vanished', vanished, limits.lost, message('decide.vanished', { n: vanished }));
  check('forgotten', forgotten, limits.forgotten ?? 0, message('decide.forgotten', { n: forgotten }));
  reasons.push(...waitingInVain({ messages, play }, limits.waiting ?? WAITING_MOST));
  if (trust.dishonest.length === 0) {
    const of = (rule: ByRule): number => timeouts.byRule[rule] + (timeouts.windows?.byRule[rule] ?? 0);
    const [early, late, missed, wrongState] = [of('early'), of('late'), of('missed'), of('wrong_state')];
    const n = early + late + missed + wrongState;
    const said = message('decide.wrongTimeouts', { n, early, late, missed, wrongState });
    check('wrongTimeouts', n, limits.wrongTimeouts, said);
  }
  return reasons;
}

function limitsOf(numbers: Numbers, limits: Limits): Reason[] {
  const reasons: Reason[] = [];
  for (const [limit, rate] of ratesOf(numbers)) {
    const bound = limits[limit];
    if (bound === undefined || rate.of === 0) continue;
    // A cut run is judged by what had ended: a message on its way is not yet a missed one.
    const pending = limit === 'missedRate' && isCut(numbers.play.why) ? (rate.open ?? 0) : 0;
    const value = (rate.count - pending) / Math.max(1, rate.of - pending);
    const said = message('decide.above', { what: message(`decide.${limit}`), value, bound });
    if (value > bound) reasons.push(reason(limit, said, { value, bound }));
  }
  reasons.push(...slowAnswers(numbers, limits.firstResponseP95));
  for (const [fate, bound] of Object.entries(limits.fates ?? {})) {
    const value = (numbers.messages.fates as Record<string, number>)[fate] ?? 0;
    if (bound === undefined || value <= bound) continue;
    reasons.push(reason(`fates.${fate}`, message('decide.fate', { n: value, fate, bound }), { value, bound }));
  }
  return reasons;
}

/** Default limit for unread messages when play ends, as a share: some are always on their way. */
const WAITING_MOST = 0.01;

/**
 * Visitors' messages that were unread in open sessions when everything else had ended. In a cut run
 * a message may be on its way to somebody who would have read it; then only messages of visitors
 * who had given up count.
 * @returns undefined where play was stopped, or cut before the last arrival: the queue then does
 * not show how it would have ended
 */
export function waitingOf({
  messages,
  play,
}: Pick<Result, 'messages' | 'play'>): { readonly n: number; readonly of: number } | undefined {
  if (isHalfPlayed(play)) return undefined;
  const { bySender, givenUp = 0 } = messages;
  const { visitor = {} } = bySender;
  const of = Object.values(visitor).reduce((sum, some) => sum + some, 0);
  return { n: play?.why === 'cut' ? givenUp : (visitor['pending'] ?? 0), of };
}

/** Whether play was stopped, or cut before the last arrival. */
export const isHalfPlayed = (play: Result['play']): boolean =>
  play?.why === 'stopped' || (play?.why === 'cut' && play.end <= play.arrivals);

function waitingInVain(numbers: Pick<Numbers, 'messages' | 'play'>, bound: number | 'any'): Reason[] {
  const { n, of } = waitingOf(numbers) ?? { n: 0, of: 0 };
  const value = n / Math.max(1, of);
  if (bound === 'any' || value <= bound) return [];
  return [reason('waiting', message('decide.waiting', { n, of, bound }), { value, bound })];
}

const isCut = (why: PlayEnd): boolean => why === 'cut' || why === 'stopped';

/**
 * A greater share of open sessions makes a rate of sessions inconclusive, unless the scenario cuts
 * play on purpose.
 */
const OPEN_MOST = 0.01;

/** Too many open sessions: each could still end either way. */
function cutOff({ timeouts: { rate }, play: { why } }: Numbers): Reason[] {
  const { open = 0, of } = rate;
  if (isCut(why) || open <= OPEN_MOST * (of + open)) return [];
  const key = why === 'endless' ? 'decide.endless' : 'decide.open';
  return [reason('run', message(key, { n: open, of: of + open, most: OPEN_MOST }))];
}

/**
 * Whether all unanswered visitors had waited less than the limit when play ended. Then the
 * percentile may lie on either side of it.
 */
const isAnswerUnknown = (
  { p95, max, openMax = 0, never = 0, of = 0 }: Result['latency']['model']['firstResponse'],
  bound: Micros,
): boolean => p95 === null && never <= NEVER_MOST * of && Math.max(max, openMax) < bound;

/**
 * With a greater share that never gets an answer there is no 95th percentile, whatever happens to
 * the others.
 */
const NEVER_MOST = 0.05;

/**
 * Fails if the percentile is above the limit, or not reached because too many were never answered.
 * The waits are exact, so no bucket bound decides.
 */
function slowAnswers({ latency }: Numbers, bound: Micros | undefined): Reason[] {
  const { p95, n, of = n } = latency.model.firstResponse;
  if (bound === undefined || of === 0 || isAnswerUnknown(latency.model.firstResponse, bound)) return [];
  if (p95 === null) {
    const said = message('decide.unanswered', { n, of, bound: bound / 1e6 });
    return [reason('firstResponseP95', said, { bound })];
  }
  if (p95 <= bound) return [];
  const said = message('decide.slowAnswer', { seconds: p95 / 1e6, bound: bound / 1e6 });
  return [reason('firstResponseP95', said, { value: p95, bound })];
}

/** A limit on something that never occurred is not met but untested. */
function emptyLimits(numbers: Numbers, limits: Limits): Reason[] {
  const reasons: Reason[] = [];
  for (const [limit, rate] of ratesOf(numbers)) {
    if (limits[limit] !== undefined && rate.of === 0)
      reasons.push(reason(limit, message('decide.untested', { what: message(`decide.${limit}`) })));
  }
  const { n, of = n } = numbers.latency.model.firstResponse;
  if (limits.firstResponseP95 !== undefined && of === 0)
    reasons.push(reason('firstResponseP95', message('decide.noAnswer')));
  const bound = limits.firstResponseP95;
  if (bound !== undefined && of > 0 && isAnswerUnknown(numbers.latency.model.firstResponse, bound))
    reasons.push(reason('firstResponseP95', message('decide.unknownAnswer', { n, of, bound: bound / 1e6 })));
  return reasons;
}

/** Whether it limits a share or a percentile, which few visitors alone break easily. */
export const isShareLimit = (limit: string): boolean =>
  ['timeoutRate', 'prematureRate', 'missedRate', 'waiting', 'firstResponseP95'].includes(limit);

function ratesOf(numbers: Numbers) {
  return [
    ['timeoutRate', numbers.timeouts.rate],
    ['prematureRate', numbers.timeouts.premature],
    ['missedRate', numbers.messages.missed],
  ] as const;
}
