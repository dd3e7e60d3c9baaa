// Whether the platform behind a channel lets the desk write now.
import type { Micros } from '../../core/time.ts';
import type { Refusal } from '../../rows/words.ts';
import type { Allowance, ChannelRule } from '../../rules/channels.ts';
import { NOT_YET } from '../../rules/clock.ts';
import type { Session } from '../session.ts';

export const opensByClick = (rule: ChannelRule | undefined): boolean => rule !== undefined && rule.click !== null;

/**
 * Why a message of the desk (agent, bot or system) is not let through now: the visitor's window is
 * over (`window`), or its quota is used up (`quota`). Messages before the visitor's first one, such
 * as a welcome, always pass.
 */
export function sendFault(session: Session, rule: ChannelRule | undefined, now: Micros): Refusal | undefined {
  const { visitor, click } = session.activity;
  if (rule === undefined || visitor === NOT_YET) return undefined;
  const opened: [Micros, Allowance][] = [[visitor, rule.message]];
  if (rule.click !== null && click > NOT_YET) opened.push([click, rule.click]);
  const open = opened.filter(([at, { window }]) => now < at + window);
  if (open.length === 0) return 'window';
  const isLeft = open.some(([at, { quota }]) => quota === null || sentSince(session, at) < quota);
  return isLeft ? undefined : 'quota';
}

/** How many messages the desk has sent since `at`. One at the same moment came after it. */
function sentSince({ messages }: Session, at: Micros): number {
  let sent = 0;
  for (let i = messages.length - 1; i >= 0; i--) {
    const m = messages[i];
    if (m === undefined || m.at < at || (m.from === 'visitor' && m.at === at)) break;
    if (m.from !== 'visitor') sent += 1;
  }
  return sent;
}
