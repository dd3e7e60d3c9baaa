// `stillthere remedies`: compares all profiles with the first one, on the same visitors.
import { Option, type Command } from 'commander';
import { basename, join } from 'node:path';
import { makeRunFolder } from '../../run/folder.ts';
import {
  replicateOneByOne,
  replicateVirtually,
  writeReplicates,
  type ReplicatesRequest,
} from '../../study/replicates/replicates.ts';
import type { RunOutcome } from '../../run/request.ts';
import { compared, type PlayedProfile } from '../../study/remedies/remedies.ts';
import { withSummary } from '../../study/replicates/together.ts';
import { say } from '../../language/language.ts';
import type { Profile } from '../../model/rows/words.ts';
import { liveView } from '../../report/live.ts';
import { remediesMarkdown, remediesReport } from '../../report/remedies.ts';
import { progressLooks, type ReplicatesMoment } from '../../report/replicates/terminal.ts';
import { UsageError, type Scenario } from '../../scenario/define.ts';
import { writeAtomic } from '../../system/files.ts';
import { rulesFlag, scenarioAt } from '../rules-file.ts';
import { parseCount } from '../flags/numbers.ts';
import { quoted } from '../repeat.ts';
import { refuseWorkers, REPLICATES_MOST, WORKERS_MOST, type OneRun } from '../flags/replicates.ts';
import { playerOf } from '../flags/player.ts';
import { listenForStop, STOPPED } from '../signals.ts';
import { BARE } from '../../scenario/profile-names.ts';
import { chosenBy } from '../flags/profiles.ts';
import { setFlag, setFlags } from '../flags/set.ts';
import { print } from '../print.ts';
import { seedFlag, seedOf } from '../flags/seed.ts';

interface RemediesFlags {
  readonly profile?: string;
  readonly set?: readonly string[];
  readonly seed?: string;
  readonly rules?: string;
  readonly replicates: string;
  readonly workers?: string;
  readonly engine: 'sim' | 'node' | 'k6';
  readonly speed?: string;
  readonly out: string;
  readonly json?: boolean;
}

export function addRemedies(program: Command): void {
  program
    .command('remedies')
    .description(say('remedies.says'))
    .argument('<scenario>', say('cli.run.scenario'))
    .addOption(
      new Option('--profile <names>', say('remedies.profile')).default(undefined, say('remedies.profile.default')),
    )
    .addOption(setFlag())
    .addOption(rulesFlag())
    .addOption(seedFlag(say('remedies.seed')))
    .option('--replicates <n>', say('remedies.replicates'), '20')
    .addOption(
      new Option('--workers <n>', say('replicates.flagWorkers')).default(
        undefined,
        say('replicates.flagWorkers.default'),
      ),
    )
    .addOption(new Option('--engine <engine>', say('remedies.engine')).choices(['sim', 'node', 'k6']).default('sim'))
    .option('--speed <n|auto>', say('cli.run.speed'))
    .option('--out <dir>', say('remedies.out'), 'runs')
    .option('--json', say('remedies.json'))
    .action(async (name: string, flags: RemediesFlags) => {
      process.exitCode = await remediesCommand(await scenarioAt(name, flags.rules), name, flags);
    });
}

/**
 * Plays, compares, writes remedies.json and remedies.md, and reports.
 * @returns the exit code: 0 once there is a comparison
 */
async function remediesCommand(asked: Scenario, named: string, flags: RemediesFlags): Promise<number> {
  const { scenario, bases, profiles } = comparedBy(asked, flags);
  const [base, ...others] = profiles;
  if (base === undefined || others.length === 0)
    throw new UsageError(say('remedies.onlyOne', { scenario: scenario.name, profile: base ?? '' }));
  const replicates = parseCount('--replicates', flags.replicates, REPLICATES_MOST);
  const workers = flags.workers === undefined ? undefined : parseCount('--workers', flags.workers, WORKERS_MOST);
  refuseWorkers({ ...flags, replicates: flags.replicates });
  const { engine } = flags;
  const seed = seedOf(scenario, flags.seed);
  const one = await playerOf(scenario, { ...flags, durability: 'process' });
  const sign = { hasLedger: false, replicates };
  const { path: folder } = await makeRunFolder(flags.out, scenario, 'remedies', engine, seed, sign);
  const played = await play(scenario, profiles, { folder, seed, replicates, workers, engine, one });
  const [first, ...rest] = played;
  if (first === undefined || played.length < profiles.length) {
    process.stderr.write(`${say('remedies.interrupted', { done: played.length, of: profiles.length, folder })}\n`);
    return STOPPED;
  }
  const document = compared([first, ...rest]);
  const again = `npx stillthere remedies ${quoted(named)} --profile ${quoted(bases)}${setFlags(flags.set ?? [])} --seed ${quoted(seed)} --replicates ${replicates}${moreOf(flags)}`;
  await writeAtomic(join(folder, 'remedies.json'), `${JSON.stringify(document, null, 2)}\n`);
  await writeAtomic(join(folder, 'remedies.md'), remediesMarkdown(document, again));
  if (flags.json === true) console.log(JSON.stringify(document, null, 2));
  else print(`\n${remediesReport(document, folder, again)}`);
  return 0;
}

/**
 * The profiles to compare: the named ones, and those made with `--set`. Default: all of the
 * scenario; with `--set`, only `bare`.
 */
function comparedBy(asked: Scenario, { profile, set }: RemediesFlags) {
  const bases = profile ?? (set === undefined ? Object.keys(asked.data.profiles).join() : BARE);
  const { scenario, named, profiles } = chosenBy(asked, { profile: bases, ...(set !== undefined && { set }) });
  return { scenario, bases, profiles: [...new Set([...named, ...profiles])] };
}

const moreOf = ({ rules, engine, speed }: RemediesFlags): string =>
  [
    engine === 'sim' ? '' : ` --engine ${engine}`,
    speed === undefined ? '' : ` --speed ${speed}`,
    rules === undefined ? '' : ` --rules ${quoted(rules)}`,
  ].join('');

interface Asked {
  readonly folder: string;
  readonly seed: string;
  readonly replicates: number;
  readonly workers: number | undefined;
  readonly engine: RemediesFlags['engine'];
  /** Plays a single run over real sockets. */
  readonly one: (run: OneRun) => Promise<RunOutcome>;
}

/**
 * Plays the profiles one after the other; in virtual time the seeds of each run in parallel.
 * Returns fewer profiles if it was stopped.
 */
async function play(scenario: Scenario, profiles: readonly Profile[], asked: Asked): Promise<PlayedProfile[]> {
  const { folder: out, seed, replicates, workers, engine } = asked;
  const { stop, dispose } = listenForStop(engine === 'sim' ? say('replicates.stopping') : undefined);
  const played: PlayedProfile[] = [];
  try {
    for (const [i, profile] of profiles.entries()) {
      const title = say('remedies.live', { scenario: scenario.name, profile, at: i + 1, of: profiles.length });
      const request = { scenario, profile, seed, replicates, out };
      const { folder, document } = await (engine === 'sim'
        ? virtually(request, title, stop, workers)
        : overSockets(request, engine, title, stop, asked.one));
      const whole = withSummary(document);
      await writeReplicates(folder, whole);
      if (stop.aborted) break;
      played.push({ document: whole, folder: basename(folder.path) });
    }
    return played;
  } finally {
    dispose();
  }
}

/** All seeds of a profile in virtual time, in parallel. */
async function virtually(request: ReplicatesRequest, title: string, stop: AbortSignal, workers?: number) {
  const began = performance.now();
  const view = liveView<ReplicatesMoment>(title, process.stderr, progressLooks);
  const seconds = (): number => (performance.now() - began) / 1000;
  return replicateVirtually(request, {
    stop,
    ...(workers !== undefined && { workers }),
    watch: (progress) => view.show({ phase: 'playing', ...progress, realSeconds: seconds() }),
  }).finally(() => view.done());
}

/** All seeds of a profile over real sockets, one after the other. */
function overSockets(
  request: ReplicatesRequest,
  engine: 'node' | 'k6',
  title: string,
  stop: AbortSignal,
  one: Asked['one'],
) {
  const { profile, replicates: of } = request;
  const play = (seed: string, out: string, at: number): Promise<RunOutcome> => {
    const view = liveView(say('replicates.title', { title, seed, at: at + 1, of }), process.stderr);
    return one({ profile, seed, out, stop, watch: view.show.bind(view) }).finally(() => view.done());
  };
  return replicateOneByOne(request, engine, play, stop);
}
