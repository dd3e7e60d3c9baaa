// Errors for invalid options of library calls, in English.
export const LIBRARY = {
  'library.faults': (a: { name: string; lines: readonly string[] }) =>
    `${a.name}() cannot run with these options:\n${a.lines.join('\n')}`,
  'library.scenario': 'write a scenario, the name of one, or the path of a file',
  'library.seed': 'write a text or a whole number',
  'library.signal': 'write the signal of an AbortController',
  'library.progress': 'write a function',
  'library.oneProfile': (a: { profile: string }) =>
    `profile "${a.profile}": name one profile; to compare several, call remedies()`,
} as const;
