// Makes docs/reference/words.md: every closed set of words, in both languages, from the catalogue.
import { isKey, tell, type Language } from '../../src/language/language.ts';
import { EXIT } from '../../src/result/verdict.ts';
import {
  ALERT_KINDS,
  BY_PEOPLE,
  BY_RULE,
  CAUSES,
  CHANNELS,
  CLOSE_REASONS,
  DEVICE_STATES,
  ENDINGS,
  FATES,
  FLAGS,
  MISSED_FATES,
  PATH_STATES,
  PLAY_ENDS,
  PROFILES,
  REFUSALS,
  ROUTES,
  SENDERS,
  SESSION_STATES,
  RANG,
  TOUCHES,
  VERDICTS,
  VIA,
  type AlertKind,
  type DeviceState,
  type Ending,
  type Flag,
  type PathState,
  type PlayEnd,
  type Route,
  type SessionState,
  type Rang,
  type Touch,
  type Via,
} from '../../src/model/rows/words.ts';
import { keepPages, madeBy, table } from '../pages.ts';
import { REFUSAL_SAYS } from '../protocol-words.ts';

const FLAG_SAYS: Readonly<Record<Flag, string>> = {
  late: 'delivered, but nobody looked before its session had been closed',
  duplicate: 'stored more than once, or shown more than once to one reader',
  reordered: 'stored behind a later message of the same sender',
};
const ROUTE_SAYS: Readonly<Record<Route, string>> = {
  same_session: 'in the session that the visitor was in, or the first one',
  new_session_same_agent: 'in another session, and the same agent has it',
  new_session_other_agent: 'in another session with another agent: the story has to be told again',
};
const DEVICE_SAYS: Readonly<Record<DeviceState, string>> = {
  visible: 'everything works',
  hidden: 'timers only once a second, after five minutes once a minute; messages are shown and not looked at',
  frozen: 'PINGs are answered, nothing runs; what comes is kept until the thaw',
  closed: 'the page is gone, and its connection with it (code 1001); back is a new page of the same visitor',
  killed: 'nothing is answered any more; what comes is lost',
};
const ALERT_SAYS: Readonly<Record<AlertKind, string>> = {
  expiring: 'the idle close of a session is near',
  waiting: 'a message of a visitor has stood unanswered for long',
};
const RANG_SAYS: Readonly<Record<Rang, string>> = {
  taken: 'the agent has taken it',
  declined: 'the agent has said no',
  timed_out: 'nobody did anything for as long as it rings',
  withdrawn: 'it was over before: the visitor left, a rule ended the wait, or the agent was gone',
};
const VIA_SAYS: Readonly<Record<Via, string>> = {
  in_app: 'the list in the office, over HTTP',
  email: 'a mail over SMTP',
  dingtalk: 'a robot in a DingTalk group',
  wecom: 'a robot in a WeCom group',
};
const TOUCH_SAYS: Readonly<Record<Touch, string>> = {
  click: 'the visitor clicks an option that the bot has offered',
  visitor_typing: "the visitor's client says that its user is typing",
  agent_typing: "the agent's client says that its user is typing",
  activity: "the visitor's page says that mouse or keyboard move",
};
const PATH_SAYS: Readonly<Record<PathState, string>> = {
  up: 'the network carries',
  offline: 'the network is away; what is on its way is kept until it is back or the connection is given up',
};
const ENDING_SAYS: Readonly<Record<Ending, string>> = {
  closes: 'the visitor closes the chat',
  goodbye: 'the visitor says goodbye, and the agent closes',
  silent: 'the visitor falls silent: only a timeout ends this session',
};
const STATE_SAYS: Readonly<Record<SessionState, string>> = {
  new: 'opened a moment ago',
  queued: 'waits for an agent; the idle clock does not run',
  offered: 'rings at an agent',
  active: 'in the hands of an agent; the idle clock runs',
  idle_warned: 'active, and the visitor has been asked whether they are still there',
  inactive: 'rests: in the list of an agent and not counted there',
  closed: 'over',
  left_message: 'over, and what was written is kept as leave-messages',
};
const PLAY_END_SAYS: Readonly<Record<PlayEnd, string>> = {
  ended: 'everybody had left, and every session was over',
  endless: 'everybody had left, and no rule ends the sessions that were still open',
  cut: 'the scenario (`tail: 30m`) or the command (`--until`) asked for it',
  limit: 'play may not go on for longer: 24 hours after the last arrival, or `tail: { atMost: 3d }`',
  stopped: 'it was interrupted, or the target or the engine was gone',
};
const PROFILE_SAYS: Readonly<Record<(typeof PROFILES)[number], string>> = {
  bare: 'the desk as it is, without remedies',
  '+prompt': 'the visitor is asked before the close',
  '+alert': 'the agent is told before the close',
  '+bot': 'a bot keeps the visitor company',
  '+transfer': 'sessions of agents who are gone are handed over',
  '+leave-message': 'what comes after a close becomes a leave-message',
  all: 'all remedies together',
};

const code = (word: string): string => `\`${word}\``;

/** The text of the program for a word. */
function said(language: Language, area: string, word: string): string {
  const key = `${area}.${word}`;
  if (!isKey(key)) throw new Error(`the catalogue has no text ${key}`);
  return tell({ key }, language);
}

/** A word with its sentence in both languages, from the catalogue. */
const spoken = <W extends string>(
  area: string,
  words: readonly W[],
  more: (word: W) => string[] = () => [],
): string[][] => words.map((word) => [code(word), said('en', area, word), said('zh-CN', area, word), ...more(word)]);

/** A word, its name in Chinese where the program has one, and what it means. */
const told = <W extends string>(words: readonly W[], says: Readonly<Record<W, string>>, area?: string): string[][] =>
  words.map((word) => [code(word), ...(area === undefined ? [] : [said('zh-CN', area, word)]), says[word]]);

const page = `${madeBy('scripts/docs/words.ts')}

# Words

The closed sets of words that the code, the flags, the ledger, \`result.json\`, the labels of metrics and the boards share. Sentences are
those that the program says in a terminal, in English and in Chinese (\`--lang zh-CN\`).

## Fates: where a message ended

Every message that a person wrote has exactly one fate: the first of this list that holds. The sum of all fates is the number of
messages written. **Missed** is the headline: ${[...MISSED_FATES, 'pending'].map(code).join(' + ')}. What is \`pending\` stands beside it as \`open\`.

${table(
  ['fate', 'in a sentence', '中文', 'missed'],
  spoken('fate', FATES, (fate) => [MISSED_FATES.includes(fate) ? 'yes' : fate === 'pending' ? 'yes, as `open`' : '']),
)}

A message that somebody saw and that is in no history any more is counted as **vanished** beside its fate. A message that was shown
and that nobody sent is a **phantom**. A session that people were told of and that the history does not have is **forgotten**.

Flags of a message:

${table(['flag', 'says'], told(FLAGS, FLAG_SAYS))}

Routes of a visitor's delivered message, as seen from the session the visitor was in before:

${table(['route', 'says'], told(ROUTES, ROUTE_SAYS))}

## Timeouts: was the close right

Every idle close is judged on three axes. How: [how timeouts are judged](../explanation/how-timeouts-are-judged.md).

By rule, against a due time that the judge derives by itself:

${table(['by rule', 'in a sentence', '中文'], spoken('rule', BY_RULE))}

By people, against what the visitor meant to do; the first that holds, \`idle\` when none does:

${table(['by people', 'in a sentence', '中文'], spoken('people', BY_PEOPLE))}

By cause:

${table(['cause', 'in a sentence', '中文'], spoken('cause', CAUSES))}

## Verdicts on a run

${table(
  ['verdict', 'in a sentence', '中文', 'exit'],
  spoken('verdict', VERDICTS, (verdict) => [String(EXIT[verdict])]),
)}

## Ends of play

Why a run was played no further:

${table(['why', 'says'], told(PLAY_ENDS, PLAY_END_SAYS))}

## Sessions

Why a session was closed:

${table(['reason', 'in a sentence', '中文'], spoken('reason', CLOSE_REASONS))}

States:

${table(['state', '中文', 'says'], told(SESSION_STATES, STATE_SAYS, 'word.state'))}

## People, devices and networks

How a visitor's conversation ends, if nothing comes between:

${table(['ending', '中文', 'says'], told(ENDINGS, ENDING_SAYS, 'word.ending'))}

Device:

${table(['state', '中文', 'says'], told(DEVICE_STATES, DEVICE_SAYS, 'word.device'))}

Path:

${table(['state', '中文', 'says'], told(PATH_STATES, PATH_SAYS, 'word.path'))}

Why an agent is alerted:

${table(['alert', '中文', 'says'], told(ALERT_KINDS, ALERT_SAYS, 'word.alert'))}

How: \`popup\` (a window in front of everything), \`dot\` (a red dot), \`mark\` (a mark in the list of sessions).

What moves the idle clock without being a message, where \`idle.resets\` names it ([when is a session idle?](../explanation/idle-clock.md)):

${table(['touch', '中文', 'says'], told(TOUCHES, TOUCH_SAYS, 'word.touch'))}

What became of a session that rang at an agent's:

${table(['outcome', '中文', 'says'], told(RANG, RANG_SAYS, 'word.rang'))}

Why the server refuses a message:

${table(['why', '中文', 'says'], told(REFUSALS, REFUSAL_SAYS, 'word.refusal'))}

Who is told of a leave-message, and how:

${table(['via', 'says'], told(VIA, VIA_SAYS))}

Senders: ${SENDERS.map(code).join(' ')}. Channels: ${CHANNELS.map(code).join(' ')}.

## Profiles

A profile is a named set of session rules: what a scenario writes under that name, or what \`--set\` makes on the command line. Names are free. By convention:

${table(['profile', 'says'], told(PROFILES, PROFILE_SAYS))}
`;

await keepPages({ 'docs/reference/words.md': page });
