// `npm run lock`: completes package-lock.json after `npm install`, so that `npm ci` accepts it everywhere.
//
// npm leaves an optional package for another platform out of the lock file when the
// registry did not answer for it. The mirror may hold only some platforms, or the
// connection dropped. `npm ci` then refuses the file: "Missing: … from lock file".
// The package that asks for the entry names the version and the platform it needs.

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PATH = join(dirname(dirname(fileURLToPath(import.meta.url))), 'package-lock.json');
const LIBC = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' };

/** os, cpu and libc from a name such as `@scope/binding-linux-arm-musleabihf`. */
function platformOf(name) {
  const [os, cpu, abi] = name.replace(/^.*?(aix|android|darwin|freebsd|linux|openharmony|win32)-/, '$1-').split('-');
  const libc = os === 'linux' ? LIBC[abi] : undefined;
  return { os: [os], cpu: [cpu], libc: libc && [libc] };
}

const lock = JSON.parse(readFileSync(PATH, 'utf8'));
const added = [];
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    // A version range cannot be resolved here; the packages that do this name exact versions.
    if (path in lock.packages || !/^\d+\.\d+\.\d+$/.test(version)) continue;
    const { os, cpu, libc } = platformOf(name);
    // Keys in npm's order, so that its next write
    // changes nothing. JSON leaves out undefined values.
    lock.packages[path] = { version, cpu, dev: entry.dev, libc, optional: true, os };
    added.push(`${name}@${version}`);
  }
}
if (added.length > 0) {
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(PATH, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
}
console.log(`lock: ${added.length === 0 ? 'complete' : `added ${added.length} entries: ${added.join(', ')}`}`);
