// What the scenarios that come with the tool show, in Chinese.
import type { Same } from '../en/index.ts';
import type { SHOWS as EN } from '../en/shows.ts';

export const SHOWS: Same<typeof EN> = {
  'shows.double-eleven-peak':
    '双十一晚高峰最难的一小时：平峰、五倍的咨询洪峰、回落；休眠的标签页、揣在口袋里的手机、时断时续的网络',
  'shows.first-evening': '繁忙的半小时：客服系统在访客沉默十分钟后关闭会话',
  'shows.load-2000': '吞吐量：2 000 位访客同时与 400 位客服对话，每位客服接待五位',
  'shows.million-day': '虚拟时间：3 600 名客服、一百万访客的一整天，每人约二十条消息',
  'shows.server-crash': '服务器在繁忙的一刻钟里宕机两次：已确认的消息一条不丢，以及哪些访客因此被超时关闭',
  'shows.smoke': '整条链路走得通：少量访客，三位客服，空闲一分钟即超时',
};
