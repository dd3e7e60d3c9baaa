// Makes sample arguments for every text of the catalogue, from the types of the English texts.
import { readFiles, tokensOf, type Token } from '../tidy/source.ts';

/** A declared argument of a text: its name, its kind, and whether it is optional. */
export interface Argument {
  readonly name: string;
  readonly kind: 'string' | 'number' | 'list';
  readonly isOptional: boolean;
}

type Sample = string | number | readonly string[] | undefined;

/** The arguments of each text of the English catalogue; fixed texts have none. */
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

/**
 * The arguments in `(a: { name: string; known: readonly string[] }) => …`; none for a fixed text.
 */
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

/**
 * Arguments that can be told apart in any text: `«name»`
 * for texts, a different number for each number.
 */
export function sampleOf(declared: readonly Argument[], more: Readonly<Record<string, Sample>> = {}): object {
  const sample = declared.map(({ name, kind }, i): [string, Sample] => {
    if (kind === 'list') return [name, [`«${name}-1»`, `«${name}-2»`]];
    return [name, kind === 'number' ? 41 + 2 * i : `«${name}»`];
  });
  return { ...Object.fromEntries(sample), ...more };
}

/** Another value of the same kind. */
export const otherThan = ({ name, kind }: Argument): Sample =>
  kind === 'list' ? [`«${name}-3»`] : kind === 'number' ? 9_000_000 : `«other ${name}»`;
