// The states of a reference client, and every transition to the next.
import { invariant } from '../../core/check.ts';

/**
 * What happens to a client:
 * - `connect`: it connects, at the start or after a wait
 * - `open`, `welcome`: the connection opens, and the server says welcome
 * - `lost`: the connection is closed or fails
 * - `silent`: the client gives it up because the server is silent
 * - `refused`: it is closed because the server does not know this user
 * - `unload`, `stop`: the page goes; the person leaves
 */
export const CLIENT_INPUTS = ['connect', 'open', 'welcome', 'lost', 'silent', 'refused', 'unload', 'stop'] as const;
export type ClientInput = (typeof CLIENT_INPUTS)[number];
export type ClientState = 'waiting' | 'connecting' | 'greeting' | 'ready' | 'stopped';

/*
 * The complete transition table. A dot means: that input cannot happen in that state, and is an internal error.
 * test/model/targets/reference/states.test.ts compares this table with CLIENT_MOVES below, and with what a client does.
 *
 * | state      | connect    | open     | welcome | lost    | silent  | refused | unload  | stop    |
 * |------------|------------|----------|---------|---------|---------|---------|---------|---------|
 * | waiting    | connecting | .        | .       | .       | .       | .       | waiting | stopped |
 * | connecting | .          | greeting | .       | waiting | waiting | stopped | waiting | stopped |
 * | greeting   | .          | .        | ready   | waiting | waiting | stopped | waiting | stopped |
 * | ready      | .          | .        | ready   | waiting | waiting | stopped | waiting | stopped |
 * | stopped    | .          | .        | .       | .       | .       | .       | .       | stopped |
 */
export const CLIENT_MOVES: Readonly<Record<ClientState, Readonly<Partial<Record<ClientInput, ClientState>>>>> = {
  waiting: { connect: 'connecting', unload: 'waiting', stop: 'stopped' },
  connecting: {
    open: 'greeting',
    lost: 'waiting',
    silent: 'waiting',
    refused: 'stopped',
    unload: 'waiting',
    stop: 'stopped',
  },
  greeting: {
    welcome: 'ready',
    lost: 'waiting',
    silent: 'waiting',
    refused: 'stopped',
    unload: 'waiting',
    stop: 'stopped',
  },
  ready: {
    welcome: 'ready',
    lost: 'waiting',
    silent: 'waiting',
    refused: 'stopped',
    unload: 'waiting',
    stop: 'stopped',
  },
  stopped: { stop: 'stopped' },
};

/**
 * The state after an input.
 * @throws if the table has no such move: a bug of the client or its runtime, never of a server
 */
export function clientAfter(state: ClientState, input: ClientInput, actor: string): ClientState {
  const next = CLIENT_MOVES[state][input];
  // The text is made only when it is needed: a run has millions of these moves.
  if (next === undefined) invariant(false, `client of ${actor}: input ${input} in state ${state}`);
  return next;
}
