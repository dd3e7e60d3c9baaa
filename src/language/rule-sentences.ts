// Every session rule in a sentence, English and Chinese beside each other, in the order in which they are shown.
import type { AGENTS } from '../model/rules/declared-agents.ts';
import type { RULES } from '../model/rules/declared.ts';
import type { Fields } from '../model/rules/forms.ts';
import type { SidesTold, Told } from './told.ts';

/** What a rule does where it is on. `none` is said instead of "off" where nothing (null, 0, an empty list) means something. */
export interface Sentence<T> {
  readonly en: (rule: T) => string;
  readonly zh: (rule: T) => string;
  readonly none?: { readonly en: string; readonly zh: string };
}
/** `elsewhere`: the words depend on more than what the rule holds, see `report/`. */
type Of<F extends Fields, K extends keyof F> = Sentence<NonNullable<Told<F[K]['form']>>> | 'elsewhere';
type DeskFields = (typeof RULES)['fields'];
type AgentFields = (typeof AGENTS)['fields'];
type Sentences = { readonly [K in keyof DeskFields]: Of<DeskFields, K> } & {
  readonly [K in keyof AgentFields as `agents.${K}`]?: Of<AgentFields, K>;
};

export const SENTENCES: Sentences = {
  idle: {
    en: ({ after, byChannel, anchor, resets, onlyIfPending }) =>
      `closes after ${spanEn(after)}${inBrackets(spansOf(byChannel, spanEn))} since ${anchor}; started anew by ${list(resets)}${onlyIfPending === 'any' ? '' : `; only while it is the turn of the ${onlyIfPending}`}`,
    zh: ({ after, byChannel, anchor, resets, onlyIfPending }) =>
      `从 ${anchor} 起 ${spanZh(after)} 后关闭${inWide(spansOf(byChannel, spanZh))}；重新计时：${list(resets)}${onlyIfPending === 'any' ? '' : `；只在轮到 ${onlyIfPending} 时`}`,
  },
  sweep: {
    en: (every) => `what is due is closed every ${every}`,
    zh: (every) => `每 ${every} 关闭一次到期的会话`,
    none: { en: 'what is due is closed at once', zh: '到期立即关闭' },
  },
  prompt: {
    en: ({ before, after, max, every, text }) =>
      after === undefined
        ? `${before} before the idle close, ${timesEn(max)} in one silence${every === null ? '' : `, every ${every}`}: "${text}"`
        : `after ${after} of silence, and the close ${before} after the prompt: "${text}"`,
    zh: ({ before, after, max, every, text }) =>
      after === undefined
        ? `空闲关闭前 ${before} 提醒，每次沉默最多 ${max} 次${every === null ? '' : `，间隔 ${every}`}：“${text}”`
        : `沉默 ${after} 后提醒，再过 ${before} 关闭：“${text}”`,
  },
  welcome: { en: ({ text }) => `"${text}"`, zh: ({ text }) => `"${text}"` },
  bot: {
    en: ({ after, max, options }) =>
      `speaks up after ${after} of silence, ${timesEn(max)}, and offers: ${list(options.map(({ label }) => label))}`,
    zh: ({ after, max, options }) =>
      `沉默 ${after} 后机器人开口，最多 ${max} 次，可点选：${list(options.map(({ label }) => label))}`,
  },
  alert: {
    en: ({ before, as }) => `tells the agent ${before} before the idle close (${as})`,
    zh: ({ before, as }) => `空闲关闭前 ${before} 提醒客服（${as}）`,
  },
  slowReply: {
    en: ({ after, as }) => `tells the agent when a message has waited for ${after} (${as})`,
    zh: ({ after, as }) => `消息等待 ${after} 后提醒客服（${as}）`,
  },
  afterClose: {
    en: ({ policy, window, byChannel, linked }) =>
      `a message after the close: ${policy}${policy === 'within_window' ? ` for ${window}` : ''}${inBrackets(byName(byChannel))}${linked ? '; the new agent sees the session before' : ''}`,
    zh: ({ policy, window, byChannel, linked }) =>
      `关闭后的消息：${policy}${policy === 'within_window' ? `，${window} 之内` : ''}${inWide(byName(byChannel))}${linked ? '；新客服看得到之前的会话' : ''}`,
  },
  queue: {
    en: ({ timeout, then, nobody }) =>
      `${timeout === null ? 'waits for ever' : `after ${timeout} of waiting: ${then}`}; nobody there: ${nobody}`,
    zh: ({ timeout, then, nobody }) =>
      `${timeout === null ? '一直排队' : `排队 ${timeout} 后：${then}`}；没有客服时：${nobody}`,
  },
  hours: 'elsewhere',
  visitorGone: {
    en: (after) => `closes the session of a visitor who has been gone for ${after}`,
    zh: (after) => `访客断线 ${after} 后关闭会话`,
  },
  channels: {
    en: (channels) =>
      Object.entries(channels)
        .map(
          ([channel, { message, code, cut }]) =>
            `${channel} ${message.window}${message.quota === null ? '' : `, ${message.quota} messages`}${code === null ? '' : `, refused with ${code}`}${cut ? ', cut off after a close' : ''}`,
        )
        .join('; '),
    zh: (channels) =>
      Object.entries(channels)
        .map(
          ([channel, { message, code, cut }]) =>
            `${channel} ${message.window}${message.quota === null ? '' : `，${message.quota} 条`}${code === null ? '' : `，拒绝时返回 ${code}`}${cut ? '，关闭后切断' : ''}`,
        )
        .join('; '),
  },
  agents: {
    en: ({ capacity, routing, groups }) =>
      `${capacity} sessions each; next is ${routing}${groups.length === 0 ? '' : `; groups ${list(groups.map(({ name, overflow }) => (overflow ? `${name} (after ${overflow.after} also ${overflow.to})` : name)))}`}`,
    zh: ({ capacity, routing, groups }) =>
      `每人 ${capacity} 个会话；分配方式 ${routing}${groups.length === 0 ? '' : `；分组 ${list(groups.map(({ name, overflow }) => (overflow ? `${name}（等待 ${overflow.after} 后可由 ${overflow.to} 接待）` : name)))}`}`,
  },
  'agents.ring': {
    en: ({ timeout }) => `rings for ${timeout}, and has to be taken`,
    zh: ({ timeout }) => `振铃 ${timeout}，须由客服接起`,
  },
  'agents.wrapUp': { en: (after) => after, zh: (after) => after },
  'agents.handOver': {
    en: (after) => `sessions of an agent who has been gone for ${after} go to others`,
    zh: (after) => `客服离线 ${after} 后，会话转给其他人`,
  },
  'agents.supervisors': { en: (names) => list(names), zh: (names) => list(names) },
  inactive: {
    en: ({ after }) => `a session rests after ${after}, and no longer counts for its agent`,
    zh: ({ after }) => `静默 ${after} 后转为静置，不再占用名额`,
  },
  transfer: {
    en: ({ after, when, hops, orElse }) =>
      `after ${after} without an answer (${when}) to somebody else, at most ${hops} times; nobody there: ${orElse}`,
    zh: ({ after, when, hops, orElse }) =>
      `${after} 未回复（${when}）就转给别人，最多 ${hops} 次；没有合适的人时：${orElse}`,
  },
  liveness: {
    en: ({ transport, page }) =>
      `a connection is given up after ${transport.limit}${page === null ? '; nobody looks whether the page runs' : `, a page that does not answer after ${page.limit}`}`,
    zh: ({ transport, page }) =>
      `连接无应答 ${transport.limit} 后放弃${page === null ? '；不检查页面是否在运行' : `，页面无应答 ${page.limit} 后放弃`}`,
  },
};

function list(words: readonly string[]): string {
  return words.join(', ');
}

const inBrackets = (text: string): string => (text === '' ? '' : ` (${text})`);
const inWide = (text: string): string => (text === '' ? '' : `（${text}）`);
const timesEn = (max: number): string => (max === 1 ? 'once' : `at most ${max} times`);

const byName = (table: Readonly<Record<string, string>>): string =>
  list(Object.entries(table).map(([name, value]) => `${name} ${value}`));

type Span = SidesTold<string> | null;
const spansOf = (table: Readonly<Record<string, Span>>, says: (span: Span) => string): string =>
  byName(Object.fromEntries(Object.entries(table).map(([name, span]) => [name, says(span)])));

function spanEn(span: Span): string {
  if (span === null) return 'never';
  return typeof span === 'string' ? span : `${spanEn(span.visitor)} (visitor), ${spanEn(span.agent)} (agent)`;
}

function spanZh(span: Span): string {
  if (span === null) return '永不';
  return typeof span === 'string' ? span : `访客 ${spanZh(span.visitor)}、客服 ${spanZh(span.agent)}`;
}
