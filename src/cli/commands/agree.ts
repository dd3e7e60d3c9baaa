// `stillthere agree`: compares virtual time with sockets, pair by pair on the same visitors.
import { Option, type Command } from 'commander';
import { join } from 'node:path';
import { agree, type AgreeRequest, type RealEngine } from '../../study/agree/agree.ts';
import { findK6 } from '../../engines/k6/find.ts';
import { k6Engine } from '../../engines/k6/engine.ts';
import { nodeEngine } from '../../engines/node/engine.ts';
import { agreementOf } from '../../study/agree/agreed.ts';
import { Refusal } from '../../stats/refusal.ts';
import { say } from '../../language/language.ts';
import { agreeLooks, agreementReport, type AgreeMoment } from '../../report/agree.ts';
import { liveView } from '../../report/live.ts';
import type { Agreement } from '../../result/agreement.ts';
import { UsageError } from '../../scenario/define.ts';
import { writeAtomic } from '../../system/files.ts';
import { loadScenario } from '../load.ts';
import { parseCount, parseSpeedOrAuto } from '../flags/numbers.ts';
import { quoted } from '../repeat.ts';
import { REPLICATES_MOST } from '../flags/replicates.ts';
import { listenForStop } from '../signals.ts';
import { chosenBy, onlyOne, type Chosen, type ProfileFlags } from '../flags/profiles.ts';
import { setFlag } from '../flags/set.ts';
import { print } from '../print.ts';
import { seedFlag, seedOf } from '../flags/seed.ts';

interface AgreeFlags extends ProfileFlags {
  engine?: string;
  seed?: string;
  speed?: string;
  replicates: string;
  out: string;
  ledger?: boolean;
  json?: boolean;
}

export function addAgree(program: Command): void {
  program
    .command('agree')
    .description(say('agree.says'))
    .argument('<scenario>', say('cli.run.scenario'))
    .addOption(new Option('--engine <engines>', say('agree.engine')).default(undefined, say('agree.engine.default')))
    .option('--profile <profile>', say('agree.profile'), 'bare')
    .addOption(setFlag())
    .addOption(seedFlag(say('agree.seed')))
    .addOption(new Option('--speed <n|auto>', say('agree.speed')).default(undefined, say('agree.speed.default')))
    .option('--replicates <n>', say('agree.replicates'), '20')
    .option('--out <dir>', say('agree.out'), 'runs')
    .option('--ledger', say('agree.ledger'))
    .option('--json', say('agree.json'))
    .action(async (name: string, flags: AgreeFlags) => {
      process.exitCode = await agreeCommand(chosenBy(await loadScenario(name), flags), name, flags);
    });
}

/** Plays, compares, writes agreement.json and reports. @returns the exit code */
async function agreeCommand(chosen: Chosen, named: string, flags: AgreeFlags): Promise<number> {
  const { agreement, folder } = await compared(await requestOf(chosen, flags));
  await writeAtomic(join(folder, 'agreement.json'), `${JSON.stringify(agreement, null, 2)}\n`);
  if (flags.json === true) console.log(JSON.stringify(agreement, null, 2));
  else print(`\n${agreementReport(agreement, folder, repeatCommand(named, flags, agreement, chosen))}`);
  return agreement.exitCode;
}

type Asked = Omit<AgreeRequest, 'stop' | 'watch'>;

async function requestOf(chosen: Chosen, flags: AgreeFlags): Promise<Asked> {
  const { scenario, profiles } = chosen;
  const profile = onlyOne(chosen, () => say('agree.oneProfile', { given: profiles.join() }));
  const speeds = listOf('--speed', flags.speed ?? String(scenario.data.speed)).map((one) =>
    parseSpeedOrAuto('--speed', one),
  );
  return {
    scenario,
    profile,
    seed: seedOf(scenario, flags.seed),
    replicates: parseCount('--replicates', flags.replicates, REPLICATES_MOST),
    engines: await enginesOf(flags.engine),
    speeds,
    out: flags.out,
    keepLedgers: flags.ledger === true,
  };
}

/** A comma-separated list. @throws UsageError on duplicates */
function listOf(flag: string, given: string): string[] {
  const all = given.split(',').map((part) => part.trim());
  const twice = all.find((one, i) => all.indexOf(one) !== i);
  if (twice !== undefined) throw new UsageError(say('agree.twice', { flag, given: twice }));
  return all;
}

async function enginesOf(asked: string | undefined): Promise<RealEngine[]> {
  const names = listOf('--engine', asked ?? 'node,k6');
  const engines: RealEngine[] = [];
  for (const name of names) {
    if (name === 'node') engines.push({ engine: nodeEngine });
    else if (name !== 'k6') throw new UsageError(say('agree.noEngine', { flag: name }));
    else {
      const found = await findK6();
      if (!('missing' in found)) engines.push({ engine: k6Engine(found.path), k6: found.version });
      else if (asked !== undefined) throw new UsageError(found.missing);
      else process.stderr.write(`${say('agree.noK6', { why: found.missing })}\n`);
    }
  }
  return engines;
}

async function compared(asked: Asked): Promise<{ agreement: Agreement; folder: string }> {
  const { scenario, profile, replicates: of } = asked;
  const began = performance.now();
  const title = say('agree.live.title', { scenario: scenario.name, profile });
  const view = liveView<AgreeMoment>(title, process.stderr, agreeLooks);
  const { stop, dispose } = listenForStop();
  try {
    const agreed = await agree({
      ...asked,
      stop,
      watch: (step) =>
        view.show({
          phase: step.is === 'measuring' ? 'preparing' : 'playing',
          step,
          of,
          realSeconds: (performance.now() - began) / 1000,
        }),
    });
    return { agreement: agreementOf(agreed, asked), folder: agreed.folder.path };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [first, second] = error.found;
    throw new UsageError(say('agree.otherPeople', { first, second }));
  } finally {
    view.done();
    dispose();
  }
}

/** The command that repeats all of it, at the speeds that were played. */
function repeatCommand(named: string, flags: AgreeFlags, { speeds, run }: Agreement, { flagsOf }: Chosen): string {
  const engines = [...new Set(speeds.flatMap((at) => at.engines.map(({ engine }) => engine)))];
  const played = speeds.map(({ speed }) => speed);
  const { seed, replicates } = run;
  const { profile, set } = flagsOf(run.profile);
  return [
    `npx stillthere agree ${quoted(named)} --engine ${engines.join()} --profile ${quoted(profile)}${set} --seed ${quoted(seed)}`,
    `--speed ${played.join()} --replicates ${replicates}${flags.ledger === true ? ' --ledger' : ''}`,
  ].join(' ');
}
