// Texts about `--set` in Chinese.
import type { Same } from '../en/index.ts';
import type { SET as EN } from '../en/set.ts';

export const SET: Same<typeof EN> = {
  'set.flag':
    '换用其他规则值，每个值一套规则方案：rules.idle.after=10m,30m 会把两者并排比较；可写多个 --set，各种组合都会运行',
  'set.form': (a) =>
    `--set ${a.given}：请写会话规则和它的值，例如 rules.idle.after=10m,30m${a.near === undefined ? '；访客、客服和设备仍按场景里写的来' : `（是不是想写 ${a.near}？）`}`,
  'set.twice': (a) => `--set ${a.path} 写了两次：请把它的值写在同一个 --set 后面，用逗号隔开`,
  'set.tooMany': (a) =>
    `这些值会生成 ${a.count} 套规则方案，最多只能比较 ${a.most} 套；请少写几个值，或分成几条命令运行`,
  'set.taken': (a) =>
    `--set ${a.given} 会生成名为 ${a.name} 的规则方案，而场景里已有同名方案；请用 --profile ${a.name} 选用它，或在场景里改名`,
  'set.sameName': (a) => `--set ${a.given}：有两个值都会生成名为 ${a.name} 的规则方案；每个值只写一次`,
  'set.fault': (a) => `--set ${a.given} 写错了：${a.lines.join('；')}`,
};
