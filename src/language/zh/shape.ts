// What is wrong with a value of a scenario, in Chinese: the part after "path = value: ".
import type { Same } from '../en/index.ts';
import type { SHAPE as EN } from '../en/shape.ts';

export const SHAPE: Same<typeof EN> = {
  'shape.undocumented': (a) =>
    `${a.channel} 没有平台公布过的限制；请删去，或写 {window, quota?, click?, code?, gone?, cut?}`,
  'shape.timeOfDay': '请写时刻，例如 "9:00" 或 "21:30"',
  'shape.noUnit': (a) => `缺少单位；请写成时长，例如 "${a.number}s"、"${a.number}m" 或 "${a.number}h"`,
  'shape.quoteDuration': '请写成带引号的时长，例如 "90s"、"30m" 或 "2h"',
  'shape.duration.form': (a) => `"${a.text}" 不是时长；请写数字加单位，例如 500ms、90s、30m、2h、1h30m 或 1d`,
  'shape.duration.fine': (a) => `"${a.text}" 不是整毫秒；最短的时长是 1ms`,
  'shape.duration.long': (a) => `"${a.text}" 太长；最长的时长是 100 天`,
  'shape.forms': (a) => `请写时长（例如 "90s"），或者 ${a.forms.slice(0, -1).join('、')} 或 ${a.forms.at(-1) ?? ''}`,
  'shape.fromAfterTo': '`to` 比 `from` 短；请把较短的写在前面',
  'shape.wholeSeconds': '必须是整秒',
  'shape.curveParts': '`for` 无法按 `curve` 的份数等分成整秒',
  'shape.curveZero': 'curve 全为 0，不会有人来；请至少给一段非零的权重',
  'shape.endingsZero': '所有结束方式的权重都是 0；请至少给一种非零的权重',
  'shape.notZero': '必须大于 0',
  'shape.commitLong': '提交不可能这么久；请写 1s 或更短',
  'shape.crashOverlaps': (a) => `服务器从 ${a.at} 到 ${a.back} 已处于宕机状态；请把 \`at\` 写得晚一些`,
  'shape.crashBeyond': (a) =>
    `在规则方案 ${a.profile} 下，运行到 ${a.end} 就结束了，那时服务器还没有恢复；请把 \`at\` 提前、把 \`for\` 缩短，或把 \`tail\` 加长`,
  'shape.limitBelowEvery': '`limit` 不能比 `every` 短',
  'shape.mostBelowFirst': '`most` 不能比 `first` 短',
  'shape.allowed': '请写 "any"，或允许的最大数量',
  'shape.name': '只能用小写字母、数字和连字符，例如 my-desk',
  'shape.channelsZero': '请至少给一个渠道非零的权重',
  'shape.personasZero': '请至少给一类访客非零的权重',
  'shape.speed': '请写 0.01 到 10000 之间的数字，或 "auto"',
};
