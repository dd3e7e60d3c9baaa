// Finds a k6 that is new enough: on PATH, or where setup puts it (STILLTHERE_TOOLS, else .tools/).
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { say } from '../../language/language.ts';
import { projectRoot } from '../../system/entry.ts';

/** Oldest k6 that has everything the engine uses. */
const K6_NEEDED = [2, 2] as const;

export type K6 = { readonly path: string; readonly version: string } | { readonly missing: string };

const run = promisify(execFile);

/** The first k6 that is new enough, or a message that says why there is none and what to do. */
export async function findK6(): Promise<K6> {
  const named = process.env['STILLTHERE_K6'];
  const name = process.platform === 'win32' ? 'k6.exe' : 'k6';
  const tools = process.env['STILLTHERE_TOOLS'] ?? '';
  const places =
    named === undefined
      ? [
          ...(process.env['PATH'] ?? '').split(delimiter).map((dir) => join(dir, name)),
          tools === '' ? join(projectRoot(), '.tools', name) : join(tools, name),
        ]
      : [named];
  const tooOld: string[] = [];
  for (const path of places) {
    if (!existsSync(path)) {
      if (path === named) tooOld.push(say('errors.k6NotThere', { path }));
      continue;
    }
    const version = await versionOf(path);
    if (version === undefined) tooOld.push(say('errors.k6Broken', { path }));
    else if (isEnough(version)) return { path, version };
    else tooOld.push(say('errors.k6Old', { path, version }));
  }
  return { missing: say('errors.k6Needed', { version: K6_NEEDED.join('.'), found: tooOld }) };
}

async function versionOf(path: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(path, ['version'], { timeout: 10_000 });
    return /v(\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

function isEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > K6_NEEDED[0] || (major === K6_NEEDED[0] && minor >= K6_NEEDED[1]);
}
