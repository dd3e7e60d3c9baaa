// `npm run build`: compiles src/ and scenarios/ into
// an empty dist/ and copies the files that they read.

import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync, statSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const DIST = join(ROOT, 'dist');

rmSync(DIST, { recursive: true, force: true });
const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
const child = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: ROOT, stdio: 'inherit' });
if (child.status === 0) {
  // Pages, YAML scenarios and similar files are read at run time, relative to the code.
  const isAsset = (path) => statSync(path).isDirectory() || extname(path) !== '.ts';
  // A missing folder ends the build; otherwise the package would fail only for its users.
  for (const folder of ['src', 'scenarios', 'presets'])
    cpSync(join(ROOT, folder), join(DIST, folder), { recursive: true, filter: isAsset });
  // YAML scenarios name their JSON Schema by a relative
  // path, so it is the same path as in the repository.
  const reference = join(ROOT, 'docs/reference');
  const isSchema = (path) => path === reference || path.endsWith('.schema.json');
  cpSync(reference, join(DIST, 'docs/reference'), { recursive: true, filter: isSchema });
  // npx runs it as a program.
  chmodSync(join(DIST, 'src/cli/main.js'), 0o755);
} else {
  console.error('build: tsc failed, see above; dist/ is incomplete.');
}
process.exitCode = child.status ?? 1;
