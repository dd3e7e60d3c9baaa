// Marks columns of a comparison that prove nothing: without a mark they would look like the others.
import { retell, say } from '../language/language.ts';
import type { Replicates } from '../result/replicates.ts';
import type { Remedies } from '../result/remedies.ts';
import type { Result } from '../result/schema.ts';
import { wordSays } from './words.ts';

/** Limits whose reasons mean that a run proves nothing, even beside violations. */
const UNTRUSTED: ReadonlySet<string> = new Set(['generator', 'target', 'ledger', 'drain', 'run']);

type Judged = Pick<Result, 'verdict' | 'reasons'>;

/**
 * Whether this run is reliable, whatever it found. A violation outranks "invalid" in the verdict,
 * so the verdict alone does not show it.
 */
export const wasHonest = ({ generator, reasons }: Pick<Result, 'generator' | 'reasons'>): boolean =>
  generator.honest && !reasons.some(({ limit }) => UNTRUSTED.has(limit));

/**
 * Why a run proves nothing, or nothing but its violations; empty for a reliable run. A broken limit
 * is no such reason.
 */
function doubts({ verdict, reasons }: Judged): string[] {
  const isNothing = verdict === 'invalid' || verdict === 'inconclusive';
  return reasons
    .filter(({ limit, bound }) => UNTRUSTED.has(limit) || (isNothing && limit !== 'note' && bound === undefined))
    .map(retell);
}

/** The head of a table column, and a line for each problem with it. */
export interface Column {
  readonly head: string;
  readonly notes: readonly string[];
}

const columnOf = (profile: string, notes: readonly string[]): Column => ({
  head: notes.length === 0 ? profile : `${profile} !`,
  notes: notes.map((note) => `! ${note}`),
});

/** The column of one run. */
export function runColumn(result: Judged & Pick<Result, 'run'>): Column {
  const { verdict, run } = result;
  const why = doubts(result);
  if (why.length === 0) return columnOf(run.profile, []);
  const isFact = verdict === 'violated' || verdict === 'failed' || verdict === 'pass';
  const args = { profile: run.profile, verdict: wordSays('verdict', verdict), why };
  return columnOf(run.profile, [say(isFact ? 'trust.factsOnly' : 'trust.nothing', args)]);
}

/** The column of many seeds: how many are missing, and which of them prove nothing. */
export function replicatesColumn({ run, replicates }: Pick<Replicates, 'run' | 'replicates'>): Column {
  const { profile } = run;
  const notes: string[] = [];
  if (replicates.length < run.replicates)
    notes.push(say('trust.fewer', { profile, n: replicates.length, of: run.replicates }));
  const bad = replicates.filter((row) => doubts(row).length > 0);
  const [first] = bad;
  if (first !== undefined) {
    const [why = ''] = doubts(first);
    const seeds = bad.map(({ seed }) => seed).slice(0, SEEDS_MOST);
    notes.push(say('trust.seeds', { profile, n: bad.length, of: replicates.length, seeds, why }));
  }
  return columnOf(profile, notes);
}

/** The most seeds that a line names; replicates.json has all of them. */
const SEEDS_MOST = 5;

/** The column of a remedy; its seeds are in a document of their own. */
export function remedyColumn({ profile, verdict, folder }: Remedies['profiles'][number]): Column {
  if (verdict !== 'invalid' && verdict !== 'inconclusive') return columnOf(profile, []);
  return columnOf(profile, [say('trust.remedy', { profile, verdict: wordSays('verdict', verdict), folder })]);
}
