// Errors in a scenario in Chinese: place, value found, what to write.
import type { Same } from '../en/index.ts';
import type { SCENARIO as EN } from '../en/scenario.ts';

export const SCENARIO: Same<typeof EN> = {
  'scenario.faults': (a) =>
    `场景${a.name === undefined ? '（没有名字）' : `“${a.name}”`}有 ${a.lines.length} 处错误：\n${a.lines.join('\n')}`,
  'scenario.contradiction': (a) => `场景“${a.name}”，规则方案 ${a.profile}：\n${a.lines.join('\n')}`,
  'scenario.at': (a) => `${a.path} = ${a.value}：${a.what}`,
  'scenario.whole': '整个场景',
  'scenario.nothing': '（未填写）',
  'scenario.aKind': (a) => `（${a.kind} 类型的值）`,

  'scenario.missing': '未填写；',
  'scenario.remove': '请删掉它或改正拼写',
  'scenario.write': (a) => `请写${a.what}`,
  'scenario.kind.string': '带引号的文本',
  'scenario.kind.number': '数字',
  'scenario.kind.int': '整数',
  'scenario.kind.list': '列表 [ … ]',
  'scenario.kind.object': '键和值 { … }',
  'scenario.kind.record': '名字和值 { … }',
  'scenario.kind.boolean': ' true 或 false',
  'scenario.kind.null': ' null',
  'scenario.misspelt': (a) => `未知的键“${a.key}”，是不是想写“${a.near}”？`,
  'scenario.unknownKeys': (a) =>
    `未知的键 ${a.keys.map((key) => `“${key}”`).join('、')}；${a.remove}；这里可用的键：${a.known.join('、')}`,
  'scenario.unknownName': (a) => `这里没有这个名字；${a.remove}`,
  'scenario.emptyText': '内容为空；请写文本',
  'scenario.tooFew': (a) => `条目太少；请至少写 ${a.least} 个`,
  'scenario.tooMany': (a) => `条目太多；请最多写 ${a.most} 个`,
  'scenario.tooLong': (a) => `太长；请最多写 ${a.most} 个字符`,
  'scenario.tooSmall': (a) => `太小；请写不小于 ${a.least} 的数`,
  'scenario.notAbove': (a) => `太小；请写大于 ${a.least} 的数`,
  'scenario.tooLarge': (a) => `太大；请写不大于 ${a.most} 的数`,
  'scenario.oneOf': (a) =>
    `只能是以下之一：${a.known.join('、')}${a.near === undefined ? '' : `；是不是想写“${a.near}”？`}`,
  'scenario.format': '写法不对',
  'scenario.multiple': (a) => `不是 ${a.of} 的倍数`,
  'scenario.noForm': '不符合这里可用的任何一种写法',
};
