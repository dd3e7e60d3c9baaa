// Sign-in: checks a hello, binds its connection to the actor, and ends an older one of that actor.
import type { Micros } from '../../core/time.ts';
import { CLOSE, PROTOCOL_VERSION, type ClientFrame } from '../../protocol/frames.ts';
import type { Conn } from '../../ports/runtime.ts';
import type { Agent, Link, Visitor } from '../state/parties.ts';

/** What the sign-in needs from the desk. */
export interface Roster {
  /** The visitor of that id, created at first sight; undefined if the secret is wrong. */
  visitor(id: string, secret: string): Visitor | undefined;
  /** The agent of that id; undefined if the token is wrong. */
  agent(id: string, token: string): Agent | undefined;
  drop(conn: Conn, now: Micros): void;
}

export interface SignInFault {
  readonly why: string;
  readonly code: number;
}

/** Binds `link` to the actor of a hello. @returns the fault, or undefined when it is welcome */
export function signIn(
  roster: Roster,
  link: Link,
  hello: ClientFrame & { f: 'hello' },
  now: Micros,
): SignInFault | undefined {
  if (hello.v !== PROTOCOL_VERSION) {
    return {
      why: `protocol version ${hello.v} is not spoken here, only ${PROTOCOL_VERSION}`,
      code: CLOSE.wrong_version.code,
    };
  }
  const party =
    hello.role === 'visitor' ? roster.visitor(hello.actor, hello.token) : roster.agent(hello.actor, hello.token);
  if (party === undefined)
    return { why: `wrong token for ${hello.role} ${hello.actor}`, code: CLOSE.unauthorised.code };
  const older = party.conn;
  party.conn = link.conn;
  if ('newest' in party) {
    link.visitor = party;
    link.channel = hello.channel ?? 'web';
  } else link.agent = party;
  if (older !== undefined && older !== link.conn) roster.drop(older, now);
  return undefined;
}
