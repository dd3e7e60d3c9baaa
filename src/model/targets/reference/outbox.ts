// What a client has not settled yet: messages until they are acked or refused, and fences.

/** A message that the person has said. */
export interface Unsettled {
  readonly id: string;
  readonly text: string;
  readonly session: string | undefined;
  /** How often it has been sent. */
  tries: number;
}

/** Keeps messages in the order in which they were said, so that they are sent again in that order. */
export class Outbox {
  readonly #messages = new Map<string, Unsettled>();
  /** Made for the drain; during play there are none. */
  #fences: Set<string> | undefined;

  add(id: string, text: string, session: string | undefined): Unsettled {
    const message: Unsettled = { id, text, session, tries: 0 };
    this.#messages.set(id, message);
    return message;
  }

  addFence(id: string): void {
    (this.#fences ??= new Set()).add(id);
  }

  messages(): Iterable<Unsettled> {
    return this.#messages.values();
  }

  /**
   * The server has acked or refused a message.
   * @returns false if it did so before, or the message is unknown
   */
  settle(id: string): boolean {
    return this.#messages.delete(id);
  }

  settleFence(id: string): boolean {
    return this.#fences?.delete(id) === true;
  }

  /** Whether a message of this session is not settled yet. */
  holds(session: string): boolean {
    for (const message of this.#messages.values()) if (message.session === session) return true;
    return false;
  }

  get size(): number {
    return this.#messages.size + (this.#fences?.size ?? 0);
  }
}
