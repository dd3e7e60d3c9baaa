// The words of the metrics of a run: closed sets that only metrics have, beside those of the ledger.
import type { GiveUp } from '../model/rows/rows.ts';
import { resultSchema } from '../result/schema.ts';

/** Every metric of a run carries this label beside its own: the run id, so that runs can be told apart for ever. */
export const RUN_LABEL = 'testid';

export const RUN_PHASES = ['preparing', 'playing', 'draining', 'judging', 'done'] as const;

/** Whose messages have fates: those of persons. */
export const PERSONS = ['visitor', 'agent'] as const;

const WHY: Readonly<Record<GiveUp, true>> = { queue: true, no_reply: true, closed: true, refused: true };
export const GIVE_UPS = Object.keys(WHY) as readonly GiveUp[];

/** What became of the hand-overs that were asked for: carried out, failed, or not decided when the run ended. */
export const TRANSFER_ENDS = ['done', 'failed', 'open'] as const;

/** What timeouts and unread messages cost, as in `cost` of `result.json`. */
export const COSTS = ['consultations_lost', 'complaints', 'conversions_lost', 'repeated_descriptions'] as const;

/** `firstResponseP95` as a word of a label: `first_response_p95`. */
export const limitWord = (limit: string): string => limit.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What a run can be held to: the limits of `result.json`, what stands under one of them, and whatever else a reason may name. */
export const LIMITS: readonly string[] = [
  ...Object.keys(resultSchema.shape.limits.unwrap().shape).map(limitWord),
  'vanished',
  'other',
];

/** What people and messages wait for, as under `latency` of `result.json`. */
export const WAITS = ['first_response', 'transfer', 'notice', 'ack', 'delivery'] as const;
export type Wait = (typeof WAITS)[number];

/** What became of a wait: it ended, it never will, or it went on when play ended. */
export const WAIT_ENDS = ['ended', 'never', 'open'] as const;

/** Whether the history of the server has a session that people were told of. */
export const IN_HISTORY = ['kept', 'forgotten'] as const;
