// Ctrl-C on a terminal in virtual time: every command
// drains, reports, exits with 4 and clears its live view.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { newFolder, readResult, reasonsOf, scenarioFile } from '../e2e/support.ts';
import { longInVirtualTime, shellLine } from './evenings.ts';
import { assertClean } from './live-view.ts';
import { onTerminal, screenOf, skipTerminal } from './terminal.ts';

const file = scenarioFile(longInVirtualTime);

/** It has played for a while. */
const PLAYING = /playing, [1-9]/;

/** Each command, the text to wait for before Ctrl-C, and the text it reports after it. */
const COMMANDS: readonly (readonly [name: string, args: readonly string[], shows: string | RegExp, reports: RegExp])[] =
  [
    ['run', ['run', file, '--engine', 'sim', '--profile', 'bare,all'], PLAYING, /^INCONCLUSIVE/m],
    ['run --replicates', ['run', file, '--engine', 'sim', '--replicates', '9'], '0 of 9 seeds', /^INCONCLUSIVE/m],
    ['run --verify', ['run', file, '--engine', 'sim', '--verify'], PLAYING, /stopped after [\d ]+ rows/],
    ['remedies', ['remedies', file, '--replicates', '2'], '0 of 2 seeds', /stopped after 0 of 2 profiles: .* in runs/],
    ['shrink', ['shrink', file], 'first a full run', /^stopped before the first full run had ended/m],
  ];

describe('Ctrl-C in virtual time', { skip: skipTerminal }, () => {
  for (const [name, args, shows, reports] of COMMANDS)
    it(`${name}: reports, exits with 4, and leaves a clean terminal`, async () => {
      const terminal = onTerminal(shellLine(args), { cwd: newFolder('terminal') });
      await terminal.shows(shows);
      terminal.press();
      const code = await terminal.ended;
      assert.equal(code, 4, terminal.lines().join('\n'));
      assert.match(terminal.lines().join('\n'), reports);
      assertClean(terminal);
    });

  it('run: the result is whole, says that it was interrupted, and names nothing that cannot be looked at', async () => {
    const cwd = newFolder('terminal');
    const terminal = onTerminal(shellLine(COMMANDS[0]?.[1] ?? []), { cwd });
    await terminal.shows(PLAYING);
    terminal.press();
    assert.equal(await terminal.ended, 4);
    const result = readResult(join(cwd, 'runs'));
    assert.match(reasonsOf(result), /the run was interrupted/);
    assert.ok(result.visitors.arrived > 100 && result.visitors.arrived < 300_000, `${result.visitors.arrived} came`);
    assert.equal(result.play?.why, 'stopped');
    assert.doesNotMatch(terminal.raw(), /npx stillthere explain/);
  });

  it('two presses within half a second are one, as a terminal, npm and npx pass them on', async () => {
    const terminal = onTerminal(shellLine(['run', file, '--engine', 'sim']), { cwd: newFolder('terminal') });
    await terminal.shows(PLAYING);
    terminal.press();
    terminal.press();
    assert.equal(await terminal.ended, 4, terminal.raw());
  });
});

describe('a reader that goes away', { skip: skipTerminal }, () => {
  const codeOf = (cwd: string): string => readFileSync(join(cwd, 'code'), 'utf8').trim();

  it('Ctrl-C that ends `| cat`, too: exit code 4, and the documents are written', async () => {
    const cwd = newFolder('terminal');
    const run = shellLine(['run', file, '--engine', 'sim', '--junit', 'reports/x.xml', '--summary', 'reports/x.md']);
    const terminal = onTerminal(`( trap : INT; ${run}; echo $? > code ) | cat`, { cwd });
    await terminal.shows(PLAYING);
    terminal.press();
    await terminal.ended;
    assert.equal(codeOf(cwd), '4', terminal.raw());
    assert.match(readFileSync(join(cwd, 'reports/x.xml'), 'utf8'), /the run was interrupted/);
    assert.match(readFileSync(join(cwd, 'reports/x.md'), 'utf8'), /the run was interrupted/);
    assertClean(terminal);
  });

  for (const both of ['', ' 2>&1'])
    it(`${both} | head -1: plays every profile, writes the documents, and exits with the verdict`, async () => {
      const cwd = newFolder('terminal');
      const flags = ['--engine', 'sim', '--profile', 'bare,all', '--junit', 'x.xml'];
      const run = shellLine(['run', 'double-eleven-peak', ...flags]);
      const terminal = onTerminal(
        `( ${run}${both}; echo $? > code ) | head -1; until test -s code; do sleep 0.1; done`,
        {
          cwd,
        },
      );
      await terminal.ended;
      assert.equal(codeOf(cwd), '3', terminal.raw());
      assert.equal(readFileSync(join(cwd, 'x.xml'), 'utf8').match(/<testsuite /g)?.length, 2);
      assert.ok(readdirSync(join(cwd, 'runs')).some((name) => name.startsWith('comparison-')));
      assert.doesNotMatch(terminal.raw(), /EPIPE|internal error/);
    });

  it('a report that goes into a file is text: the live view is on the terminal alone', async () => {
    const cwd = newFolder('terminal');
    const terminal = onTerminal(`${shellLine(['run', 'double-eleven-peak', '--engine', 'sim'])} > report.txt`, { cwd });
    assert.equal(await terminal.ended, 3, terminal.raw());
    assert.ok(existsSync(join(cwd, 'report.txt')));
    assert.doesNotMatch(readFileSync(join(cwd, 'report.txt'), 'utf8'), /\u001b/);
    assert.match(terminal.raw(), /double-eleven-peak \(bare, sim\)/, 'the live view was shown');
  });
});

describe('the terminal of these tests', () => {
  it('shows what a terminal would', () => {
    assert.deepEqual(screenOf('one\r\ntwo\r\n'), ['one', 'two']);
    assert.deepEqual(screenOf('one\r\ntwo\r\n\u001b[2K\u001b[1A\u001b[2K\u001b[G2nd'), ['one', '2nd', '']);
    assert.deepEqual(screenOf('\u001b[?25labcdef\r\u001b[3C\u001b[K\u001b[?25h'), ['abc']);
    assert.throws(() => screenOf('\u001b[3S'), /teach this test/);
  });
});
