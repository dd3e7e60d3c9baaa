// `stillthere serve`: runs the reference server alone, for runs from elsewhere (`run --target`).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { say } from '../../language/language.ts';
import { rulesOf, UsageError, type Scenario } from '../../scenario/define.ts';
import { PLANS, type Plan } from '../../server/http/admin.ts';
import { ConfigError, limitsAt, type ServerConfig } from '../../server/config.ts';
import { NOTIFY, type Notify } from '../../server/notify/senders.ts';
import { runServer } from '../../server/server.ts';
import { wallMicros } from '../../system/clock.ts';
import { deferred } from '../../system/deferred.ts';
import { rulesFlag, scenarioAt } from '../rules-file.ts';
import { textOf } from '../load.ts';
import { parsePort, parseSpeed } from '../flags/numbers.ts';
import { refuseLargeForServer } from '../../capacity/sizes.ts';
import type { Profile } from '../../model/rows/words.ts';
import { refuseMissing } from '../near-file.ts';
import { chosenBy, onlyOne, type Chosen, type ProfileFlags } from '../flags/profiles.ts';
import { setFlag } from '../flags/set.ts';

interface ServeFlags extends ProfileFlags {
  rules?: string;
  notify?: string;
  plan: string;
  speed?: string;
  host: string;
  port: string;
}

export function addServe(program: Command): void {
  program
    .command('serve')
    .description(say('serve.does'))
    .argument('<scenario>', say('serve.scenario'))
    .addOption(rulesFlag())
    .option('--profile <profile>', say('serve.profile'), 'bare')
    .addOption(setFlag())
    .option('--speed <n>', say('serve.speed'))
    .option('--notify <file>', say('serve.notify'))
    .option('--plan <plan>', say('serve.plan'), 'full')
    .option('--host <address>', say('serve.host'), '127.0.0.1')
    .option('--port <port>', say('serve.port'), '8080')
    .action(async (name: string, flags: ServeFlags) =>
      serve(chosenBy(await scenarioAt(name, flags.rules), flags), flags),
    );
}

/**
 * Serves until the process is told to stop. Each start begins with an empty store, because a run
 * needs a server without earlier visitors.
 * @throws UsageError when it cannot be started as asked
 */
async function serve(chosen: Chosen, flags: ServeFlags): Promise<void> {
  const { scenario } = chosen;
  const profile = onlyOne(chosen, () => say('serve.oneProfile', { given: chosen.profiles.join() }));
  refuseLargeForServer({ scenario, profile, seed: '1' });
  const folder = await mkdtemp(join(tmpdir(), 'stillthere-serve-'));
  try {
    const notify = flags.notify === undefined ? {} : { notify: await notifyFrom(flags.notify) };
    const config = { ...configOf(chosen, profile, flags, join(folder, 'chat.db')), ...notify };
    const broken = deferred<never>();
    const log = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);
    const server = await runServer(config, {
      log,
      failed: (why) => broken.reject(new UsageError(why)),
    }).catch((error: unknown) => {
      throw error instanceof ConfigError ? new UsageError(error.message) : error;
    });
    const { host } = flags;
    // Before the ready line, because whoever waits for that line may stop the server at once.
    const stopped = stopSignal();
    const url = `ws://${host.includes(':') ? `[${host}]` : host}:${server.port}/ws`;
    console.log(say('serve.ready', { url, scenario: scenario.name, profile, speed: config.speed }));
    try {
      await Promise.race([stopped, broken.promise]);
    } finally {
      await server.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function configOf({ scenario }: Chosen, profile: Profile, flags: ServeFlags, file: string): ServerConfig {
  const speed = flags.speed === undefined ? speedOf(scenario) : parseSpeed('--speed', flags.speed);
  return {
    host: flags.host,
    port: parsePort('--port', flags.port),
    epoch: Math.round(wallMicros()),
    speed,
    rules: rulesOf(scenario, profile),
    agentSecret: secret('STILLTHERE_AGENT_SECRET'),
    adminToken: secret('STILLTHERE_ADMIN_TOKEN'),
    store: { kind: 'sqlite', file },
    durability: 'process',
    limits: limitsAt(speed),
    plan: planOf(flags.plan),
  };
}

function planOf(given: string): Plan {
  const plan = PLANS.find((known) => known === given);
  if (plan === undefined) throw new UsageError(say('serve.wrongPlan', { given, known: PLANS }));
  return plan;
}

/** The notification settings of a file. @throws UsageError with one line for each error */
async function notifyFrom(path: string): Promise<Notify> {
  refuseMissing(path, ['yaml', 'yml', 'json']);
  const { readData } = await import('../../scenario/data.ts');
  const { data, at } = readData(await textOf(path, path), path);
  const read = NOTIFY.safeParse(data);
  if (read.success) return read.data;
  const lines = read.error.issues.map(({ path: place, message }) => {
    const what = `${place.join('.')} ${message}`.trim();
    const where = at(place);
    return where === undefined ? `${path}: ${what}` : say('load.bad', { where, what });
  });
  throw new UsageError(lines.join('\n'));
}

/** The speed of the scenario; `auto` is served in real time. */
const speedOf = ({ data }: Scenario): number => (data.speed === 'auto' ? 1 : data.speed);

/** A secret that the run must know too; both read it from the same environment variable. */
function secret(variable: string): string {
  const value = process.env[variable] ?? '';
  if (value.length < 8) throw new UsageError(say('serve.secret', { variable }));
  return value;
}

/** Resolves at the first SIGINT or SIGTERM. */
const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve());
  });
