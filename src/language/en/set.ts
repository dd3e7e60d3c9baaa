// Texts about `--set` in English.
export const SET = {
  'set.flag':
    'rules with other values, one profile for each: rules.idle.after=10m,30m compares the two; several --set are combined',
  'set.form': (a: { given: string; near: string | undefined }) =>
    `--set ${a.given}: write a session rule and its values, such as rules.idle.after=10m,30m${a.near === undefined ? '; people and devices stay as the scenario has them' : ` (did you mean ${a.near}?)`}`,
  'set.twice': (a: { path: string }) =>
    `--set ${a.path} stands twice: write its values after one --set, with commas between them`,
  'set.tooMany': (a: { count: number; most: number }) =>
    `--set makes ${a.count} profiles of these values, but at most ${a.most} can be compared; write fewer values, or run several commands`,
  'set.taken': (a: { given: string; name: string }) =>
    `--set ${a.given} would make a profile ${a.name}, and the scenario has one of that name; choose it with --profile ${a.name}, or rename it in the scenario`,
  'set.sameName': (a: { given: string; name: string }) =>
    `--set ${a.given}: two of the values make a profile ${a.name}; write each value once`,
  'set.fault': (a: { given: string; lines: readonly string[] }) => `--set ${a.given}: ${a.lines.join('; ')}`,
} as const;
