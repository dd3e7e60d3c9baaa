// Reports a missing file, and suggests a file beside it with a similar name.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, parse, resolve } from 'node:path';
import { say } from '../language/language.ts';
import { UsageError } from '../scenario/define.ts';
import { nearest } from '../scenario/nearest.ts';

/**
 * @param path as the user wrote it
 * @param endings allowed file extensions, without the dot
 * @throws UsageError when there is no such file; it suggests one with another extension or a
 * similar name
 */
export function refuseMissing(path: string, endings: readonly string[]): void {
  if (existsSync(resolve(path))) return;
  const { dir, name, base } = parse(path);
  const there = filesIn(dirname(resolve(path))).filter((file) => endings.some((ending) => file.endsWith(`.${ending}`)));
  const same = there.find((file) => parse(file).name === name || parse(file).name === base);
  const near = same ?? nearest(base, there);
  throw new UsageError(
    near === undefined ? say('errors.noFile', { path }) : say('errors.noFileNear', { path, near: join(dir, near) }),
  );
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
