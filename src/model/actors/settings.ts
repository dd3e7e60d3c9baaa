// What the people of a scenario share: how agents notice and work, and the lines everybody speaks.
import type { Duration } from '../core/distributions.ts';
import type { AlertForm } from '../rows/words.ts';
import type { Micros } from '../core/time.ts';

/** How agents read, type and notice. Times are model µs. */
export interface AgentSettings {
  /** Time to read and type one answer with one session open; drawn for the visitor and the turn. */
  readonly answer: Duration;
  /** How much longer an answer takes for each further session open, in thousandths. */
  readonly perSession: number;
  /** Time until a message in the session in front is seen. */
  readonly glance: Duration;
  /** Time until a message in another session is noticed. */
  readonly notice: Duration;
  /**
   * How much longer that takes for each further open session, in thousandths. Pop-ups are noticed
   * as fast as ever.
   */
  readonly noticePerSession: number;
  /** Time until an alert is noticed, by its form; drawn for the session's visitor. */
  readonly attention: Readonly<Record<AlertForm, Duration>>;
  /**
   * How often the client reports that its agent is typing, from the start of an answer; 0 = never.
   */
  readonly typing: Micros;
  /** Share of ringing sessions that are declined, in thousandths. */
  readonly declines: number;
}

/** What a visitor's client reports to the server besides messages. µs */
export interface Manners {
  /** How long a user types before a turn is sent; 0 = the server is not notified. */
  readonly typing: Micros;
  /** How often the client repeats this; 0 = it reports only the start. */
  readonly typingEvery: Micros;
  /** How often the client of a page in front reports mouse or keyboard; 0 = never. */
  readonly activity: Micros;
}

/** The corpus as actors see it: lines by index, and ranges of indices by kind (`visitor/turn/pre_sale`, `agent/reply`…). */
export interface Lines {
  at(index: number): string;
  readonly sets: Readonly<Record<string, readonly [from: number, to: number]>>;
}

const ranges = new WeakMap<Lines, Map<string, readonly [number, number]>>();

/** The range of all sets whose key starts with `prefix/`; sets of one kind lie side by side. */
export function rangeOf(lines: Lines, prefix: string): readonly [number, number] {
  let known = ranges.get(lines);
  if (known === undefined) ranges.set(lines, (known = new Map<string, readonly [number, number]>()));
  let range = known.get(prefix);
  if (range === undefined) known.set(prefix, (range = findRange(lines, prefix)));
  return range;
}

function findRange(lines: Lines, prefix: string): readonly [number, number] {
  let from = Infinity;
  let to = -1;
  for (const key of Object.keys(lines.sets)) {
    const range = lines.sets[key];
    if (range === undefined || (key !== prefix && !key.startsWith(`${prefix}/`))) continue;
    from = Math.min(from, range[0]);
    to = Math.max(to, range[1]);
  }
  if (to < 0) throw new Error(`the corpus has no lines "${prefix}"`);
  return [from, to];
}
