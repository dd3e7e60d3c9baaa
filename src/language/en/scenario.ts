// Errors in a scenario in English: place, value found, what to write.
export const SCENARIO = {
  'scenario.faults': (a: { name?: string | undefined; lines: readonly string[] }) =>
    `scenario ${a.name === undefined ? '(without a name)' : `"${a.name}"`} has ${a.lines.length === 1 ? 'an error' : `${a.lines.length} errors`}:\n${a.lines.join('\n')}`,
  'scenario.contradiction': (a: { name: string; profile: string; lines: readonly string[] }) =>
    `scenario "${a.name}", profile ${a.profile}:\n${a.lines.join('\n')}`,
  'scenario.at': (a: { path: string; value: string; what: string }) => `${a.path} = ${a.value}: ${a.what}`,
  'scenario.whole': 'the scenario',
  'scenario.nothing': '(missing)',
  'scenario.aKind': (a: { kind: string }) => `(a ${a.kind})`,

  'scenario.missing': 'is missing; ',
  'scenario.remove': 'remove it or correct its spelling',
  'scenario.write': (a: { what: string }) => `write ${a.what}`,
  'scenario.kind.string': 'a text in quotes',
  'scenario.kind.number': 'a number',
  'scenario.kind.int': 'a whole number',
  'scenario.kind.list': 'a list [ … ]',
  'scenario.kind.object': 'keys and values { … }',
  'scenario.kind.record': 'names and values { … }',
  'scenario.kind.boolean': 'true or false',
  'scenario.kind.null': 'null',
  'scenario.misspelt': (a: { key: string; near: string }) => `unknown key "${a.key}", did you mean "${a.near}"?`,
  'scenario.unknownKeys': (a: { keys: readonly string[]; remove: string; known: readonly string[] }) =>
    `unknown key ${a.keys.map((key) => `"${key}"`).join(', ')}; ${a.remove}; known keys here: ${a.known.join(', ')}`,
  'scenario.unknownName': (a: { remove: string }) => `unknown name; ${a.remove}`,
  'scenario.emptyText': 'is empty; write a text',
  'scenario.tooFew': (a: { least: number }) => `has too few entries; write at least ${a.least}`,
  'scenario.tooMany': (a: { most: number }) => `has too many entries; write at most ${a.most}`,
  'scenario.tooLong': (a: { most: number }) => `is too long; write at most ${a.most} characters`,
  'scenario.tooSmall': (a: { least: number }) => `is too small; write at least ${a.least}`,
  'scenario.notAbove': (a: { least: number }) => `is too small; write a number above ${a.least}`,
  'scenario.tooLarge': (a: { most: number }) => `is too large; write at most ${a.most}`,
  'scenario.oneOf': (a: { known: readonly string[]; near?: string | undefined }) =>
    `must be one of ${a.known.join(', ')}${a.near === undefined ? '' : `; did you mean "${a.near}"?`}`,
  'scenario.format': 'has the wrong format',
  'scenario.multiple': (a: { of: number }) => `is not a multiple of ${a.of}`,
  'scenario.noForm': 'has none of the forms that are allowed here',
} as const;
