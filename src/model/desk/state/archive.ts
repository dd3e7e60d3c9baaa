// What a desk has persisted, kept in memory for a witness to read.
// It is the store of the simulator, and of a server without a file.
import type { Micros } from '../../core/time.ts';
import type { Recorder } from '../../rows/recorder.ts';
import type { StoredAgent, StoredDesk, StoredSession, StoreRow } from '../ports.ts';
import type { Setting } from '../rule-book.ts';
import { toWitnessLeft, toWitnessMessage, toWitnessSession } from './witness.ts';

type Stored<K extends StoreRow['kind']> = StoreRow & { readonly kind: K };

/** Everything of one visitor. */
interface File {
  secret: string | undefined;
  readonly sessions: Map<string, StoredSession>;
  readonly messages: Stored<'message'>[];
  readonly left: Stored<'left'>[];
}

/**
 * Applies store rows in order. It keeps them by visitor, so that those who are gone can be removed.
 */
export class Archive {
  readonly #files = new Map<string, File>();
  readonly #owners = new Map<string, File>();
  readonly #settings: Setting[] = [];
  readonly #agents = new Map<string, StoredAgent>();
  #lastSession = 0;

  persist(row: StoreRow): void {
    if (row.kind === 'message') this.#ownerOf(row.session).messages.push(row);
    else if (row.kind === 'left') this.#file(row.visitor).left.push(row);
    else if (row.kind === 'visitor') this.#file(row.visitor).secret = row.secret;
    else if (row.kind === 'setting') {
      const { kind: _, ...setting } = row;
      this.#settings.push(setting);
    } else if (row.kind === 'agent') this.#agents.set(row.agent.id, row.agent);
    else if (row.kind === 'left_change') return;
    else {
      const file = this.#file(row.session.visitor);
      file.sessions.set(row.session.id, row.session);
      this.#owners.set(row.session.id, file);
      this.#lastSession = Math.max(this.#lastSession, Number(row.session.id.slice(1)));
    }
  }

  /** The sessions of a visitor, oldest first. */
  sessionsOf(visitor: string): Iterable<StoredSession> {
    return this.#files.get(visitor)?.sessions.values() ?? [];
  }

  /** Messages and leave-messages of a visitor, in order. */
  wordsOf(visitor: string): {
    readonly messages: readonly Stored<'message'>[];
    readonly left: readonly Stored<'left'>[];
  } {
    return this.#files.get(visitor) ?? { messages: [], left: [] };
  }

  /** Changes of the rules, in order. */
  settings(): readonly Setting[] {
    return [...this.#settings];
  }

  /** Everything that a restart needs. */
  stored(): StoredDesk {
    const files = [...this.#files];
    return {
      visitors: files.flatMap(([visitor, { secret }]) => (secret === undefined ? [] : [[visitor, secret] as const])),
      sessions: files.flatMap(([, { sessions }]) => [...sessions.values()]),
      messages: files.flatMap(([, { messages }]) => messages).sort((a, b) => a.at - b.at),
      leftIds: files.flatMap(([, { left }]) => left.map(({ id }) => id)),
      agents: [...this.#agents.values()],
      settings: this.settings(),
      lastSession: this.#lastSession,
    };
  }

  /** Writes what is kept of a visitor as rows of the party `server`, and removes it. */
  retire(visitor: string, t: Micros, server: Recorder): void {
    const file = this.#files.get(visitor);
    if (file === undefined) return;
    this.#testify(file, t, server);
    this.#files.delete(visitor);
    for (const session of file.sessions.keys()) this.#owners.delete(session);
  }

  /** Writes everything that is still kept as rows of the party `server`, and then its `end` row. */
  testify(t: Micros, server: Recorder, inbox: readonly { agent: string; sessions: string[] }[]): void {
    for (const file of this.#files.values()) this.#testify(file, t, server);
    for (const { agent, sessions } of inbox) server.write(t, { what: 'w_inbox', agent, sessions });
    server.end(t, 0);
  }

  #testify({ sessions, messages, left }: File, t: Micros, server: Recorder): void {
    for (const stored of sessions.values()) server.write(t, { what: 'w_session', session: toWitnessSession(stored) });
    for (const stored of messages) server.write(t, { what: 'w_message', message: toWitnessMessage(stored) });
    for (const stored of left) server.write(t, { what: 'w_left', left: toWitnessLeft(stored) });
  }

  #file(visitor: string): File {
    let file = this.#files.get(visitor);
    if (file === undefined)
      this.#files.set(visitor, (file = { secret: undefined, sessions: new Map(), messages: [], left: [] }));
    return file;
  }

  #ownerOf(session: string): File {
    const file = this.#owners.get(session);
    if (file === undefined) throw new Error(`a message was stored in ${session} before the session was`);
    return file;
  }
}
