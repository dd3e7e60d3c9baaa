// The cause of an idle close: silence, device, path, agent, the channel's platform, or the server.
import { SECOND, type Micros } from '../../core/time.ts';
import type { WitnessMessage, WitnessSession } from '../../rows/rows.ts';
import type { Cause } from '../../rows/words.ts';
import { isInHandsAt, stateAt, type ActorEvidence, type Evidence } from '../evidence.ts';
import { holderAt } from '../evidence/lives.ts';

/**
 * How long a message may be in flight before its absence from a screen is the server's fault. Model
 * time, because the paths of a scenario are slow.
 */
const UNDER_WAY: Micros = 30 * SECOND;

/**
 * Finds causes. Made once for all closes, so that messages blocked by platforms are searched once.
 */
export class Blame {
  readonly #evidence: Evidence;
  readonly #grace: Micros;
  /** When the platform of its channel refused messages, by session. */
  readonly #heldUp = new Map<string, Micros[]>();

  /** @param slack how far clocks may differ, µs of model time */
  constructor(evidence: Evidence, slack: Micros) {
    this.#evidence = evidence;
    this.#grace = UNDER_WAY + slack;
    for (const { session = '', refused, said } of evidence.said()) {
      if (refused?.why !== 'window' && refused?.why !== 'quota') continue;
      const list = this.#heldUp.get(session);
      if (list === undefined) this.#heldUp.set(session, [said]);
      else list.push(said);
    }
  }

  /** The cause if the visitor waited for nothing. */
  silence(visitor: ActorEvidence, c: Micros): Cause {
    return awayAt(visitor, c) ?? 'silence';
  }

  /** The cause if nobody answered the visitor's message. */
  unanswered(life: WitnessSession, asked: WitnessMessage | undefined, c: Micros): Cause {
    const since = asked?.at ?? 0;
    if ((this.#heldUp.get(life.id) ?? []).some((at) => at >= since && at <= c)) return 'channel';
    return asked !== undefined && this.#isKeptFromAgent(life, asked, c) ? 'server' : 'agent';
  }

  /** The cause if the visitor did not see the answer. */
  unreached(visitor: ActorEvidence, answer: WitnessMessage, c: Micros): Cause {
    const away = awayAt(visitor, c);
    if (away !== undefined) return away;
    return c - answer.at > this.#grace && wasThere(visitor, answer.at, c) ? 'server' : 'path';
  }

  /**
   * Whether the agent was there all the time while holding the message, and no agent's screen
   * showed it.
   */
  #isKeptFromAgent(life: WitnessSession, asked: WitnessMessage, c: Micros): boolean {
    const holder = holderAt(life, c);
    const agent = holder === undefined ? undefined : this.#evidence.someone(holder.agent);
    // An agent who leaves after `c` was there. Later events must not change a verdict, because it
    // may be given before them.
    if (holder === undefined || agent === undefined || (this.#evidence.absent.get(agent.id) ?? Infinity) <= c)
      return false;
    const from = Math.max(asked.at, holder.since);
    if (c - from <= this.#grace || !isInHandsAt(life, c)) return false;
    const { shows } = this.#evidence.item(asked.id);
    return wasThere(agent, from, c) && !shows.some(({ t, from: by }) => by === 'visitor' && t <= c);
  }
}

function awayAt({ paths, devices }: ActorEvidence, t: Micros): Cause | undefined {
  if (stateAt(paths, t, 'up') === 'offline') return 'path';
  return stateAt(devices, t, 'visible') === 'visible' ? undefined : 'device';
}

/** Whether device and path worked from one moment to the other. */
const wasThere = (actor: ActorEvidence, from: Micros, to: Micros): boolean =>
  awayAt(actor, from) === undefined && ![...actor.devices, ...actor.paths].some(({ t }) => t > from && t <= to);
