// Skips tests whose programs are missing: programs that are not npm packages.
import { spawnSync } from 'node:child_process';

/**
 * The reason why tests with a program are skipped; false when they are not. In CI they are never
 * skipped, and fail without the program.
 */
export function skipWithout(program: string, from = 'the Debian package prometheus'): string | false {
  const isThere = spawnSync(program, ['--version']).error === undefined;
  return isThere || process.env['CI'] === 'true' ? false : `missing tool: ${program} (${from})`;
}
