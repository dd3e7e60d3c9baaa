// Runs a real xmllint: it validates a JUnit file
// against the schema of CI systems and evaluates XPath.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCHEMA = fileURLToPath(new URL('../golden/junit/junit-10.xsd', import.meta.url));
const isThere = spawnSync('xmllint', ['--version']).status === 0;

/**
 * The reason why tests with xmllint are skipped; false when they
 * are not. In CI they are never skipped, and fail without it.
 */
export const skipXmllint: string | false =
  isThere || process.env['CI'] === 'true' ? false : 'missing tool: xmllint (Debian package libxml2-utils)';

function xmllint(args: readonly string[], xml: string): string {
  const { status, stdout, stderr, error } = spawnSync('xmllint', [...args, '-'], { input: xml, encoding: 'utf8' });
  assert.equal(status, 0, `xmllint ${args.join(' ')}: ${error?.message ?? stderr}\n${xml.slice(0, 4000)}`);
  return stdout;
}

/** Fails with what xmllint says unless the file is valid. */
export const assertValid = (xml: string): void => void xmllint(['--noout', '--schema', SCHEMA], xml);

/** The value of an XPath expression that gives a string or a number. */
export const find = (xml: string, expression: string): string =>
  xmllint(['--xpath', expression], xml).replace(/\n$/, '');
