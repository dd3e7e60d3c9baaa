// What the cases run on: a runtime, its addresses, and the
// settings that every runtime shares. Pure: bundled into k6.
import { SocketRuntime, type Machine } from '../../src/engines/socket-runtime.ts';
import { SECOND } from '../../src/model/core/time.ts';
import type { Runtime, RuntimeEvents } from '../../src/model/ports/runtime.ts';
import { DEFAULT_RULES, type SessionRules } from '../../src/model/rules/rules.ts';
import { STAFF } from '../model/evening.ts';

export const RUNTIMES = ['virtual', 'node', 'k6'] as const;
export type RuntimeName = (typeof RUNTIMES)[number];

/** Model seconds per real second over sockets: the liveness limit below lasts 1.5 s of real time. */
export const SPEED = 10;

/**
 * No timer but liveness. Every agent may have any number
 * of sessions, because cases do not close theirs.
 */
export const RULES: SessionRules = {
  ...DEFAULT_RULES,
  idle: null,
  agents: { capacity: 100_000, handOver: null, presence: 'transport', supervisors: [], ...STAFF },
  liveness: {
    transport: { every: 5 * SECOND, limit: 15 * SECOND },
    page: { every: 5 * SECOND, limit: 15 * SECOND },
  },
};

/**
 * The server for the connections of a case: `desk` is the desk that all
 * cases share · `killable` one that the case may kill · `refused` an
 * address where nobody listens · `elsewhere` a server without a WebSocket.
 */
export const PLACES = ['desk', 'killable', 'refused', 'elsewhere'] as const;
export type Place = (typeof PLACES)[number];

/** One runtime, made for one case. */
export interface Stage {
  readonly runtime: Runtime;
  /** Exceptions that the runtime has caught. */
  readonly faults: readonly string[];
  attach(events: RuntimeEvents): void;
  /** Runs `act` as a callback of the runtime. */
  begin(act: () => void): void;
  /** Lets real time pass within the callback; does nothing in virtual time. */
  burn(): void;
  /** Kills the server at `killable`. */
  kill(): void;
  /** Calls `act` when the case has taken too long. @returns a function that cancels this */
  limit(act: () => void): () => void;
  /** Ends the case: it gets no more events, and its rows are handed over. */
  end(): void;
  /**
   * The id of the n-th visitor or agent of this case. No other case and no other runtime uses it.
   */
  actor(role: 'visitor' | 'agent', n: number): string;
  token(actor: string): string;
}

/**
 * Addresses, tokens and the epoch of the server for
 * the cases over sockets. Written to a file for k6.
 */
export interface Surroundings {
  readonly urls: Readonly<Record<Place, string>>;
  readonly agentTokens: Readonly<Record<string, string>>;
  /** Unix µs. */
  readonly epoch: number;
  readonly speed: number;
  /** A POST to this address kills the server at `killable`. */
  readonly killer: string;
}

/** A case that has not ended after this much real time is stopped. ms */
const LIMIT_MS = 10_000;
/** The most agents that a case may have. */
const AGENTS = 2;

/** Ids by runtime, case and number, in the usual form of ids: a letter and digits. */
export function actorId(runtime: RuntimeName, index: number, role: 'visitor' | 'agent', n: number): string {
  return `${role === 'visitor' ? 'v' : 'a'}${RUNTIMES.indexOf(runtime) + 1}${String(index * 1000 + n).padStart(6, '0')}`;
}

/** All agents of a runtime's cases. */
export const agentIds = (runtime: RuntimeName, cases: number): string[] =>
  Array.from({ length: cases * AGENTS }, (_, i) => actorId(runtime, Math.floor(i / AGENTS), 'agent', i % AGENTS));

/** The stage of a case over sockets, on the timers and sockets of a platform. */
export function socketStage(
  name: 'node' | 'k6',
  index: number,
  around: Surroundings,
  platform: { readonly machine: Machine; burn(): void; kill(): void },
): Stage {
  const faults: string[] = [];
  const { machine } = platform;
  const runtime = new SocketRuntime(machine, (text) => faults.push(text));
  runtime.begin(around.epoch, around.speed);
  return {
    runtime,
    faults,
    attach: (events) => runtime.attach(events),
    begin: (act) => runtime.guard(act),
    burn: () => platform.burn(),
    kill: () => platform.kill(),
    limit(act) {
      const due = machine.wall() + LIMIT_MS * 1000;
      let timer = -1;
      const set = (): void => {
        timer = machine.timer(LIMIT_MS, () => {
          // In k6 a timer may fire early, when the timer
          // before it is cleared at the moment it is due.
          if (machine.wall() < due) set();
          else act();
        });
      };
      set();
      return () => machine.clear(timer);
    },
    end: () => runtime.end(),
    actor: (role, n) => actorId(name, index, role, n),
    token: (actor) => around.agentTokens[actor] ?? `secret of ${actor}`,
  };
}
