// Makes a fresh checkout ready: dependencies as locked, and k6 found or built. Needs nothing but Node itself.
//
//   node scripts/setup.mjs                k6 is optional: without it the built-in engine is used
//   node scripts/setup.mjs --require-k6   k6 is needed: not getting it is an error
//
// Safe to run at the same time from several terminals: whoever comes second waits and then finds the work done.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
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

/** Runs a program and returns its output; `ok` is false when it is missing, was stopped or failed. */
function run(file, args, options = {}) {
  const child = spawnSync(file, args, { encoding: 'utf8', maxBuffer: 64 << 20, ...options });
  const stdout = child.stdout ?? '';
  const stderr = child.stderr ?? '';
  return { ok: !child.error && child.status === 0, stdout, stderr, error: child.error };
}

/** The last line of a program's complaint, which is the one that says why. */
function why(result) {
  if (result.error) return result.error.message;
  const lines = `${result.stdout}\n${result.stderr}`.split('\n').filter((line) => line.trim() !== '');
  return lines.at(-1)?.trim() ?? 'it said nothing';
}

/** Blocks this thread: setup is a sequence, and nothing else is to happen meanwhile. */
function sleep(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
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

/** Does `work` while holding the named lock. The making of a folder is atomic, which is all a lock needs. */
function withLock(name, work) {
  const lock = join(TOOLS, `${name}.lock`);
  mkdirSync(TOOLS, { recursive: true });
  for (let unreadable = 0, waited = 0; ; waited++) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const left = isLeftBehind(lock);
    unreadable = left === undefined ? unreadable + 1 : 0;
    if (left === true || unreadable > 20) {
      rmSync(lock, { recursive: true, force: true });
      continue;
    }
    if (waited === 0) console.log(`setup: another setup is at work on ${name}, waiting for it`);
    sleep(250);
  }
  try {
    writeFileSync(join(lock, 'owner'), JSON.stringify({ pid: process.pid, at: Date.now() }));
    return work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** One line when this Node is too old, else undefined. */
export function nodeProblem(version = process.versions.node) {
  if (atLeast(version.split('.').map(Number), NODE_LEAST)) return undefined;
  return `stillthere needs Node ${NODE_LEAST.join('.')} or newer, this is ${version}: install one from https://nodejs.org and run again.`;
}

/**
 * Whether what npm last installed is what the lock file names: `npm install <package>` changes both, and there is
 * then no reason to throw node_modules away. Packages for other platforms are in the one list only.
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
function installDependencies(say) {
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
  return withLock('npm-ci', () => {
    const { text, hash } = read();
    if (isCurrent(hash)) return undefined;
    if (!installedAsLocked(text)) {
      console.log('setup: installing dependencies (npm ci)');
      const npmCli = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined;
      const args = ['ci', '--no-audit', '--no-fund', '--include=dev'];
      const options = { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] };
      const result = npmCli
        ? run(process.execPath, [npmCli, ...args], options)
        : run('npm', args, { ...options, shell: process.platform === 'win32' });
      if (!result.ok) return 'npm ci failed, see above: nothing works without the dependencies.';
    }
    writeFileSync(stamp, `${hash}\n`);
    return undefined;
  });
}

/** The version that a k6 program prints as `k6 v2.2.0 (…)`, or undefined when there is no such program. */
function k6Version(program) {
  const result = run(program, ['version'], { timeout: 20_000 });
  return result.ok ? numbersIn(result.stdout, /^k6(?:\.exe)?\s+v(\d+)\.(\d+)\.(\d+)/m) : undefined;
}

/** The first good k6, and what was found on the way that is too old. */
function lookForK6() {
  const tooOld = [];
  for (const program of ['k6', join(TOOLS, `k6${EXE}`)]) {
    if (program !== 'k6' && !existsSync(program)) continue;
    const version = k6Version(program);
    if (version && atLeast(version, K6_LEAST)) return { program, version, tooOld };
    if (version) tooOld.push(`${program} is v${version.join('.')}`);
  }
  return { tooOld };
}

/** What `go mod download -json` says in its JSON when it fails, in one line. */
function downloadError(result) {
  try {
    return JSON.parse(result.stdout).Error?.trim().split('\n').at(-1).trim();
  } catch {
    return undefined;
  }
}

/** Builds k6 into the tools folder. Returns a reason when that failed. */
function buildK6() {
  const go = run('go', ['version']);
  const version = go.ok ? numbersIn(go.stdout, /go(\d+)\.(\d+)/) : undefined;
  const needed = `Go ${GO_LEAST.join('.')} or newer to build it`;
  if (!version) return `there is no ${needed}`;
  if (!atLeast(version, GO_LEAST)) return `there is no ${needed} (go is ${version.join('.')})`;
  console.log(`setup: building k6 ${K6_BUILD} with Go ${version.join('.')}, about a minute`);
  // `go install` would ask the vanity domain for a version list; downloading and building in place needs neither.
  const download = run('go', ['mod', 'download', '-json', `go.k6.io/k6/v2@${K6_BUILD}`], { cwd: TOOLS });
  if (!download.ok) return `its source could not be downloaded (${downloadError(download) ?? why(download)})`;
  const target = join(TOOLS, `k6${EXE}`);
  const partial = `${target}.tmp`;
  const build = run('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', partial, '.'], {
    cwd: JSON.parse(download.stdout).Dir,
  });
  if (!build.ok) {
    rmSync(partial, { force: true });
    return `the build failed (${why(build)})`;
  }
  renameSync(partial, target);
  return undefined;
}

/** Finds k6 or builds it. Returns a sentence when there is none in the end. */
function provideK6(say) {
  let found = lookForK6();
  let reason;
  if (!found.program) {
    reason = withLock('k6', () => {
      found = lookForK6();
      return found.program ? undefined : buildK6();
    });
    if (!found.program) found = lookForK6();
  }
  if (found.program) {
    say(`k6: v${found.version.join('.')} (${found.program === 'k6' ? 'on PATH' : found.program})`);
    return undefined;
  }
  const least = K6_LEAST.join('.');
  const old = found.tooOld.length ? `; ${found.tooOld.join(', ')}` : '';
  return (
    `no k6 ${least} or newer: ${reason ?? 'the one just built does not run'}${old}. ` +
    'Install k6 (https://grafana.com/docs/k6/latest/set-up/install-k6/) or Go and run `npm run setup`.'
  );
}

/**
 * Prepares this checkout.
 *
 * @param {{requireK6?: boolean, quiet?: boolean}} [options] quiet: say only what is done or missing
 * @returns {boolean} whether one can go on
 */
export function setup({ requireK6 = false, quiet = false } = {}) {
  const say = (line) => (quiet ? undefined : console.log(`setup: ${line}`));
  const fail = (line) => {
    console.error(`setup: ${line}`);
    return false;
  };
  const problem = nodeProblem() ?? installDependencies(say);
  if (problem) return fail(problem);
  const noK6 = provideK6(say);
  if (noK6 && requireK6) return fail(noK6);
  if (noK6) console.log(`setup: ${noK6} Until then the built-in engine is used.`);
  return true;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = setup({ requireK6: process.argv.includes('--require-k6') }) ? 0 : 1;
}
