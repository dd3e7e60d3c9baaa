// The figures of one run that are compared: counts, times, and how it ended for each visitor.
import { Histogram } from '../../model/core/histogram.ts';
import type { Values } from '../../model/core/values.ts';
import { Waits } from '../../model/core/waits.ts';
import type { Evidence } from '../../model/judge/evidence.ts';
import { judge, type JudgeOptions, type Judgement } from '../../model/judge/judge.ts';
import { isVisitor } from '../../model/rows/ids.ts';
import { isDone } from '../../model/rows/transfers.ts';
import { fold } from '../../result/fold.ts';

/** `count` out of `of`. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

export interface Figures {
  readonly seed: string;
  readonly populationHash: string;
  readonly timeouts: Share;
  readonly premature: Share;
  readonly missed: Share;
  /**
   * Time from the request of a transfer to its arrival at the next agent, over all that arrived. µs
   * of model time
   */
  readonly transfers: { readonly sum: number; readonly n: number };
  /** All waits: ended, never ended, or still open when play ended. µs of model time */
  readonly shapes: { readonly transfer: Waits<Histogram>; readonly firstResponse: Waits<Histogram> };
  /** Median time from sending to the acknowledgement, a figure of the machine. Real µs */
  readonly ack: number;
  /** By visitor; equal texts are equal outcomes. */
  readonly outcomes: ReadonlyMap<string, string>;
}

/** Judges a run and keeps what can be compared. Rows are not kept. */
export function figuresOf(seed: string, evidence: Evidence, options: JudgeOptions): Figures {
  const judgement = judge(evidence, options);
  const { timeouts, messages } = fold(evidence, judgement);
  const { model, real } = judgement.latency;
  const shareOf = ({ count, of }: Share): Share => ({ count, of });
  return {
    seed,
    populationHash: evidence.populationHash(),
    timeouts: shareOf(timeouts.rate),
    premature: shareOf(timeouts.premature),
    missed: shareOf(messages.missed),
    transfers: transfersOf(evidence),
    shapes: { transfer: inBuckets(model.transfer), firstResponse: inBuckets(model.firstResponse) },
    ack: real.ack.quantile(0.5) ?? 0,
    outcomes: outcomesOf(evidence, judgement),
  };
}

/** The same waits in buckets, because many runs are added up. */
function inBuckets({ ended, open, never, late }: Waits<Values>): Waits<Histogram> {
  const made = new Waits(() => new Histogram());
  made.ended.merge(ended.histogram());
  made.open.merge(open.histogram());
  made.never = never;
  made.late = late;
  return made;
}

function transfersOf(evidence: Evidence): Figures['transfers'] {
  let [sum, n] = [0, 0];
  for (const { transfers } of evidence.sessions.values())
    for (const transfer of transfers) {
      if (transfer.doneAt === undefined || !isDone(transfer)) continue;
      sum += transfer.doneAt - transfer.at;
      n += 1;
    }
  return { sum, n };
}

/**
 * How it ended for each visitor: the fates of their messages, whether they finished or why they
 * gave up, and the verdicts on the timeouts of their sessions. Times are not included.
 */
function outcomesOf(evidence: Evidence, { messages, timeouts }: Judgement): Map<string, string> {
  const parts = new Map<string, string[]>();
  const of = (visitor: string): string[] => {
    const known = parts.get(visitor) ?? [];
    parts.set(visitor, known);
    return known;
  };
  for (const { by, fate } of messages) if (isVisitor(by)) of(by).push(fate);
  for (const { visitor, byRule, byPeople = '', cause } of timeouts) of(visitor).push(`${byRule} ${byPeople} ${cause}`);
  for (const { id, finished, gaveUp } of evidence.actors.values()) {
    if (!isVisitor(id)) continue;
    const end = of(id);
    if (finished !== undefined) end.push('finished');
    if (gaveUp !== undefined) end.push(`gave_up ${gaveUp.why}`);
  }
  return new Map([...parts].map(([visitor, ends]) => [visitor, ends.sort().join(', ')]));
}
