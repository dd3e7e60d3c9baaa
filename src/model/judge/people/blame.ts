// Whose doing an idle close is: silence, the visitor's device or path, the agent, the platform of the channel, or the server.
import { SECOND, type Micros } from '../../core/time.ts';
import type { WitnessMessage, WitnessSession } from '../../rows/rows.ts';
import type { Cause } from '../../rows/words.ts';
import { isInHandsAt, stateAt, type ActorEvidence, type Evidence } from '../evidence.ts';
import { holderAt } from '../evidence/lives.ts';

/** A message may be under way for so long before its absence from a screen is the server's doing. Model time: paths of a scenario are slow. */
const UNDER_WAY: Micros = 30 * SECOND;

/** Finds causes. Made once for all closes: what the platforms held up is looked for once. */
export class Blame {
  readonly #evidence: Evidence;
  readonly #grace: Micros;
  /** When messages in a session were refused by the platform of its channel. */
  readonly #heldUp = new Map<string, Micros[]>();

  /** @param slack how far clocks may lie apart, µs of model time */
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

  /** Of a visitor who had nothing to wait for. */
  silence(visitor: ActorEvidence, c: Micros): Cause {
    return awayAt(visitor, c) ?? 'silence';
  }

  /** Of a visitor whose message nobody answered. */
  unanswered(life: WitnessSession, asked: WitnessMessage | undefined, c: Micros): Cause {
    const since = asked?.at ?? 0;
    if ((this.#heldUp.get(life.id) ?? []).some((at) => at >= since && at <= c)) return 'channel';
    return asked !== undefined && this.#isKeptFromAgent(life, asked, c) ? 'server' : 'agent';
  }

  /** Of a visitor who did not see the answer. */
  unreached(visitor: ActorEvidence, answer: WitnessMessage, c: Micros): Cause {
    const away = awayAt(visitor, c);
    if (away !== undefined) return away;
    return c - answer.at > this.#grace && wasThere(visitor, answer.at, c) ? 'server' : 'path';
  }

  /** Was the agent there for as long as the message was in their hands, and it on no agent's screen? */
  #isKeptFromAgent(life: WitnessSession, asked: WitnessMessage, c: Micros): boolean {
    const holder = holderAt(life, c);
    const agent = holder === undefined ? undefined : this.#evidence.someone(holder.agent);
    // Who leaves later was there; and what comes later must not change a verdict, or it would hang on when it is given.
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

/** Were device and path well from one moment to the other? */
const wasThere = (actor: ActorEvidence, from: Micros, to: Micros): boolean =>
  awayAt(actor, from) === undefined && ![...actor.devices, ...actor.paths].some(({ t }) => t > from && t <= to);
