// Finds the files of this project that the code reads
// at run time: every path built from `import.meta.url`.
import { posix } from 'node:path';
import { readFiles } from '../tidy/source.ts';

/** A file or folder that the code reads. */
export interface Need {
  /** The source file that reads it. */
  readonly by: string;
  /**
   * Relative to the project's root. A folder ends in `/`;
   * `*` stands for a part that is known only at run time.
   */
  readonly path: string;
}

const LITERAL = /new URL\(\s*(['`])([^'`]+)\1,\s*import\.meta\.url\s*\)/g;
/** Asks whether the code runs from its source or from the build; it reads no file. */
const QUESTION = /import\.meta\.url\.endsWith\('\.ts'\)/g;
/** The files that compute the root of the project, for source and build. */
const ROOTS = ['src/system/entry.ts', 'src/system/version.ts'];
/**
 * The only allowed use of projectRoot(): k6 as the setup script
 * installs it in a checkout. A package has no such file.
 */
const CHECKOUT_ONLY = /join\(projectRoot\(\), '\.tools', name\)/g;

/** Every file and folder that src/ reads, and each file whose paths cannot be determined. */
export function ownFiles(): { needs: Need[]; unclear: string[] } {
  const needs: Need[] = [];
  const unclear: string[] = [];
  // Boards are built only in a checkout; the built boards are shipped.
  for (const [by, text] of readFiles(['src'], ['.ts'])) {
    if (by.startsWith('src/boards/')) continue;
    const code = text.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '');
    for (const [, , literal = ''] of ROOTS.includes(by) ? [] : code.matchAll(LITERAL))
      needs.push({ by, path: posix.join(posix.dirname(by), literal.replaceAll(/\$\{[^}]*\}/g, '*')) });
    const rest = code.replaceAll(LITERAL, '').replaceAll(QUESTION, '');
    if (!ROOTS.includes(by) && /import\.meta\.(?!resolve)|__dirname|__filename/.test(rest)) unclear.push(by);
    if (by !== 'src/system/entry.ts' && rest.replaceAll(CHECKOUT_ONLY, '').includes('projectRoot()')) unclear.push(by);
  }
  return { needs, unclear };
}

/** The needs that the files of a package lack. Its dist/ holds what was built from the sources. */
export function missingFrom(files: readonly string[], needs: readonly Need[]): string[] {
  return needs.flatMap(({ by, path }) => {
    const built = posix.join('dist', path.replace(/\.ts$/, '.js'));
    const [before = '', after = ''] = built.split('*');
    const isThere = built.endsWith('/')
      ? files.some((file) => file.startsWith(built))
      : files.some(
          (file) => file.startsWith(before) && file.endsWith(after) && (built.includes('*') || file === built),
        );
    return isThere ? [] : [`${by} reads ${path}: ${built} is missing`];
  });
}
