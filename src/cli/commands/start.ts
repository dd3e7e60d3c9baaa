// `stillthere start`: the peak of a scenario under two profiles, first in virtual time, then over
// sockets.
import type { Command } from 'commander';
import { socketSeconds } from '../../capacity/forecast.ts';
import type { SpeedLimit } from '../../capacity/speed.ts';
import { k6Engine } from '../../engines/k6/engine.ts';
import type { K6 } from '../../engines/k6/find.ts';
import { seekK6, type K6Sought } from '../../engines/k6/seek.ts';
import { nodeEngine } from '../../engines/node/engine.ts';
import { say, tell } from '../../language/language.ts';
import type { Profile } from '../../model/rows/words.ts';
import { confirmationLines } from '../../report/run/confirmation.ts';
import { liveView, type LiveView, type Looks } from '../../report/live.ts';
import { sideBySide } from '../../report/run/terminal.ts';
import type { Result } from '../../result/schema.ts';
import { otherPeople } from '../../run/comparison.ts';
import { LONG_SECONDS } from '../../run/again.ts';
import { simulate } from '../../run/virtual-run.ts';
import type { Scenario } from '../../scenario/define.ts';
import { commonLimit } from '../../study/confirm/common-limit.ts';
import { loadScenario } from '../load.ts';
import { chosenBy, parseProfiles } from '../flags/profiles.ts';
import { seedFlag, seedOf } from '../flags/seed.ts';
import { print } from '../print.ts';
import { wasHonest } from '../../report/trust.ts';
import { runLine } from '../repeat.ts';
import { playAll } from './run.ts';
import { listenForStop } from '../signals.ts';

/**
 * The highest speed: short enough to wait for, and far below what the rules of the scenario allow.
 */
const SPEED_AT_MOST = 120;
const PROFILES = 'bare,all';
/** The exit code of an inconclusive result. */
const UNPROVEN = 4;

export function addStart(program: Command): void {
  program
    .command('start')
    .description(say('cli.start'))
    .argument('[scenario]', say('cli.start.scenario'), 'double-eleven-peak')
    .addOption(seedFlag(say('cli.run.seed')))
    .option('--out <dir>', say('cli.run.out'), 'runs')
    .action(async (named: string, { seed: given, out }: { seed?: string; out: string }) => {
      const scenario = await loadScenario(named);
      const profiles = parseProfiles(PROFILES, scenario);
      const { stop, dispose } = listenForStop();
      const k6 = seekK6();
      stop.addEventListener('abort', () => void k6.end());
      try {
        process.exitCode = await inTwoSteps(
          { scenario, named, profiles, seed: seedOf(scenario, given), out, stop },
          k6,
        );
      } finally {
        await k6.end();
        dispose();
      }
    });
}

interface Start {
  readonly scenario: Scenario;
  /** The scenario as the user named it. */
  readonly named: string;
  readonly profiles: readonly Profile[];
  readonly seed: string;
  readonly out: string;
  readonly stop: AbortSignal;
}

/** @returns the exit code: 0 when both runs over sockets were reliable, whatever they found */
async function inTwoSteps(start: Start, k6: K6Sought): Promise<number> {
  const { profiles, named, seed, stop } = start;
  print(say('start.step1', { profiles }));
  const virtual = await inVirtualTime(start);
  print(`\n${compared(virtual)}`);
  print(say('report.repeat', { command: runLine({ named, engine: 'sim', profile: PROFILES, seed }) }));
  const real = stop.aborted ? [] : await overSockets(start, virtual, k6);
  if (real.length === 0) {
    print(`\n${say('start.stopped')}`);
    return UNPROVEN;
  }
  return closing(start, virtual, real);
}

const compared = (results: readonly Result[]): string => `${say('cli.startCompared')}\n${sideBySide(results)}`;

async function inVirtualTime({ scenario, profiles, seed, out, stop }: Start): Promise<Result[]> {
  const results: Result[] = [];
  for (const profile of profiles) {
    if (stop.aborted) break;
    const view = liveView(say('live.title', { scenario: scenario.name, profile, engine: 'sim' }), process.stderr);
    const { result } = await simulate({ scenario, profile, seed, out, stop, watch: view.show.bind(view) });
    view.done();
    results.push(result);
  }
  return results;
}

/** Plays the same visitors over sockets. @returns the results; none if it was stopped before */
async function overSockets(start: Start, virtual: readonly Result[], sought: K6Sought): Promise<Result[]> {
  const { scenario, named, seed, out, stop } = start;
  const k6 = await waitedFor(sought, stop);
  if (stop.aborted) return [];
  if ('missing' in k6) print(`\n${say('start.noK6', { why: k6.missing, ...builtNot(sought) })}`);
  const engine = 'missing' in k6 ? 'node' : 'k6';
  const limit = await limitFor(start, k6);
  if (stop.aborted) return [];
  const speed = limit === undefined ? Number(scenario.data.speed) : Math.min(SPEED_AT_MOST, limit.limit);
  if (speed > 0) announce(engine, speed, virtual);
  const flags = { engine, profile: PROFILES, seed, out, adapter: 'reference', durability: 'process' } as const;
  const options = { speedAtMost: SPEED_AT_MOST, untilHonest: true, stop, ...(limit !== undefined && { limit }) };
  const outcomes = await playAll(chosenBy(scenario, flags), named, flags, options);
  return outcomes.map(({ result }) => result);
}

const builtNot = ({ failed }: K6Sought): { failed?: string } => (failed === undefined ? {} : { failed: tell(failed) });

/**
 * The speed limit for both profiles; undefined where the scenario sets a speed: then each run finds
 * its own limit.
 */
async function limitFor({ scenario, profiles, seed, stop }: Start, k6: K6): Promise<SpeedLimit | undefined> {
  if (scenario.data.speed !== 'auto') return undefined;
  const engine = 'missing' in k6 ? nodeEngine : k6Engine(k6.path);
  const view = preparing();
  view.say(say('start.measuring'));
  try {
    return await commonLimit({ scenario, profiles, seed, engine, atMost: SPEED_AT_MOST, stop });
  } finally {
    view.done();
  }
}

/** Says how long it will take before the run starts. */
function announce(engine: string, speed: number, virtual: readonly Result[]): void {
  const seconds = virtual.reduce((sum, { play }) => sum + socketSeconds(play?.end ?? 0, speed), 0);
  print(`\n${say('start.step2', { engine: engine === 'k6' ? engine : say('start.builtIn'), speed, seconds })}`);
  if (seconds > LONG_SECONDS) print(say('again.long', { minutes: LONG_SECONDS / 60 }));
}

/** How often the state of the search for k6 is shown, ms. */
const LOOK_MS = 500;

async function waitedFor(sought: K6Sought, stop: AbortSignal): Promise<K6> {
  const view = preparing();
  const look = (): void => {
    if (!stop.aborted && sought.doing !== undefined) view.say(tell(sought.doing));
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  try {
    return await sought.found;
  } finally {
    clearInterval(timer);
    view.done();
  }
}

interface Preparing {
  readonly phase: 'preparing';
  readonly what: string;
  readonly realSeconds: number;
}

const LOOKS: Looks<Preparing> = {
  lines: ({ what, realSeconds }) => [`  ${say('live.phase', { phase: what, seconds: realSeconds.toFixed(0) })}`],
  brief: ({ what }) => ({ mark: what, text: what }),
};

/** The progress view between the two steps. */
function preparing(): { say(what: string): void } & Pick<LiveView, 'done'> {
  const view = liveView<Preparing>(say('start.next'), process.stderr, LOOKS);
  const began = performance.now();
  return {
    say: (what) => view.show({ phase: 'preparing', what, realSeconds: (performance.now() - began) / 1000 }),
    done: () => view.done(),
  };
}

/**
 * Prints both profiles side by side, and whether the sockets confirm virtual time.
 * @returns the exit code
 */
function closing({ named, profiles, stop }: Start, virtual: readonly Result[], real: readonly Result[]): number {
  // A run that was cut short has had fewer visitors, so populations cannot be compared.
  const others = stop.aborted ? undefined : otherPeople([...virtual, ...real]);
  if (others !== undefined) {
    process.stderr.write(`${others}\n`);
    return UNPROVEN;
  }
  if (real.length === profiles.length) print(`\n${compared(real)}`);
  const honest = real.filter(wasHonest);
  const lines = confirmationLines(named, virtual, honest);
  print(`\n${lines.length === 0 ? say('start.unproven') : lines.join('\n')}`);
  return honest.length === profiles.length ? 0 : UNPROVEN;
}
