// The first scenario that somebody gets, in English: what its parts are for, and how the command talks about it.
export const INIT = {
  'init.says': 'write a first scenario, with comments, into this folder',
  'init.name': 'name of the scenario and of its file',
  'init.ts': 'write TypeScript instead of YAML',
  'init.badName': (a: { name: string; near: string }) =>
    `"${a.name}" is no name for a scenario: use small letters, digits and hyphens, such as ${a.near}; the file is written into the current folder`,
  'init.exists': (a: { file: string }) =>
    `${a.file} is there already and is not overwritten; choose another name: stillthere init <name>`,
  'init.unwritable': (a: { file: string; why: string }) => `${a.file} cannot be written: ${a.why}`,
  'init.written': (a: { file: string }) => `${a.file} is written. Look at what it will do, then play it:`,
  'init.editor': (a: { command: string }) =>
    `For help while you write (in editors that read the first line): ${a.command}`,

  'init.top': 'A first evening of your own. Change a figure, and play it again:',
  'init.seed': 'the people of this seed come, unless --seed names another',
  'init.locales': 'what people write in: en or zh_CN',
  'init.shows': 'a busy half hour on a desk that closes silent chats after ten minutes',
  'init.arrivals': 'Who comes when (model time), and from where, by weight. The seed decides how many really come.',
  'init.calm': 'calm',
  'init.rush': 'rush',
  'init.after': 'after the rush',
  'init.personas':
    'Who they are, by weight. think: from reading an answer to writing on; sometimes (80 of 1000) after a long search.\nendings: how they go, by weight. All of this is an assumption until you put your own figures here.',
  'init.habits': 'What devices and networks do to them: 200 of 1000 put the phone away for a while.',
  'init.agents': 'Who answers, and how long reading and typing an answer takes.',
  'init.rules':
    'The rules of the desk. After a close a new message opens a new session; on the app it is\nacknowledged and lost, as on some real desks. Try new_session, reopen or leave_message there.',
  'init.profiles': 'Rules to compare on the same people: the desk as it is, and with remedies.',
  'init.prompt': 'Hello, are you still there?',
  'init.expect': 'What you expect: at most 3 % of all messages stay unread. Exit code 2 if not.',
  'init.speed':
    'Model seconds per real second over real sockets: play to the very end takes about a minute of real time.',
} as const;
