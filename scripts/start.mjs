// `npm start`: makes the checkout ready, compiles it (so that `npx stillthere` works here too), then runs `stillthere start`.
//
// It does not wait for k6. `stillthere start` has the setup script find or build k6 while it plays
// in virtual time. The command runs as a child, and Ctrl-C on a terminal reaches both processes.
// The child drains and reports. This process only waits, so that the prompt appears after the
// report, and ends with the child's code.

import { spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants } from 'node:os';
import { setup } from './setup.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Compiles into dist/: a second or two. */
function build() {
  return spawnSync(process.execPath, [join(ROOT, 'scripts/build.mjs')], { cwd: ROOT, stdio: 'inherit' }).status === 0;
}

/** Runs the command line program and returns its exit code as its own. */
function start(args) {
  const child = spawn(process.execPath, [join(ROOT, 'dist/src/cli/main.js'), 'start', ...args], {
    stdio: 'inherit',
    env: { ...process.env, STILLTHERE_K6_SETUP: join(ROOT, 'scripts/setup.mjs') },
  });
  process.on('SIGINT', () => {
    // On a terminal the child has already received it, and a second one would mean "stop at once".
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`start: could not run ${process.execPath}: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}

if ((await setup({ quiet: true, k6: false })) && build()) start(process.argv.slice(2));
else process.exitCode = 1;
