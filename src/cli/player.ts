// How the runs of a command are played: in virtual time or on an engine, against our own server or a running one.
import { findK6 } from '../engines/k6/find.ts';
import { k6Engine } from '../engines/k6/engine.ts';
import { nodeEngine } from '../engines/node/engine.ts';
import type { Engine } from '../engines/engine.ts';
import { say } from '../language/language.ts';
import { shortestOf } from '../replay/shortest.ts';
import { conduct } from '../run/live-run.ts';
import type { RunOutcome } from '../run/request.ts';
import { simulate } from '../run/virtual-run.ts';
import type { Exporter } from '../run/watch/exporter.ts';
import { UsageError, type Scenario } from '../scenario/define.ts';
import { parseSpeedOrAuto } from './numbers.ts';
import type { OneRun } from './replicates.ts';
import { virtualOf, type VirtualFlags } from './virtual.ts';

/** The flags that say how a run is played. */
export interface PlayFlags extends VirtualFlags {
  engine: 'sim' | 'node' | 'k6';
  speed?: string;
  target?: string;
  durability: 'process' | 'power';
  force?: boolean;
  keepDb?: boolean;
}

export interface PlayOptions {
  readonly speedAtMost?: number | undefined;
  /** Whether a run in virtual time that goes wrong is made shorter afterwards, for the report; default: yes. */
  readonly looksForShortest?: boolean | undefined;
  readonly exporter?: Exporter | undefined;
}

/** How a run is played, as the flags say. @throws UsageError on flags that contradict each other */
export async function playerOf(
  scenario: Scenario,
  flags: PlayFlags,
  { speedAtMost, exporter, looksForShortest = true }: PlayOptions = {},
): Promise<(run: OneRun) => Promise<RunOutcome>> {
  if (flags.engine === 'sim' && flags.target !== undefined) {
    throw new UsageError(say('errors.simTarget'));
  }
  if (flags.engine === 'sim' && flags.speed !== undefined) {
    throw new UsageError(say('errors.simSpeed', { speed: flags.speed }));
  }
  const virtual = virtualOf(flags, flags.engine);
  // A running target has a speed of its own: what the scenario would like does not count there.
  const speed = parseSpeedOrAuto(
    '--speed',
    flags.speed ?? (flags.target === undefined ? String(scenario.data.speed) : 'auto'),
  );
  const { engine, k6 } = await engineOf(flags.engine);
  const target = flags.target === undefined ? undefined : externalFrom(flags.target);
  const shown = exporter === undefined ? {} : { exporter };
  if (engine === undefined)
    return async (run) => {
      const outcome = await simulate({ scenario, ...run, ...shown, ...virtual });
      return looksForShortest ? withShortest(scenario, outcome, virtual.memory) : outcome;
    };
  return (run) =>
    conduct({
      scenario,
      ...run,
      ...shown,
      engine,
      speed,
      durability: flags.durability,
      ...(k6 !== undefined && { k6 }),
      ...(speedAtMost !== undefined && { speedAtMost }),
      ...(flags.force === true && { force: true }),
      ...(flags.keepDb === true && { keepDb: true }),
      ...(target !== undefined && { target }),
    });
}

async function engineOf(name: PlayFlags['engine']): Promise<{ engine?: Engine; k6?: string }> {
  if (name === 'sim') return {};
  if (name === 'node') return { engine: nodeEngine };
  const found = await findK6();
  if ('missing' in found) throw new UsageError(found.missing);
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

/** The same outcome with the shortest run in virtual time that goes wrong in the same way, if there is one. */
async function withShortest(scenario: Scenario, outcome: RunOutcome, memory?: number): Promise<RunOutcome> {
  const shortest = await shortestOf(scenario, outcome.result, memory);
  return { ...outcome, ...(shortest !== undefined && { shortest }) };
}
