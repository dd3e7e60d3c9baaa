// The outcome of prompts: did the visitor write or click before the session was closed?
import type { Micros } from '../../core/time.ts';
import { endedAt } from '../../rows/ends.ts';
import type { WitnessSession } from '../../rows/rows.ts';
import type { Evidence } from '../evidence.ts';
import { isOverAt, livesOf } from '../evidence/lives.ts';

/**
 * The outcome of the prompts in one life of a session. `answered`: the visitor wrote or clicked.
 * `expired`: the idle close came first. `open`: neither had happened when play ended. `other`: the
 * session ended otherwise.
 */
export interface PromptVerdict {
  readonly session: string;
  readonly outcome: 'answered' | 'expired' | 'other' | 'open';
}

/**
 * Judges every life of a session in which the visitor got a prompt: once, however many there were.
 * Events in the drain do not count.
 */
export function judgePrompts(evidence: Evidence, drainStart: Micros): PromptVerdict[] {
  const verdicts: PromptVerdict[] = [];
  for (const [id, transcript] of evidence.transcripts) {
    const asked = transcript.filter(({ from, at }) => from === 'system' && at <= drainStart).map(({ at }) => at);
    const session = evidence.sessions.get(id);
    if (asked.length === 0 || session === undefined) continue;
    const answers = [
      ...transcript.filter(({ from }) => from === 'visitor').map(({ at }) => at),
      ...(session.touches ?? []).filter(({ kind }) => kind === 'click').map(({ at }) => at),
    ];
    let from = session.openedAt;
    for (const life of livesOf(session)) {
      const to = endedAt(life) ?? Infinity;
      const begins = from;
      const first = asked.find((at) => at >= begins && at <= to);
      from = to;
      if (first === undefined) continue;
      const isAnswered = answers.some((at) => at > first && at <= Math.min(to, drainStart));
      verdicts.push({ session: id, outcome: isAnswered ? 'answered' : unanswered(life, drainStart) });
    }
  }
  return verdicts;
}

const unanswered = (life: WitnessSession, drainStart: Micros): PromptVerdict['outcome'] =>
  !isOverAt(life, drainStart) ? 'open' : life.reason === 'idle_timeout' ? 'expired' : 'other';
