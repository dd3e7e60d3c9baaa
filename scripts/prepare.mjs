// Builds dist/, which holds the command, when npm installs or packs the project. npm calls this
// after `npm ci` and `npm install` in a checkout, before `npm pack`, and on installation from git.
// It does nothing where the sources or the compiler are missing.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Missing in the first layer of an image, and after
 * an installation without development dependencies.
 */
const NEEDED = ['src', 'scripts/build.mjs', 'node_modules/typescript/bin/tsc'];

const missing = NEEDED.find((path) => !existsSync(join(ROOT, path)));
if (missing === undefined) await import('./build.mjs');
else console.error(`prepare: dist/ is not built, because ${missing} is not there`);
