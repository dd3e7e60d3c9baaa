// What a desk has persisted, kept in memory and readable by a witness: the store of the simulator.
import type { Micros } from '../core/time.ts';
import { Recorder, toRows, type RowSink } from '../rows/recorder.ts';
import type { StoreRow, StoredSession } from './ports.ts';
import { leftTold, messageTold, sessionTold } from './told.ts';

/** Applies store rows in order. */
export class Archive {
  readonly sessions = new Map<string, StoredSession>();
  readonly messages: (StoreRow & { readonly kind: 'message' })[] = [];
  readonly left: (StoreRow & { readonly kind: 'left' })[] = [];

  persist(row: StoreRow): void {
    if (row.kind === 'session') this.sessions.set(row.session.id, row.session);
    else if (row.kind === 'message') this.messages.push(row);
    else if (row.kind === 'left') this.left.push(row);
  }

  /** Writes everything as the rows of the party `server`: its own word, read at the end. */
  testify(t: Micros, sink: RowSink, inbox: readonly { agent: string; sessions: string[] }[]): void {
    const recorder = new Recorder('server', toRows(sink));
    for (const stored of this.sessions.values()) recorder.write(t, { what: 'w_session', session: sessionTold(stored) });
    for (const stored of this.messages) recorder.write(t, { what: 'w_message', message: messageTold(stored) });
    for (const stored of this.left) recorder.write(t, { what: 'w_left', left: leftTold(stored) });
    for (const { agent, sessions } of inbox) recorder.write(t, { what: 'w_inbox', agent, sessions });
    recorder.end(t, 0);
  }
}
