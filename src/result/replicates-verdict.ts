// Combines the verdicts of replicates into one; each reason is listed once with its seeds.
import { message, tell, type Message, type Said } from '../language/language.ts';
import type { Verdict } from '../model/rows/words.ts';
import type { Replicate, Replicates } from './replicates.ts';

type Row = Pick<Replicate, 'seed' | 'verdict' | 'reasons'>;
type Reason = Row['reasons'][number];
type Together = Replicates['reasons'][number];

/** Most severe first: facts, unreliable evidence, insufficient evidence, limits. */
const GRAVITY: readonly Verdict[] = ['violated', 'invalid', 'inconclusive', 'failed', 'pass'];

/** Counted facts, whose numbers are summed over replicates. */
const COUNTED: ReadonlySet<string> = new Set([
  'decide.lost',
  'decide.misrouted',
  'decide.phantom',
  'decide.vanished',
  'decide.forgotten',
  'decide.wrongTimeouts',
]);

/** The order of reasons by limit; limits of the scenario come after these and before notes. */
const ORDER = [
  ...['lost', 'misrouted', 'phantom', 'vanished', 'forgotten', 'waiting', 'wrongTimeouts'],
  ...['target', 'generator', 'ledger', 'drain'],
];

/** The most seeds that a sentence names; `seeds` has all of them. */
const NAMED = 8;

/**
 * The verdict on all replicates together: the most severe one, at least inconclusive when not all
 * were played.
 * @param rows replicates that were played to their end, in the order of their seeds
 * @param asked how many there should be
 */
export function decideTogether(rows: readonly Row[], asked: number): { verdict: Verdict; reasons: Together[] } {
  const cut = rows.length < asked ? message('replicates.interrupted', { done: rows.length, of: asked }) : undefined;
  const found = new Set<Verdict>([...rows.map(({ verdict }) => verdict), ...(cut === undefined ? [] : [UNSURE])]);
  const verdict = GRAVITY.find((one) => found.has(one)) ?? 'pass';
  const reasons = [...grouped(rows).values()].map((group) => together(group, rows.length)).sort(inOrder);
  return { verdict, reasons: cut === undefined ? reasons : [told('run', cut, []), ...reasons].sort(inOrder) };
}

const UNSURE: Verdict = 'inconclusive';

interface Found {
  readonly seed: string;
  readonly reason: Reason;
}

/** Groups reasons with the same limit and text; their numbers may differ. */
function grouped(rows: readonly Row[]): Map<string, Found[]> {
  const groups = new Map<string, Found[]>();
  for (const { seed, reasons } of rows)
    for (const reason of reasons) {
      const name = `${reason.limit} ${reason.key ?? reason.text}`;
      groups.set(name, [...(groups.get(name) ?? []), { seed, reason }]);
    }
  return groups;
}

function together(group: readonly Found[], of: number): Together {
  const seeds = [...new Set(group.map(({ seed }) => seed))];
  const where = { seeds: seeds.length, of, named: seeds.slice(0, NAMED) };
  const [first] = group as readonly [Found, ...Found[]];
  const worst = worstOf(group);
  const { limit, key = '', text } = first.reason;
  if (COUNTED.has(key)) {
    const what = added(group.map(({ reason }) => reason));
    return told(limit, message('replicates.inSeeds', { what, ...where }), seeds);
  }
  if (group.every(({ reason }) => reason.text === text))
    return told(limit, message('replicates.inSeeds', { what: saidBy(first.reason), ...where }), seeds);
  // If the values differ, the worst is shown with its seed. Without comparable values, the first is
  // shown.
  const { seed, reason } = worst ?? first;
  const said = message(worst === undefined ? 'replicates.first' : 'replicates.worst', {
    what: saidBy(reason),
    seed,
    ...where,
  });
  return told(limit, said, seeds);
}

/**
 * The first with the greatest value. Undefined if one has no value, because it may be worse than
 * all others.
 */
function worstOf(group: readonly Found[]): Found | undefined {
  let worst: { found: Found; value: number } | undefined;
  for (const found of group) {
    const { value } = found.reason;
    if (value === undefined) return undefined;
    if (worst === undefined || value > worst.value) worst = { found, value };
  }
  return worst?.found;
}

const saidBy = ({ key, args, text }: Reason): Said =>
  key === undefined ? text : ({ key, ...(args !== undefined && { args }) } as Message);

/** One sentence with the sums of its numbers. */
function added(reasons: readonly Reason[]): Said {
  const sum: Record<string, number> = {};
  for (const { args } of reasons)
    for (const [name, value] of Object.entries(args ?? {})) sum[name] = (sum[name] ?? 0) + Number(value);
  return { key: reasons[0]?.key, args: sum } as Message;
}

const told = (limit: string, said: Message, seeds: string[]): Together => ({
  limit,
  text: tell(said, 'en'),
  ...said,
  seeds,
});

function inOrder(a: Together, b: Together): number {
  return place(a.limit) - place(b.limit);
}

function place(limit: string): number {
  if (limit === 'note') return ORDER.length + 2;
  const at = ORDER.indexOf(limit);
  return at >= 0 ? at : limit === 'run' ? ORDER.length : ORDER.length + 1;
}
