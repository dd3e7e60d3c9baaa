// What the closed words mean, in a sentence each, for people who do not know them yet.
import type { ByPeople, Cause, CloseReason, Fate, Verdict } from '../model/rows/words.ts';

export const FATE_SAYS: Readonly<Record<Fate, string>> = {
  misrouted: 'shown to somebody it was not for',
  delivered: 'shown and looked at',
  by_bot: 'answered by the bot',
  left_message: 'kept as a leave-message',
  unnoticed: 'on a screen, never looked at before the session ended',
  stored_unseen: 'only in the history: nobody ever saw it',
  refused: 'refused, and the sender was told',
  pending: 'its session is still open',
  lost: 'acknowledged, and nowhere to be found',
  indeterminate: 'never acknowledged and nowhere: the sender knows it did not go out',
  unknown_drain: 'not found, but the drain was not complete',
};

export const REASON_SAYS: Readonly<Record<CloseReason, string>> = {
  idle_timeout: 'idle timeout',
  agent: 'closed by the agent',
  visitor: 'closed by the visitor',
  heartbeat_lost: 'the visitor was gone too long',
  queue_timeout: 'waited too long in the queue',
  visitor_abandoned: 'the visitor left the queue',
  channel_window: 'the window of the channel was over',
  channel_closed: 'closed by the channel',
  transfer_exhausted: 'nobody left to hand over to',
  admin: 'closed by an administrator',
};

export const PEOPLE_SAYS: Readonly<Record<ByPeople, string>> = {
  idle: 'the visitor was through, or had given up',
  waiting: 'the visitor was still waiting for an answer',
  unreached: 'the answer had not reached the visitor yet',
  premature: 'the visitor was about to write on',
};

export const CAUSE_SAYS: Readonly<Record<Cause, string>> = {
  silence: 'the visitor was silent',
  device: 'tab hidden or asleep, app in the background',
  path: 'network away',
  agent: 'the agent did not answer',
  channel: 'rule of the channel',
  server: 'fault of the server',
  generator: 'the load generator was late',
};

export const VERDICT_SAYS: Readonly<Record<Verdict, string>> = {
  pass: 'PASS',
  failed: 'FAILED: a limit of the scenario is broken',
  violated: 'VIOLATED: messages or timeouts went wrong, and that is a fact',
  inconclusive: 'INCONCLUSIVE: there is not enough evidence for a verdict',
  invalid: 'INVALID: this run proves nothing',
};
