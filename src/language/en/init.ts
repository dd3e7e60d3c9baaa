// Texts of `stillthere init` in English: comments of the scenario file, and messages of the
// command.
export const INIT = {
  'init.says': 'write a first scenario with comments into this folder',
  'init.name': 'name of the scenario and of its file',
  'init.ts': 'write TypeScript instead of YAML',
  'init.badName': (a: { name: string; near: string }) =>
    `"${a.name}" is not a name for a scenario: use small letters, digits and hyphens, such as ${a.near}; the file is written into the current folder`,
  'init.exists': (a: { file: string }) =>
    `${a.file} already exists and is not overwritten; choose another name: stillthere init <name>`,
  'init.unwritable': (a: { file: string; why: string }) => `cannot write ${a.file}: ${a.why}`,
  'init.written': (a: { file: string }) => `${a.file} is written. Preview it, then run it:`,
  'init.editor': (a: { command: string }) => `For completion in your editor (if it reads the first line): ${a.command}`,

  'init.top': 'A first evening of your own. Change a figure, and run it again:',
  'init.locales': 'language of the messages: en or zh_CN',
  'init.seed': 'this seed is used unless --seed names another',
  'init.shows': 'a busy half hour on a desk that closes silent chats after ten minutes',
  'init.arrivals':
    'When visitors arrive (model time), and on which channels, by weight. The seed decides how many really come.',
  'init.calm': 'calm',
  'init.rush': 'rush',
  'init.after': 'after the rush',
  'init.personas':
    'Kinds of visitors, by weight. think: from an answer to the next message; in 8 % (share: 80) a long search.\nendings: how conversations end, by weight. All figures are assumptions until you enter your own.',
  'init.habits': 'What devices and networks do: 20 % of the visitors (share: 200) put the phone away for a while.',
  'init.agents': 'How many agents there are, and how long reading and answering a message takes.',
  'init.rules':
    'The rules of the desk. After a close, a new message opens a new session. On the app it is acknowledged\nand lost, as on some real desks; try new_session, reopen or leave_message there.',
  'init.profiles': 'Rule profiles to compare with the same visitors: the desk as it is, and with remedies.',
  'init.prompt': 'Hello, are you still there?',
  'init.expect': 'Your limit: at most 3 % of all messages are missed. If more are, the exit code is 2.',
  'init.speed': 'Model seconds per real second over real sockets: the whole run takes about a minute of real time.',
} as const;
