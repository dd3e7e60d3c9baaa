// `stillthere run`: plays a scenario under one or more profiles on one engine, and reports.
import type { Command } from 'commander';
import { Option } from 'commander';
import { join } from 'node:path';
import { comparisonOf, otherPeople } from '../../run/comparison.ts';
import type { RunOutcome } from '../../run/request.ts';
import { givenBy } from '../../replay/shortest.ts';
import { findK6 } from '../../engines/k6/find.ts';
import type { Exporter } from '../../run/watch/exporter.ts';
import { say } from '../../language/language.ts';
import { liveView, printAside } from '../../report/live.ts';
import { sideBySide, terminalReport } from '../../report/run/terminal.ts';
import { writeAtomic } from '../../system/files.ts';
import { refuseUnwritable, writeDocuments, writeReplicateDocuments, type DocumentFlags } from '../flags/documents.ts';
import { addExportFlags, withExporter, type ExportFlags } from '../flags/exporter.ts';
import { rulesFlag, scenarioAt } from '../rules-file.ts';
import { playerOf, type PlayFlags, type PlayOptions } from '../flags/player.ts';
import { quoted, runLine, atRules } from '../repeat.ts';
import {
  addReplicateFlags,
  playReplicates,
  refuseForOne,
  refuseWorkers,
  type ReplicateFlags,
} from '../flags/replicates.ts';
import { listenForStop, STOPPED } from '../signals.ts';
import { verifyCommand } from '../flags/verify.ts';
import { addVirtualFlags } from '../flags/virtual.ts';
import { chosenBy, type Chosen } from '../flags/profiles.ts';
import { setFlag } from '../flags/set.ts';
import { print } from '../print.ts';
import { seedFlag, seedOf } from '../flags/seed.ts';

export interface RunFlags extends PlayFlags, DocumentFlags, ExportFlags, ReplicateFlags {
  profile: string;
  set?: readonly string[];
  rules?: string;
  seed: string;
  out: string;
  adapter: string;
  json?: boolean;
}

/** The flags as given: without `--seed` the scenario may set the seed. */
type Given = Omit<RunFlags, 'seed'> & { seed?: string };

/** Exit codes from the mildest to the most severe. */
const GRAVITY = [0, 2, 4, 3, 1];

/** The exit code of several runs: the most severe one. */
export const gravest = (codes: readonly number[]): number =>
  codes.reduce((a, b) => (GRAVITY.indexOf(b) > GRAVITY.indexOf(a) ? b : a), 0);

export function addRun(program: Command): void {
  const run = program
    .command('run')
    .description(say('cli.run'))
    .argument('<scenario>', say('cli.run.scenario'))
    .addOption(
      new Option('--engine <engine>', say('cli.run.engine'))
        .choices(['sim', 'node', 'k6'])
        .default('k6', say('cli.run.engine.default')),
    )
    .addOption(rulesFlag())
    .option('--profile <profiles>', say('cli.run.profile'), 'bare')
    .addOption(setFlag())
    .addOption(seedFlag(say('cli.run.seed')))
    .option('--speed <n|auto>', say('cli.run.speed'))
    .option('--out <dir>', say('cli.run.out'), 'runs')
    .option('--target <url>', say('cli.run.target'))
    .addOption(new Option('--adapter <name>', say('cli.run.adapter')).choices(['reference']).default('reference'))
    .addOption(
      new Option('--durability <level>', say('cli.run.durability')).choices(['process', 'power']).default('process'),
    )
    .option('--keep-db', say('cli.run.keepDb'))
    .option('--junit <file>', say('summary.flag.junit'))
    .option('--summary <file>', say('summary.flag.summary'))
    .option('--json', say('cli.run.json'));
  addExportFlags(addVirtualFlags(addReplicateFlags(run))).action(
    async (name: string, given: Given, command: Command) => {
      const isAsked = command.getOptionValueSource('engine') !== 'default';
      const chosen = chosenBy(await scenarioAt(name, given.rules), given);
      const flags: RunFlags = { ...given, seed: seedOf(chosen.scenario, given.seed) };
      refuseForOne(flags);
      const asked = isAsked ? flags : await withWhatIsThere(flags);
      if (flags.verify === true) {
        process.exitCode = await verifyCommand(chosen.scenario, chosen.profiles, asked);
        return;
      }
      refuseWorkers(asked);
      process.exitCode =
        asked.replicates === undefined
          ? await withExporter(flags, (exporter) => runCommand(chosen, name, asked, exporter))
          : await replicatesCommand(chosen, name, asked, asked.replicates);
    },
  );
}

/** Default engine: k6 if it is installed, else the built-in one, with a line that says so. */
async function withWhatIsThere(flags: RunFlags): Promise<RunFlags> {
  const k6 = await findK6();
  if (!('missing' in k6)) return flags;
  process.stderr.write(`${say('cli.noK6', { why: k6.missing })}\n`);
  return { ...flags, engine: 'node' };
}

/** Runs all profiles one after the other. @returns the exit code */
async function runCommand(chosen: Chosen, named: string, flags: RunFlags, exporter?: Exporter): Promise<number> {
  await refuseUnwritable(flags, named);
  const outcomes = await playAll(chosen, named, flags, { exporter });
  const reported = outcomes.map((o) => ({
    result: o.result,
    folder: o.folder.path,
    repeat: repeatCommand(o, flags, named, chosen),
    shortest: shortestCommand(o, flags, named, chosen),
  }));
  // A document that cannot be written must not suppress the other output, so its error is thrown
  // last.
  const unwritten = await writeDocuments(reported, flags).then(
    () => undefined,
    (error: Error) => error,
  );
  const code = await endOfCommand(outcomes, chosen, flags);
  if (unwritten !== undefined) throw unwritten;
  return code;
}

/** Plays all profiles with many seeds each. @returns the exit code */
async function replicatesCommand(chosen: Chosen, named: string, flags: RunFlags, n: string): Promise<number> {
  const { scenario, profiles } = chosen;
  await refuseUnwritable(flags, named);
  const play = await playerOf(scenario, flags);
  const command = (played: string, seed: string, at?: number): string => {
    const speed = at ?? flags.speed;
    const { profile, set } = chosen.flagsOf(played);
    const run = { named, profile, seed, engine: flags.engine };
    return runLine({ ...run, more: set + moreOf(flags, speed === undefined ? undefined : String(speed)) });
  };
  const all = await playReplicates({ scenario, profiles, flags: { ...flags, replicates: n }, play, command });
  await writeReplicateDocuments(all, flags);
  return gravest([...all.map(({ document }) => document.exitCode), ...(all.length < profiles.length ? [STOPPED] : [])]);
}

/** Output for all runs of a command: JSON on stdout, the comparison, the exit code. */
async function endOfCommand(outcomes: readonly RunOutcome[], { profiles }: Chosen, flags: RunFlags): Promise<number> {
  const results = outcomes.map((o) => o.result);
  const missing = profiles.slice(results.length);
  if (missing.length > 0) process.stderr.write(`${say('trust.missing', { profiles: missing })}\n`);
  if (flags.json) console.log(JSON.stringify(results.length === 1 ? results[0] : results, null, 2));
  // Fewer results than profiles: the command was stopped between two runs.
  const codes = [...results.map((r) => r.exitCode), ...(missing.length > 0 ? [STOPPED] : [])];
  if (results.length < 2) return gravest(codes);
  const others = otherPeople(results);
  if (others !== undefined) {
    process.stderr.write(`${others}\n`);
    return gravest([...codes, STOPPED]);
  }
  if (!flags.json) print(`\n${say('cli.samePeople', { sets: results.length })}\n${sideBySide(results)}`);
  await writeComparison(flags.out, outcomes);
  return gravest(codes);
}

/** Plays the profiles and prints a report of each; stops early on Ctrl-C. */
export async function playAll(
  chosen: Chosen,
  named: string,
  flags: RunFlags,
  options: PlayOptions = {},
): Promise<RunOutcome[]> {
  const { scenario, profiles } = chosen;
  const play = await playerOf(scenario, flags, options);
  const { stop, dispose } = options.stop === undefined ? listenForStop() : { stop: options.stop, dispose: () => {} };
  const outcomes: RunOutcome[] = [];
  try {
    for (const profile of profiles) {
      if (stop.aborted) break;
      const view = liveView(
        say('live.title', { scenario: scenario.name, profile, engine: flags.engine }),
        process.stderr,
      );
      const tell = (line: string): void => printAside(process.stderr, line);
      const run = { profile, seed: flags.seed, out: flags.out, stop, watch: view.show.bind(view), tell };
      const outcome = await play(run).finally(() => view.done());
      outcomes.push(outcome);
      if (!flags.json) {
        const repeat = repeatCommand(outcome, flags, named, chosen);
        const shortest = shortestCommand(outcome, flags, named, chosen);
        print(`\n${terminalReport(outcome.result, outcome.folder.path, repeat, shortest)}`);
      }
    }
  } finally {
    dispose();
  }
  return outcomes;
}

function shortestCommand(
  { result: { run }, shortest }: RunOutcome,
  flags: RunFlags,
  named: string,
  { flagsOf }: Chosen,
): string | undefined {
  const { profile, set } = flagsOf(run.profile);
  return shortest === undefined ? undefined : runLine({ named, ...run, profile, more: set + atRules(flags) }, shortest);
}

/** The command that repeats this run. @param named the scenario as the user named it */
function repeatCommand({ result: { run } }: RunOutcome, flags: RunFlags, named: string, { flagsOf }: Chosen): string {
  const { profile, set } = flagsOf(run.profile);
  return runLine({ named, ...run, profile, more: set + moreOf(flags, String(run.speed)) }, givenBy(run));
}

/** Flags of a run apart from scenario, engine, profile and seed. */
const moreOf = (flags: RunFlags, speed: string | undefined): string =>
  [
    atRules(flags),
    flags.engine === 'sim'
      ? flags.ledger === true
        ? ' --ledger'
        : ''
      : speed === undefined
        ? ''
        : ` --speed ${speed}`,
    flags.target === undefined ? '' : ` --target ${quoted(flags.target)}`,
    flags.durability === 'process' ? '' : ` --durability ${flags.durability}`,
  ].join('');

async function writeComparison(out: string, outcomes: readonly RunOutcome[]): Promise<void> {
  await writeAtomic(
    join(out, `comparison-${outcomes.at(-1)?.folder.id ?? 'empty'}.json`),
    `${JSON.stringify(comparisonOf(outcomes), null, 2)}\n`,
  );
}
