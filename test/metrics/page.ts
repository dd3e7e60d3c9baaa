// Reads a page in the text format of Prometheus.

export interface Line {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The samples of a page, in its order. */
export function linesOf(text: string): Line[] {
  return text.split('\n').flatMap((line) => {
    const [, name, inner = '', value] = /^([a-zA-Z_]\w*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined) return [];
    const labels = [...inner.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', word = '']) => [label, word]);
    return [{ name, labels: Object.fromEntries(labels) as Record<string, string>, value: Number(value) }];
  });
}

/** Labels as one text, whatever their order. */
export const labelsIn = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([label, word]) => `${label}="${word}"`)
    .sort()
    .join(',');
