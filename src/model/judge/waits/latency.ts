// How long people waited for each other and for the server, including waits that never ended.
import { Histogram } from '../../core/histogram.ts';
import type { Micros } from '../../core/time.ts';
import { Values } from '../../core/values.ts';
import { Waits } from '../../core/waits.ts';
import { endedAt } from '../../rows/ends.ts';
import { isVisitor } from '../../rows/ids.ts';
import type { WitnessSession } from '../../rows/rows.ts';
import { handedOverBy, outcomesOf } from '../../rows/transfers.ts';
import { sweepAfter } from '../../rules/clock.ts';
import type { SessionRules } from '../../rules/rules.ts';
import { isInHandsAt, isOtherSide, type Evidence } from '../evidence.ts';
import type { Item } from '../evidence/items.ts';
import { firstAnswers } from './first-answers.ts';
import { isOverAt, livesOf } from '../evidence/lives.ts';
import type { TimeoutVerdict } from '../timeouts/timeouts.ts';

/** Waits for people in µs of model time, for machines in real µs. */
export interface Latency {
  readonly model: {
    /**
     * From a visitor's first message in a life of a session to the first answer on their screen.
     */
    readonly firstResponse: Waits<Values>;
    /** From the request for a transfer until another agent has the session. */
    readonly transfer: Waits<Values>;
    /** From a visitor's message on the screen of an agent to the first look at it. */
    readonly notice: Waits<Histogram>;
  };
  readonly real: {
    /** From the first send of a message until the server stored or refused it. */
    readonly ack: Waits<Histogram>;
    /**
     * From the first send of a message, or the moment an agent had the session, to the first screen
     * of the other side.
     */
    readonly delivery: Waits<Histogram>;
    readonly closeLateness: Histogram;
  };
}

export const noLatency = (): Latency => ({
  model: {
    firstResponse: new Waits(() => new Values()),
    transfer: new Waits(() => new Values()),
    notice: new Waits(() => new Histogram()),
  },
  real: {
    ack: new Waits(() => new Histogram()),
    delivery: new Waits(() => new Histogram()),
    closeLateness: new Histogram(),
  },
});

/** Adds the waits of another part of the run. */
export function mergeLatency(sum: Latency, part: Latency): void {
  for (const key of ['firstResponse', 'transfer'] as const) sum.model[key].merge(part.model[key]);
  sum.model.notice.merge(part.model.notice);
  for (const key of ['ack', 'delivery'] as const) sum.real[key].merge(part.real[key]);
  sum.real.closeLateness.merge(part.real.closeLateness);
}

/** The form in which it passes between threads. */
export type LatencyJson = ReturnType<typeof latencyJson>;

export const latencyJson = ({ model, real }: Latency) => ({
  model: {
    firstResponse: model.firstResponse.toJSON(),
    transfer: model.transfer.toJSON(),
    notice: model.notice.toJSON(),
  },
  real: { ack: real.ack.toJSON(), delivery: real.delivery.toJSON(), closeLateness: real.closeLateness.toJSON() },
});

export const latencyFrom = ({ model, real }: LatencyJson): Latency => ({
  model: {
    firstResponse: Waits.from(model.firstResponse, (all) => Values.from(all)),
    transfer: Waits.from(model.transfer, (all) => Values.from(all)),
    notice: Waits.from(model.notice, (all) => Histogram.from(all)),
  },
  real: {
    ack: Waits.from(real.ack, (all) => Histogram.from(all)),
    delivery: Waits.from(real.delivery, (all) => Histogram.from(all)),
    closeLateness: Histogram.from(real.closeLateness),
  },
});

export interface LatencyOptions {
  readonly rules: SessionRules;
  readonly speed: number;
  /** Waits that have not ended by then are open. */
  readonly drainStart: Micros;
}

/** Measures all waits in this evidence. */
export function latencyOf(evidence: Evidence, timeouts: readonly TimeoutVerdict[], o: LatencyOptions): Latency {
  const found = noLatency();
  const real = (model: Micros): Micros => Math.round(Math.max(0, model) / o.speed);
  firstAnswers(evidence, o.drainStart, found.model.firstResponse);
  for (const session of evidence.sessions.values()) transfers(session, o.drainStart, found.model.transfer);
  for (const item of evidence.items()) {
    notice(evidence, item, o.drainStart, found.model.notice);
    ack(item, { ...o, real }, found.real.ack);
    delivery(evidence, item, { ...o, real }, found.real.delivery);
  }
  for (const t of timeouts) {
    if (t.byRule !== 'missed' && t.due !== undefined && t.afterOutage !== true)
      found.real.closeLateness.add(real(t.closedAt - sweepAfter(t.due, o.rules.sweep)));
  }
  return found;
}

function transfers(told: WitnessSession, drainStart: Micros, waits: Waits<Values>): void {
  if (told.transfers.length === 0) return;
  const session = handedOverBy(told, drainStart);
  for (const [i, outcome] of outcomesOf(session, isOverAt(session, drainStart)).entries()) {
    const { at = 0, doneAt = at } = session.transfers[i] ?? {};
    if (outcome === 'done') waits.ended.add(doneAt - at);
    else if (outcome === 'failed') waits.never += 1;
    else waits.open.add(drainStart - at);
  }
}

/** A message on several screens waits for the first look of any agent. */
function notice(evidence: Evidence, { shows, looks }: Item, drainStart: Micros, waits: Waits<Histogram>): void {
  let shown: Micros = Infinity;
  let where = '';
  for (const { by, from, t, session } of shows) {
    if (from !== 'visitor' || isVisitor(by) || t >= shown) continue;
    shown = t;
    where = session;
  }
  // A message that is shown in the drain has nobody left to look at it.
  if (shown === Infinity || shown > drainStart) return;
  let looked: Micros = Infinity;
  for (const { by, t } of looks) if (!isVisitor(by) && t <= drainStart && t < looked) looked = t;
  if (looked < Infinity) waits.ended.add(Math.max(0, looked - shown));
  else if (evidence.endedBeforeDrain(where)) waits.never += 1;
  else waits.open.add(Math.max(0, drainStart - shown));
}

interface RealOptions extends LatencyOptions {
  readonly real: (model: Micros) => Micros;
}

/** Infinity means never, even if there was no drain. */
const hasComeBy = (t: Micros, drainStart: Micros): boolean => t < Infinity && t <= drainStart;

/**
 * What the harness settles in the drain, by restoring networks for it, was not settled during play.
 */
function ack({ said }: Item, { real, drainStart }: RealOptions, waits: Waits<Histogram>): void {
  const [sent, again = Infinity] = said?.sends ?? [];
  if (said === undefined || sent === undefined || sent > drainStart) return;
  const settled = Math.min(said.ack?.t ?? Infinity, said.refused?.t ?? Infinity);
  if (hasComeBy(settled, drainStart)) waits.ended.add(real(settled - sent));
  else if (settled < Infinity) waits.open.add(real(drainStart - sent));
  else waits.never += 1;
  if (hasComeBy(again, drainStart)) waits.late += 1;
}

/**
 * While no agent has a session, its messages wait for a person. That time belongs to the first
 * response or to the transfer, not to the server.
 */
function delivery(evidence: Evidence, item: Item, o: RealOptions, waits: Waits<Histogram>): void {
  const { said, shows, stored } = item;
  const sent = said?.sends[0];
  if (said?.ack === undefined || said.ack.seq === 0 || sent === undefined) return;
  const session = evidence.sessions.get(said.ack.session);
  if (session === undefined) return;
  // By the server's clock, as for transfers: when the ack comes, the next agent may already have
  // the session.
  const since = isVisitor(said.by) ? inHandsSince(session, stored[0]?.at ?? said.ack.t) : sent;
  if (since === undefined) return;
  let shown: Micros = Infinity;
  for (const { by, t } of shows) if (isOtherSide(said.by, by) && t < shown) shown = t;
  const from = Math.max(sent, since);
  if (from > o.drainStart) return;
  if (hasComeBy(shown, o.drainStart)) waits.ended.add(o.real(shown - from));
  else if (evidence.endedBeforeDrain(session.id)) waits.never += 1;
  else waits.open.add(o.real(o.drainStart - from));
}

/**
 * Since when an agent of that life of the session has had what was written at `t`. That is when the
 * first agent took it, or the next one after a hand-over. Undefined if none ever did.
 */
function inHandsSince(session: WitnessSession, t: Micros): Micros | undefined {
  const life = livesOf(session).find((one) => t <= (endedAt(one) ?? Infinity));
  if (life?.activeAt === undefined || life.activeAt > t || isInHandsAt(life, t)) return life?.activeAt;
  const ended = endedAt(life) ?? Infinity;
  return life.transfers.find(({ doneAt = -Infinity }) => doneAt > t && doneAt <= ended)?.doneAt;
}
