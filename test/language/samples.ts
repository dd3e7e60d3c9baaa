// Sample arguments for every text of the catalogue, read from the types that the English texts declare.
import { readFiles, tokensOf, type Token } from '../tidy/source.ts';

/** A declared argument of a text: its name, kind, and whether it may be left out. */
export interface Argument {
  readonly name: string;
  readonly kind: 'string' | 'number' | 'list';
  readonly isOptional: boolean;
}

type Sample = string | number | readonly string[] | undefined;

/** What each text of the English catalogue is made from; plain ones are made from nothing. */
export function declaredArguments(): Map<string, Argument[]> {
  const found = new Map<string, Argument[]>();
  for (const text of readFiles(['src/language/en'], ['.ts']).values()) {
    const tokens = tokensOf(text);
    tokens.forEach((token, i) => {
      const isEntry = token.kind === 'string' && tokens[i + 1]?.text === ':' && /^[a-z]+\.[\w.-]+$/i.test(token.text);
      if (isEntry) found.set(token.text, argumentsAt(tokens, i + 2));
    });
  }
  return found;
}

/** Of `(a: { name: string; known: readonly string[] }) => …`; empty when a plain text stands there. */
function argumentsAt(tokens: readonly Token[], start: number): Argument[] {
  if (tokens[start]?.text !== '(') return [];
  const from = tokens.findIndex((token, i) => i > start && token.text === '{') + 1;
  const to = tokens.findIndex((token, i) => i > from && token.text === '}');
  const all: Argument[] = [];
  let at = from;
  while (at < to) {
    const end = tokens.findIndex((token, i) => i > at && (token.text === ';' || i === to));
    const [name, ...type] = tokens.slice(at, end).map(({ text }) => text);
    if (name === undefined) throw new Error('an argument has a name');
    const kind = type.includes('[') ? 'list' : type.includes('number') ? 'number' : 'string';
    if (kind === 'string' && !type.includes('string')) throw new Error(`${name} is neither text nor number nor list`);
    all.push({ name, kind, isOptional: type[0] === '?' });
    at = end + 1;
  }
  return all;
}

/** Arguments that can be told apart in any text: `«name»` for texts, other numbers for each number. */
export function sampleOf(declared: readonly Argument[], more: Readonly<Record<string, Sample>> = {}): object {
  const sample = declared.map(({ name, kind }, i): [string, Sample] => {
    if (kind === 'list') return [name, [`«${name}-1»`, `«${name}-2»`]];
    return [name, kind === 'number' ? 41 + 2 * i : `«${name}»`];
  });
  return { ...Object.fromEntries(sample), ...more };
}

/** The same kind of value, and another one. */
export const otherThan = ({ name, kind }: Argument): Sample =>
  kind === 'list' ? [`«${name}-3»`] : kind === 'number' ? 9_000_000 : `«other ${name}»`;
