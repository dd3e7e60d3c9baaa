// `run --replicates`: one scenario with many seeds, each profile in its own folder, and the
// reports.
import { Option, type Command } from 'commander';
import {
  replicateOneByOne,
  replicateVirtually,
  writeReplicates,
  type Replicated,
  type ReplicatesRequest,
} from '../../study/replicates/replicates.ts';
import type { RunOutcome, RunRequest } from '../../run/request.ts';
import type { SeedsOptions } from '../../study/replicates/seeds.ts';
import { withSummary } from '../../study/replicates/together.ts';
import { say } from '../../language/language.ts';
import type { Profile } from '../../model/rows/words.ts';
import { liveView } from '../../report/live.ts';
import {
  pairedReport,
  progressLooks,
  replicatesReport,
  secondsLeft,
  type ReplicatesMoment,
  type ReportedReplicates,
} from '../../report/replicates/terminal.ts';
import type { Replicates } from '../../result/replicates.ts';
import { UsageError, type Scenario } from '../../scenario/define.ts';
import { parseCount } from './numbers.ts';
import { quoted } from '../repeat.ts';
import { listenForStop } from '../signals.ts';
import { memoryOfAll } from './virtual.ts';
import { print } from '../print.ts';

export interface ReplicateFlags {
  replicates?: string;
  workers?: string;
}

/** Bounds of `--replicates` and `--workers`. */
export const REPLICATES_MOST = 1000;
export const WORKERS_MOST = 256;

/**
 * Flags for a single run only: its ledger or a part of it, its metrics, or a target, which must
 * start empty.
 */
const FOR_ONE_RUN = {
  target: '--target',
  metricsPort: '--metrics-port',
  metricsWait: '--metrics-wait',
  remoteWrite: '--remote-write',
  ledger: '--ledger',
  verify: '--verify',
  until: '--until',
  only: '--only',
} as const;

export function addReplicateFlags(command: Command): Command {
  return command
    .option('--replicates <n>', say('replicates.flag'))
    .addOption(
      new Option('--workers <n>', say('replicates.flagWorkers')).default(
        undefined,
        say('replicates.flagWorkers.default'),
      ),
    );
}

/** The parts of a run request in which replicates differ. */
export interface OneRun extends Pick<RunRequest, 'profile' | 'seed' | 'out' | 'stop' | 'watch'> {
  /** Prints a line about the run that stays on the screen; default: to stderr. */
  readonly tell?: (line: string) => void;
}

export interface ReplicatesJob {
  readonly scenario: Scenario;
  readonly profiles: readonly Profile[];
  readonly flags: Required<Pick<ReplicateFlags, 'replicates'>> &
    ReplicateFlags & {
      readonly engine: 'sim' | 'node' | 'k6';
      readonly seed: string;
      readonly out: string;
      readonly memory?: string;
      readonly json?: boolean;
    };
  /** Plays one of them over real sockets, as the flags say. */
  readonly play: (run: OneRun) => Promise<RunOutcome>;
  /** The command for one run; without `speed`, at the speed of the flags. */
  readonly command: (profile: Profile, seed: string, speed?: number) => string;
}

/**
 * @throws UsageError, with what to do, on a flag beside `--replicates` that only a single run can
 * have
 */
export function refuseForOne(
  flags: ReplicateFlags & { readonly seed: string } & { readonly [name in keyof typeof FOR_ONE_RUN]?: unknown },
): void {
  if (flags.replicates === undefined) return;
  for (const [name, flag] of Object.entries(FOR_ONE_RUN))
    if (flags[name as keyof typeof FOR_ONE_RUN] !== undefined)
      throw new UsageError(say('replicates.forOne', { flag, seed: quoted(`${flags.seed}/1`) }));
}

/** @throws UsageError where `--workers` has no effect */
export function refuseWorkers(flags: ReplicateFlags & { readonly engine: string }): void {
  if (flags.workers === undefined) return;
  if (flags.replicates === undefined) throw new UsageError(say('replicates.workersAlone'));
  if (flags.engine !== 'sim') throw new UsageError(say('replicates.workersReal'));
}

/**
 * Plays and reports all profiles, one after the other.
 * @returns what was written and printed
 * @throws UsageError on invalid numbers, and when a seed cannot be played
 */
export async function playReplicates(job: ReplicatesJob): Promise<ReportedReplicates[]> {
  const { scenario, profiles, flags } = job;
  const { engine, seed, out, json, workers, memory } = flags;
  const replicates = parseCount('--replicates', flags.replicates, REPLICATES_MOST);
  const allowed = memoryOfAll(memory);
  const options = {
    ...(workers !== undefined && { workers: parseCount('--workers', workers, WORKERS_MOST) }),
    ...(allowed !== undefined && { memory: allowed }),
  };
  const { stop, dispose } = listenForStop(engine === 'sim' ? say('replicates.stopping') : undefined);
  const all: ReportedReplicates[] = [];
  try {
    for (const profile of profiles) {
      if (stop.aborted) break;
      const request = { scenario, profile, seed, replicates, out };
      const { folder, document: played } =
        engine === 'sim'
          ? await virtually(request, { ...options, stop })
          : await oneByOne(request, engine, job.play, stop);
      const document = withSummary(played);
      await writeReplicates(folder, document);
      const reported = { document, folder: folder.path, again: againOf(job, profile, document) };
      all.push(reported);
      if (json !== true) print(`\n${replicatesReport(reported)}`);
    }
  } finally {
    dispose();
  }
  const documents = all.map(({ document }) => document);
  if (json === true) console.log(JSON.stringify(documents.length === 1 ? documents[0] : documents, null, 2));
  else if (documents.length > 1)
    print(`\n${say('replicates.paired', { sets: documents.length })}\n${pairedReport(documents)}`);
  const missing = profiles.slice(documents.length);
  if (missing.length > 0) process.stderr.write(`${say('trust.missing', { profiles: missing })}\n`);
  return all;
}

const titleOf = ({ scenario, profile }: ReplicatesRequest, engine: string): string =>
  say('live.title', { scenario: scenario.name, profile, engine });

async function virtually(request: ReplicatesRequest, options: SeedsOptions): Promise<Replicated> {
  const began = performance.now();
  const view = liveView<ReplicatesMoment>(titleOf(request, 'sim'), process.stderr, progressLooks);
  try {
    return await replicateVirtually(request, {
      ...options,
      watch: (progress) =>
        view.show({ phase: 'playing', ...progress, realSeconds: (performance.now() - began) / 1000 }),
    });
  } finally {
    view.done();
  }
}

function oneByOne(
  request: ReplicatesRequest,
  engine: 'node' | 'k6',
  play: ReplicatesJob['play'],
  stop: AbortSignal,
): Promise<Replicated> {
  const { profile, replicates: of } = request;
  const began = performance.now();
  const one = async (seed: string, out: string, at: number): Promise<RunOutcome> => {
    const left = secondsLeft((performance.now() - began) / 1000, at / of);
    const title = say('replicates.title', { title: titleOf(request, engine), seed, at: at + 1, of, left });
    const view = liveView(title, process.stderr);
    try {
      return await play({ profile, seed, out, stop, watch: view.show.bind(view) });
    } finally {
      view.done();
    }
  };
  return replicateOneByOne(request, engine, one, stop);
}

/** The commands that repeat them: all, or one at the speed at which it was played. */
function againOf({ command, flags }: ReplicatesJob, profile: Profile, { replicates }: Replicates) {
  const speeds = new Map(replicates.map((row) => [row.seed, row.speed]));
  return {
    all: `${command(profile, flags.seed)} --replicates ${flags.replicates}`,
    one: (seed: string): string => command(profile, seed, speeds.get(seed)),
  };
}
