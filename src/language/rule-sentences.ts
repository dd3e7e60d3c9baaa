// Every session rule in a sentence, in English and Chinese, in the order in which they are shown.
import type { AGENTS } from '../model/rules/declared-agents.ts';
import type { RULES } from '../model/rules/declared.ts';
import type { Fields } from '../model/rules/forms.ts';
import { ANCHOR, ELSE, FORM, LACK, NEXT, NOBODY, POLICY, RESET, SIDE, THEN } from './rule-words.ts';
import type { SidesTold, Told } from './told.ts';
import { length } from './zh/numbers.ts';

/**
 * The sentence of an active rule. `none` is the sentence for null, 0 or an empty list, where "off"
 * would be wrong.
 */
export interface Sentence<T> {
  readonly en: (rule: T) => string;
  readonly zh: (rule: T) => string;
  readonly none?: { readonly en: string; readonly zh: string };
}
/** `elsewhere`: the sentence depends on more than the value of the rule, see `report/`. */
type Of<F extends Fields, K extends keyof F> = Sentence<NonNullable<Told<F[K]['form']>>> | 'elsewhere';
type DeskFields = (typeof RULES)['fields'];
type AgentFields = (typeof AGENTS)['fields'];
type Sentences = { readonly [K in keyof DeskFields]: Of<DeskFields, K> } & {
  readonly [K in keyof AgentFields as `agents.${K}`]?: Of<AgentFields, K>;
};

export const SENTENCES: Sentences = {
  idle: {
    en: ({ after, byChannel, anchor, resets, onlyIfPending }) =>
      `closes after ${spanEn(after)}${inBrackets(spansOf(byChannel, spanEn))} from ${ANCHOR[anchor].en}; restarted by: ${list(resets.map((kind) => RESET[kind].en))}${onlyIfPending === 'any' ? '' : `; closes only while it is the turn of the ${SIDE[onlyIfPending].en}`}`,
    zh: ({ after, byChannel, anchor, resets, onlyIfPending }) =>
      `自${ANCHOR[anchor].zh}起 ${spanZh(after)}后关闭${inWide(spansOf(byChannel, spanZh))}；重新计时：${listZh(resets.map((kind) => RESET[kind].zh))}${onlyIfPending === 'any' ? '' : `；只在轮到${SIDE[onlyIfPending].zh}时关闭`}`,
  },
  sweep: {
    en: (every) => `due sessions are closed every ${every}`,
    zh: (every) => `每 ${length(every)}关闭一次到期的会话`,
    none: { en: 'due sessions are closed at once', zh: '到期立即关闭' },
  },
  prompt: {
    en: ({ before, after, max, every, text }) =>
      after === undefined
        ? `asks ${before} before the idle close, ${timesEn(max)} in one silence${every === null ? '' : `, every ${every}`}: "${text}"`
        : `asks after ${after} of silence, ${before} before the close: "${text}"`,
    zh: ({ before, after, max, every, text }) =>
      after === undefined
        ? `空闲关闭前 ${length(before)}提醒，每次沉默最多 ${max} 次${every === null ? '' : `，间隔 ${length(every)}`}：“${text}”`
        : `沉默 ${length(after)}后提醒，再过 ${length(before)}关闭：“${text}”`,
  },
  welcome: { en: ({ text }) => `"${text}"`, zh: ({ text }) => `“${text}”` },
  bot: {
    en: ({ after, max, options }) =>
      `writes after ${after} of silence, ${timesEn(max)}, and offers: ${list(options.map(({ label }) => label))}`,
    zh: ({ after, max, options }) =>
      `沉默 ${length(after)}后机器人发消息，最多 ${max} 次，可点选：${listZh(options.map(({ label }) => label))}`,
  },
  alert: {
    en: ({ before, as }) => `alerts the agent ${before} before the idle close (${FORM[as].en})`,
    zh: ({ before, as }) => `空闲关闭前 ${length(before)}提醒客服（${FORM[as].zh}）`,
  },
  slowReply: {
    en: ({ after, as }) => `alerts the agent when a message has waited for ${after} (${FORM[as].en})`,
    zh: ({ after, as }) => `消息等待 ${length(after)}后提醒客服（${FORM[as].zh}）`,
  },
  afterClose: {
    en: ({ policy, window, byChannel, linked }) =>
      `a message after the close ${policy === 'within_window' ? `reopens the session for ${window}, and later opens a new one` : POLICY[policy].en}${inBrackets(byName(words(byChannel, (one) => POLICY[one].en)))}${linked ? '; a new agent sees the previous session' : ''}`,
    zh: ({ policy, window, byChannel, linked }) =>
      `关闭后的消息：${policy === 'within_window' ? `${length(window)}内回到原会话，之后打开新会话` : POLICY[policy].zh}${inWide(byNameZh(words(byChannel, (one) => POLICY[one].zh)))}${linked ? '；新客服看得到之前的会话' : ''}`,
  },
  queue: {
    en: ({ timeout, then, nobody }) =>
      `${timeout === null ? 'sessions wait for ever' : `a session that has waited ${timeout} ${THEN[then].en}`}; while no agent is there, ${NOBODY[nobody].en}`,
    zh: ({ timeout, then, nobody }) =>
      `${timeout === null ? '一直排队' : `排队 ${length(timeout)}后${THEN[then].zh}`}；无客服在线时${NOBODY[nobody].zh}`,
  },
  hours: 'elsewhere',
  visitorGone: {
    en: (after) => `closes the session of a visitor who has been gone for ${after}`,
    zh: (after) => `访客断线 ${length(after)}后关闭会话`,
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
            `${channel} ${length(message.window)}${message.quota === null ? '' : `，${message.quota} 条`}${code === null ? '' : `，拒收时返回 ${code}`}${cut ? '，关闭后切断' : ''}`,
        )
        .join('；'),
  },
  agents: {
    en: ({ capacity, routing, groups }) =>
      `${capacity} sessions per agent; the next one goes to ${NEXT[routing].en}${groups.length === 0 ? '' : `; groups ${list(groups.map(({ name, overflow }) => (overflow ? `${name} (after ${overflow.after} also ${overflow.to})` : name)))}`}`,
    zh: ({ capacity, routing, groups }) =>
      `每名客服 ${capacity} 个会话；优先分配给${NEXT[routing].zh}${groups.length === 0 ? '' : `；分组：${listZh(groups.map(({ name, overflow }) => (overflow ? `${name}（等待 ${length(overflow.after)}后可由 ${overflow.to} 接待）` : name)))}`}`,
  },
  'agents.ring': {
    en: ({ timeout }) => `rings for ${timeout}, and the agent has to accept`,
    zh: ({ timeout }) => `振铃 ${length(timeout)}，须由客服接起`,
  },
  'agents.wrapUp': {
    en: (after) => `a closed session uses capacity for ${after} more`,
    zh: (after) => `会话关闭后再占用名额 ${length(after)}`,
  },
  'agents.handOver': {
    en: (after) => `sessions of an agent who has been gone for ${after} go to other agents`,
    zh: (after) => `客服离线 ${length(after)}后，会话转给别的客服`,
  },
  'agents.supervisors': { en: (names) => list(names), zh: (names) => listZh(names) },
  inactive: {
    en: ({ after }) => `a session rests after ${after} of silence, and does not count against its agent`,
    zh: ({ after }) => `沉默 ${length(after)}后转为静置，不再占用名额`,
  },
  transfer: {
    en: ({ after, when, hops, orElse }) =>
      `after ${after} without ${LACK[when].en} a session goes to another agent, ${timesEn(hops)}; if there is none, it ${ELSE[orElse].en}`,
    zh: ({ after, when, hops, orElse }) =>
      `${length(after)}没有${LACK[when].zh}就转给别的客服，最多 ${hops} 次；没有合适的客服时${ELSE[orElse].zh}`,
  },
  liveness: {
    en: ({ transport, page }) =>
      `a connection is given up after ${transport.limit} without an answer${page === null ? '; the page is not checked' : `, a page after ${page.limit}`}`,
    zh: ({ transport, page }) =>
      `连接 ${length(transport.limit)}无应答就放弃${page === null ? '；不检查页面是否在运行' : `，页面 ${length(page.limit)}无应答就放弃`}`,
  },
};

function list(words: readonly string[]): string {
  return words.join(', ');
}

const listZh = (words: readonly string[]): string => words.join('、');

const inBrackets = (text: string): string => (text === '' ? '' : ` (${text})`);
const inWide = (text: string): string => (text === '' ? '' : `（${text}）`);
const timesEn = (max: number): string => (max === 1 ? 'once' : `at most ${max} times`);

const byName = (table: Readonly<Record<string, string>>): string =>
  list(Object.entries(table).map(([name, value]) => `${name} ${value}`));

const byNameZh = (table: Readonly<Record<string, string>>): string =>
  listZh(Object.entries(table).map(([name, value]) => `${name} ${value}`));

/** A table with its values replaced by texts. */
const words = <W extends string>(
  table: Readonly<Record<string, W>>,
  says: (word: W) => string,
): Record<string, string> => Object.fromEntries(Object.entries(table).map(([name, word]) => [name, says(word)]));

type Span = SidesTold<string> | null;
const spansOf = (table: Readonly<Record<string, Span>>, says: (span: Span) => string): string =>
  byName(Object.fromEntries(Object.entries(table).map(([name, span]) => [name, says(span)])));

function spanEn(span: Span): string {
  if (span === null) return 'never';
  return typeof span === 'string' ? span : `${spanEn(span.visitor)} (visitor), ${spanEn(span.agent)} (agent)`;
}

function spanZh(span: Span): string {
  if (span === null) return '永不';
  return typeof span === 'string' ? length(span) : `访客 ${spanZh(span.visitor)}、客服 ${spanZh(span.agent)}`;
}
