// Warns about valid rules that are often a mistake or can never have an effect.
import { say } from '../../language/language.ts';
import { formatDuration } from '../../model/core/time.ts';
import type { Channel } from '../../model/rows/words.ts';
import { movesClock } from '../../model/rules/clock.ts';
import { DEFAULT_RULES, idleAfter, type SessionRules } from '../../model/rules/rules.ts';

/** Warnings about rules; each begins with "look again". */
export function deskRemarks(rules: SessionRules): string[] {
  return [
    ...promptRemarks(rules),
    ...botRemarks(rules),
    ...closeRemarks(rules),
    ...channelRemarks(rules),
    ...idleRemarks(rules),
  ];
}

function promptRemarks({ idle, prompt }: SessionRules): string[] {
  if (idle === null || prompt === null || prompt.closes !== undefined) return [];
  const remarks: string[] = [];
  const { max, every } = prompt;
  const [before, after] = [formatDuration(prompt.before), formatDuration(idleAfter(idle))];
  const postpones = movesClock(idle, 'prompt');
  if (postpones) remarks.push(say('desk.remark.prompt', { before, after, max }));
  if (every !== null) {
    const told = { every: formatDuration(every), before };
    if (max === 1) remarks.push(say('desk.remark.every.once', { every: told.every }));
    else if (postpones) remarks.push(say('desk.remark.every.anew', told));
    else if (every >= prompt.before) remarks.push(say('desk.remark.every.late', told));
  } else if (max > 1 && !postpones && !canMoveInSilence(idle)) remarks.push(say('desk.remark.max', { max }));
  return remarks;
}

/** Whether anything but the prompt can move the clock while a visitor writes and clicks nothing. */
const canMoveInSilence = (idle: NonNullable<SessionRules['idle']>): boolean =>
  (['agent', 'bot', 'visitor_typing', 'agent_typing', 'activity', 'transfer'] as const).some((kind) =>
    movesClock(idle, kind),
  );

function botRemarks({ idle, bot }: SessionRules): string[] {
  const isCounted = idle !== null && movesClock(idle, 'bot');
  return bot !== null && isCounted && bot.max > 1 ? [say('desk.remark.bot', { max: bot.max })] : [];
}

function closeRemarks({ afterClose, queue }: SessionRules): string[] {
  const remarks: string[] = [];
  const policies = [afterClose.policy, ...Object.values(afterClose.byChannel)];
  if (policies.includes('drop')) remarks.push(say('desk.remark.drop'));
  if (afterClose.window !== DEFAULT_RULES.afterClose.window && !policies.includes('within_window'))
    remarks.push(say('desk.remark.reopen', { window: formatDuration(afterClose.window) }));
  if (queue.timeout === null && queue.then !== DEFAULT_RULES.queue.then)
    remarks.push(say('desk.remark.then', { then: queue.then }));
  if (queue.timeout === null && queue.nobody === 'wait') remarks.push(say('desk.remark.nobody'));
  return remarks;
}

function channelRemarks({ channels, idle }: SessionRules): string[] {
  const remarks: string[] = [];
  for (const [channel, { cut, message }] of Object.entries(channels)) {
    if (cut) remarks.push(say('desk.remark.cut', { channel }));
    const after = idle === null ? Infinity : idleAfter(idle, channel as Channel);
    const window = formatDuration(message.window);
    if (after !== Infinity && after > message.window)
      remarks.push(say('desk.remark.window', { channel, window, after: formatDuration(after) }));
  }
  return remarks;
}

function idleRemarks({ idle, visitorGone }: SessionRules): string[] {
  if (idle === null) return [];
  const remarks: string[] = [];
  const after = idleAfter(idle);
  if (visitorGone !== null && visitorGone < after)
    remarks.push(say('desk.remark.gone', { gone: formatDuration(visitorGone), after: formatDuration(after) }));
  if (idle.anchor === 'first_agent_reply_after_visitor' && idle.onlyIfPending === 'agent')
    remarks.push(say('desk.remark.pending', { anchor: idle.anchor }));
  return remarks;
}
