// What the scenarios that come with the tool show, in Chinese.
import type { Same } from '../en/index.ts';
import type { SHOWS as EN } from '../en/shows.ts';

export const SHOWS: Same<typeof EN> = {
  'shows.after-close': '会话关闭之后再来的消息，八种处理各占一个渠道，访客都会继续写（R05、R14、R41）',
  'shows.after-hours': '打烊前半小时到打烊后一小时：谁在给已经下班的客服写消息，这些消息有没有留下来（R42）',
  'shows.agent-drop': '客服带着满满的会话列表掉线半小时：有多少会话就有多少超时，还是一分钟内转给同事（R58）',
  'shows.unnoticed-sessions':
    '每位客服同时八个会话，不在眼前的会话很晚才注意到：消息要等多久才有人看，提醒能改变多少（R12、R13）',
  'shows.double-eleven-peak':
    '双十一晚高峰最难的一小时：平峰、五倍的咨询洪峰、回落；休眠的标签页、揣在口袋里的手机、时断时续的网络',
  'shows.first-evening': '繁忙的半小时：客服系统在访客沉默十分钟后关闭会话',
  'shows.load-2000': '吞吐量：2 000 位访客同时与 400 位客服对话，每位客服接待五位',
  'shows.million-day': '虚拟时间：3 600 名客服、一百万访客的一整天，每人约二十条消息',
  'shows.server-crash': '服务器在繁忙的一刻钟里宕机两次：已确认的消息一条不丢，以及哪些访客因此被超时关闭',
  'shows.smoke': '整条链路走得通：少量访客，三位客服，空闲一分钟即超时',
};
