// Replies to the sender of a message that the desk does not store: refused, or known already.
import type { Conn } from '../../ports/runtime.ts';
import type { Refusal } from '../../rows/words.ts';
import type { Place } from '../api.ts';
import type { DeskSink } from '../ports.ts';

/** @param code the platform's own code for it, if it has one */
export function refuse(sink: DeskSink, conn: Conn, id: string, why: Refusal, code?: string | null): void {
  sink.note({ note: 'refused', why });
  sink.send(conn, { f: 'refuse', id, why, ...(typeof code === 'string' && { code }) });
}

/** The sender did not get the ack and sent the message again. */
export function ackAgain(sink: DeskSink, conn: Conn, id: string, { session, seq }: Place): void {
  sink.send(conn, { f: 'ack', id, session, seq });
  sink.note({ note: 'redelivered', cause: 'retry' });
}
