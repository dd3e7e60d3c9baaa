// Errors for contradictory rules in English: which rule, its value, and what to do.
import type { RuleFault } from '../../model/rules/validate.ts';
import type { TextsOf } from '../texts.ts';

export const RULES = {
  'rules.idleAfter': 'idle.after must be longer than 0; for a desk without an idle timeout write idle: null',
  'rules.idleByChannel': (a: { channel: string }) =>
    `idle.byChannel.${a.channel} must be longer than 0; write null for no idle timeout on this channel`,
  'rules.idleSides': (a: { path: string; anchor: string }) =>
    `idle.${a.path} has a time for each side, but idle.anchor ${a.anchor} has one clock for both; write one time, or anchor: per_participant`,
  'rules.idleNever': (a: { path: string }) =>
    a.path === 'after'
      ? 'idle.after is null for both sides; for a desk without an idle timeout write idle: null'
      : `idle.${a.path} is null for both sides; write null instead of both`,
  'rules.channelWindow': (a: { channel: string; of: string }) =>
    `channels.${a.channel}.${a.of}.window must be longer than 0`,
  'rules.channelQuota': (a: { channel: string; of: string }) =>
    `channels.${a.channel}.${a.of}.quota must be at least 1; write null for any number`,
  'rules.noResets': 'idle.resets is empty, so nothing would restart the idle clock; name at least visitor',
  'rules.resetsLackAnchor': (a: { resets: readonly string[]; anchor: string; own: readonly string[] }) =>
    `idle.resets ${a.resets.join(', ')} lacks what idle.anchor ${a.anchor} counts from; add ${a.own.join(' or ')}, or choose another anchor`,
  'rules.promptNeedsIdle': 'prompt needs idle, because without a timeout there is nothing to prompt before',
  'rules.promptTooLate': (a: { before: string; after: string }) =>
    `prompt.before ${a.before} must be shorter than idle.after ${a.after}`,
  'rules.promptSum': (a: { after: string; closes: string; sum: string; path: string; found: string }) =>
    `prompt.after ${a.after} and prompt.closes ${a.closes} make an idle time of ${a.sum}, but ${a.path} is ${a.found}; leave ${a.path} out, or write prompt.before`,
  'rules.promptOnce': 'prompt.closes allows one prompt only, because it fixes the close; leave max and every out',
  'rules.promptMax': 'prompt.max must be at least 1; write prompt: null for no prompt',
  'rules.promptEvery': 'prompt.every must be longer than 0; write null to prompt once before each close',
  'rules.botAfter': 'bot.after must be longer than 0; write bot: null for no bot',
  'rules.botMax': 'bot.max must be at least 1; write bot: null for no bot',
  'rules.botOptions': (a: { id: string }) => `bot.options has ${a.id} twice; give every option its own id`,
  'rules.alertNeedsIdle': 'alert needs idle, because without a timeout there is nothing to warn of',
  'rules.alertTooLate': (a: { before: string; after: string }) =>
    `alert.before ${a.before} must be shorter than idle.after ${a.after}`,
  'rules.transferAfter': 'transfer.after must be longer than 0; write transfer: null for no transfer',
  'rules.transferHops': 'transfer.hops must be at least 1; write transfer: null for no transfer',
  'rules.hours': 'hours must be stretches of a week that do not overlap, each longer than 0 and at most a day',
  'rules.inactive': 'inactive.after must be longer than 0; leave inactive out if sessions never rest',
  'rules.ring': 'agents.ring.timeout must be longer than 0; leave ring out to assign sessions directly',
  'rules.capacityOf': (a: { agent: string; capacity: number }) =>
    `agents.capacityOf.${a.agent} ${a.capacity} must be a whole number from 1`,
  'rules.groups': (a: { group: string }) => `agents.groups: ${a.group} needs at least one agent and one channel`,
  'rules.overflow': (a: { group: string; to: string }) =>
    `agents.groups: ${a.group} overflows to ${a.to}: name another group of this desk, and a time above 0`,
  'rules.capacity': (a: { capacity: number }) => `agents.capacity ${a.capacity} must be a whole number from 1`,
  'rules.everyZero': (a: { clock: string }) => `liveness.${a.clock}.every must be longer than 0`,
  'rules.limitNotLonger': (a: { clock: string; limit: string; every: string }) =>
    `liveness.${a.clock}.limit ${a.limit} must be longer than liveness.${a.clock}.every ${a.every}`,
  'rules.limitShorter': (a: { clock: string; limit: string; every: string }) =>
    `liveness.${a.clock}.limit ${a.limit} must not be shorter than liveness.${a.clock}.every ${a.every}`,
} as const satisfies TextsOf<RuleFault>;
