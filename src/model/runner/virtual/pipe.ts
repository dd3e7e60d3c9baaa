// One connection of the virtual network: its state, and every transition to the next.
import { invariant } from '../../core/check.ts';
import type { Micros } from '../../core/time.ts';
import type { Conn } from '../../ports/runtime.ts';
import type { Pulse } from './pulse.ts';

export type PipeState = 'opening' | 'failing' | 'open' | 'closing' | 'ending' | 'over';

/**
 * What happens to a connection:
 * - `opened`, `failed`: its handshake is done, or has failed
 * - `server_down`: the server's end goes down, because the desk closes it or the server dies
 * - `close_sent`: the server's close leaves for the client
 * - `close_heard`: that close arrives at the client
 */
export const PIPE_INPUTS = ['opened', 'failed', 'server_down', 'close_sent', 'close_heard'] as const;
export type PipeInput = (typeof PIPE_INPUTS)[number];

/*
 * The complete transition table. A dot means: that input cannot happen in that state, and is an internal error.
 * test/model/runner/pipe.test.ts compares this table with PIPE_MOVES below, and with what a world does.
 *
 * | state   | opened | failed | server_down | close_sent | close_heard |
 * |---------|--------|--------|-------------|------------|-------------|
 * | opening | open   | over   | failing     | .          | .           |
 * | failing | .      | over   | failing     | .          | .           |
 * | open    | .      | .      | closing     | .          | .           |
 * | closing | .      | .      | closing     | ending     | .           |
 * | ending  | .      | .      | ending      | .          | over        |
 * | over    | .      | .      | .           | .          | .           |
 *
 * The client believes in its connection from `open` to `ending`, the server only while it is `open`. Until it is `ending`, frames and the
 * close of a server that has closed it may still wait for a commit. One that is `failing` was opening when the server died.
 */
export const PIPE_MOVES: Readonly<Record<PipeState, Readonly<Partial<Record<PipeInput, PipeState>>>>> = {
  opening: { opened: 'open', failed: 'over', server_down: 'failing' },
  failing: { failed: 'over', server_down: 'failing' },
  open: { server_down: 'closing' },
  closing: { server_down: 'closing', close_sent: 'ending' },
  ending: { server_down: 'ending', close_heard: 'over' },
  over: {},
};

export interface Pipe {
  readonly conn: Conn;
  readonly actor: string;
  readonly since: Micros;
  readonly latency: Micros;
  /** Changed by {@link movePipe} alone. */
  state: PipeState;
  /** Arrival of the last packet each way: none overtakes it. */
  lastUp: Micros;
  lastDown: Micros;
  answers: boolean;
  /** How often the transport has started or stopped answering. A check belongs to one silence. */
  turns: number;
  /** The client closed it before it was open: it is closed with this code as soon as it is. */
  unwanted?: number;
  /** Computes the heartbeats; absent while they must be played. */
  pulse?: Pulse;
}

export const newPipe = (conn: Conn, actor: string, since: Micros, latency: Micros): Pipe => ({
  conn,
  actor,
  since,
  latency,
  state: 'opening',
  lastUp: 0,
  lastDown: 0,
  answers: true,
  turns: 0,
});

/**
 * Moves a connection by the table.
 * @throws if the table has no such move: a bug of the virtual network, never of a client
 */
export function movePipe(pipe: Pipe, input: PipeInput): void {
  const next = PIPE_MOVES[pipe.state][input];
  // The text is made only when it is needed: a run has millions of these moves.
  if (next === undefined) invariant(false, `connection ${pipe.conn}: input ${input} in state ${pipe.state}`);
  pipe.state = next;
}
