// From the verdicts of many replicates to one, and its reasons: each told once, with the seeds that it holds for.
import { message, tell, type Message, type Said } from '../language/language.ts';
import type { Verdict } from '../model/rows/words.ts';
import type { Replicate, Replicates } from './replicates.ts';

type Row = Pick<Replicate, 'seed' | 'verdict' | 'reasons'>;
type Reason = Row['reasons'][number];
type Together = Replicates['reasons'][number];

/** Gravest first: facts, then evidence that cannot be trusted, then evidence that does not suffice, then limits. */
const GRAVITY: readonly Verdict[] = ['violated', 'invalid', 'inconclusive', 'failed', 'pass'];

/** Facts that are counted: the numbers of several replicates add up. */
const COUNTED: ReadonlySet<string> = new Set([
  'decide.lost',
  'decide.misrouted',
  'decide.phantom',
  'decide.vanished',
  'decide.forgotten',
  'decide.wrongTimeouts',
]);

/** Where reasons of a limit stand; limits of the scenario stand between the last of these and notes. */
const ORDER = [
  ...['lost', 'misrouted', 'phantom', 'vanished', 'forgotten', 'waiting', 'wrongTimeouts'],
  ...['target', 'generator', 'ledger', 'drain'],
];

/** Seeds that a sentence names; all of them stand in `seeds`. */
const NAMED = 8;

/**
 * The verdict on all replicates together: the gravest of any, at least inconclusive when not all were played.
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

/** What is the same but for its numbers: one limit, one sentence. */
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
  // Where they differ in a number, the worst is told, and whose it is. Of words and numbers that nobody can weigh none is the worst.
  const { seed, reason } = worst ?? first;
  const said = message(worst === undefined ? 'replicates.first' : 'replicates.worst', {
    what: saidBy(reason),
    seed,
    ...where,
  });
  return told(limit, said, seeds);
}

/** The one with the greatest value, the first of several; undefined where one of them has none: it may be worse than all others. */
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

/** One sentence with the sum of each of its numbers. */
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
