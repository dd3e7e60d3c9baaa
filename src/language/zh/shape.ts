// Errors in single values of a scenario, in Chinese: the part after "path = value: ".
import type { Same } from '../en/index.ts';
import type { SHAPE as EN } from '../en/shape.ts';
import { length } from './numbers.ts';

export const SHAPE: Same<typeof EN> = {
  'shape.undocumented': (a) =>
    `${a.channel} 没有平台公布过的限制；请删去，或写 {window, quota?, click?, code?, gone?, cut?}`,
  'shape.timeOfDay': '请写时刻，例如 "9:00" 或 "21:30"',
  'shape.opens': '24:00 只能是关门时间；请写第二天的 "0:00"',
  'shape.day': '请写星期：1（星期一）到 7（星期日），或 mon、tue、wed、thu、fri、sat、sun',
  'shape.date': '请写真实存在的日期，例如 "2026-12-25"',
  'shape.starts': '请写场景开始时的时间，例如 "9:00"（星期一）、"Fri 16:50" 或 "2026-11-11 9:00"',
  'shape.zone': '没有这个时区；请写时区名（例如 "Asia/Shanghai"）或与 UTC 的时差（例如 "+08:00"）',
  'shape.needsDate': '需要 `starts` 里有日期，例如 "2026-11-11 9:00"',
  'shape.leftOut': (a) => `${a.zone} 的时钟会拨快，正好跳过这个时刻；请写早一些或晚一些的时刻`,
  'shape.hours': '请写 {opens, closes, starts}，或 {open: [{opens, closes, days?}], starts}，或 "always"',
  'shape.hoursTwice': '在另一项里已经写过；只能写一次',
  'shape.hoursEmpty': '开门和关门是同一时刻；全天营业请写 "0:00" 和 "24:00"',
  'shape.hoursOverlap': (a) => `${a.one} 与 ${a.other} 重叠；请合成一段，或让它们不相交`,
  'shape.promptForm': '请写 before，或写 after 和 closes',
  'shape.promptOnce': '`closes` 从提醒时算起，只提醒一次；请删掉这一项',
  'shape.noUnit': (a) => `缺少单位；请写成时长，例如 \`${a.number}s\`、\`${a.number}m\` 或 \`${a.number}h\``,
  'shape.quoteDuration': '请写成带引号的时长，例如 "90s"、"30m" 或 "2h"',
  'shape.duration.form': (a) => `“${a.text}”不是时长；请写数字加单位，例如 500ms、90s、30m、2h、1h30m 或 1d`,
  'shape.duration.fine': (a) => `“${a.text}”不是整毫秒；最小单位是 1ms`,
  'shape.duration.long': (a) => `“${a.text}”太长；最长的时长是 100 天`,
  'shape.forms': (a) =>
    `请写时长（例如 "90s"），或者 ${a.forms.length > 1 ? `${a.forms.slice(0, -1).join('、')} 或 ` : ''}${a.forms.at(-1) ?? ''}`,
  'shape.fromAfterTo': '`to` 比 `from` 短；请把较短的写在前面',
  'shape.wholeSeconds': '必须是整秒',
  'shape.curveParts': '`for` 无法按 `curve` 的份数等分成整秒',
  'shape.curveZero': 'curve 全为 0，不会有人来；请至少给一段非零的权重',
  'shape.endingsZero': '所有结束方式的权重都是 0；请至少给一种非零的权重',
  'shape.notZero': '必须大于 0',
  'shape.sidesNull': '这里不能写 null；没有空闲超时的客服系统请写 idle: null',
  'shape.commitLong': '提交不可能这么久；请写 1s 或更短',
  'shape.crashOverlaps': (a) => `服务器从 ${length(a.at)}到 ${length(a.back)}已处于宕机状态；请把 \`at\` 写得晚一些`,
  'shape.crashBeyond': (a) =>
    `运行最晚在 ${length(a.end)}结束，那时服务器还没有恢复；请把 \`at\` 提前、把 \`for\` 缩短，或把 \`tail\` 加长`,
  'shape.waiting': '请写 0 到 1 之间的比例，或 "any"',
  'shape.tail': '请写时长，例如 "30m"（到时结束运行），或 { atMost: "3d" }（最长不超过此时长）',
  'shape.limitBelowEvery': '`limit` 不能比 `every` 短',
  'shape.mostBelowFirst': '`most` 不能比 `first` 短',
  'shape.allowed': '请写 "any"，或允许的最大数量',
  'shape.name': '只能用小写字母、数字和连字符，例如 my-desk',
  'shape.profileName':
    '规则方案名只能用字母（含汉字）、数字和 + . _ = % -，最多 40 个字符，例如 patient 或 10m；请换一个名字',
  'shape.channelsZero': '请至少给一个渠道非零的权重',
  'shape.personasZero': '请至少给一类访客非零的权重',
  'shape.speed': '请写 0.01 到 10000 之间的数字，或 "auto"',
  'shape.seed': '请写文本或整数，例如 7',
};
