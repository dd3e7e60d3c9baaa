// Texts of help pages and parser errors in English, as the command parser would write them itself.
export const HELP = {
  'help.usage': 'Usage:',
  'help.arguments': 'Arguments:',
  'help.options': 'Options:',
  'help.globalOptions': 'Global Options:',
  'help.commands': 'Commands:',
  'help.anyOptions': '[options]',
  'help.anyCommand': '[command]',
  'help.choices': (a: { known: string }) => `choices: ${a.known}`,
  'help.default': (a: { value: string }) => `default: ${a.value}`,
  'help.more': (a: { text: string; more: readonly string[] }) => `${a.text} (${a.more.join(', ')})`.trimStart(),

  'help.missingArgument': (a: { name: string }) => `error: missing required argument '${a.name}'`,
  'help.missingValue': (a: { flags: string }) => `error: option '${a.flags}' argument missing`,
  'help.missingOption': (a: { flags: string }) => `error: required option '${a.flags}' not specified`,
  'help.conflict': (a: { one: string; other: string }) =>
    `error: option '${a.one}' cannot be used with option '${a.other}'`,
  'help.unknownOption': (a: { flag: string }) => `error: unknown option '${a.flag}'`,
  'help.unknownCommand': (a: { name: string }) => `error: unknown command '${a.name}'`,
  'help.tooMany': (a: { name: string; expected: number; got: number }) =>
    `error: too many arguments for '${a.name}'. Expected ${a.expected} argument${a.expected === 1 ? '' : 's'} but got ${a.got}.`,
  'help.wrongChoice': (a: { flags: string; given: string; known: string }) =>
    `error: option '${a.flags}' argument '${a.given}' is invalid. Allowed choices are ${a.known}.`,
  'help.wrongArgument': (a: { name: string; given: string; known: string }) =>
    `error: command-argument value '${a.given}' is invalid for argument '${a.name}'. Allowed choices are ${a.known}.`,
  'help.near': (a: { names: string }) =>
    a.names.includes(', ') ? `(Did you mean one of ${a.names}?)` : `(Did you mean ${a.names}?)`,
} as const;
