// Who comes when and how they behave, as plain data: the part of a scenario that engines carry to every actor.
import type { Duration } from '../core/distributions.ts';
import type { Micros } from '../core/time.ts';
import type { ClientSettings } from '../ports/client.ts';
import type { AgentSettings, Manners } from '../actors/settings.ts';
import type { Channel, Ending, EpisodeKind } from '../rows/words.ts';

/** A stretch of arrivals. `for` is whole seconds; `visitors` is the number expected in it. */
export interface ArrivalPhase {
  readonly name: string;
  readonly for: Micros;
  readonly visitors: number;
  /** Rates at the start and the end, relative to each other; flat when absent. */
  readonly ramp?: readonly [number, number];
  /** Relative rates of equal parts, such as the 24 hours of a day; flat when absent. */
  readonly curve?: readonly number[];
}

export interface Persona extends Manners {
  readonly name: string;
  readonly trade: string;
  readonly weight: number;
  /** Mean number of turns, at least 1. */
  readonly turns: number;
  readonly think: Duration;
  /** How long the visitor waits for the first answer, and for any later one, before giving up. */
  readonly patience: Duration;
  readonly replyPatience: Duration;
  readonly lingers: Duration;
  readonly endings: Readonly<Record<Ending, number>>;
  /** Chances in thousandths. */
  readonly comesBack: number;
  readonly answersPrompt: number;
  readonly promptDelay: Duration;
  readonly lead: number;
  readonly annoyed: number;
}

/** A named pattern of device or path. `share` in thousandths of visitors; the habits of one visitor may overlap. */
export interface Habit {
  readonly name: string;
  readonly kind: EpisodeKind;
  readonly share: number;
  /** From arrival to the (first) onset. */
  readonly onset: Duration;
  readonly length: Duration;
  /** How many times it happens. */
  readonly times?: number;
}

export interface AgentPersona {
  readonly name: string;
  readonly weight: number;
  /** Reading and typing time in thousandths of the ordinary. */
  readonly pace: number;
}

export interface Workload {
  readonly seed: string;
  readonly arrivals: readonly ArrivalPhase[];
  readonly personas: readonly Persona[];
  readonly channels: readonly { readonly channel: Channel; readonly weight: number }[];
  readonly habits: readonly Habit[];
  readonly turnsMost: number;
  readonly agents: {
    readonly count: number;
    readonly personas: readonly AgentPersona[];
    readonly settings: AgentSettings;
    readonly habits: readonly Habit[];
    /** Agents arrive spread over this time: agent j at j × spread / count. */
    readonly spread: Micros;
    /** Shares (thousandths) who leave early, and when. */
    readonly leave?: { readonly share: number; readonly at: Duration };
  };
  readonly client: ClientSettings;
}

/** End of arrivals. µs */
export const horizonOf = (workload: Workload): Micros => workload.arrivals.reduce((sum, phase) => sum + phase.for, 0);
