// Limits of a run as metrics: tested limits, broken limits, and time limits as histogram bounds.
import type { MoreBounds } from '../../metrics/run-registry.ts';
import { LIMITS, limitWord, RUN } from '../../metrics/run.ts';
import type { Result } from '../../result/schema.ts';
import { isHalfPlayed } from '../../result/verdict.ts';

/** `expect` of a scenario, as `result.json` has it. */
export type Expected = NonNullable<Result['limits']>;

/** Histograms for each limit on a quantile, so that a board can show which share met it. */
const MEASURED = {
  firstResponseP95: [RUN.firstResponse.name, RUN.firstResponseSeen.name],
} as const satisfies Partial<Record<keyof Expected, readonly string[]>>;

/** Limits on messages. If there was no message, none of them was tested. */
const OF_MESSAGES: readonly string[] = ['lost', 'misrouted', 'phantom', 'vanished', 'fates', 'missed_rate', 'waiting'];

/** Bounds that the histograms of a run get besides their own. Seconds */
export function boundsOf(limits: Expected): MoreBounds {
  const bounds: Record<string, number[]> = {};
  for (const [limit, names] of Object.entries(MEASURED)) {
    const most = limits[limit as keyof typeof MEASURED];
    if (most === undefined) continue;
    for (const name of names) bounds[name] = [...(bounds[name] ?? []), most / 1e6];
  }
  return bounds;
}

/**
 * By word of {@link LIMITS}: how many limits were tested, and how many of them are broken. In an
 * invalid run, only broken limits count as tested.
 */
export function limitsOf({
  verdict,
  limits,
  reasons,
  messages,
  sessions,
  play,
}: Result): Map<string, { readonly tested: number; readonly broken: number }> {
  const broken = new Map<string, number>();
  const untested = new Set<string>();
  for (const { limit, bound } of reasons) {
    const word = wordOf(limit);
    if (bound !== undefined) broken.set(word, (broken.get(word) ?? 0) + 1);
    else untested.add(word);
  }
  if (messages.attempted === 0) for (const word of OF_MESSAGES) untested.add(word);
  if (isHalfPlayed(play)) untested.add('waiting');
  if (sessions.active === 0) untested.add('wrong_timeouts');

  const set = new Map<string, number>();
  for (const [limit, bound] of Object.entries(limits ?? {})) {
    if (bound === undefined || bound === 'any') continue;
    set.set(wordOf(limit), typeof bound === 'object' ? Object.keys(bound).length : 1);
  }
  // What was on a screen and is in no history counts as lost.
  set.set('vanished', set.get('lost') ?? 0);
  return new Map(
    LIMITS.map((word) => {
      const n = broken.get(word) ?? 0;
      const isTested = verdict !== 'invalid' && !untested.has(word);
      return [word, { broken: n, tested: Math.max(n, isTested ? (set.get(word) ?? 0) : 0) }];
    }),
  );
}

/** The word of a limit as a reason names it: `fates.lost` is one of `fates`. */
function wordOf(limit: string): string {
  const word = limitWord(limit.split('.', 1)[0] ?? limit);
  return LIMITS.includes(word) ? word : 'other';
}
