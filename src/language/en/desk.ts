// Session rules in words, in English: what `stillthere rules` says of a desk, and the presets that come with the tool.
const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

export const DESK = {
  'desk.says': 'what the session rules of a desk do; nothing is played',
  'desk.list': 'the presets that come with the tool',
  'desk.show': 'every rule of a desk in a sentence',
  'desk.check': 'whether rules are right, and what in them is worth a second look',
  'desk.diff': 'what two desks differ in',
  'desk.rules': 'a preset, a .yaml or .json file, or a scenario and a profile: double-eleven-peak@all',
  'desk.json': 'prints all rules as JSON; times in µs',
  'desk.flag': 'plays the scenario at another desk: a preset (`stillthere rules list`), or a .yaml or .json file',
  'desk.noPreset': (a: { name: string; known: readonly string[]; near: string | undefined }) =>
    `there is no preset "${a.name}"${a.near === undefined ? '' : ` (did you mean ${a.near}?)`}; there are: ${a.known.join(', ')}; for a file of your own write its path, such as ./my-desk.yaml`,
  'desk.noRulesFile': (a: { path: string }) => `${a.path}: rules are a .yaml or .json file`,
  'desk.right': (a: { name: string; own: readonly string[] }) =>
    a.own.length === 0
      ? `${a.name} is right: it is the default desk`
      : `${a.name} is right; not as on the default desk: ${a.own.join(', ')}`,
  'desk.same': (a: { one: string; other: string }) => `${a.one} and ${a.other} have the same rules`,
  'desk.source': (a: { source: string }) => `source: ${a.source}`,
  'desk.star': '* not as on the default desk',
  'desk.off': 'off',
  'desk.hours': (a: { open: string; closed: number; shifts: number; day: string; starts: string }) =>
    `open ${a.open}${a.closed === 0 ? '' : `; closed on ${count(a.closed, 'date')}`}${a.shifts === 0 ? '' : `; clock put forward or back ${count(a.shifts, 'time')}`}; play begins on ${a.day} at ${a.starts}`,
  'desk.day.1': 'Monday',
  'desk.day.2': 'Tuesday',
  'desk.day.3': 'Wednesday',
  'desk.day.4': 'Thursday',
  'desk.day.5': 'Friday',
  'desk.day.6': 'Saturday',
  'desk.day.7': 'Sunday',
  'desk.days': (a: { first: string; last: string }) => `${a.first} to ${a.last}`,
  'desk.everyDay': 'every day',
  'desk.stretch': (a: { day: string; opens: string; closes: string }) => `${a.day} ${a.opens}–${a.closes}`,
  'desk.remark.prompt': (a: { before: string; after: string; max: number }) =>
    `look again: a prompt starts the clock anew, so that the close comes ${a.after} after it and not ${a.before}${a.max === 1 ? '' : `, up to ${a.max} times in one silence`}; take prompt out of idle.resets, or write prompt.after and prompt.closes`,
  'desk.remark.every.once': (a: { every: string }) =>
    `look again: prompt.every ${a.every} never acts, because prompt.max is 1`,
  'desk.remark.every.anew': (a: { every: string; before: string }) =>
    `look again: prompt.every ${a.every} never acts: a prompt starts the clock anew, and the next one comes ${a.before} before the new close`,
  'desk.remark.every.late': (a: { every: string; before: string }) =>
    `look again: a prompt is never repeated after ${a.every}, because the close comes ${a.before} after the first one`,
  'desk.remark.max': (a: { max: number }) =>
    `look again: prompt.max ${a.max} is never reached: nothing moves the clock in a silence, and without prompt.every there is one prompt`,
  'desk.remark.bot': (a: { max: number }) =>
    `look again: the words of the bot start the clock anew, up to ${a.max} times in one silence`,
  'desk.remark.drop': 'look again: afterClose drop acknowledges messages and keeps none; it is a defect to test with',
  'desk.remark.cut': (a: { channel: string }) =>
    `look again: channel ${a.channel} is cut off after a close; it is a defect to test with`,
  'desk.remark.window': (a: { channel: string; window: string; after: string }) =>
    `look again: on ${a.channel} the platform ends a session after ${a.window}, so that the idle time of ${a.after} never comes`,
  'desk.remark.gone': (a: { gone: string; after: string }) =>
    `look again: a visitor who is gone for ${a.gone} loses the session before the idle time of ${a.after} is over`,
  'desk.remark.then': (a: { then: string }) =>
    `look again: queue.then ${a.then} never acts, because there is no queue.timeout`,
  'desk.remark.reopen': (a: { window: string }) =>
    `look again: afterClose.window ${a.window} never acts, because no policy is within_window`,
  'desk.remark.pending': (a: { anchor: string }) =>
    `look again: idle never closes: ${a.anchor} counts only while the agent had the last word, and onlyIfPending agent only while the visitor had it`,
  'desk.remark.nobody': 'look again: who comes while nobody is there waits for ever',
  'presets.pre-sale': 'a shop before the sale, 30 to 60 minutes; the middle of it',
  'presets.after-sale':
    'a shop after the sale, 60 to 120 minutes; the middle of it, because orders have to be looked up',
  'presets.education-finance':
    'education and finance, 90 to 180 minutes; the middle of it, because decisions take long',
  'presets.meiqia-like':
    'closes what is idle on both sides; whoever writes on gets a new session without the old one; nobody online means a leave-message',
  'presets.chatwoot-like':
    'resolves by hand unless auto-resolve is switched on; a message takes the session up again with its last agent, there or not',
  'presets.rocketchat-like':
    "counts from the first answer of the agent to the visitor's last message, looks once a minute, and never while the visitor waits",
  'presets.livechat-like':
    'a quiet chat no longer counts against its agent; who gets no first answer goes to somebody else; a chat is taken up again for a while',
  'presets.salesforce-like':
    "counts from the first answer to the customer's last message, whatever the agent adds; who writes on is routed afresh",
  'presets.zendesk-like':
    'looks at mouse and keyboard on the page, not at messages; a closed browser ends the chat within two minutes',
  'presets.servicenow-like': 'reminds at half of a short time and cancels at its end; a job looks every two minutes',
  'presets.cisco-like':
    "five minutes of the customer's silence end a chat; an agent has one chat at a time and fifteen seconds to take it",
  'presets.wecom-like':
    'no idle timeout of its own; the platform ends a session after 48 hours and lets five messages through for each of the customer',
} as const;
