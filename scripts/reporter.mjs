// The node:test reporter of `npm test`: failures in full, and the totals of one test file for scripts/test.mjs.
//
// Only leaves are counted, not suites and not tests with subtests. Passed tests are not printed,
// because the driver prints one line a file. Skipped tests are printed with their reason.

import { renameSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

/** An error after the end of a test. Node only prints a remark, and the file would pass. */
const LATE_ERROR = /generated asynchronous activity after the test ended/;
const SUMMARY = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/;
/**
 * The file that called `test()`. The reported line is wrong
 * because tsx joins lines; the stack below has the right one.
 */
function place(data) {
  if (!data.file) return '';
  return relative(process.cwd(), data.file.startsWith('file:') ? fileURLToPath(data.file) : data.file);
}

/** What was thrown, without the wrapper of node:test. */
function described(error) {
  const thrown = error?.code === 'ERR_TEST_FAILURE' && error.cause !== undefined ? error.cause : error;
  let text = typeof thrown === 'string' ? thrown : inspect(thrown, { depth: 8, maxArrayLength: 200 });
  // The message of an assertion already shows both sides; the fields would repeat them.
  if (thrown?.code === 'ERR_ASSERTION' && thrown.stack) text = thrown.stack;
  return text
    .split('\n')
    .filter((line) => !/^\s+at .*node:internal\//.test(line))
    .map((line) => `    ${line}`)
    .join('\n');
}

/**
 * Writes the totals atomically. The driver may read them
 * at any moment, and takes their age as a sign of life.
 */
function save(totals) {
  const path = process.env.STILLTHERE_TEST_TOTALS;
  if (!path) return;
  writeFileSync(`${path}.tmp`, JSON.stringify(totals));
  renameSync(`${path}.tmp`, path);
}

const totals = { begun: true, done: false, passed: 0, failed: 0, skipped: 0, missingTools: [], now: undefined };
// Written before the first event, because a test may end the process before any event arrives.
save(totals);

export default async function* report(events) {
  /** Names of the open tests by depth, and how many results came at each depth since its parent's last one. */
  const names = [];
  const results = [];

  for await (const { type, data } of events) {
    if (type === 'test:dequeue') {
      // A test begins here. `test:start` comes only when it is
      // reported, which never happens for a test that hangs.
      totals.now = data.name;
      save(totals);
    } else if (type === 'test:start') {
      names.length = data.nesting;
      names[data.nesting] = data.name;
    } else if (type === 'test:diagnostic' && !SUMMARY.test(data.message)) {
      const isLate = LATE_ERROR.test(data.message);
      if (isLate) totals.failed++;
      yield `  ${isLate ? 'FAIL  ' : ''}${data.message}\n`;
    } else if (type === 'test:pass' || type === 'test:fail') {
      const depth = data.nesting;
      const hasInside = (results[depth + 1] ?? 0) > 0;
      results.length = depth + 1;
      results[depth] = (results[depth] ?? 0) + 1;
      const name = [...names.slice(0, depth), data.name].join(' > ');
      const error = data.details?.error;
      const isGroup = hasInside || data.details?.type === 'suite';

      if (data.skip !== undefined || data.todo !== undefined) {
        const reason = typeof data.skip === 'string' ? data.skip : data.skip ? 'skipped' : 'todo';
        if (data.details?.type !== 'suite' || !hasInside) totals.skipped++;
        if (reason.startsWith('missing tool')) totals.missingTools.push(`${name}: ${reason}`);
        yield `  skip  ${name}: ${reason}\n`;
      } else if (type === 'test:fail' && !(isGroup && error?.failureType === 'subtestsFailed')) {
        totals.failed++;
        yield `\n  FAIL  ${name}\n        ${place(data)}\n\n${described(error)}\n\n`;
      } else if (type === 'test:pass' && !isGroup) {
        totals.passed++;
      }
      totals.now = undefined;
      save(totals);
    }
  }
  totals.done = true;
  save(totals);
}
