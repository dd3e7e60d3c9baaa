// Judges the windows of channels: a session must end exactly when its visitor's last window ends.
import type { Micros } from '../../core/time.ts';
import { endedAt } from '../../rows/ends.ts';
import type { WitnessSession } from '../../rows/rows.ts';
import type { ByRule } from '../../rows/words.ts';
import type { ChannelRule } from '../../rules/channels.ts';
import type { Evidence } from '../evidence.ts';
import type { ClockEvent } from './idle.ts';
import { expectedAt } from '../evidence/outages.ts';
import { livesOf } from '../evidence/lives.ts';
import { cameBack, momentsOf, unstoredBySession, type CloseVerdict, type TimeoutOptions } from './timeouts.ts';

export type WindowVerdict = CloseVerdict;

/** Judges every end of a window before the drain. Ordered as the sessions are. */
export function judgeWindows(evidence: Evidence, options: TimeoutOptions): WindowVerdict[] {
  const { channels } = options.rules;
  if (Object.keys(channels).length === 0) return [];
  const verdicts: WindowVerdict[] = [];
  const unstored = unstoredBySession(evidence);
  for (const session of evidence.sessions.values()) {
    const rule = channels[session.channel];
    if (rule === undefined) continue;
    const openers = openersOf(momentsOf(evidence, unstored, session), rule);
    let begins = -Infinity;
    for (const life of livesOf(session)) {
      const verdict = judgeLife(evidence, { life, begins }, openers, options);
      if (verdict !== undefined) verdicts.push(verdict);
      begins = endedAt(life) ?? Infinity;
    }
  }
  return verdicts;
}

interface Opener {
  readonly at: Micros;
  readonly until: Micros;
}

/** What opened the channel, in order of time, and until when. */
function openersOf(moments: readonly ClockEvent[], { message, click }: ChannelRule): Opener[] {
  const found: Opener[] = [];
  for (const { kind, at } of moments) {
    if (kind === 'visitor') found.push({ at, until: at + message.window });
    else if (kind === 'click' && click !== null) found.push({ at, until: at + click.window });
  }
  return found.sort((a, b) => a.at - b.at);
}

function judgeLife(
  evidence: Evidence,
  { life, begins }: { readonly life: WitnessSession; readonly begins: Micros },
  openers: readonly Opener[],
  o: TimeoutOptions,
): WindowVerdict | undefined {
  const { id: session, visitor, channel, reason, state } = life;
  const ended = endedAt(life);
  // Until when it went on is not known.
  if (state === 'left_message' && ended === undefined) return undefined;
  const end = ended ?? Infinity;
  const until = Math.min(end, o.drainStart);
  const about = { session, visitor, channel };
  const missed = (due: Micros, closedAt: Micros): WindowVerdict => ({
    ...about,
    closedAt,
    due,
    byRule: 'missed',
    cameBack: false,
  });
  let due = -Infinity;
  for (const { at, until: over } of openers) {
    if (at < begins || at > until) continue;
    if (due > -Infinity && latest(evidence, due, o) < at) return missed(due, at);
    due = Math.max(due, over);
  }
  const isKnown = due > -Infinity;
  if (reason !== 'channel_window' || end > o.drainStart)
    return isKnown && latest(evidence, due, o) < until ? missed(due, until) : undefined;
  return {
    ...about,
    closedAt: end,
    ...(isKnown && { due }),
    byRule: isKnown ? ruleOf(evidence, due, end, o) : 'wrong_state',
    cameBack: cameBack(evidence, visitor, end),
  };
}

function ruleOf(evidence: Evidence, due: Micros, closedAt: Micros, o: TimeoutOptions): ByRule {
  if (closedAt < due - o.slack) return 'early';
  return closedAt > latest(evidence, due, o) ? 'late' : 'justified';
}

/**
 * Platforms do not sweep. The slack covers all clocks, and a server that was down closes when it is
 * back.
 */
const latest = ({ outages }: Evidence, due: Micros, { slack }: TimeoutOptions): Micros =>
  expectedAt(due, slack, outages) + slack;
