// Session rules in words, in Chinese: what `stillthere rules` says of a desk, and the presets that come with the tool.
import type { DESK as EN } from '../en/desk.ts';
import type { Same } from '../en/index.ts';

export const DESK: Same<typeof EN> = {
  'desk.says': '说明客服系统的会话规则会做什么；不会运行任何场景',
  'desk.list': '自带的预设规则',
  'desk.show': '逐条说明一套规则',
  'desk.check': '检查规则是否正确，以及哪些地方值得再看一眼',
  'desk.diff': '两套规则有什么不同',
  'desk.rules': '预设名称、.yaml 或 .json 文件，或场景加规则组：double-eleven-peak@all',
  'desk.json': '以 JSON 输出全部规则，时间单位为微秒',
  'desk.flag': '换一套会话规则来运行场景：预设（`stillthere rules list`），或 .yaml、.json 文件',
  'desk.noPreset': (a) =>
    `没有名为“${a.name}”的预设${a.near === undefined ? '' : `；是不是“${a.near}”？`}；现有：${a.known.join('、')}；自己的文件请写路径，例如 ./my-desk.yaml`,
  'desk.noRulesFile': (a) => `${a.path}：规则应写在 .yaml 或 .json 文件里`,
  'desk.right': (a) =>
    a.own.length === 0
      ? `${a.name} 没有问题：与默认客服系统相同`
      : `${a.name} 没有问题；与默认客服系统不同的规则：${a.own.join('、')}`,
  'desk.same': (a) => `${a.one} 与 ${a.other} 的规则相同`,
  'desk.source': (a) => `来源：${a.source}`,
  'desk.star': '* 与默认客服系统不同',
  'desk.off': '关闭',
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
    `值得再看：提醒会重新计时，所以提醒后要过 ${a.after} 才关闭，而不是 ${a.before}${a.max === 1 ? '' : `，每次沉默最多 ${a.max} 次`}；请把 prompt 从 idle.resets 中去掉，或改写 prompt.after 和 prompt.closes`,
  'desk.remark.every.once': (a) => `值得再看：prompt.every ${a.every} 不起作用，因为 prompt.max 是 1`,
  'desk.remark.every.anew': (a) =>
    `值得再看：prompt.every ${a.every} 不起作用：提醒会重新计时，下一次提醒在新的关闭时刻前 ${a.before}`,
  'desk.remark.every.late': (a) => `值得再看：提醒不会在 ${a.every} 后重复，因为首次提醒后 ${a.before} 就关闭了`,
  'desk.remark.max': (a) =>
    `值得再看：prompt.max ${a.max} 用不完：沉默期间没有什么会重新计时，不写 prompt.every 就只提醒一次`,
  'desk.remark.bot': (a) => `值得再看：机器人说话会重新计时，每次沉默最多 ${a.max} 次`,
  'desk.remark.drop': '值得再看：afterClose drop 确认消息却不保存；这是用来测试的缺陷',
  'desk.remark.cut': (a) => `值得再看：渠道 ${a.channel} 在关闭后被切断；这是用来测试的缺陷`,
  'desk.remark.window': (a) =>
    `值得再看：${a.channel} 平台在 ${a.window} 后就结束会话，${a.after} 的空闲时长永远等不到`,
  'desk.remark.gone': (a) => `值得再看：访客断线 ${a.gone} 就失去会话，早于 ${a.after} 的空闲时长`,
  'desk.remark.then': (a) => `值得再看：queue.then ${a.then} 不起作用，因为没有写 queue.timeout`,
  'desk.remark.reopen': (a) => `值得再看：afterClose.window ${a.window} 不起作用，因为没有策略是 within_window`,
  'desk.remark.pending': (a) =>
    `值得再看：永远不会因空闲关闭：${a.anchor} 只在客服说了最后一句时计时，而 onlyIfPending agent 只在访客说了最后一句时关闭`,
  'desk.remark.nobody': '值得再看：没有客服时来的访客会一直排队',
  'presets.pre-sale': '售前电商，30 到 60 分钟，取中间值',
  'presets.after-sale': '售后电商，60 到 120 分钟，取中间值，因为要查订单',
  'presets.education-finance': '教育和金融，90 到 180 分钟，取中间值，因为决定需要时间',
  'presets.meiqia-like': '双方都沉默才关闭；再写就是看不到旧会话的新会话；没有客服在线时转为留言',
  'presets.chatwoot-like': '默认只由客服手动关闭；再写就回到原会话和原客服，不管对方在不在',
  'presets.rocketchat-like': '从客服对访客最后一条消息的第一次回复起计时，每分钟检查一次，访客在等回复时不关闭',
  'presets.livechat-like': '安静的会话不占名额；首次无人回复就转给别人；关闭后一段时间内可继续原会话',
  'presets.salesforce-like': '从对客户最后一条消息的第一次回复起计时，客服之后再说什么都不算；再写就重新分配',
  'presets.zendesk-like': '看页面上的鼠标和键盘，不看消息；关掉浏览器两分钟内会话结束',
  'presets.servicenow-like': '时间很短，一半时提醒，到时取消；任务每两分钟检查一次',
  'presets.cisco-like': '客户沉默五分钟会话就结束；客服一次只接一个，十五秒内要接起',
  'presets.wecom-like': '自己没有空闲超时；平台 48 小时后结束会话，客户每发一条放行五条',
};
