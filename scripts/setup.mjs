// Prepares a fresh checkout: installs the locked
// dependencies and finds or builds k6. Needs only Node.
//
//   node scripts/setup.mjs                k6 is optional: without it the built-in engine is used
//   node scripts/setup.mjs --require-k6   k6 is needed: not getting it is an error
//   node scripts/setup.mjs --only-k6      k6 alone, in the background of `npm start`; reports over IPC
//
// Several terminals can run it at the same time: the second waits and then finds the work done. A
// signal ends the program that is running, and nothing half-built is left.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const TOOLS = resolve(process.env.STILLTHERE_TOOLS || join(ROOT, '.tools'));
const EXE = process.platform === 'win32' ? '.exe' : '';

const NODE_LEAST = [20, 19];
const GO_LEAST = [1, 25];
const K6_LEAST = [2, 2, 0];
const K6_BUILD = 'v2.2.0';
/** A lock older than this was left behind by a setup that was killed. */
const LOCK_STALE_MS = 20 * 60_000;

/** Whether version `have` is at least `least`; missing parts count as 0. */
function atLeast(have, least) {
  for (let i = 0; i < least.length; i++) {
    const part = have[i] ?? 0;
    if (part !== least[i]) return part > least[i];
  }
  return true;
}

/** The numbers of the first match of `pattern` in `text`, or undefined. */
function numbersIn(text, pattern) {
  const found = pattern.exec(text);
  return found ? found.slice(1).map(Number) : undefined;
}

/** Longest wait for the remaining output of a program after its end. ms */
const OUTPUT_MS = 1_000;
/** The program that runs now, if one does. */
let running;
/** The exit code after a signal. Once it is set, no program is started. */
let stopped = 0;

/** Runs a program to its end and returns its output; `ok` is false when it is missing, was stopped or failed. */
function run(file, args, options = {}) {
  if (stopped > 0) return Promise.resolve({ ok: false, stdout: '', stderr: 'stopped' });
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    running = child;
    const [out, err] = [[], []];
    child.stdout?.on('data', (chunk) => out.push(chunk));
    child.stderr?.on('data', (chunk) => err.push(chunk));
    const end = (ok, error) => {
      if (running === child) running = undefined;
      resolve({ ok, error, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(err).toString('utf8') });
    };
    child.on('error', (error) => end(false, error));
    child.on('close', (code) => end(code === 0));
    // A child of the ended program may still hold its output open.
    child.on('exit', (code) => setTimeout(() => end(code === 0), OUTPUT_MS).unref());
  });
}

/** The last line of a program's error output, which gives the reason. */
function why(result) {
  if (result.error) return result.error.message;
  const lines = `${result.stdout}\n${result.stderr}`.split('\n').filter((line) => line.trim() !== '');
  return lines.at(-1)?.trim() ?? 'it said nothing';
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Whether the owner of a lock folder can no longer release it. */
function isLeftBehind(lock) {
  try {
    const { pid, at } = JSON.parse(readFileSync(join(lock, 'owner'), 'utf8'));
    return !isAlive(pid) || Date.now() - at > LOCK_STALE_MS;
  } catch {
    return undefined; // just being made, or just being removed
  }
}

/**
 * Takes the named lock and waits for it. Making a folder is atomic, so a folder serves as the lock.
 */
async function takeLock(name) {
  const lock = join(TOOLS, `${name}.lock`);
  mkdirSync(TOOLS, { recursive: true });
  for (let unreadable = 0, waited = 0; ; waited++) {
    try {
      mkdirSync(lock);
      return lock;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const left = isLeftBehind(lock);
    unreadable = left === undefined ? unreadable + 1 : 0;
    if (left === true || unreadable > 20) {
      rmSync(lock, { recursive: true, force: true });
      continue;
    }
    if (waited === 0) {
      console.log(`setup: another setup is at work on ${name}, waiting for it`);
      tell({ is: 'waiting' });
    }
    await sleep(250);
  }
}

/** How long a program that was asked to end may take. ms */
const END_MS = 2_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs `work` while holding the named lock. `work` gets the lock folder and keeps unfinished files
 * there: the folder is removed at the end, also when a signal ends this process.
 */
async function withLock(name, work) {
  const lock = await takeLock(name);
  const stop = (signal) => {
    stopped ||= 128 + constants.signals[signal];
    const child = running;
    child?.kill('SIGTERM');
    setTimeout(() => child?.kill('SIGKILL'), END_MS).unref();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    writeFileSync(join(lock, 'owner'), JSON.stringify({ pid: process.pid, at: Date.now() }));
    return await work(lock);
  } finally {
    // A compiler that was ended with its parent may still write for a moment.
    rmSync(lock, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    for (const signal of SIGNALS) process.off(signal, stop);
    if (stopped > 0) process.exit(stopped);
  }
}

/** One line when this Node is too old, else undefined. */
export function nodeProblem(version = process.versions.node) {
  if (atLeast(version.split('.').map(Number), NODE_LEAST)) return undefined;
  return `stillthere needs Node ${NODE_LEAST.join('.')} or newer, this is ${version}: install one from https://nodejs.org and run again.`;
}

/**
 * Whether the installed packages are those of the lock file. `npm install <package>` changes both
 * lists, and node_modules can then stay. Packages for other platforms are only in the lock file.
 */
function installedAsLocked(lockText) {
  try {
    const locked = JSON.parse(lockText).packages;
    const installed = JSON.parse(readFileSync(join(ROOT, 'node_modules/.package-lock.json'), 'utf8')).packages;
    for (const [path, entry] of Object.entries(locked)) {
      if (path === '' || entry.link) continue;
      const have = installed[path];
      if (have ? have.version !== entry.version || have.integrity !== entry.integrity : !entry.optional) return false;
      if (have && !existsSync(join(ROOT, path, 'package.json'))) return false;
    }
    return Object.keys(installed).every((path) => path in locked);
  } catch {
    return false;
  }
}

/** Installs the locked dependencies unless they are there. Returns a sentence when that failed. */
async function installDependencies(say) {
  const lockFile = join(ROOT, 'package-lock.json');
  const stamp = join(ROOT, 'node_modules/.stillthere-lock');
  if (!existsSync(lockFile)) {
    // An installed package has no lock file: npm has already put its dependencies where they belong.
    return undefined;
  }
  const read = () => {
    const text = readFileSync(lockFile, 'utf8');
    return { text, hash: createHash('sha256').update(text).digest('hex') };
  };
  const isCurrent = (hash) => existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === hash;
  if (isCurrent(read().hash)) {
    say('dependencies: up to date');
    return undefined;
  }
  return withLock('npm-ci', async () => {
    const { text, hash } = read();
    if (isCurrent(hash)) return undefined;
    if (!installedAsLocked(text)) {
      console.log('setup: installing dependencies (npm ci)');
      const npmCli = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined;
      const args = ['ci', '--no-audit', '--no-fund', '--include=dev'];
      const options = { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] };
      const result = npmCli
        ? await run(process.execPath, [npmCli, ...args], options)
        : await run('npm', args, { ...options, shell: process.platform === 'win32' });
      if (!result.ok) return 'npm ci failed, see above: nothing works without the dependencies.';
    }
    writeFileSync(stamp, `${hash}\n`);
    return undefined;
  });
}

/** The version that a k6 program prints as `k6 v2.2.0 (…)`, or undefined when there is no such program. */
async function k6Version(program) {
  const result = await run(program, ['version'], { timeout: 20_000 });
  return result.ok ? numbersIn(result.stdout, /^k6(?:\.exe)?\s+v(\d+)\.(\d+)\.(\d+)/m) : undefined;
}

/** The first k6 that is new enough, and those found before it that are too old. */
async function lookForK6() {
  const tooOld = [];
  for (const program of ['k6', join(TOOLS, `k6${EXE}`)]) {
    if (program !== 'k6' && !existsSync(program)) continue;
    const version = await k6Version(program);
    if (version && atLeast(version, K6_LEAST)) return { program, version, tooOld };
    if (version) tooOld.push(`${program} is v${version.join('.')}`);
  }
  return { tooOld };
}

/** The error in the JSON of a failed `go mod download -json`, in one line. */
function downloadError(result) {
  try {
    return JSON.parse(result.stdout).Error?.trim().split('\n').at(-1).trim();
  } catch {
    return undefined;
  }
}

/** Sends news to the process that started this one in the background (src/engines/k6/seek.ts). */
function tell(news) {
  process.send?.(news);
}

/**
 * Builds k6 in the lock folder and then moves it, so that the tools
 * folder never holds half a program. Returns why it failed: `because`
 * is noGo, oldGo, download or build, and `why` holds details.
 */
async function buildK6(lock) {
  const go = await run('go', ['version']);
  const version = go.ok ? numbersIn(go.stdout, /go(\d+)\.(\d+)/) : undefined;
  if (!version) return { because: 'noGo' };
  if (!atLeast(version, GO_LEAST)) return { because: 'oldGo', why: version.join('.') };
  console.log(`setup: building k6 ${K6_BUILD} with Go ${version.join('.')}, about a minute`);
  tell({ is: 'building', version: K6_BUILD, go: version.join('.') });
  // `go install` would ask the vanity domain for a version list; downloading and building in place needs neither.
  const download = await run('go', ['mod', 'download', '-json', `go.k6.io/k6/v2@${K6_BUILD}`], { cwd: TOOLS });
  if (!download.ok) return { because: 'download', why: downloadError(download) ?? why(download) };
  const made = join(lock, `k6${EXE}`);
  const build = await run('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', made, '.'], {
    cwd: JSON.parse(download.stdout).Dir,
    // Temporary files of Go are removed together with the lock.
    env: { ...process.env, GOTMPDIR: lock },
  });
  if (!build.ok) return { because: 'build', why: why(build) };
  renameSync(made, join(TOOLS, `k6${EXE}`));
  return undefined;
}

/** The reason why k6 was not built, in words. */
function inTheWay({ because, why: known }) {
  const needed = `there is no Go ${GO_LEAST.join('.')} or newer to build it`;
  if (because === 'noGo') return needed;
  if (because === 'oldGo') return `${needed} (go is ${known})`;
  return because === 'download' ? `its source could not be downloaded (${known})` : `the build failed (${known})`;
}

/** Finds k6 or builds it. Returns a sentence when both failed. */
async function provideK6(say) {
  let found = await lookForK6();
  let failed;
  if (!found.program) {
    failed = await withLock('k6', async (lock) => {
      found = await lookForK6();
      return found.program ? undefined : buildK6(lock);
    });
    if (!found.program) found = await lookForK6();
  }
  if (found.program) {
    say(`k6: v${found.version.join('.')} (${found.program === 'k6' ? 'on PATH' : found.program})`);
    return undefined;
  }
  if (failed) tell({ is: 'failed', ...failed });
  const least = K6_LEAST.join('.');
  const old = found.tooOld.length ? `; ${found.tooOld.join(', ')}` : '';
  return (
    `no k6 ${least} or newer: ${failed ? inTheWay(failed) : 'the one just built does not run'}${old}. ` +
    'Install k6 (https://grafana.com/docs/k6/latest/set-up/install-k6/) or Go and run `npm run setup`.'
  );
}

/**
 * Prepares this checkout.
 *
 * @param {{requireK6?: boolean, quiet?: boolean, k6?: boolean}} [options] quiet: say only what is done or missing; k6: look
 *   for it, too, and build it (the default)
 * @returns {Promise<boolean>} whether the checkout is ready
 */
export async function setup({ requireK6 = false, quiet = false, k6 = true } = {}) {
  const say = (line) => (quiet ? undefined : console.log(`setup: ${line}`));
  const fail = (line) => {
    console.error(`setup: ${line}`);
    return false;
  };
  const problem = nodeProblem() ?? (await installDependencies(say));
  if (problem) return fail(problem);
  if (!k6) return true;
  const noK6 = await provideK6(say);
  if (noK6 && requireK6) return fail(noK6);
  if (noK6) console.log(`setup: ${noK6} Until then the built-in engine is used.`);
  return true;
}

/**
 * Finds or builds k6 at low priority, because somebody
 * uses this machine. Returns whether there is one.
 */
async function onlyK6() {
  try {
    // Child processes inherit the priority.
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // Not every system allows it.
  }
  return (await provideK6(() => {})) === undefined;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const asked = (flag) => process.argv.includes(flag);
  const ok = asked('--only-k6') ? await onlyK6() : await setup({ requireK6: asked('--require-k6') });
  process.exitCode = ok ? 0 : 1;
}
