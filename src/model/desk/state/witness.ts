// What a witness reports of a stored row.
// The simulator's archive and the server's HTTP witness share it, so that their rows are the same.
import { textHash } from '../../rows/ids.ts';
import type { WitnessLeft, WitnessMessage, WitnessSession } from '../../rows/rows.ts';
import type { StoredSession, StoreRow } from '../ports.ts';
import { leftAt } from '../session.ts';

type Stored<K extends StoreRow['kind']> = Omit<StoreRow & { readonly kind: K }, 'kind'>;

/** A session without the fields that the store keeps only for a restart. */
export function toWitnessSession(stored: StoredSession): WitnessSession {
  const {
    agent: _agent,
    seq: _seq,
    stateSince,
    unanswered: _unanswered,
    prefers: _prefers,
    restedAt: _rested,
    alerted: _alerted,
    waits: _waits,
    ...session
  } = stored;
  // Stores of earlier versions have no `leftAt`.
  const left = leftAt({ state: session.state, stateSince });
  return left === undefined ? session : { ...session, leftAt: left };
}

/** A message with the hash of its text. */
export const toWitnessMessage = ({ session, seq, id, from, at, text }: Stored<'message'>): WitnessMessage => ({
  session,
  seq,
  id,
  from,
  at,
  h: textHash(text),
});

/** A leave-message with the hash of its text. */
export const toWitnessLeft = ({ id, visitor, at, text }: Stored<'left'>): WitnessLeft => ({
  id,
  visitor,
  at,
  h: textHash(text),
});
