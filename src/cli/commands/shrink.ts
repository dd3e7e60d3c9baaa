// `stillthere shrink`: reduces a failed run to the fewest visitors and agents that still break a
// limit.
import type { Command } from 'commander';
import { LEAST_RUNS, shrink, type Shrunk } from '../../replay/shrink.ts';
import { retell, say } from '../../language/language.ts';
import { formatClock } from '../../model/core/time.ts';
import { isShareLimit } from '../../result/verdict.ts';
import { UsageError } from '../../scenario/define.ts';
import { runLine, atRules } from '../repeat.ts';
import { listenForStop, STOPPED } from '../signals.ts';
import { memoryOf, plainly } from '../flags/virtual.ts';
import { refuseLargeInMemory } from '../../capacity/sizes.ts';
import { chosenBy, onlyOne, type ProfileFlags } from '../flags/profiles.ts';
import { rulesFlag, scenarioAt } from '../rules-file.ts';
import { setFlag } from '../flags/set.ts';
import { seedFlag, seedOf } from '../flags/seed.ts';
import { short } from '../../report/format.ts';
import { print } from '../print.ts';

interface ShrinkFlags extends ProfileFlags {
  rules?: string;
  seed?: string;
  limit?: string;
  most: string;
  memory?: string;
}

/** A first run that takes longer is announced. Real time, ms */
const SILENCE_MS = 5000;

/** The most visitors that are listed. */
const LISTED = 10;

export function addShrink(program: Command): void {
  program
    .command('shrink')
    .description(say('cli.shrink'))
    .argument('<scenario>', say('cli.run.scenario'))
    .addOption(rulesFlag())
    .option('--profile <profile>', say('cli.shrink.profile'), 'bare')
    .addOption(setFlag())
    .addOption(seedFlag(say('cli.run.seed')))
    .option('--limit <limit>', say('cli.shrink.limit'))
    .option('--most <runs>', say('cli.shrink.most'), '500')
    .option('--memory <size>', say('cli.memory'))
    .action(shrinkCommand);
}

async function shrinkCommand(named: string, flags: ShrinkFlags): Promise<void> {
  const chosen = chosenBy(await scenarioAt(named, flags.rules), flags);
  const { scenario, profiles } = chosen;
  const profile = onlyOne(chosen, () => say('shrink.oneProfile', { given: profiles.join() }));
  const { limit } = flags;
  const seed = seedOf(scenario, flags.seed);
  const most = parseMost(flags.most);
  refuseLargeInMemory({ scenario, profile, seed }, memoryOf(flags.memory));
  const began = performance.now();
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  const title = say('shrink.title', { scenario: scenario.name, profile, seed });
  const { stop, dispose } = listenForStop(say('shrink.stopping'));
  // Until the first run is over there is no progress to show.
  const silence = setTimeout(() => note(say('shrink.begun', { title })), SILENCE_MS);
  try {
    const shrunk = await plainly(
      shrink({
        scenario,
        profile,
        seed,
        ...(limit !== undefined && { limit }),
        most,
        memory: memoryOf(flags.memory),
        stop,
        watch: (progress) => {
          clearTimeout(silence);
          note(say('shrink.step', { title, ...progress }));
        },
      }),
    );
    const { profile: base, set } = chosen.flagsOf(profile);
    const more = set + atRules(flags);
    const command = runLine({ named, engine: 'sim', profile: base, seed, more }, shrunk.excerpt);
    print(report(shrunk, command, { most, seconds: (performance.now() - began) / 1000 }).join('\n'));
    process.exitCode = shrunk.ended === 'stopped' ? STOPPED : isSmaller(shrunk) ? 0 : 1;
  } catch (error) {
    // Stopped before there was a result.
    if (!stop.aborted || !(error instanceof UsageError)) throw error;
    note(error.message);
    process.exitCode = STOPPED;
  } finally {
    clearTimeout(silence);
    dispose();
  }
}

/** Whether the run became smaller. A minimal run counts too, even if nobody could be left out. */
const isSmaller = ({ before, visitors, agents, ended }: Shrunk): boolean =>
  ended === 'minimal' || visitors.length < before.visitors || agents < before.agents;

function report(shrunk: Shrunk, command: string, { most, seconds }: { most: number; seconds: number }): string[] {
  const { broken, before, visitors, agents, runs, ended } = shrunk;
  const left = {
    visitorsBefore: before.visitors,
    agentsBefore: before.agents,
    visitors: visitors.length,
    agents,
    runs,
    seconds: short(seconds),
  };
  const listed = visitors
    .slice(0, LISTED)
    .map(({ id, plan: { at, channel, persona } }) =>
      say('shrink.visitor', { id, at: formatClock(at), channel, persona }),
    );
  if (visitors.length > LISTED) listed.push(say('shrink.more', { n: visitors.length - LISTED }));
  const ends = {
    minimal: () => say('shrink.minimal'),
    most: () => say('shrink.most', { most }),
    stopped: () => say('shrink.stopped'),
  };
  return [
    say('shrink.broken', { limit: broken.limit, text: retell(broken) }),
    `${say('shrink.left', left)} ${ends[ended]()}`,
    ...(isShareLimit(broken.limit) ? [say('shrink.share')] : []),
    ...listed.map((line) => `  ${line}`),
    '',
    say('shrink.repeat', { command }),
  ];
}

function parseMost(given: string): number {
  const most = /^\d{1,7}$/.test(given) ? Number(given) : NaN;
  if (!(most >= LEAST_RUNS)) throw new UsageError(say('virtual.wrongMost', { given, least: LEAST_RUNS }));
  return most;
}
