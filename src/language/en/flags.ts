// Texts about flags and outputs that all commands share, in English.
export const FLAGS = {
  'flags.seed.default': 'that of the scenario, else "1"',
  'flags.empty': (a: { flag: string }) => `${a.flag}: nothing is written after it; write a value, or leave it out`,
  'flags.twice': (a: { flag: string; values: readonly string[]; joined: string | undefined }) => {
    const given = a.values.filter((value) => value !== '');
    const found = given.length === 0 ? '' : `, with ${given.join(' and ')}`;
    return `${a.flag} stands twice${found}; ${a.joined === undefined ? 'write it once' : `several go with commas: ${a.flag} ${a.joined}`}`;
  },
  'flags.output': (a: { why: string }) =>
    `the output cannot be written: ${a.why}; make room, or send it to another place`,
  'flags.heap': (a: { given: string; most: number; megabytes: number }) =>
    `--memory ${a.given}: Node may use ${a.most} MB here; start it with NODE_OPTIONS=--max-old-space-size=${a.megabytes}, or allow less`,
} as const;
