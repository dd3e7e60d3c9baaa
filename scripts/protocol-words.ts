// Explains the fields, notices and refusals of the
// protocol, for the page and the AsyncAPI document.
import type { NoticeKind } from '../src/model/rows/rows.ts';
import type { Refusal } from '../src/model/rows/words.ts';

interface FieldWords {
  readonly says: string;
  readonly example: string | number | boolean | readonly string[];
}

/** Every field of every frame. */
export const FIELD_WORDS: Readonly<Record<string, FieldWords>> = {
  v: { says: 'protocol version', example: 1 },
  role: { says: 'who connects', example: 'visitor' },
  actor: { says: 'name of the visitor or agent', example: 'v12' },
  token: { says: 'secret of the visitor, or token of the agent', example: 'a secret of v12' },
  channel: { says: 'the channel the visitor came by; `web` when absent', example: 'web' },
  session: { says: 'id of a session', example: 's7' },
  seq: { says: 'number of a message within its session, from 1', example: 3 },
  id: { says: 'id of a message, `<actor>/<n>`, made by its sender', example: 'v12/0' },
  text: { says: 'what was written', example: 'Is this still in stock?' },
  n: { says: 'number of the question, repeated in the answer', example: 1 },
  is: { says: 'the new status', example: 'away' },
  to: { says: 'the agent wanted', example: 'a2' },
  name: { says: 'file name', example: 'receipt.pdf' },
  bytes: { says: 'size, bytes', example: 48_213 },
  options: { says: 'ids of what may be clicked on', example: ['delivery', 'human'] },
  as: { says: 'how the agent is told: a window in front, a red dot, a mark in the list', example: 'popup' },
  option: { says: 'id of the option', example: 'refund' },
  why: { says: 'the reason', example: 'closed' },
  code: { says: 'the word of the platform behind the channel for it', example: '45015' },
  from: { says: 'who wrote it', example: 'agent' },
  at: { says: "the server's time, µs since its epoch", example: 72_500_000 },
  kind: { says: 'what happened', example: 'assigned' },
  place: { says: 'how many wait, this session included', example: 4 },
  agent: { says: 'the agent who has the session now', example: 'a2' },
  visitor: { says: 'whose session it is', example: 'v12' },
  reason: { says: 'why it was closed', example: 'idle_timeout' },
};

export const NOTICE_SAYS: Readonly<Record<NoticeKind, string>> = {
  queued: 'the session waits for an agent; `place` says how many wait',
  assigned: 'to the visitor: `agent` has the session; to the agent: the session is yours, its messages follow',
  warned: 'the session will be closed if nobody writes; the prompt came before as a message from `system`',
  closed: 'the session is over; `reason` says why',
  transferred: 'to the visitor: another `agent` has it now; to the agent: it was taken away while you were gone',
  left_message: 'what was written is kept as a leave-message, and no agent answers in this session',
  offered: 'the session rings at this agent, who takes it or declines',
  reopened: 'reserved for a session that goes on after its close',
};

export const REFUSAL_SAYS: Readonly<Record<Refusal, string>> = {
  closed: 'an agent writes into a session that is over or never was',
  not_yours: 'an agent writes into a session of somebody else',
  bad_id: 'the id does not start with the name of its sender',
  too_long: 'reserved: a text that is too long is no valid frame, and ends the connection',
  rate: 'reserved: too many frames end the connection',
  unknown_session: 'reserved',
  window:
    'the platform behind the channel lets nothing through until the visitor writes again: it has been too long; `code` is its own word',
  quota: 'the same: as many messages as it lets through have been sent',
  queue_full: 'reserved',
};
