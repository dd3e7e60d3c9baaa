// The `shows` sentences of the scenarios that come with the tool, in Chinese.
import type { Same } from '../en/index.ts';
import type { SHOWS as EN } from '../en/shows.ts';

export const SHOWS: Same<typeof EN> = {
  'shows.after-close': '会话关闭之后再来的消息，八种策略各占一个渠道，访客都会继续发消息（R05、R14、R41）',
  'shows.after-hours': '打烊前半小时到打烊后一小时：没有客服时谁还在发消息，这些消息有没有保留（R42）',
  'shows.agent-drop': '客服带着满满的会话列表掉线半小时：所有会话超时，或在一分钟内转给同事（R58）',
  'shows.unnoticed-sessions':
    '每位客服同时八个会话，后台会话的消息很晚才注意到：消息要等多久，提醒能改善多少（R12、R13）',
  'shows.double-eleven-peak':
    '双十一晚高峰最难的一小时：平峰、五倍的咨询洪峰、回落；休眠的标签页、揣在口袋里的手机、时断时续的网络',
  'shows.first-evening': '繁忙的半小时：访客沉默十分钟就关闭会话的客服系统',
  'shows.load-2000': '吞吐量：2 000 位访客同时与 400 名客服对话，每名客服接待五位',
  'shows.million-day': '虚拟时间：3 600 名客服、一百万访客的一整天，每人约二十条消息',
  'shows.server-crash': '服务器在繁忙的一刻钟里宕机两次：已确认的消息一条不丢；有些访客因此被超时关闭',
  'shows.smoke': '快速检查整条链路：少量访客，三名客服，空闲一分钟即超时',
  'shows.silent-visitors':
    '访客得到回复后不再说话，服务器和网络正常：会话何时关闭，提醒或机器人能挽回多少人（R01、R20、R45、R53）',
  'shows.short-timeout': '四个行业配四种空闲时长，每个渠道一种：多少访客在比价、查资料或思考时被断开（R25、R30、R61）',
  'shows.channel-windows':
    '隔几小时甚至几天才回复的访客：网页上客服系统等三天；其他渠道上平台先结束会话，或不再放行消息（R26、R27、R63）',
  'shows.two-causes':
    '会话关闭后消息送不到的两种原因，四种组合各占一个渠道：渠道不再推送，客服系统不再接收（R03、R04、R60）',
  'shows.agent-away': '显示在线却不在的客服：会话一直等到超时；提醒和自动转接能挽回多少（R12、R55、R56）',
  'shows.ad-burst': '一次投放在五分钟里带来一小时的访客：谁白等一场，哪些线索留了下来（R44、R57、R59）',
  'shows.remedies': '各种问题都有的繁忙一小时，七套规则方案逐一比较：每种措施能改善多少（R70）',
};
