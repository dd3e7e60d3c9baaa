// `npm run check`: types for both environments, lint, format and the tidy tests. Runs all of them and names what failed.
//
//   node scripts/check.mjs --no-tidy   without the tidy tests, for `npm test`, which runs them among the others

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDERS = ['src', 'test', 'scenarios', 'scripts'].filter((folder) => existsSync(join(ROOT, folder)));

/** Runs `file args…` in the project and says how long it took. */
function step(name, file, args) {
  const startedAt = Date.now();
  const child = spawnSync(process.execPath, [file, ...args], { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 << 20 });
  const ok = child.status === 0;
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`${ok ? 'ok   ' : 'FAIL '} ${name}  (${seconds} s)`);
  if (!ok) console.log(`${child.stdout}${child.stderr}${child.error?.message ?? ''}`.trimEnd());
  return ok;
}

const bin = (path) => join(ROOT, 'node_modules', path);
const tsc = bin('typescript/bin/tsc');

/** Whether there are sources for k6. tsc treats a project without files as an error. */
function hasK6Sources() {
  const folder = join(ROOT, 'src/engines/k6');
  return existsSync(folder) && readdirSync(folder).some((name) => name === 'script.ts' || name.endsWith('.k6.ts'));
}

const results = [
  step('types', tsc, ['--noEmit', '-p', 'tsconfig.json']),
  !hasK6Sources() || step('types inside k6', tsc, ['--noEmit', '-p', 'tsconfig.k6.json']),
  step('lint', bin('oxlint/bin/oxlint'), ['--type-aware', '--deny-warnings', ...FOLDERS]),
  step('format', bin('prettier/bin/prettier.cjs'), [
    '--check',
    '--log-level=warn',
    '--cache',
    '--cache-strategy=content',
    '--cache-location=node_modules/.cache/prettier/check',
    '.',
  ]),
  process.argv.includes('--no-tidy') || step('tidy', join(ROOT, 'scripts/test.mjs'), ['test/tidy/']),
];
process.exitCode = results.every(Boolean) ? 0 : 1;
