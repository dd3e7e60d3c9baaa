// Ctrl-C on a terminal over real sockets: every command
// drains, reports, exits with 4 and clears its live view.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { longOverSockets, shellLine } from '../cli/evenings.ts';
import { assertClean } from '../cli/live-view.ts';
import { onTerminal, skipTerminal } from '../cli/terminal.ts';
import { until } from '../until.ts';
import { isAlive, newFolder, processes, scenarioFile, serverOf, signal, skipK6, type Process } from './support.ts';

const file = scenarioFile(longOverSockets);

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly shows: string | RegExp;
  /** What the report says. A busy machine may be late as well, which is graver. */
  readonly reports: RegExp;
}

const PLAYING = /connected [1-9]/;
const UNTRUSTED = /^(INCONCLUSIVE|INVALID)/m;

const cases = (engine: 'node' | 'k6'): readonly Case[] => [
  {
    name: 'run',
    args: ['run', file, '--engine', engine, '--profile', 'bare,all'],
    shows: PLAYING,
    reports: UNTRUSTED,
  },
  { name: 'run, while it prepares', args: ['run', file, '--engine', engine], shows: 'preparing, ', reports: UNTRUSTED },
  {
    name: 'run --replicates',
    args: ['run', file, '--engine', engine, '--replicates', '3'],
    shows: PLAYING,
    reports: UNTRUSTED,
  },
  {
    name: 'remedies',
    args: ['remedies', file, '--engine', engine, '--replicates', '2'],
    shows: PLAYING,
    reports: /stopped after 0 of 2 profiles: .* in runs/,
  },
  {
    name: 'agree',
    args: ['agree', file, '--engine', engine, '--speed', '1', '--replicates', '3'],
    shows: /at 1×, playing/,
    reports: /^(INVALID|NOTHING TO COMPARE|TOO FEW|INCONCLUSIVE)/m,
  },
];

for (const engine of ['node', 'k6'] as const)
  describe(`Ctrl-C with ${engine}`, { skip: skipTerminal || (engine === 'k6' && skipK6) }, () => {
    for (const { name, args, shows, reports } of cases(engine))
      it(`${name}: drains, reports, exits with 4, and leaves a clean terminal`, async () => {
        const terminal = onTerminal(shellLine(args), { cwd: newFolder('terminal') });
        await terminal.shows(shows, 120_000);
        await sleep(1_500);
        terminal.press();
        assert.equal(await terminal.ended, 4, terminal.lines().join('\n'));
        assert.match(terminal.lines().join('\n'), reports);
        assertClean(terminal);
      });
  });

describe('Ctrl-C', { skip: skipTerminal }, () => {
  it('start: the second profile is not begun, and the code is 4', async () => {
    const terminal = onTerminal(shellLine(['start', file]), { cwd: newFolder('terminal') });
    await terminal.shows(/Step 2 of 2[^]*connected [1-9]/, 240_000);
    terminal.press();
    assert.equal(await terminal.ended, 4, terminal.lines().join('\n'));
    assert.doesNotMatch(terminal.raw(), /\(all, (?:node|k6)\)/);
    assertClean(terminal);
  });

  it('pressed twice: ends at once with 130, nothing stays on the terminal or in the machine', async () => {
    const cwd = newFolder('terminal');
    const terminal = onTerminal(`${shellLine(['run', file, '--engine', 'node', '--out', join(cwd, 'runs')])}`, { cwd });
    await terminal.shows(PLAYING, 120_000);
    const isRun = ({ command }: Process): boolean => command.startsWith(process.execPath) && command.includes(cwd);
    const cli = await until('the run is a process', () => processes().find(isRun));
    const server = await until('the server runs', () => serverOf(cli.pid));
    // A stopped server prolongs the drain, so that the second Ctrl-C comes before its end.
    signal(server.pid, 'SIGSTOP');
    terminal.press();
    await terminal.shows('stopping: ');
    await sleep(1_000);
    const pressed = performance.now();
    terminal.press();
    assert.equal(await terminal.ended, 130, terminal.lines().join('\n'));
    assert.ok(performance.now() - pressed < 3_000, `${performance.now() - pressed} ms`);
    assertClean(terminal);
    await until('the server is gone', () => !isAlive(server.pid));
  });
});
