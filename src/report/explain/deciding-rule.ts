// Names the rule that decided about a visitor's message that reached no session.
import { say } from '../../language/language.ts';
import type { Evidence } from '../../model/judge/evidence.ts';
import { actorOf, isVisitor } from '../../model/rows/ids.ts';
import type { Channel } from '../../model/rows/words.ts';
import { afterCloseOn, type AfterClose, type SessionRules } from '../../model/rules/rules.ts';

/** What a rule did with a message, as seen from an ack, a refusal or a leave-message. */
type Met = Extract<AfterClose, 'drop' | 'refuse' | 'leave_message'> | 'cut';

/** One line with the rule and its effect; none where no such rule decided. */
export function decidingRule(evidence: Evidence, id: string, rules: SessionRules): string[] {
  const visitor = actorOf(id);
  const { said, stored, left } = evidence.item(id);
  if (said === undefined || visitor === undefined || !isVisitor(id) || stored.length > 0) return [];
  const { ack, refused } = said;
  const theirs = [...evidence.sessions.values()].filter((one) => one.visitor === visitor);
  const home = theirs.find((one) => one.id === ack?.session) ?? theirs.at(-1);
  if (home === undefined) return [];
  const isLate = home.closedAt !== undefined && home.closedAt <= (ack ?? refused ?? { t: said.said }).t;
  const { channel } = home;
  const policy = afterCloseOn(rules, channel);
  if (rules.channels[channel]?.cut === true && ack !== undefined && ack.session !== home.id && left.length === 0)
    return [ruleLine('cut', channel, rules)];
  if (!isLate) return [];
  const met: Met | undefined =
    left.length > 0 ? 'leave_message' : refused !== undefined ? 'refuse' : ack === undefined ? undefined : 'drop';
  return met === policy ? [ruleLine(met, channel, rules)] : [];
}

function ruleLine(met: Met, channel: Channel, { afterClose }: SessionRules): string {
  if (met === 'cut')
    return say('end.rule', { rule: `channels.${channel}.cut`, value: 'true', says: say('end.rule.cut') });
  const own = afterClose.byChannel[channel] !== undefined;
  const rule = own ? `afterClose.byChannel.${channel}` : 'afterClose.policy';
  return say('end.rule', { rule, value: met, says: say(`end.rule.${met}`) });
}
