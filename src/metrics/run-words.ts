// Label values of the metrics of a run: closed sets that the ledger does not have.
import type { GiveUp } from '../model/rows/rows.ts';
import { resultSchema } from '../result/schema.ts';

/** Every metric of a run has this label: the run id, so that runs can always be told apart. */
export const RUN_LABEL = 'testid';

export const RUN_PHASES = ['preparing', 'playing', 'draining', 'judging', 'done'] as const;

/** Senders whose messages have fates. */
export const PERSONS = ['visitor', 'agent'] as const;

const WHY: Readonly<Record<GiveUp, true>> = { queue: true, no_reply: true, closed: true, refused: true };
export const GIVE_UPS = Object.keys(WHY) as readonly GiveUp[];

/** Outcomes of requested transfers: done, failed, or not decided when the run ended. */
export const TRANSFER_ENDS = ['done', 'failed', 'open'] as const;

/** Costs of timeouts and missed messages, as in `cost` of `result.json`. */
export const COSTS = ['consultations_lost', 'complaints', 'conversions_lost', 'repeated_descriptions'] as const;

/** `firstResponseP95` as a label value: `first_response_p95`. */
export const limitWord = (limit: string): string => limit.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * Limits of a run: those of `result.json`, `vanished` (which falls under one of them), and `other`
 * for any other reason.
 */
export const LIMITS: readonly string[] = [
  ...Object.keys(resultSchema.shape.limits.unwrap().shape).map(limitWord),
  'vanished',
  'other',
];

/** Kinds of waits, as under `latency` of `result.json`. */
export const WAITS = ['first_response', 'transfer', 'notice', 'ack', 'delivery'] as const;
export type Wait = (typeof WAITS)[number];

/** Outcomes of a wait: it ended, it will never end, or it was open when play ended. */
export const WAIT_ENDS = ['ended', 'never', 'open'] as const;

/** Whether the server's history has a session that visitors or agents were told of. */
export const IN_HISTORY = ['kept', 'forgotten'] as const;
