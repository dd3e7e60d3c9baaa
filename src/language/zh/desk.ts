// Texts about session rules in Chinese: the output of `stillthere rules`, and the presets.
import type { DESK as EN } from '../en/desk.ts';
import type { Same } from '../en/index.ts';
import { length } from './numbers.ts';

export const DESK: Same<typeof EN> = {
  'desk.says': '解释和检查会话规则，不运行任何场景',
  'desk.list': '列出自带的预设规则',
  'desk.show': '逐条说明一套规则',
  'desk.check': '检查规则是否有效，并提示常见的错误',
  'desk.diff': '对比两套规则的不同',
  'desk.rules': '预设名称、.yaml 或 .json 文件，或“场景@规则方案”：double-eleven-peak@all',
  'desk.json': '以 JSON 输出全部规则，时间单位为微秒',
  'desk.flag': '换一套会话规则来运行场景：预设（`stillthere rules list`），或 .yaml、.json 文件',
  'desk.noPreset': (a) =>
    `没有名为“${a.name}”的预设${a.near === undefined ? '' : `（是不是想写 ${a.near}？）`}；现有预设：${a.known.join('、')}；您自己的文件请写路径，例如 ./my-desk.yaml`,
  'desk.noRulesFile': (a) => `${a.path} 不是规则文件：请用 .yaml 或 .json 文件`,
  'desk.right': (a) =>
    a.own.length === 0 ? `${a.name} 有效：与默认规则相同` : `${a.name} 有效；与默认规则不同之处：${a.own.join('、')}`,
  'desk.same': (a) => `${a.one} 与 ${a.other} 的规则相同`,
  'desk.source': (a) => `来源：${a.source}`,
  'desk.star': '* 与默认规则不同',
  'desk.off': '未启用',
  'desk.hours': (a) =>
    `营业时间：${a.open}${a.closed === 0 ? '' : `；另有 ${a.closed} 天休息`}${a.shifts === 0 ? '' : `；时钟调整 ${a.shifts} 次`}；模拟从${a.day} ${a.starts} 开始`,
  'desk.day.1': '周一',
  'desk.day.2': '周二',
  'desk.day.3': '周三',
  'desk.day.4': '周四',
  'desk.day.5': '周五',
  'desk.day.6': '周六',
  'desk.day.7': '周日',
  'desk.days': (a) => `${a.first}至${a.last}`,
  'desk.everyDay': '每天',
  'desk.stretch': (a) => `${a.day} ${a.opens} 至 ${a.closes}`,
  'desk.remark.prompt': (a) =>
    `注意：提醒会重新计时，所以提醒后要过 ${length(a.after)}才关闭，而不是 ${length(a.before)}${a.max === 1 ? '' : `，每次沉默最多 ${a.max} 次`}；请把 prompt 从 idle.resets 中去掉，或改写 prompt.after 和 prompt.closes`,
  'desk.remark.every.once': (a) => `注意：prompt.every ${length(a.every)}不起作用，因为 prompt.max 是 1`,
  'desk.remark.every.anew': (a) =>
    `注意：prompt.every ${length(a.every)}不起作用：提醒会重新计时，下一次提醒在新的关闭时刻前 ${length(a.before)}`,
  'desk.remark.every.late': (a) =>
    `注意：prompt.every ${length(a.every)}不起作用，因为首次提醒后 ${length(a.before)}就关闭了`,
  'desk.remark.max': (a) => `注意：prompt.max ${a.max} 用不完：不写 prompt.every 时，每次沉默只提醒一次`,
  'desk.remark.bot': (a) => `注意：机器人的消息会重新计时，每次沉默最多 ${a.max} 次`,
  'desk.remark.drop': '注意：afterClose drop 确认消息却不保存；这是用来测试的缺陷',
  'desk.remark.cut': (a) => `注意：渠道 ${a.channel} 在会话关闭后被切断；这是用来测试的缺陷`,
  'desk.remark.window': (a) =>
    `注意：${a.channel} 平台在 ${length(a.window)}后就结束会话，达不到 ${length(a.after)}的空闲时长`,
  'desk.remark.gone': (a) => `注意：访客断线 ${length(a.gone)}就失去会话，早于 ${length(a.after)}的空闲时长`,
  'desk.remark.then': (a) => `注意：queue.then ${a.then} 不起作用，因为没有写 queue.timeout`,
  'desk.remark.reopen': (a) => `注意：afterClose.window ${length(a.window)}不起作用，因为没有渠道采用 within_window`,
  'desk.remark.pending': (a) =>
    `注意：会话永远不会因空闲而关闭：${a.anchor} 只在客服发言之后计时，而 onlyIfPending agent 只在访客发言之后关闭`,
  'desk.remark.nobody': '注意：没有客服在线时来的访客会一直排队',
  'presets.pre-sale': '售前电商：取 30 到 60 分钟的中间值',
  'presets.after-sale': '售后电商：取 60 到 120 分钟的中间值，因为要查订单',
  'presets.education-finance': '教育和金融：取 90 到 180 分钟的中间值，因为做决定需要时间',
  'presets.meiqia-like': '双方都沉默才关闭；之后再发消息会打开新会话，看不到旧会话；没有客服在线时转为留言',
  'presets.chatwoot-like': '默认只由客服手动关闭；之后再发消息会回到原会话和原客服，即使客服不在线',
  'presets.rocketchat-like': '从客服对访客最后一条消息的第一次回复起计时；每分钟检查一次；访客在等回复时不关闭',
  'presets.livechat-like': '安静的会话不占名额；首次响应超时就转给别的客服；关闭后一段时间内可继续原会话',
  'presets.salesforce-like':
    '从客服对客户最后一条消息的第一次回复起计时，之后的回复不重新计时；关闭后再发消息会重新分配',
  'presets.zendesk-like': '按页面上的鼠标和键盘计时，不按消息计时；关掉浏览器后两分钟内会话结束',
  'presets.servicenow-like': '空闲时长很短：过半时提醒，到时取消；任务每两分钟检查一次',
  'presets.cisco-like': '客户沉默五分钟会话就结束；客服一次只接一个会话，须在十五秒内接起',
  'presets.wecom-like': '客服系统没有空闲超时；平台在 48 小时后结束会话，客户每发一条消息只放行五条',
};
