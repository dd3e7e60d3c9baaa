// From rows to a judgement: is the evidence whole, where did every message end, was every timeout right, how long did things take.
import { Histogram } from '../core/histogram.ts';
import type { Micros } from '../core/time.ts';
import { isVisitor } from '../rows/ids.ts';
import { isDone } from '../rows/transfers.ts';
import type { SessionRules } from '../rules/rules.ts';
import { sweepAfter } from '../rules/clock.ts';
import { isInHandsAt, isOtherSide, type Evidence } from './evidence.ts';
import type { Sighting } from './items.ts';
import type { Remark } from './remarks.ts';
import { judgeAlerts, type AlertVerdict } from './alerts.ts';
import { judgePrompts, type PromptVerdict } from './prompts.ts';
import { wasAway } from './outages.ts';
import { judgeMessages, phantoms, vanished, type MessageVerdict } from './messages.ts';
import { judgeTimeouts, type TimeoutVerdict } from './timeouts.ts';
import { judgeWindows, type WindowVerdict } from './windows.ts';

export interface JudgeOptions {
  readonly rules: SessionRules;
  readonly speed: number;
  /** ε: bound on path delay plus timer lateness, in real µs. */
  readonly epsilon: Micros;
  readonly prematureWithin: Micros;
  readonly generatorLate: boolean;
}

/** What is judged of threads: visitors with all their sessions and all messages of both sides. */
export interface Judged {
  readonly drainStart: Micros;
  readonly messages: readonly MessageVerdict[];
  readonly phantoms: readonly string[];
  /** Messages that somebody had on a screen and that are in no history any more. */
  readonly vanished: readonly string[];
  readonly timeouts: readonly TimeoutVerdict[];
  readonly windows: readonly WindowVerdict[];
  readonly alerts: readonly AlertVerdict[];
  readonly prompts: readonly PromptVerdict[];
  readonly latency: {
    readonly model: { readonly firstResponse: Histogram; readonly transfer: Histogram; readonly notice: Histogram };
    readonly real: { readonly ack: Histogram; readonly delivery: Histogram; readonly closeLateness: Histogram };
  };
}

export interface Judgement extends Judged {
  /** Why the evidence cannot be trusted; empty when it is whole. */
  readonly missing: readonly Remark[];
  readonly drained: boolean;
  readonly undrained: readonly Remark[];
  readonly attempted: number;
}

/** Judges a whole run. The order of rows of different parties does not matter. */
export function judge(evidence: Evidence, options: JudgeOptions): Judgement {
  const undrained = drainFaults(evidence);
  const drained = undrained.length === 0;
  return {
    missing: evidence.problems(),
    drained,
    undrained,
    attempted: evidence.attempted,
    ...judgeThreads(evidence, options, drained),
  };
}

/** Judges the threads in this evidence. `drained`: nothing of them is under way any more, so that absence means loss. */
export function judgeThreads(evidence: Evidence, options: JudgeOptions, drained: boolean): Judged {
  const drainStart = evidence.phases.get('drain_start')?.t ?? Infinity;
  const messages = judgeMessages(evidence, drained);
  const { rules, speed, epsilon, prematureWithin, generatorLate } = options;
  const slack = Math.ceil(speed * epsilon);
  const judging = { rules, slack, prematureWithin, drainStart, generatorLate };
  const timeouts = judgeTimeouts(evidence, judging);
  return {
    drainStart,
    messages,
    phantoms: phantoms(evidence),
    // Without a complete drain, absence proves nothing.
    vanished: drained ? vanished(evidence, messages) : [],
    timeouts,
    windows: judgeWindows(evidence, judging),
    alerts: judgeAlerts(evidence),
    prompts: judgePrompts(evidence),
    latency: { model: modelLatency(evidence), real: realLatency(evidence, timeouts, options) },
  };
}

/** A drain is complete when the harness says so and every fence has come through on both sides. */
function drainFaults(evidence: Evidence): Remark[] {
  const faults: Remark[] = [];
  const end = evidence.phases.get('drain_end');
  if (end === undefined) faults.push({ key: 'judge.noDrain' });
  else if (end.complete !== true) faults.push({ key: 'judge.drainLate' });
  if (!evidence.isClosed('server')) faults.push({ key: 'judge.notRead' });
  let open = 0;
  for (const [, fence] of evidence.fences) {
    const session = evidence.sessions.get(fence.session);
    // One that changes hands meanwhile has an agent who may have been gone when the fence came there.
    const isHandedOver = session?.transfers.some(({ at }) => at >= fence.sent) === true;
    const isOver = session?.closedAt !== undefined || session?.state === 'left_message';
    const inHands = session !== undefined && !isOver && !isHandedOver && isInHandsAt(session, fence.sent);
    if (!fence.acked || (inHands && !fence.seen && isAgentPresent(evidence, fence.session))) open += 1;
  }
  if (open > 0) faults.push({ key: 'judge.fences', args: { n: open, of: evidence.fences.size } });
  return faults;
}

/** Is the session's agent there to see a fence? One who left, or whose book ends with a killed device, is not. */
function isAgentPresent(evidence: Evidence, session: string): boolean {
  const id = evidence.sessions.get(session)?.agents.at(-1);
  return id !== undefined && !evidence.absent.has(id) && evidence.actors.get(id)?.devices.at(-1)?.is !== 'killed';
}

function modelLatency(evidence: Evidence): Judgement['latency']['model'] {
  const firstResponse = new Histogram();
  const transfer = new Histogram();
  const notice = new Histogram();
  const firstShown = new Map<string, Micros>();
  for (const { shows, looks } of evidence.items()) {
    for (const show of shows) {
      if (show.from === 'agent' && isVisitor(show.by))
        firstShown.set(show.by, Math.min(show.t, firstShown.get(show.by) ?? Infinity));
      if (show.from !== 'visitor' || isVisitor(show.by)) continue;
      const look = looks.find((l) => l.by === show.by);
      if (look !== undefined) notice.add(look.t - show.t);
    }
  }
  for (const [visitor, shown] of firstShown) {
    const said = evidence.item(`${visitor}/0`).said?.said;
    if (said !== undefined) firstResponse.add(Math.max(0, shown - said));
  }
  for (const session of evidence.sessions.values()) {
    for (const t of session.transfers) if (t.doneAt !== undefined && isDone(t)) transfer.add(t.doneAt - t.at);
  }
  return { firstResponse, transfer, notice };
}

function realLatency(
  evidence: Evidence,
  timeouts: readonly TimeoutVerdict[],
  o: JudgeOptions,
): Judgement['latency']['real'] {
  const ack = new Histogram();
  const delivery = new Histogram();
  const closeLateness = new Histogram();
  const real = (model: Micros): Micros => Math.round(Math.max(0, model) / o.speed);
  for (const { said: m, shows } of evidence.items()) {
    // A resent message measures the outage, not the server: only messages that went out once count.
    const sent = m?.sends.length === 1 ? m.sends[0] : undefined;
    if (m === undefined || sent === undefined) continue;
    if (m.ack !== undefined) ack.add(real(m.ack.t - sent));
    const show = firstShow(m.by, shows);
    const waited = isVisitor(m.by) && !(activeBy(evidence, m.ack?.session) <= sent);
    if (show === undefined || waited || wasAway(evidence.outages, sent, show.t)) continue;
    if (wasFacing(evidence, show.by, show.t)) delivery.add(real(show.t - sent));
  }
  for (const t of timeouts) {
    if (t.byRule !== 'missed' && t.due !== undefined && t.afterOutage !== true)
      closeLateness.add(real(t.closedAt - sweepAfter(t.due, o.rules.sweep)));
  }
  return { ack, delivery, closeLateness };
}

/** The first time that somebody of the other side had it on a screen; of several at once, the first by name. */
function firstShow(sender: string, shows: readonly Sighting[]): Sighting | undefined {
  let first: Sighting | undefined;
  for (const show of shows) {
    if (!isOtherSide(sender, show.by)) continue;
    if (first === undefined || show.t < first.t || (show.t === first.t && show.by < first.by)) first = show;
  }
  return first;
}

/** When a session came into an agent's hands: before that its messages wait for a person, not for the server. */
function activeBy(evidence: Evidence, session: string | undefined): Micros {
  return evidence.sessions.get(session ?? '')?.activeAt ?? Infinity;
}

/** Delivery time says something about the server only when the reader's device and path had never been away until then. */
function wasFacing(evidence: Evidence, actor: string, until: Micros): boolean {
  const known = evidence.someone(actor);
  return known === undefined || ![...known.devices, ...known.paths].some(({ t }) => t <= until);
}
