// From rows to a judgement: the evidence, the fate of messages, timeouts and waits.
import type { Micros } from '../core/time.ts';
import type { SessionRules } from '../rules/rules.ts';
import { isInHandsAt, type Evidence } from './evidence.ts';
import { forgotten } from './messages/forgotten.ts';
import { latencyOf, type Latency } from './waits/latency.ts';
import type { Remark } from './evidence/remarks.ts';
import { judgeAlerts, type AlertVerdict } from './people/alerts.ts';
import { judgePrompts, type PromptVerdict } from './people/prompts.ts';
import { judgeMessages, phantoms, vanished, type MessageVerdict } from './messages/messages.ts';
import { judgeTimeouts, type TimeoutVerdict } from './timeouts/timeouts.ts';
import { judgeWindows, type WindowVerdict } from './timeouts/windows.ts';

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
  /** Messages that were on a screen and are no longer in any history. */
  readonly vanished: readonly string[];
  /** Sessions that people were notified of and that the history lacks. */
  readonly forgotten: readonly string[];
  readonly timeouts: readonly TimeoutVerdict[];
  readonly windows: readonly WindowVerdict[];
  readonly alerts: readonly AlertVerdict[];
  readonly prompts: readonly PromptVerdict[];
  readonly latency: Latency;
}

export interface Judgement extends Judged {
  /** Why the evidence cannot be trusted; empty if it is complete. */
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

/**
 * Judges the threads in this evidence.
 * @param drained nothing of them is in flight any more, so absence means loss
 */
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
    forgotten: drained || evidence.isClosed('server') ? forgotten(evidence) : [],
    timeouts,
    windows: judgeWindows(evidence, judging),
    alerts: judgeAlerts(evidence, drainStart),
    prompts: judgePrompts(evidence, drainStart),
    latency: latencyOf(evidence, timeouts, { rules, speed, drainStart }),
  };
}

/** A drain is complete when the harness says so and every fence has arrived on both sides. */
function drainFaults(evidence: Evidence): Remark[] {
  const faults: Remark[] = [];
  const end = evidence.phases.get('drain_end');
  if (end === undefined) faults.push({ key: 'judge.noDrain' });
  else if (end.complete !== true) faults.push({ key: 'judge.drainLate' });
  if (!evidence.isClosed('server')) faults.push({ key: 'judge.notRead' });
  let open = 0;
  for (const [, fence] of evidence.fences) {
    const session = evidence.sessions.get(fence.session);
    // During a hand-over, the agent may have been gone when the fence arrived.
    const isHandedOver = session?.transfers.some(({ at }) => at >= fence.sent) === true;
    const isOver = session?.closedAt !== undefined || session?.state === 'left_message';
    const inHands = session !== undefined && !isOver && !isHandedOver && isInHandsAt(session, fence.sent);
    if (!fence.acked || (inHands && !fence.seen && isAgentPresent(evidence, fence.session))) open += 1;
  }
  if (open > 0) faults.push({ key: 'judge.fences', args: { n: open, of: evidence.fences.size } });
  return faults;
}

/**
 * Whether the session's agent is there to see a fence. One who left, or whose device was killed, is
 * not.
 */
function isAgentPresent(evidence: Evidence, session: string): boolean {
  const id = evidence.sessions.get(session)?.agents.at(-1);
  return id !== undefined && !evidence.absent.has(id) && evidence.actors.get(id)?.devices.at(-1)?.is !== 'killed';
}
