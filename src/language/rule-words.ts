// The values of session rules as parts of sentences, in English and Chinese.
import type {
  AfterClose,
  Anchor,
  QUEUE_NOBODY,
  QUEUE_THEN,
  Reset,
  Routing,
  Side,
  TRANSFER_ELSE,
  TRANSFER_WHEN,
} from '../model/rules/choices.ts';
import type { ALERT_FORMS } from '../model/rows/words.ts';
import { spoken } from './language.ts';

type Told<W extends string> = Readonly<Record<W, { readonly en: string; readonly zh: string }>>;

/** A value of a rule in the language of this process; empty for none. */
export const ruleWord = (told: Told<string>, word: string | null | undefined): string =>
  word === null || word === undefined ? '' : (told[word]?.[spoken() === 'en' ? 'en' : 'zh'] ?? word);

/** What idle time is counted from: "30m from …". */
export const ANCHOR: Told<Anchor> = {
  either_last_message: { en: 'the last message of either side', zh: '双方最后一条消息' },
  last_visitor_message: { en: 'the last message of the visitor', zh: '访客最后一条消息' },
  last_agent_message: { en: 'the last message of the agent', zh: '客服最后一条消息' },
  first_agent_reply_after_visitor: {
    en: "the agent's first answer to the visitor's last message",
    zh: '客服对访客最后一条消息的第一次回复',
  },
  per_participant: { en: 'the last message of each side', zh: '每一方自己的最后一条消息' },
  visitor_page_activity: { en: "the visitor's last activity on the page", zh: '访客在页面上的最后一次操作' },
};

/** What restarts the idle clock. */
export const RESET: Told<Reset> = {
  visitor: { en: 'visitor', zh: '访客消息' },
  agent: { en: 'agent', zh: '客服消息' },
  bot: { en: 'bot', zh: '机器人消息' },
  prompt: { en: 'prompt', zh: '提醒' },
  click: { en: 'click', zh: '点击选项' },
  visitor_typing: { en: 'visitor typing', zh: '访客输入' },
  agent_typing: { en: 'agent typing', zh: '客服输入' },
  activity: { en: 'page activity', zh: '页面操作' },
  transfer: { en: 'transfer', zh: '转接' },
};

export const SIDE: Told<Side> = { visitor: { en: 'visitor', zh: '访客' }, agent: { en: 'agent', zh: '客服' } };

/** How an agent is alerted to a session. */
export const FORM: Told<(typeof ALERT_FORMS)[number]> = {
  popup: { en: 'popup', zh: '弹窗' },
  dot: { en: 'red dot', zh: '红点' },
  mark: { en: 'mark in the list', zh: '列表标记' },
};

/** What happens to a message after the close: "a message after the close …". */
export const POLICY: Told<AfterClose> = {
  same_agent: { en: 'reopens the session with its last agent', zh: '回到原会话和原客服' },
  reopen: { en: 'reopens the session, which is routed afresh', zh: '回到原会话，重新分配' },
  within_window: { en: 'reopens the session for a while', zh: '限时内回到原会话' },
  new_session: { en: 'opens a new session', zh: '打开新会话' },
  sticky: { en: 'opens a new session, with the last agent if possible', zh: '打开新会话，尽量由原客服接待' },
  refuse: { en: 'is refused', zh: '拒收' },
  leave_message: { en: 'becomes a leave-message', zh: '转为留言' },
  drop: { en: 'is acknowledged and lost', zh: '已确认却丢失' },
};

/** What happens to a session that has waited too long. */
export const THEN: Told<(typeof QUEUE_THEN)[number]> = {
  close: { en: 'is closed', zh: '关闭会话' },
  leave_message: { en: 'becomes a leave-message', zh: '转为留言' },
};

/** What happens to visitors while no agent is there. */
export const NOBODY: Told<(typeof QUEUE_NOBODY)[number]> = {
  wait: { en: 'visitors wait', zh: '继续排队' },
  leave_message: { en: 'messages become leave-messages', zh: '转为留言' },
};

/** Which agent gets the next session. */
export const NEXT: Told<Routing> = {
  least_loaded: { en: 'the agent with the fewest sessions', zh: '会话最少的客服' },
  round_robin: { en: 'the agent who was given one the longest ago', zh: '最久没有分到会话的客服' },
  longest_idle: { en: 'the agent whose last session ended the longest ago', zh: '上次结束会话最早的客服' },
  free_share: { en: 'the agent with the largest share of free capacity', zh: '空闲名额占比最高的客服' },
};

/** What is missing when a session is transferred: "without …". */
export const LACK: Told<(typeof TRANSFER_WHEN)[number]> = {
  first_reply: { en: 'a first response', zh: '首次响应' },
  every_reply: { en: 'an answer', zh: '回复' },
};

/** What happens to a session that no other agent can take: "it …". */
export const ELSE: Told<(typeof TRANSFER_ELSE)[number]> = {
  stay: { en: 'stays', zh: '留给原客服' },
  queue: { en: 'goes back to the queue', zh: '回到队列' },
  leave_message: { en: 'becomes a leave-message', zh: '转为留言' },
};
