// The version of this package, read from its package.json wherever the code was built to.
import { readFileSync } from 'node:fs';

let found: string | undefined;

/** Version of this package, such as `0.1.0`. */
export function packageVersion(): string {
  for (let folder = new URL('.', import.meta.url); found === undefined; folder = new URL('..', folder)) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as Record<
        string,
        unknown
      >;
      if (name === 'stillthere' && typeof version === 'string') found = version;
    } catch {
      // No package.json in this folder: it is further up.
    }
    if (folder.pathname === '/') found ??= 'unknown';
  }
  return found;
}
