// Errors in scenario files as a whole or in their syntax, in English.
export const LOAD = {
  'load.folder': (a: { path: string }) => `${a.path} is a folder; name the scenario file in it`,
  'load.threw': (a: { path: string; what: string }) => `cannot load ${a.path}: ${a.what}`,
  'load.tooLarge': (a: { path: string; bytes: number; most: number }) =>
    `${a.path} has ${a.bytes} bytes; a scenario has ${a.most} at most. Is it the right file?`,
  'load.notText': (a: { path: string }) => `${a.path} is not UTF-8 text; save it as UTF-8`,
  'load.empty': (a: { path: string }) => `${a.path} is empty; \`stillthere init\` writes a first scenario`,
  'load.noMapping': (a: { where: string; found: string }) =>
    `${a.where}: this is ${a.found}, not a scenario; write keys and values such as "name: my-desk"`,
  'load.aList': 'a list',
  'load.aValue': (a: { value: string }) => `one value, ${a.value}`,
  'load.noSpace': (a: { where: string; key: string }) => `${a.where}: write a space after the colon: "${a.key}: …"`,
  'load.bad': (a: { where: string; what: string }) => `${a.where}: ${a.what}`,
  'load.wide': (a: { wide: string; half: string }) =>
    `full-width "${a.wide}" has no meaning here; write a half-width "${a.half}"${a.half === ':' ? ' and a space' : ''}`,
  'load.twice': (a: { key: string }) => `the key "${a.key}" is written twice here; keep one of them`,
  'load.tab': 'a tab is used for indentation; use spaces',
  'load.documents': 'a second document begins here; write one scenario per file, without ---',
  'load.indent': 'this is not indented like the lines it belongs to',
  'load.open': (a: { bracket: string }) => `a bracket before this is not closed; add ${a.bracket}`,
  'load.quote': 'a quote is not closed',
  'load.noColon': 'a key without a value; write "key: value"',
  'load.nested':
    'a second colon in one value: put a text that contains ": " in quotes, or the second key on a line of its own',
  'load.comma': 'two keys in one pair of brackets have no comma between them, or a bracket is not closed',
  'load.syntax': (a: { message: string }) =>
    `this is not valid YAML; look for a missing comma, quote or bracket (${a.message.trim()})`,
  'load.reserved': 'a text that begins with this character needs quotes',
  'load.unexpected': (a: { token: string }) => `"${a.token}" does not belong here`,
  'load.tag': (a: { tag: string }) => `the tag ${a.tag} has no meaning in a scenario; remove it`,
  'load.alias': (a: { name: string }) => `*${a.name} has no anchor &${a.name} before it`,
  'load.aliases': 'the aliases (*name) of this file expand to too much data; write the values out',
  'load.deep': (a: { path: string }) => `${a.path} is nested too deeply to be a scenario`,
  'load.noValue': (a: { key: string }) =>
    `the key "${a.key}" has no value; write one, or null to switch a rule off, or remove the key`,
  'load.noItem': 'a list entry has no value; write one, or remove the dash',
  'load.notJson':
    'not valid JSON: use double quotes for keys and texts, no comments, and no comma after the last entry; a .yaml file allows them',
} as const;
