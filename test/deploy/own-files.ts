// Which files of this project the code reads while it runs, found in the code itself: every path that starts from `import.meta.url`.
import { posix } from 'node:path';
import { readFiles } from '../tidy/source.ts';

/** What the code of one file reads. */
export interface Need {
  /** The source that says so. */
  readonly by: string;
  /** From the project's root; a folder ends in `/`, and `*` stands for what is only known at run time. */
  readonly path: string;
}

const LITERAL = /new URL\(\s*(['`])([^'`]+)\1,\s*import\.meta\.url\s*\)/g;
/** Is it the source or what the build made of it? That asks for no file. */
const QUESTION = /import\.meta\.url\.endsWith\('\.ts'\)/g;
/** Where the way to the root is worked out, for the two forms of the code. */
const ROOTS = ['src/system/entry.ts', 'src/system/version.ts'];
/** What projectRoot() may be used for: k6 as the setup script of a checkout puts it there, which no package has. */
const CHECKOUT_ONLY = /join\(projectRoot\(\), '\.tools', name\)/g;

/** Every file and folder that src/ reads beside itself, and each place that this cannot understand. */
export function ownFiles(): { needs: Need[]; unclear: string[] } {
  const needs: Need[] = [];
  const unclear: string[] = [];
  // The boards are built from a checkout; what they are built into is shipped.
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

/** Those of `needs` that are not among the files of a package, whose dist/ holds what was built of the sources. */
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
