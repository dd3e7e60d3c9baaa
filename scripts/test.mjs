// The driver of `npm test` and `npm run test:long`: setup, checks, then test files, and one closing line `N passed, N failed`.
//
//   npm test                  every file but those of the long suite, whose names end in .long.test.ts
//   npm run test:long         the long suite; no checks
//   npm test -- desk judge    only the test files whose path contains one of the words, long ones too; no checks
//
// Each file runs in its own process. `node --test` does that too, but has
// three faults on Node 20. It applies its timeout to the file instead of the
// test, does not expand globs, and cannot say which file called a shared test.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setup } from './setup.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const IN_CI = process.env.CI === 'true';
/** Longest a single test may take. */
const TEST_LIMIT_MS = 300_000;
/**
 * Longest time without a result in one file. It is slightly more than the limit of a test, so that
 * Node's own limit applies first where it works.
 */
const SILENCE_LIMIT_MS = Number(process.env.STILLTHERE_TEST_SILENCE_MS) || TEST_LIMIT_MS + 15_000;
/**
 * How many files run at the same time. Those under test/e2e/ run alone, because they measure time.
 */
const SIDE_BY_SIDE = 2;

/** How many of the slowest files are listed at the end. */
const SLOWEST = 20;

/** The flag of `npm run test:long`. */
const LONG = '--long';
const isOfLongSuite = (file) => file.endsWith('.long.test.ts');

const running = new Set();

/** All files under `folder` that end in .test.ts, sorted. */
function testFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) =>
      relative(ROOT, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    )
    .sort();
}

/** Ends a test file and every process it has started, which form one process group. */
function end(child, signal) {
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // already gone
  }
}

/** What the reporter has written about a file so far; zeros when it has written nothing. */
function readTotals(path) {
  try {
    return { ...JSON.parse(readFileSync(path, 'utf8')), at: statSync(path).mtimeMs };
  } catch {
    return { begun: false, done: false, passed: 0, failed: 0, skipped: 0, missingTools: [], at: 0 };
  }
}

/** Runs one test file. @returns its totals, its output, and problems other than failed tests */
function runFile(file, totalsPath) {
  return new Promise((resolve) => {
    const startedAt = Date.now();
    const args = [
      '--import',
      import.meta.resolve('tsx'),
      `--test-timeout=${TEST_LIMIT_MS}`,
      `--test-reporter=${new URL('./reporter.mjs', import.meta.url).href}`,
      '--test-reporter-destination=stdout',
      file,
    ];
    const env = { ...process.env, STILLTHERE_TEST_TOTALS: totalsPath };
    delete env.NODE_TEST_CONTEXT;
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    running.add(child);
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));

    let hung = false;
    const watch = setInterval(() => {
      if (Date.now() - Math.max(startedAt, readTotals(totalsPath).at) < SILENCE_LIMIT_MS) return;
      hung = true;
      end(child, 'SIGKILL');
    }, 1_000);

    child.on('error', (error) => chunks.push(Buffer.from(`${error.message}\n`)));
    // After `exit`, the rest of the group is ended: a
    // forgotten grandchild would hold the pipes open.
    child.on('exit', () => end(child, 'SIGKILL'));
    child.on('close', (code, signal) => {
      clearInterval(watch);
      running.delete(child);
      const totals = readTotals(totalsPath);
      const problems = [];
      const seconds = Math.round(SILENCE_LIMIT_MS / 1000);
      if (hung) {
        const where = totals.now === undefined ? '' : ` in "${totals.now}"`;
        problems.push(
          `hung: no result for ${seconds} s${where}. A test never ends, or left a timer, socket or child open.`,
        );
      } else if (totals.begun && !totals.done) {
        problems.push(`ended (${signal ?? `code ${code}`}) before its tests did`);
      } else if (code !== 0 && totals.failed === 0) {
        problems.push(`ended with ${signal ?? `code ${code}`} although no test failed`);
      } else if (totals.passed + totals.failed + totals.skipped === 0) {
        problems.push('holds no test');
      }
      if (IN_CI) problems.push(...totals.missingTools.map((text) => `may not be skipped in CI: ${text}`));
      resolve({ totals, problems, output: Buffer.concat(chunks).toString('utf8'), ms: Date.now() - startedAt });
    });
  });
}

/** Prints the result of one file: a line, and its own output below. */
function show(file, { totals, problems, output, ms }) {
  const isGood = totals.failed === 0 && problems.length === 0;
  const parts = [`${totals.passed} passed`];
  if (totals.failed > 0) parts.push(`${totals.failed} failed`);
  if (totals.skipped > 0) parts.push(`${totals.skipped} skipped`);
  console.log(`${isGood ? 'ok   ' : 'FAIL '} ${file}  (${parts.join(', ')} in ${(ms / 1000).toFixed(1)} s)`);
  if (output.trim() !== '') process.stdout.write(output.endsWith('\n') ? output : `${output}\n`);
  for (const problem of problems) console.log(`  FAIL  ${file} ${problem}`);
}

/** Runs files, `atOnce` at a time, and adds their totals to `sum`. */
async function runFiles(files, atOnce, folder, sum) {
  const queue = [...files];
  const worker = async () => {
    for (let file = queue.shift(); file !== undefined && !sum.stopped; file = queue.shift()) {
      const result = await runFile(file, join(folder, `${file.replaceAll('/', '_')}.json`));
      show(file, result);
      const missing = IN_CI ? result.totals.missingTools.length : 0;
      sum.times.push({ file, ms: result.ms });
      sum.passed += result.totals.passed;
      sum.failed += result.totals.failed + result.problems.length;
      sum.skipped += result.totals.skipped - missing;
      if (result.totals.failed + result.problems.length > 0) sum.files.push(file);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Prints the files that took longest. */
function showSlowest({ times }) {
  if (times.length <= SLOWEST) return;
  console.log('\nslowest:');
  for (const { file, ms } of times.sort((a, b) => b.ms - a.ms).slice(0, SLOWEST))
    console.log(`  ${(ms / 1000).toFixed(1).padStart(6)} s  ${file}`);
}

/** Prints the closing line and sets the exit code. It is the last thing printed, alone on its line. */
function close(sum) {
  const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : '';
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${skipped}`);
  process.exitCode = sum.failed > 0 || sum.passed === 0 || sum.stopped ? 1 : 0;
}

async function main(words) {
  /** @type {{passed: number, failed: number, skipped: number, files: string[], times: {file: string, ms: number}[], stopped: boolean}} */
  const sum = { passed: 0, failed: 0, skipped: 0, files: [], times: [], stopped: false };
  const isLong = words[0] === LONG;
  if (isLong) words.shift();
  const option = words.find((word) => word.startsWith('-'));
  if (option !== undefined) {
    console.error(`npm test: ${option} is no option. Words choose test files by their path: npm test -- desk judge`);
    process.exitCode = 1;
    return;
  }
  if (!(await setup({ quiet: words.length > 0 }))) {
    sum.failed++;
    return close(sum);
  }
  if (words.length === 0 && !isLong) {
    const check = spawnSync(process.execPath, [join(ROOT, 'scripts/check.mjs'), '--no-tidy'], { stdio: 'inherit' });
    if (check.status !== 0) {
      sum.failed++;
      sum.files.push('npm run check');
    }
  }
  const files = testFiles(join(ROOT, 'test')).filter((file) => {
    if (words.length > 0) return words.some((word) => file.includes(word)) && (!isLong || isOfLongSuite(file));
    return isOfLongSuite(file) === isLong;
  });
  if (files.length === 0) console.log(`no test file matches: ${words.join(' ') || 'test/**/*.test.ts'}`);

  const folder = mkdtempSync(join(tmpdir(), 'stillthere-test-'));
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      sum.stopped = true;
      for (const child of running) end(child, signal);
      setTimeout(() => running.forEach((child) => end(child, 'SIGKILL')), 3_000).unref();
    });
  }
  try {
    const isEndToEnd = (file) => file.startsWith('test/e2e/');
    await runFiles(
      files.filter((file) => !isEndToEnd(file)),
      SIDE_BY_SIDE,
      folder,
      sum,
    );
    await runFiles(files.filter(isEndToEnd), 1, folder, sum);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  showSlowest(sum);
  if (sum.files.length > 0) {
    console.log(`\nfailed:\n${sum.files.map((file) => `  ${file}`).join('\n')}`);
  }
  close(sum);
}

await main(process.argv.slice(2));
