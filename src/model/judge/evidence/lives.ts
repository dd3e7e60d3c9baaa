// The lives of a session: a reopened one has ended more than once, and each life is judged alone.
import type { Micros } from '../../core/time.ts';
import { endedAt } from '../../rows/ends.ts';
import type { EarlierLife, WitnessSession } from '../../rows/rows.ts';

/**
 * One life for each end before a reopening, and the last one. Each has its own agents, but the
 * transfers of all.
 */
export function livesOf(session: WitnessSession): WitnessSession[] {
  const { closes, ...last } = session;
  if (closes === undefined) return [last];
  const agents = agentsOf(session, closes);
  const earlier = closes.map((life, i) => earlierLife(session, life, agents[i] ?? []));
  return [...earlier, { ...last, agents: agents.at(-1) ?? [] }];
}

/**
 * Only what the server reports of an earlier life is known: fields of the last life do not apply to
 * it. One that ended in the queue had no agent.
 */
function earlierLife(session: WitnessSession, life: EarlierLife, agents: readonly string[]): WitnessSession {
  const {
    closes: _,
    activeAt: _active,
    closedAt: _closed,
    reason: _reason,
    closedFrom: _from,
    leftAt: _left,
    ...bare
  } = session;
  return { ...bare, ...life, state: life.leftAt === undefined ? 'closed' : 'left_message', agents };
}

/**
 * The agents of each life, in order. A life has the agent who took it, and one more for each
 * completed transfer. If the server counts differently, the agents of earlier lives are unknown,
 * and all belong to the last one.
 */
function agentsOf(
  { agents, transfers, activeAt }: WitnessSession,
  closes: readonly EarlierLife[],
): (readonly string[])[] {
  const taken = [...closes.map((life) => life.activeAt), activeAt];
  const lives = taken.map((at): number => (at === undefined ? 0 : 1));
  for (const { at, doneAt } of transfers) {
    const of = taken.findLastIndex((since) => since !== undefined && since <= at);
    if (doneAt !== undefined && of >= 0) lives[of] = (lives[of] ?? 0) + 1;
  }
  const isKnown = lives.reduce((sum, n) => sum + n, 0) === agents.length;
  let from = 0;
  return lives.map((n, i) => {
    const own = isKnown ? agents.slice(from, from + n) : i === closes.length ? agents : [];
    from += n;
    return own;
  });
}

/**
 * Who had a life of a session at `t`, or had it last before it waited for another agent. Undefined
 * if nobody had, or the server does not say.
 */
export function holderAt(life: WitnessSession, t: Micros): Holder | undefined {
  const { activeAt, agents, transfers } = life;
  if (activeAt === undefined || activeAt > t) return undefined;
  const ended = endedAt(life) ?? Infinity;
  const own = transfers.filter(({ at }) => at >= activeAt && at <= ended);
  const last = own.findLast(({ doneAt }) => doneAt !== undefined && doneAt <= t);
  const agent = last === undefined ? (own[0]?.from ?? agents.at(-1)) : last.to;
  return agent === undefined ? undefined : { agent, since: last?.doneAt ?? activeAt };
}

interface Holder {
  readonly agent: string;
  readonly since: Micros;
}

/**
 * Whether it was over at `t`. One that became leave-messages always was, if the server does not say
 * when.
 */
export function isOverAt(session: WitnessSession, t: Micros): boolean {
  const ended = endedAt(session);
  return ended === undefined ? session.state === 'left_message' : ended <= t;
}
