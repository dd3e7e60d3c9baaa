// Where a message is, in Chinese: one sentence for each place.
import type { Same } from '../en/index.ts';
import type { WHERE as EN } from '../en/where.ts';

export const WHERE: Same<typeof EN> = {
  'where.is': (a) => `消息在哪里：${a.says}（${a.where}）`,
  'where.session': (a) =>
    `  ${a.before === '' ? `${a.session}，该访客的第一个会话` : `${a.session}，${a.before} 之后的新会话，${a.linked}`}；${a.agents.length === 0 ? '从未有客服接待' : `客服：${a.agents.join('、')}`}${a.listed === '' ? '' : `；在 ${a.listed} 的列表里`}`,
  'where.linked': '客服看得到之前的会话',
  'where.unlinked': '客服看不到之前的会话',
  'where.leave_messages': '已存为留言',
  'where.in_hands': '在有客服接待的会话中，还没有回复',
  'where.waiting': '在等待客服的会话中',
  'where.answered': '在会话中，之后客服回复过',
  'where.over_unanswered': '在已结束会话的聊天记录里，从未得到回复',
  'where.not_kept': '没有保存：客服系统已确认，却没有存下来',
  'where.kept_by_channel': '没有保存：渠道平台已确认，却没有转给客服系统',
  'where.refused': '没有保存：已被拒收，访客已得到提示',
  'where.unknown': '没有保存：从未有服务器确认过',
};
