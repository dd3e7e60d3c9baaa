// Errors for contradictory rules in Chinese: which rule, its value, and what to do.
import type { Same } from '../en/index.ts';
import type { RULES as EN } from '../en/rules.ts';
import { length } from './numbers.ts';

export const RULES: Same<typeof EN> = {
  'rules.idleAfter': 'idle.after 必须大于 0；不要空闲超时请写 idle: null',
  'rules.idleByChannel': (a) => `idle.byChannel.${a.channel} 必须大于 0；该渠道不要空闲超时请写 null`,
  'rules.idleSides': (a) =>
    `idle.${a.path} 给双方各写了一个时间，而 idle.anchor ${a.anchor} 只有一个计时；请只写一个时间，或写 anchor: per_participant`,
  'rules.idleNever': (a) =>
    a.path === 'after'
      ? 'idle.after 的双方都是 null；没有空闲超时的客服系统请写 idle: null'
      : `idle.${a.path} 的双方都是 null；请直接写 null`,
  'rules.channelWindow': (a) => `channels.${a.channel}.${a.of}.window 必须大于 0`,
  'rules.channelQuota': (a) => `channels.${a.channel}.${a.of}.quota 至少为 1；不限条数请写 null`,
  'rules.noResets': 'idle.resets 为空：没有任何消息会重置空闲计时；请至少写上 visitor',
  'rules.resetsLackAnchor': (a) =>
    `idle.resets ${a.resets.join('、')} 漏掉了 idle.anchor ${a.anchor} 的计时起点；请加上 ${a.own.join(' 或 ')}，或换一个 anchor`,
  'rules.promptNeedsIdle': 'prompt 需要 idle，因为没有超时就没有提醒的时间点',
  'rules.promptTooLate': (a) => `prompt.before ${length(a.before)}必须短于 idle.after ${length(a.after)}`,
  'rules.promptSum': (a) =>
    `prompt.after ${length(a.after)}加 prompt.closes ${length(a.closes)}等于空闲时长 ${length(a.sum)}，而 ${a.path} 是 ${length(a.found)}；请删掉 ${a.path}，或改写 prompt.before`,
  'rules.promptOnce': 'prompt.closes 从提醒时算起，只提醒一次；请删掉 max 和 every',
  'rules.promptMax': 'prompt.max 至少为 1；不要提醒请写 prompt: null',
  'rules.promptEvery': 'prompt.every 必须大于 0；每次关闭前只提醒一次请写 null',
  'rules.botAfter': 'bot.after 必须大于 0；不要机器人请写 bot: null',
  'rules.botMax': 'bot.max 至少为 1；不要机器人请写 bot: null',
  'rules.botOptions': (a) => `bot.options 中 ${a.id} 出现了两次；每个选项的 id 必须不同`,
  'rules.alertNeedsIdle': 'alert 需要 idle，因为没有超时就没有提醒客服的时间点',
  'rules.alertTooLate': (a) => `alert.before ${length(a.before)}必须短于 idle.after ${length(a.after)}`,
  'rules.transferAfter': 'transfer.after 必须大于 0；不要自动转接请写 transfer: null',
  'rules.transferHops': 'transfer.hops 至少为 1；不要自动转接请写 transfer: null',
  'rules.hours': 'hours 必须是一周里互不重叠的时段，每段大于 0 且不超过一天',
  'rules.inactive': 'inactive.after 必须大于 0；不写 inactive，会话就不会转为静置',
  'rules.ring': 'agents.ring.timeout 必须大于 0；不写 ring，会话就直接分配',
  'rules.capacityOf': (a) => `agents.capacityOf.${a.agent} ${a.capacity} 必须是不小于 1 的整数`,
  'rules.groups': (a) => `agents.groups：${a.group} 至少需要一名客服和一个渠道`,
  'rules.overflow': (a) => `agents.groups：${a.group} 溢出到 ${a.to}：请填写已有的另一个组，且时长大于 0`,
  'rules.capacity': (a) => `agents.capacity ${a.capacity} 必须是不小于 1 的整数`,
  'rules.everyZero': (a) => `liveness.${a.clock}.every 必须大于 0`,
  'rules.limitNotLonger': (a) =>
    `liveness.${a.clock}.limit ${length(a.limit)}必须长于 liveness.${a.clock}.every ${length(a.every)}`,
  'rules.limitShorter': (a) =>
    `liveness.${a.clock}.limit ${length(a.limit)}不能短于 liveness.${a.clock}.every ${length(a.every)}`,
};
