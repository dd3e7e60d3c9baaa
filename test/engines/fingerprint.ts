// Computes what must be equal in every JavaScript engine, as
// hashes: draws of each kind, and a ledger. Bundled with its job.
import { choose, drawCount, sample, type Duration } from '../../src/model/core/distributions.ts';
import { drawBelow, drawUnit, drawWord, owner, PURPOSE, type Owner } from '../../src/model/core/draw.ts';
import { Digest } from '../../src/model/core/hash.ts';
import { exp, ln, normalQuantile } from '../../src/model/core/numeric.ts';
import { MINUTE, SECOND } from '../../src/model/core/time.ts';
import { Arrivals } from '../../src/model/population/arrivals.ts';
import type { Workload } from '../../src/model/population/workload.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import { playVirtual, type VirtualRun } from '../../src/model/runner/virtual/play.ts';

/** How many of each kind of draw are compared. */
const DRAWS = 1000;
/** The draws are spread over this many owners, because owners separate the visitors of a run. */
const OWNERS = 8;
/**
 * A hash is noted after this many rows, so that a
 * difference has a place and a slow engine shows progress.
 */
export const MARK_EVERY = 25_000;

/** A run as data. The texts are separate, because a function cannot be JSON. */
export interface Job {
  readonly run: Omit<VirtualRun, 'lines'>;
  readonly texts: readonly string[];
  readonly sets: VirtualRun['lines']['sets'];
}

export interface Fingerprint {
  /** Hash of the first draws, by kind. */
  readonly draws: Readonly<Record<string, string>>;
  readonly ledger: {
    readonly hash: string;
    readonly rows: number;
    /** The hash after every 25 000 rows. */
    readonly marks: readonly string[];
    /** How many rows there are of each kind: `say`, `notice warned`, `device frozen`, `notice closed idle_timeout`. */
    readonly kinds: Readonly<Record<string, number>>;
  };
}

const EXPONENTIAL: Duration = { kind: 'exponential', mean: 90 * SECOND };
const LOGNORMAL: Duration = { kind: 'lognormal', median: 60 * SECOND, sigma: 1.3, cap: 60 * MINUTE };
const UNIFORM: Duration = { kind: 'uniform', low: 10 * MINUTE, high: 40 * MINUTE };
const MIXTURE: Duration = {
  kind: 'mixture',
  main: LOGNORMAL,
  other: UNIFORM,
  otherShare: 80,
  purpose: PURPOSE.thinkMixture,
};

const sampled =
  (of: Duration) =>
  (who: Owner, k: number): number =>
    sample(of, who, PURPOSE.think, k);
const unit = (who: Owner, k: number): number => drawUnit(who, PURPOSE.think, k);

const KINDS: Readonly<Record<string, (who: Owner, k: number) => number>> = {
  word: (who, k) => drawWord(who, PURPOSE.think, k),
  unit,
  below: (who, k) => drawBelow(who, PURPOSE.line, k, 1001),
  choice: (who, k) => choose([45, 35, 12, 8], who, PURPOSE.persona, k),
  count: (who, k) => drawCount(4, 20, who, PURPOSE.turns, k),
  exponential: sampled(EXPONENTIAL),
  lognormal: sampled(LOGNORMAL),
  uniform: sampled(UNIFORM),
  mixture: sampled(MIXTURE),
  // The values before rounding to thousandths, which would hide a difference in the last bit.
  ln: (who, k) => ln(unit(who, k)),
  exp: (who, k) => exp(40 * unit(who, k) - 20),
  normalQuantile: (who, k) => normalQuantile(unit(who, k)),
};

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/**
 * The bits of a number. Two engines might print the same number differently, or two numbers alike.
 */
function bits(value: number): string {
  double[0] = value;
  return `${words[0]} ${words[1]}`;
}

function drawsOf({ seed, arrivals }: Workload): Record<string, string> {
  const hashes: Record<string, string> = {};
  for (const [kind, draw] of Object.entries(KINDS)) {
    const digest = new Digest();
    for (let i = 0; i < DRAWS; i++) digest.add(bits(draw(owner(seed, `v${i % OWNERS}`), Math.floor(i / OWNERS))));
    hashes[kind] = digest.hex();
  }
  // Draws of every phase, because a ramp and a curve compute their times differently.
  for (const phase of arrivals) {
    const digest = new Digest();
    const times = new Arrivals(seed, [phase]);
    for (let i = 0; i < DRAWS; i++) digest.add(bits(times.next() ?? -1));
    hashes[`arrivals: ${phase.name}`] = digest.hex();
  }
  return hashes;
}

/** The kind of a row, with the words that separate the paths of the model. */
function kindOf(row: Row): string {
  if (row.what === 'w_session' && row.session.closes !== undefined) return 'w_session reopened';
  const is = 'is' in row ? row.is : 'kind' in row ? row.kind : undefined;
  const why = 'reason' in row ? row.reason : 'why' in row ? row.why : undefined;
  return [row.what, is, why].filter((word) => word !== undefined).join(' ');
}

function ledgerOf({ run, texts, sets }: Job, mark: (hash: string) => void): Fingerprint['ledger'] {
  const digest = new Digest();
  const marks: string[] = [];
  const kinds: Record<string, number> = {};
  let rows = 0;
  playVirtual({ ...run, lines: { at: (i) => texts[i] ?? '', sets } }, (row) => {
    digest.add(JSON.stringify(row));
    rows += 1;
    if (rows % MARK_EVERY === 0) {
      marks.push(digest.hex());
      mark(digest.hex());
    }
    const kind = kindOf(row);
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  });
  return { hash: digest.hex(), rows, marks, kinds };
}

/**
 * Draws and plays. The same job has the same fingerprint in
 * every engine. `mark` is called with each of `ledger.marks`.
 */
export const fingerprint = (job: Job, mark: (hash: string) => void = () => {}): Fingerprint => ({
  draws: drawsOf(job.run.workload),
  ledger: ledgerOf(job, mark),
});
