// Programs that some tests need and that are not packages.
import { spawnSync } from 'node:child_process';

/** Why tests with a program are skipped; false when they are not. In CI they run all the same, and fail for want of it. */
export function skipWithout(program: string, from = 'the Debian package prometheus'): string | false {
  const isThere = spawnSync(program, ['--version']).error === undefined;
  return isThere || process.env['CI'] === 'true' ? false : `missing tool: ${program} (${from})`;
}
