// What a mutant is: a piece of source text, the mistake
// that replaces it, and the tests that must fail.

export interface Mutant {
  /** The mistake in words. */
  readonly name: string;
  /** Path under src/, without `.ts`. */
  readonly file: string;
  /** Text that occurs in the file exactly once. */
  readonly from: string;
  readonly to: string;
  /**
   * Path under test/ without `.test.ts`, and a part of the name of a test. Each of them must fail.
   */
  readonly red: readonly Red[];
}

export type Red = readonly [file: string, test: string];

/** How often the text of a mutant occurs in its file; the mutant fits when that is once. */
export const timesIn = (source: string, { from }: Mutant): number => source.split(from).length - 1;

/** For mutants that count their draws. */
const COUNTER = '\nlet drawn = 0;\n';

/** The source with the mistake in it. @throws Error when the mutant does not fit */
export function mutated(source: string, mutant: Mutant): string {
  const { name, file, from, to } = mutant;
  if (timesIn(source, mutant) !== 1)
    throw new Error(`"${name}" does not fit: src/${file}.ts has to hold this text once:\n${from}`);
  return source.replace(from, () => to) + (to.includes('drawn') ? COUNTER : '');
}
