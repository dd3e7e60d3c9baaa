// A part of a run in virtual time: some of its visitors and agents, up to a moment.
// They act as in the whole run, except where others who are left out made a difference.
import { message, say, type Message } from '../language/language.ts';
import { formatDuration, type Micros } from '../model/core/time.ts';
import { agentId, isVisitor } from '../model/rows/ids.ts';
import type { VirtualRun } from '../model/runner/virtual/play.ts';
import { UsageError } from '../scenario/define.ts';

/** The part of a run that is played. */
export interface Excerpt {
  /** Play ends here. µs of model time */
  readonly until?: Micros;
  /** Visitors (`v17`) who come, and agents (`a3`); if no agent is named, all agents come. */
  readonly only?: readonly string[];
}

/** Sorts visitors by their numbers, then agents; each appears once. */
export function inOrder(actors: Iterable<string>): string[] {
  const numbered = [...new Set(actors)].map((id) => ({ id, isAgent: !isVisitor(id), n: Number(id.slice(1)) }));
  return numbered.sort((a, b) => Number(a.isAgent) - Number(b.isAgent) || a.n - b.n).map(({ id }) => id);
}

/** Splits a list of actors into visitors and agents. */
export function sorted(only: readonly string[]): { visitors: string[]; agents: string[] } {
  const all = inOrder(only);
  return { visitors: all.filter(isVisitor), agents: all.filter((id) => !isVisitor(id)) };
}

/**
 * The part of a run that an excerpt selects.
 * @param whole the run with everybody
 * @throws UsageError when it names somebody whom the run does not have, or no visitor
 */
export function excerptOf(whole: VirtualRun, { until, only }: Excerpt): VirtualRun {
  return { ...whole, ...(until !== undefined && { until }), ...(only !== undefined && company(whole, only)) };
}

/**
 * Notes for a reader who might take the excerpt for the whole run.
 * @param playedTo when play ended, µs
 */
export function notesOn({ visitors, only, until = Infinity, workload }: VirtualRun, playedTo: Micros): Message[] {
  const of = workload.agents.count;
  const agents = (only?.length ?? 0) - visitors;
  const people =
    agents === of ? message('excerpt.visitors', { visitors }) : message('excerpt.people', { visitors, agents, of });
  const isCut = until <= playedTo;
  return [
    ...(only === undefined ? [] : [people]),
    ...(isCut ? [message('excerpt.until', { at: formatDuration(until) })] : []),
  ];
}

function company(
  { workload, visitors: all }: VirtualRun,
  only: readonly string[],
): { visitors: number; only: string[] } {
  const { count } = workload.agents;
  const { visitors, agents } = sorted(only);
  const unknown = [...visitors.filter((id) => !isBelow(id, all)), ...agents.filter((id) => !isBelow(id, count))];
  if (unknown.length > 0)
    throw new UsageError(say('excerpt.unknown', { unknown, visitors: lastOf('v', all), agents: lastOf('a', count) }));
  if (visitors.length === 0) throw new UsageError(say('excerpt.nobody', { only, visitors: lastOf('v', all) }));
  const staff = agents.length > 0 ? agents : Array.from({ length: count }, (_, j) => agentId(j));
  return { visitors: visitors.length, only: [...visitors, ...staff] };
}

const isBelow = (id: string, count: number): boolean => /^[va](?:0|[1-9]\d*)$/.test(id) && Number(id.slice(1)) < count;

const lastOf = (letter: string, count: number): string => `${letter}0 … ${letter}${Math.max(0, count - 1)}`;
