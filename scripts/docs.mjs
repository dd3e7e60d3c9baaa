// `npm run docs`: generates pages from the code, one
// script in scripts/docs/ each; --check names stale ones.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDER = join(ROOT, 'scripts/docs');

let ok = true;
for (const name of readdirSync(FOLDER).sort()) {
  if (!name.endsWith('.ts')) continue;
  const args = ['--import', import.meta.resolve('tsx'), join(FOLDER, name), ...process.argv.slice(2)];
  ok = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status === 0 && ok;
}
process.exitCode = ok ? 0 : 1;
