// Recognises errors about a missing file of this package, as when it was copied only in part.
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder that contains src/ and the files it reads: the project folder, or the output of the
 * build.
 */
const HOME = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The missing file or folder of this package that an error names; undefined for every other error.
 */
export function missingFile(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, path, url } = error as NodeJS.ErrnoException & { url?: string };
  if (code === 'ENOENT') return within(path);
  if (code !== 'ERR_MODULE_NOT_FOUND') return undefined;
  // Newer versions of Node have the address as a property; older ones have it only in the message.
  const [, named] = /^Cannot find module '([^']+)'/.exec(error.message) ?? [];
  return within(url?.startsWith('file:') === true ? fileURLToPath(url) : named);
}

const within = (path: string | undefined): string | undefined =>
  path?.startsWith(HOME) === true && !path.includes(`${sep}node_modules${sep}`, HOME.length) ? path : undefined;
