// Tells a file of ours that is not there, in a package that was packed or copied in part, from a fault of the code.
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where src/ lies with what it reads beside it: the folder of the project, or what the build made of it. */
const HOME = fileURLToPath(new URL('../../', import.meta.url));

/** The file or folder of this package that an error says is not there; undefined for every other error. */
export function missingFile(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, path, url } = error as NodeJS.ErrnoException & { url?: string };
  if (code === 'ENOENT') return within(path);
  if (code !== 'ERR_MODULE_NOT_FOUND') return undefined;
  // Newer versions of Node say where they looked; older ones have it in the sentence.
  const [, named] = /^Cannot find module '([^']+)'/.exec(error.message) ?? [];
  return within(url?.startsWith('file:') === true ? fileURLToPath(url) : named);
}

const within = (path: string | undefined): string | undefined =>
  path?.startsWith(HOME) === true && !path.includes(`${sep}node_modules${sep}`, HOME.length) ? path : undefined;
