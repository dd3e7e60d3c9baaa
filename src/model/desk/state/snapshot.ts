// A session as the store keeps it and as a witness reports it.
import type { WitnessSession } from '../../rows/rows.ts';
import { NOT_YET } from '../../rules/clock.ts';
import type { StoredSession, StoredWait } from '../ports.ts';
import { isOpen, isWaiting, leftAt, type Session } from '../session.ts';

/** The session for a witness and for the store. */
export function snapshot(s: Session): StoredSession {
  const left = leftAt(s);
  const view: WitnessSession = {
    id: s.id,
    visitor: s.visitor,
    channel: s.channel,
    openedAt: s.openedAt,
    ...(s.activeAt !== undefined && { activeAt: s.activeAt }),
    ...(s.closedAt !== undefined && { closedAt: s.closedAt }),
    ...(s.reason !== undefined && { reason: s.reason }),
    ...(left !== undefined && { leftAt: left }),
    state: s.state,
    ...(s.closedFrom !== undefined && { closedFrom: s.closedFrom }),
    agents: [...s.agents],
    ...(s.closes.length > 0 && { closes: [...s.closes] }),
    transfers: s.transfers.map((t) => ({ ...t })),
    ...(s.rangAt !== undefined && { rangAt: [...s.rangAt] }),
    ...(s.follows !== undefined && { follows: s.follows }),
    ...(s.touches !== undefined && { touches: [...s.touches] }),
  };
  return {
    seq: s.seq,
    ...view,
    ...(s.agent !== undefined && { agent: s.agent }),
    stateSince: s.stateSince,
    ...(s.prefers !== undefined && { prefers: s.prefers }),
    ...(s.unanswered > NOT_YET && { unanswered: s.unanswered }),
    ...(s.restedAt !== undefined && { restedAt: s.restedAt }),
    ...(isOpen(s) && alertedOf(s)),
    ...(isWaiting(s) && { waits: waitOf(s) }),
  };
}

/** What the agent has been alerted about, if anything. */
function alertedOf({ alerted }: Session): Pick<StoredSession, 'alerted'> {
  const expiring = alerted.expiring > NOT_YET && { expiring: alerted.expiring };
  const waiting = alerted.waiting > NOT_YET && { waiting: alerted.waiting };
  return expiring || waiting ? { alerted: { ...expiring, ...waiting } } : {};
}

/** How a session waits for an agent. */
const waitOf = (s: Session): StoredWait => ({
  since: s.waitingSince,
  ticket: s.ticket,
  ...(s.goesFirst && { goesFirst: true }),
  ...(s.handedOver && { handedOver: true }),
  ...(s.missedBy.length > 0 && { missedBy: [...s.missedBy] }),
  ...(s.barred.length > 0 && { barred: [...s.barred] }),
  ...(s.ringsAt !== undefined && { ringsAt: s.ringsAt, ringShown: s.ringShown }),
});
