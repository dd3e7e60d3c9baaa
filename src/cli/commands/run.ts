// stillthere run: plays one scenario under one or more profiles on one engine, and reports.
import type { Command } from 'commander';
import { Option } from 'commander';
import { join } from 'node:path';
import { comparisonOf, otherPeople } from '../../run/comparison.ts';
import type { RunOutcome } from '../../run/request.ts';
import { givenBy } from '../../replay/shortest.ts';
import { findK6 } from '../../engines/k6/find.ts';
import type { Exporter } from '../../run/watch/exporter.ts';
import { say } from '../../language/language.ts';
import type { Profile } from '../../model/rows/words.ts';
import { liveView, printAside } from '../../report/live.ts';
import { sideBySide, terminalReport } from '../../report/run/terminal.ts';
import type { Scenario } from '../../scenario/define.ts';
import { writeAtomic } from '../../system/files.ts';
import { refuseUnwritable, writeDocuments, writeReplicateDocuments, type DocumentFlags } from '../flags/documents.ts';
import { addExportFlags, withExporter, type ExportFlags } from '../flags/exporter.ts';
import { rulesFlag, scenarioAt } from '../rules-file.ts';
import { playerOf, type PlayFlags, type PlayOptions } from '../flags/player.ts';
import { parseProfiles } from '../flags/profiles.ts';
import { quoted, runLine } from '../repeat.ts';
import { addReplicateFlags, playReplicates, refuseForOne, refuseWorkers } from '../flags/replicates.ts';
import type { ReplicateFlags } from '../flags/replicates.ts';
import { listenForStop, STOPPED } from '../signals.ts';
import { verifyCommand } from '../flags/verify.ts';
import { addVirtualFlags } from '../flags/virtual.ts';

export interface RunFlags extends PlayFlags, DocumentFlags, ExportFlags, ReplicateFlags {
  profile: string;
  rules?: string;
  seed: string;
  out: string;
  adapter: string;
  json?: boolean;
}

/** Worst first: the exit code of several runs is that of the gravest. */
const GRAVITY = [0, 2, 4, 3, 1];

/** The exit code of several runs: that of the gravest. */
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
    .option('--seed <seed>', say('cli.run.seed'), '1')
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
    async (name: string, flags: RunFlags, command: Command) => {
      refuseForOne(flags);
      const isAsked = command.getOptionValueSource('engine') !== 'default';
      const scenario = await scenarioAt(name, flags.rules);
      const asked = isAsked ? flags : await withWhatIsThere(flags);
      if (flags.verify === true) {
        process.exitCode = await verifyCommand(scenario, parseProfiles(flags.profile, scenario), asked);
        return;
      }
      refuseWorkers(asked);
      process.exitCode =
        asked.replicates === undefined
          ? await withExporter(flags, (exporter) => runCommand(scenario, name, asked, exporter))
          : await replicatesCommand(scenario, name, asked, asked.replicates);
    },
  );
}

/** Nobody asked for an engine: where there is no k6, the built-in one plays, and says so. */
async function withWhatIsThere(flags: RunFlags): Promise<RunFlags> {
  const k6 = await findK6();
  if (!('missing' in k6)) return flags;
  process.stderr.write(`${say('cli.noK6', { why: k6.missing })}\n`);
  return { ...flags, engine: 'node' };
}

/** Runs all profiles one after the other. @returns the exit code */
async function runCommand(scenario: Scenario, named: string, flags: RunFlags, exporter?: Exporter): Promise<number> {
  const profiles = parseProfiles(flags.profile, scenario);
  await refuseUnwritable(flags, named);
  const outcomes = await playAll(scenario, named, profiles, flags, { exporter });
  const reported = outcomes.map((o) => ({
    result: o.result,
    folder: o.folder.path,
    repeat: repeatCommand(o, flags, named),
    shortest: shortestCommand(o, flags, named),
  }));
  // A document that cannot be written any more costs nothing of what else was asked for.
  const unwritten = await writeDocuments(reported, flags).then(
    () => undefined,
    (error: Error) => error,
  );
  const code = await endOfCommand(outcomes, profiles.length, flags);
  if (unwritten !== undefined) throw unwritten;
  return code;
}

/** Plays all profiles under many seeds each. @returns the exit code */
async function replicatesCommand(scenario: Scenario, named: string, flags: RunFlags, n: string): Promise<number> {
  const profiles = parseProfiles(flags.profile, scenario);
  await refuseUnwritable(flags, named);
  const play = await playerOf(scenario, flags);
  const command = (profile: Profile, seed: string, at?: number): string => {
    const speed = at ?? flags.speed;
    const run = { named, profile, seed, engine: flags.engine };
    return runLine({ ...run, more: moreOf(flags, speed === undefined ? undefined : String(speed)) });
  };
  const all = await playReplicates({ scenario, profiles, flags: { ...flags, replicates: n }, play, command });
  await writeReplicateDocuments(all, flags);
  return gravest([...all.map(({ document }) => document.exitCode), ...(all.length < profiles.length ? [STOPPED] : [])]);
}

/** What belongs to all runs of a command: the documents on stdout, the comparison, the exit code. */
async function endOfCommand(outcomes: readonly RunOutcome[], sets: number, flags: RunFlags): Promise<number> {
  const results = outcomes.map((o) => o.result);
  if (flags.json) console.log(JSON.stringify(results.length === 1 ? results[0] : results, null, 2));
  // Fewer than were asked for: it was stopped between two of them.
  const codes = [...results.map((r) => r.exitCode), ...(results.length < sets ? [STOPPED] : [])];
  if (results.length < 2) return gravest(codes);
  const others = otherPeople(results);
  if (others !== undefined) {
    process.stderr.write(`${others}\n`);
    return gravest([...codes, STOPPED]);
  }
  if (!flags.json) console.log(`\n${say('cli.samePeople', { sets })}\n${sideBySide(results)}`);
  await writeComparison(flags.out, outcomes);
  return gravest(codes);
}

/** Plays the profiles and prints a report of each; stops early when the user does. */
export async function playAll(
  scenario: Scenario,
  named: string,
  profiles: readonly Profile[],
  flags: RunFlags,
  options: PlayOptions = {},
): Promise<RunOutcome[]> {
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
        const repeat = repeatCommand(outcome, flags, named);
        const shortest = shortestCommand(outcome, flags, named);
        console.log(`\n${terminalReport(outcome.result, outcome.folder.path, repeat, shortest)}`);
      }
    }
  } finally {
    dispose();
  }
  return outcomes;
}

const shortestCommand = ({ result, shortest }: RunOutcome, flags: RunFlags, named: string): string | undefined =>
  shortest === undefined ? undefined : runLine({ named, ...result.run, more: atRules(flags) }, shortest);

const atRules = ({ rules }: RunFlags): string => (rules === undefined ? '' : ` --rules ${quoted(rules)}`);

/** The command that plays this run again; `named` is the scenario as the user gave it. */
function repeatCommand({ result: { run } }: RunOutcome, flags: RunFlags, named: string): string {
  return runLine({ named, ...run, more: moreOf(flags, String(run.speed)) }, givenBy(run));
}

/** Flags of a run beside its scenario, engine, profile and seed. */
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
