// stillthere run: plays one scenario under one or more profiles on one engine, and reports.
import type { Command } from 'commander';
import { Option } from 'commander';
import { join } from 'node:path';
import { comparisonOf, otherPeople } from '../conductor/comparison.ts';
import { conduct, type RunOutcome } from '../conductor/run.ts';
import { simulate } from '../conductor/simulate.ts';
import { findK6 } from '../engines/k6/find.ts';
import { k6Engine } from '../engines/k6/engine.ts';
import { nodeEngine } from '../engines/node/engine.ts';
import type { Engine } from '../engines/engine.ts';
import { PROFILES, type Profile } from '../model/rows/words.ts';
import { liveView } from '../report/live.ts';
import { sideBySide, terminalReport } from '../report/terminal.ts';
import { UsageError, type Scenario } from '../scenario/define.ts';
import { writeAtomic } from '../system/files.ts';
import { loadScenario, suggestion } from './load.ts';
import { listenForStop } from './signals.ts';

export interface RunFlags {
  engine: 'sim' | 'node' | 'k6';
  profile: string;
  seed: string;
  speed?: string;
  out: string;
  target?: string;
  adapter: string;
  durability: 'process' | 'power';
  force?: boolean;
  keepDb?: boolean;
  json?: boolean;
}

/** Worst first: the exit code of several runs is that of the gravest. */
const GRAVITY = [0, 2, 4, 3, 1];

/** The exit code of several runs: that of the gravest. */
export const gravest = (codes: readonly number[]): number =>
  codes.reduce((a, b) => (GRAVITY.indexOf(b) > GRAVITY.indexOf(a) ? b : a), 0);

export function addRun(program: Command): void {
  program
    .command('run')
    .description('play a scenario and judge it')
    .argument('<scenario>', 'name of a scenario (see `stillthere list`), or a file of your own')
    .addOption(
      new Option('--engine <engine>', 'what plays it: virtual time, built-in, or k6')
        .choices(['sim', 'node', 'k6'])
        .default('k6', 'k6, or node where there is no k6'),
    )
    .option('--profile <profiles>', 'rules to play under, several with commas', 'bare')
    .option('--seed <seed>', 'the same seed brings the same people', '1')
    .option('--speed <n|auto>', 'model seconds per real second')
    .option('--out <dir>', 'where run folders go', 'runs')
    .option('--target <url>', 'WebSocket address of a server that runs already (ws://127.0.0.1:…/ws)')
    .addOption(
      new Option('--adapter <name>', 'which kind of server the target is').choices(['reference']).default('reference'),
    )
    .addOption(
      new Option('--durability <level>', 'what an acknowledged message survives')
        .choices(['process', 'power'])
        .default('process'),
    )
    .option('--force', 'play above the honest speed; the run is marked and judged invalid')
    .option('--keep-db', 'leave the database of the server in the run folder')
    .option('--json', 'print the result document instead of the report')
    .action(async (name: string, flags: RunFlags, command: Command) => {
      const isAsked = command.getOptionValueSource('engine') !== 'default';
      const scenario = await loadScenario(name);
      process.exitCode = await runCommand(scenario, name, isAsked ? flags : await withWhatIsThere(flags));
    });
}

/** Nobody asked for an engine: where there is no k6, the built-in one plays, and says so. */
async function withWhatIsThere(flags: RunFlags): Promise<RunFlags> {
  const k6 = await findK6();
  if (!('missing' in k6)) return flags;
  process.stderr.write(`${k6.missing}. This time the built-in engine plays (--engine node).\n`);
  return { ...flags, engine: 'node' };
}

/** Runs all profiles one after the other. @returns the exit code */
export async function runCommand(scenario: Scenario, named: string, flags: RunFlags): Promise<number> {
  const profiles = parseProfiles(flags.profile, scenario);
  const outcomes = await playAll(scenario, named, profiles, flags);
  const results = outcomes.map((o) => o.result);
  if (flags.json) console.log(JSON.stringify(results.length === 1 ? results[0] : results, null, 2));
  const codes = results.map((r) => r.exitCode);
  if (results.length < 2) return gravest(codes);
  const others = otherPeople(results);
  if (others !== undefined) {
    process.stderr.write(`${others}\n`);
    return gravest([...codes, 4]);
  }
  if (!flags.json) console.log(`\nThe same people under ${profiles.length} sets of rules\n${sideBySide(results)}`);
  await writeComparison(flags.out, outcomes);
  return gravest(codes);
}

/** Plays the profiles and prints a report of each; stops early when the user does. */
export async function playAll(
  scenario: Scenario,
  named: string,
  profiles: readonly Profile[],
  flags: RunFlags,
  speedAtMost?: number,
): Promise<RunOutcome[]> {
  if (flags.engine === 'sim' && flags.target !== undefined) {
    throw new UsageError(
      '--target needs real sockets: use --engine node or --engine k6; virtual time plays its own desk',
    );
  }
  if (flags.engine === 'sim' && flags.speed !== undefined) {
    throw new UsageError(
      `--speed ${flags.speed} needs real sockets: virtual time goes as fast as the machine does; leave --speed away, or use --engine node or --engine k6`,
    );
  }
  // A running target has a speed of its own: what the scenario would like does not count there.
  const speed = parseSpeed(flags.speed ?? (flags.target === undefined ? String(scenario.data.speed) : 'auto'));
  const { engine, k6 } = await engineOf(flags.engine);
  const target = flags.target === undefined ? undefined : externalFrom(flags.target);
  // Virtual time is over before anybody could stop it politely: there Ctrl-C simply ends the process.
  const { stop, dispose } =
    engine === undefined ? unstoppable() : listenForStop((text) => process.stderr.write(`${text}\n`));
  const outcomes: RunOutcome[] = [];
  try {
    for (const profile of profiles) {
      if (stop.aborted) break;
      const view = liveView(`${scenario.name} (${profile}, ${flags.engine})`, process.stderr);
      const watch = view.show.bind(view);
      const common = { scenario, profile, seed: flags.seed, out: flags.out, stop, watch };
      const outcome =
        engine === undefined
          ? await simulate(common)
          : await conduct({
              ...common,
              engine,
              speed,
              durability: flags.durability,
              ...(k6 !== undefined && { k6 }),
              ...(speedAtMost !== undefined && { speedAtMost }),
              ...(flags.force === true && { force: true }),
              ...(flags.keepDb === true && { keepDb: true }),
              ...(target !== undefined && { target }),
            });
      view.done();
      outcomes.push(outcome);
      if (!flags.json)
        console.log(`\n${terminalReport(outcome.result, outcome.folder.path, repeatCommand(outcome, flags, named))}`);
    }
  } finally {
    dispose();
  }
  return outcomes;
}

const unstoppable = (): { stop: AbortSignal; dispose: () => void } => ({
  stop: new AbortController().signal,
  dispose: () => {},
});

async function engineOf(name: RunFlags['engine']): Promise<{ engine?: Engine; k6?: string }> {
  if (name === 'sim') return {};
  if (name === 'node') return { engine: nodeEngine };
  const found = await findK6();
  if ('missing' in found) throw new UsageError(found.missing);
  return { engine: k6Engine(found.path), k6: found.version };
}

/** The profiles of `--profile`. @throws UsageError on one the scenario does not have, with those it has and the nearest */
export function parseProfiles(text: string, scenario: Scenario): Profile[] {
  const known = PROFILES.filter((p) => Object.hasOwn(scenario.data.profiles, p));
  return text.split(',').map((part) => {
    const name = part.trim();
    const profile = known.find((p) => p === name);
    if (profile !== undefined) return profile;
    const whose = known.length < PROFILES.length ? `scenario "${scenario.name}" has: ` : 'known: ';
    throw new UsageError(
      `--profile ${text}: there is no profile "${name}"${suggestion(name, known)}; ${whose}${known.join(', ')}`,
    );
  });
}

function parseSpeed(text: string): number | 'auto' {
  if (text === 'auto') return 'auto';
  const speed = Number(text);
  if (!(speed > 0 && speed <= 10_000))
    throw new UsageError(`--speed ${text}: write a number above 0 and up to 10000, or auto`);
  return speed;
}

function externalFrom(url: string): { url: string; agentSecret: string; adminToken: string } {
  if (!/^wss?:\/\/[^/]+/.test(url))
    throw new UsageError(`--target ${url}: write a WebSocket address such as ws://127.0.0.1:8080/ws`);
  return {
    url,
    agentSecret: process.env['STILLTHERE_AGENT_SECRET'] ?? '',
    adminToken: process.env['STILLTHERE_ADMIN_TOKEN'] ?? '',
  };
}

/** The command that plays this run again; `named` is the scenario as the user gave it. */
function repeatCommand({ result }: RunOutcome, flags: RunFlags, named: string): string {
  const { profile, seed, engine, speed } = result.run;
  const more = [
    engine === 'sim' ? '' : ` --speed ${speed}`,
    flags.target === undefined ? '' : ` --target ${quoted(flags.target)}`,
    flags.durability === 'process' ? '' : ` --durability ${flags.durability}`,
    flags.force === true ? ' --force' : '',
  ].join('');
  return `npx stillthere run ${quoted(named)} --engine ${engine} --profile ${profile} --seed ${quoted(seed)}${more}`;
}

const quoted = (text: string): string => (/^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

async function writeComparison(out: string, outcomes: readonly RunOutcome[]): Promise<void> {
  await writeAtomic(
    join(out, `comparison-${outcomes.at(-1)?.folder.id ?? 'empty'}.json`),
    `${JSON.stringify(comparisonOf(outcomes), null, 2)}\n`,
  );
}
