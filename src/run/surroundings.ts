// Network, store, and crashes of a scenario: settings of virtual time, notes on runs over sockets.
import { message, type Message } from '../language/language.ts';
import type { VirtualRun } from '../model/runner/virtual/play.ts';
import type { Scenario } from '../scenario/define.ts';
import { tailOf } from '../scenario/surroundings.ts';
import { VIRTUAL_LATENCY } from '../capacity/forecast.ts';

type Crash = Scenario['data']['crashes'][number];

/** Crashes in the order in which they happen. */
export const crashesOf = ({ data }: Scenario): Crash[] => [...data.crashes].sort((a, b) => a.at - b.at);

/** The settings of virtual time besides people and desk. */
export function surroundingsOf(
  scenario: Scenario,
): Pick<VirtualRun, 'latency' | 'path' | 'commit' | 'crashes' | 'tail' | 'tailMost'> {
  const { network, commit } = scenario.data;
  const { latency, jitter } = network;
  const crashes = crashesOf(scenario);
  const isSteady = latency.kind === 'fixed' && jitter === undefined;
  return {
    latency: latency.kind === 'fixed' ? latency.value : VIRTUAL_LATENCY,
    ...(!isSteady && { path: { latency, ...(jitter !== undefined && { jitter }) } }),
    ...(commit > 0 && { commit }),
    ...(crashes.length > 0 && { crashes }),
    ...tailOf(scenario.data),
  };
}

/** Note that the scenario kills the server, and how that is judged. */
export const crashNotes = (crashes: readonly Crash[] = []): Message[] =>
  crashes.length === 0 ? [] : [message('note.crashes', { n: crashes.length })];

/** The same over sockets, plus the keys of the scenario that only virtual time uses. */
export function socketNotes({ data, input }: Scenario): Message[] {
  const unused = (['network', 'commit'] as const).filter((key) => input[key] !== undefined);
  return [...crashNotes(data.crashes), ...(unused.length === 0 ? [] : [message('note.virtualOnly', { keys: unused })])];
}
