// Texts about session rules in English: the output of `stillthere rules`, and the presets.
const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

export const DESK = {
  'desk.says': 'explain and check the session rules of a desk, without running anything',
  'desk.list': 'list the built-in presets',
  'desk.show': 'explain every rule of a desk in a sentence',
  'desk.check': 'check that rules are valid, and warn of likely mistakes',
  'desk.diff': 'show how the rules of two desks differ',
  'desk.rules': 'a preset, a .yaml or .json file, or a scenario and a profile: double-eleven-peak@all',
  'desk.json': 'print all rules as JSON; times in µs',
  'desk.flag':
    'run the scenario with the rules of another desk: a preset (`stillthere rules list`), or a .yaml or .json file',
  'desk.noPreset': (a: { name: string; known: readonly string[]; near: string | undefined }) =>
    `unknown preset "${a.name}"${a.near === undefined ? '' : ` (did you mean ${a.near}?)`}; available: ${a.known.join(', ')}; for your own file write its path, such as ./my-desk.yaml`,
  'desk.noRulesFile': (a: { path: string }) => `${a.path} is not a rules file: use a .yaml or .json file`,
  'desk.right': (a: { name: string; own: readonly string[] }) =>
    a.own.length === 0
      ? `${a.name} is valid: same rules as the default desk`
      : `${a.name} is valid; it differs from the default desk in: ${a.own.join(', ')}`,
  'desk.same': (a: { one: string; other: string }) => `${a.one} and ${a.other} have the same rules`,
  'desk.source': (a: { source: string }) => `source: ${a.source}`,
  'desk.star': '* differs from the default desk',
  'desk.off': 'off',
  'desk.hours': (a: { open: string; closed: number; shifts: number; day: string; starts: string }) =>
    `open ${a.open}${a.closed === 0 ? '' : `; closed on ${count(a.closed, 'date')}`}${a.shifts === 0 ? '' : `; clock put forward or back ${count(a.shifts, 'time')}`}; the run begins on ${a.day} at ${a.starts}`,
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
    `warning: a prompt restarts the idle clock, so the close comes ${a.after} after the prompt, not ${a.before}${a.max === 1 ? '' : `, up to ${a.max} times in one silence`}; remove prompt from idle.resets, or use prompt.after and prompt.closes`,
  'desk.remark.every.once': (a: { every: string }) =>
    `warning: prompt.every ${a.every} has no effect, because prompt.max is 1`,
  'desk.remark.every.anew': (a: { every: string; before: string }) =>
    `warning: prompt.every ${a.every} has no effect: a prompt restarts the idle clock, and the next one comes ${a.before} before the new close`,
  'desk.remark.every.late': (a: { every: string; before: string }) =>
    `warning: prompt.every ${a.every} has no effect, because the close comes ${a.before} after the first prompt`,
  'desk.remark.max': (a: { max: number }) =>
    `warning: prompt.max ${a.max} is never reached: without prompt.every there is one prompt in a silence`,
  'desk.remark.bot': (a: { max: number }) =>
    `warning: messages of the bot restart the idle clock, up to ${a.max} times in one silence`,
  'desk.remark.drop': 'warning: afterClose drop acknowledges messages and discards them; it is a defect for tests',
  'desk.remark.cut': (a: { channel: string }) =>
    `warning: channel ${a.channel} is cut off after a close; it is a defect for tests`,
  'desk.remark.window': (a: { channel: string; window: string; after: string }) =>
    `warning: the platform of ${a.channel} ends a session after ${a.window}, so the idle timeout of ${a.after} is never reached`,
  'desk.remark.gone': (a: { gone: string; after: string }) =>
    `warning: a visitor who is gone for ${a.gone} loses the session before the idle timeout of ${a.after}`,
  'desk.remark.then': (a: { then: string }) => `warning: queue.then ${a.then} has no effect without queue.timeout`,
  'desk.remark.reopen': (a: { window: string }) =>
    `warning: afterClose.window ${a.window} has no effect, because no policy is within_window`,
  'desk.remark.pending': (a: { anchor: string }) =>
    `warning: sessions never close as idle: ${a.anchor} counts only after a message of the agent, and onlyIfPending agent closes only after one of the visitor`,
  'desk.remark.nobody': 'warning: visitors who arrive while no agent is there wait for ever',
  'presets.pre-sale': 'e-commerce before the sale: the middle of 30 to 60 minutes',
  'presets.after-sale':
    'e-commerce after the sale: the middle of 60 to 120 minutes, because orders have to be looked up',
  'presets.education-finance': 'education and finance: the middle of 90 to 180 minutes, because decisions take long',
  'presets.meiqia-like':
    'closes when both sides are silent; a later message opens a new session without the old one; with no agent online, messages become leave-messages',
  'presets.chatwoot-like':
    'agents close by hand unless auto-resolve is on; a later message reopens the session with its last agent, even one who is offline',
  'presets.rocketchat-like':
    "idle time counts from the agent's first answer to the visitor's last message; checked once a minute; never closes while the visitor waits",
  'presets.livechat-like':
    'a quiet chat does not count against its agent; a chat without a first response goes to another agent; a closed chat can be reopened for a while',
  'presets.salesforce-like':
    "idle time counts from the agent's first answer to the customer's last message; later answers do not restart it; a later message is routed afresh",
  'presets.zendesk-like':
    'idle time counts from mouse and keyboard on the page, not from messages; a closed browser ends the chat within two minutes',
  'presets.servicenow-like':
    'reminds at half of a short idle time and cancels at its end; a job checks every two minutes',
  'presets.cisco-like':
    'a chat ends after five minutes without a message of the customer; an agent has one chat at a time, and fifteen seconds to accept it',
  'presets.wecom-like':
    'no idle timeout of its own; the platform ends a session after 48 hours, and allows five messages for each message of the customer',
} as const;
