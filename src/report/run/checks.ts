// Lists the checks of a run (facts, limits, evidence), from its result document alone.
import { retell, say } from '../../language/language.ts';
import { whole } from '../../language/numbers.ts';
import type { Micros } from '../../model/core/time.ts';
import { rateOf } from '../../stats/rates.ts';
import { waitingOf } from '../../result/verdict.ts';
import type { Result } from '../../result/schema.ts';
import { exactPercent, time } from '../format.ts';

/**
 * `failed`: a violation or a broken limit; `error`: the evidence does not suffice; `skipped`: not
 * checked.
 */
export type Status = 'passed' | 'failed' | 'error' | 'skipped';

export interface Check {
  /**
   * The key of `expect`, or `evidence.…`. It is the same in every language, because CI tracks a
   * check by its name.
   */
  readonly name: string;
  readonly status: Status;
  /** What was found, or why it was not checked. */
  readonly text: string;
  /** The bound in words; empty where none is set. */
  readonly allowed: string;
  /** Why it failed, one sentence for each reason of the result; empty unless it failed. */
  readonly reasons: readonly string[];
}

type Share = Pick<Result['messages']['missed'], 'count' | 'of' | 'high'>;
type Bound = number | 'any' | undefined;

/** A value that a scenario can limit: its name, what was found, and what is allowed. */
interface Held {
  readonly name: string;
  readonly what: string;
  readonly found: string;
  readonly bound: Bound;
  readonly allowed: (bound: number) => string;
  /** Whether there was nothing to count. */
  readonly isEmpty: boolean;
}

/**
 * Every check of a run. Some check has failed if the exit code is 2 or 3, some check is an error if
 * it is 4, and neither if it is 0. In a run that proves nothing, no fact and no limit is called
 * passed.
 */
export function checksOf(result: Result): Check[] {
  const evidence = evidenceOf(result);
  const isMoot = evidence.some(({ status }) => status === 'error');
  const held = [...facts(result), ...limits(result)].map((one) => judged(one, result, isMoot));
  const known = new Set([...held, ...evidence].map(({ name }) => name));
  return [...held, ...evidence, ...unknown(result, known)];
}

// ── facts and limits ─────────────────────────────────────────────────────────────────────────────────────────────────

/** `3.11 % (12 of 386)`, with the digits of a limit; a count of 0 comes with its upper bound. */
function shareText({ count, of, high }: Share): string {
  return count === 0
    ? say('report.rateNone', { of, high: exactPercent(high) })
    : say('report.rate', { share: exactPercent(count / of), count, of });
}

/** Seconds with three decimals, because a limit in seconds is compared with them. */
const seconds = (micros: Micros): string => say('report.seconds', { n: String(Math.round(micros / 1000) / 1000) });
const answeredText = ({ n, of = n }: Result['latency']['model']['firstResponse']): string =>
  say('summary.notReached', { n, of });
const atMost = (bound: string): string => say('report.atMost', { high: bound });
const number = (bound: number): string => (bound === 0 ? '0' : atMost(whole(bound)));

function facts({ sessions, messages, timeouts, limits, play }: Result): Held[] {
  const { lost, misrouted } = messages.fates;
  const waiting = waitingOf({ messages, play });
  const { early, late, missed, wrong_state, justified } = timeouts.byRule;
  const wrong = early + late + missed + wrong_state;
  const fact = (
    name: 'lost' | 'misrouted' | 'vanished' | 'forgotten' | 'wrongTimeouts',
    n: number,
    of: number,
    bound: Bound,
  ) =>
    ({
      name,
      what: say(`summary.what.${name}`),
      found: shareText(rateOf(n, of)),
      bound,
      allowed: number,
      isEmpty: of === 0,
    }) satisfies Held;
  return [
    fact('lost', lost, messages.attempted, limits?.lost),
    fact('misrouted', misrouted, messages.attempted, limits?.misrouted),
    {
      name: 'phantom',
      what: say('summary.what.phantom'),
      found: whole(messages.phantoms),
      bound: limits?.phantom,
      allowed: number,
      isEmpty: messages.attempted === 0,
    },
    fact('vanished', messages.vanished, messages.attempted, limits?.lost),
    fact('forgotten', messages.forgotten ?? 0, sessions.opened + (messages.forgotten ?? 0), limits?.forgotten),
    {
      name: 'waiting',
      what: say('summary.what.waiting'),
      found: shareText(rateOf(waiting?.n ?? 0, waiting?.of ?? 0)),
      bound: limits?.waiting,
      allowed: (bound) => atMost(exactPercent(bound)),
      isEmpty: waiting === undefined || waiting.of === 0,
    },
    fact('wrongTimeouts', wrong, wrong + justified, limits?.wrongTimeouts),
  ];
}

function limits({ messages, timeouts, latency, limits: bounds }: Result): Held[] {
  const share = (name: 'timeoutRate' | 'prematureRate' | 'missedRate', rate: Share): Held => ({
    name,
    what: say(`summary.what.${name}`),
    found: shareText(rate),
    bound: bounds?.[name],
    allowed: (bound) => atMost(exactPercent(bound)),
    isEmpty: rate.of === 0,
  });
  const { firstResponse } = latency.model;
  return [
    share('timeoutRate', timeouts.rate),
    share('prematureRate', timeouts.premature),
    share('missedRate', messages.missed),
    {
      name: 'firstResponseP95',
      what: say('summary.what.firstResponseP95'),
      found: firstResponse.p95 === null ? answeredText(firstResponse) : seconds(firstResponse.p95),
      bound: bounds?.firstResponseP95,
      allowed: (bound) => atMost(seconds(bound)),
      isEmpty: (firstResponse.of ?? firstResponse.n) === 0,
    },
    ...Object.entries(bounds?.fates ?? {}).map(([fate, bound]): Held => {
      const n = (messages.fates as Record<string, number>)[fate] ?? 0;
      return {
        name: `fates.${fate}`,
        what: say('summary.what.fate', { fate }),
        found: shareText(rateOf(n, messages.attempted)),
        bound,
        allowed: number,
        isEmpty: messages.attempted === 0,
      };
    }),
  ];
}

const FACTS = new Set(['lost', 'misrouted', 'phantom', 'vanished', 'forgotten', 'waiting', 'wrongTimeouts']);

function judged(held: Held, result: Result, isMoot: boolean): Check {
  const { name, what, found, bound, isEmpty } = held;
  const reasons = result.reasons.filter(({ limit }) => limit === name);
  const told = reasons.map(retell);
  const allowed = bound === undefined ? '' : bound === 'any' ? say('summary.any') : held.allowed(bound);
  const check = (status: Status, text: string): Check => ({
    name,
    status,
    text,
    allowed,
    reasons: status === 'failed' || status === 'error' ? told : [],
  });
  const text = allowed === '' ? say('summary.unset', { what, found }) : say('summary.held', { what, found, allowed });
  // A violation also counts in a run that otherwise proves nothing: it is listed only where it is
  // reliable.
  if (reasons.some(({ bound: broken }) => broken !== undefined) && (!isMoot || FACTS.has(name)))
    return check('failed', text);
  if (isMoot) return check('skipped', say('summary.moot', { what, found: isEmpty ? '–' : found }));
  if (reasons.length > 0) return check('error', say('summary.none', { what }));
  if (isEmpty) return check('skipped', say('summary.none', { what }));
  if (bound === 'any') return check('skipped', text);
  return check(bound === undefined ? 'skipped' : 'passed', text);
}

// ── the evidence ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Parts of the evidence, named by the limit under which the verdict lists their problems. */
const EVIDENCE = ['target', 'generator', 'ledger', 'drain', 'run'] as const;

function evidenceOf(result: Result): Check[] {
  const isBroken = result.reasons.some(({ limit }) => limit === 'target');
  return EVIDENCE.map((part) => {
    const what = say(`summary.what.evidence.${part}`);
    const reasons = result.reasons.filter(({ limit }) => limit === part).map(retell);
    const check = (status: Status, text: string): Check => ({
      name: `evidence.${part}`,
      status,
      text,
      allowed: '',
      reasons,
    });
    if (reasons.length > 0) return check('error', what);
    if (part === 'generator') return check(...punctual(what, result));
    if (isBroken && part !== 'target') return check('skipped', say('summary.follows', { what }));
    return check('passed', what);
  });
}

function punctual(what: string, { run, generator }: Result): [Status, string] {
  if (run.engine === 'sim') return ['skipped', say('summary.virtual')];
  const { p99, max } = generator.lateness;
  return ['passed', `${what}: ${say('summary.lateness', { p99: time(p99), max: time(max) })}`];
}

/** Checks for reasons of unknown kinds, so that none is left out. */
function unknown(result: Result, known: ReadonlySet<string>): Check[] {
  const names = new Set(
    result.reasons
      .map(({ limit }) => limit)
      .filter((limit) => limit !== 'note' && !known.has(limit) && !known.has(`evidence.${limit}`)),
  );
  return [...names].map((name) => {
    const reasons = result.reasons.filter(({ limit }) => limit === name);
    const status = reasons.some(({ bound }) => bound !== undefined) ? 'failed' : 'error';
    return { name, status, text: name, allowed: '', reasons: reasons.map(retell) };
  });
}
