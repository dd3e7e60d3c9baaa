// How runs are played: in virtual time or on an engine, against our own server or a running one.
import { findK6 } from '../../engines/k6/find.ts';
import type { Engine } from '../../engines/engine.ts';
import { message, say } from '../../language/language.ts';
import type { SpeedLimit } from '../../capacity/speed.ts';
import type { Evidence } from '../../model/judge/evidence.ts';
import type { Discarded } from '../../run/again.ts';
import type { ShortestOptions } from '../../replay/shortest.ts';
import type { RunOutcome, RunRequest } from '../../run/request.ts';
import type { Exporter } from '../../run/watch/exporter.ts';
import { UsageError, type Scenario } from '../../scenario/define.ts';
import { parseSpeedOrAuto } from './numbers.ts';
import type { OneRun } from './replicates.ts';
import { virtualOf, type VirtualFlags } from './virtual.ts';

/** The flags that say how a run is played. */
export interface PlayFlags extends VirtualFlags {
  engine: 'sim' | 'node' | 'k6';
  speed?: string;
  target?: string;
  durability: 'process' | 'power';
  keepDb?: boolean;
}

export interface PlayOptions {
  readonly speedAtMost?: number;
  /** The reliable speed limit of all runs, where it has been measured before. */
  readonly limit?: SpeedLimit;
  /** Whether a failed run in virtual time is then shortened for the report; default: yes. */
  readonly looksForShortest?: boolean | undefined;
  readonly exporter?: Exporter | undefined;
  /** Whether a run with a late generator is repeated even if it found violations. */
  readonly untilHonest?: boolean;
  /** Stops all runs; by default the command listens for Ctrl-C itself. */
  readonly stop?: AbortSignal;
}

/** How a run is played, as the flags say. @throws UsageError on flags that contradict each other */
export async function playerOf(
  scenario: Scenario,
  flags: PlayFlags,
  { speedAtMost, limit, untilHonest = false, exporter, looksForShortest = true }: PlayOptions = {},
): Promise<(run: OneRun) => Promise<RunOutcome>> {
  if (flags.engine === 'sim' && flags.target !== undefined) {
    throw new UsageError(say('errors.simTarget'));
  }
  if (flags.engine === 'sim' && flags.speed !== undefined) {
    throw new UsageError(say('errors.simSpeed', { speed: flags.speed }));
  }
  const virtual = virtualOf(flags, flags.engine);
  // A running target has its own speed, so the speed of the scenario does not apply.
  const speed = parseSpeedOrAuto(
    '--speed',
    flags.speed ?? (flags.target === undefined ? String(scenario.data.speed) : 'auto'),
  );
  const { engine, k6 } = await engineOf(flags.engine);
  const target = flags.target === undefined ? undefined : externalFrom(flags.target);
  const shown = exporter === undefined ? {} : { exporter };
  if (engine === undefined) {
    const { simulate } = await import('../../run/virtual-run.ts');
    return async ({ tell: _, ...run }) => {
      let seen: Evidence | undefined;
      const evidence = looksForShortest && isSmall(scenario) ? { evidence: (all: Evidence) => (seen = all) } : {};
      const outcome = await simulate({ scenario, ...run, ...shown, ...virtual, ...evidence });
      if (!looksForShortest) return outcome;
      return withShortest(scenario, outcome, { memory: virtual.memory, seen, stop: run.stop });
    };
  }
  const { conductAgain, LONG_SECONDS } = await import('../../run/again.ts');
  /** The lower speed after a late generator: later runs on the same machine start there. */
  let slower: Pick<RunRequest, 'speedAtMost' | 'speedAtMostWhy'> = {};
  const again = (late: Discarded, tell: (line: string) => void): void => {
    tell(lateLines(late, LONG_SECONDS));
    slower = { speedAtMost: late.next, speedAtMostWhy: message('speed.half') };
  };
  return ({ tell = onStderr, ...run }) => {
    const request = {
      scenario,
      ...run,
      ...shown,
      engine,
      speed,
      durability: flags.durability,
      ...(k6 !== undefined && { k6 }),
      ...(speedAtMost !== undefined && { speedAtMost }),
      ...(limit !== undefined && { limit }),
      ...slower,
      ...(flags.keepDb === true && { keepDb: true }),
      ...(target !== undefined && { target }),
    };
    return conductAgain(request, { again: (late) => again(late, tell), untilHonest });
  };
}

/**
 * Up to so many visitors, all rows (some ten megabytes) are kept in memory while the run is judged,
 * so that it need not be played twice.
 */
const FEW = 1_000;

const isSmall = ({ data }: Scenario): boolean => data.arrivals.reduce((sum, { visitors }) => sum + visitors, 0) <= FEW;

const onStderr = (line: string): void => void process.stderr.write(`${line}\n`);

/** Says that a run is repeated at a lower speed, and whether that takes long. */
function lateLines(late: Discarded, long: number): string {
  const told = say('again.late', { ...late });
  return late.seconds > long ? `${told}\n${say('again.long', { minutes: long / 60 })}` : told;
}

async function engineOf(name: PlayFlags['engine']): Promise<{ engine?: Engine; k6?: string }> {
  if (name === 'sim') return {};
  if (name === 'node') return { engine: (await import('../../engines/node/engine.ts')).nodeEngine };
  const found = await findK6();
  if ('missing' in found) throw new UsageError(found.missing);
  const { k6Engine } = await import('../../engines/k6/engine.ts');
  return { engine: k6Engine(found.path), k6: found.version };
}

function externalFrom(url: string): { url: string; agentSecret: string; adminToken: string } {
  if (!/^wss?:\/\/[^/]+/.test(url)) throw new UsageError(say('errors.wrongTarget', { url }));
  return {
    url,
    agentSecret: process.env['STILLTHERE_AGENT_SECRET'] ?? '',
    adminToken: process.env['STILLTHERE_ADMIN_TOKEN'] ?? '',
  };
}

/**
 * The outcome, with the shortest run in virtual time that fails in the same way, if there is one.
 */
async function withShortest(scenario: Scenario, outcome: RunOutcome, options: ShortestOptions): Promise<RunOutcome> {
  const { shortestOf } = await import('../../replay/shortest.ts');
  const shortest = await shortestOf(scenario, outcome.result, options);
  return { ...outcome, ...(shortest !== undefined && { shortest }) };
}
