// Step 1, prepare: checks the request, makes the folder, calibrates, chooses target and speed.
import { rm } from 'node:fs/promises';
import { honestSpeed } from '../../capacity/calibrate.ts';
import { chosen, given, type SpeedChosen } from '../../capacity/choose-speed.ts';
import { forecast, type Forecast } from '../../capacity/forecast.ts';
import { refuseLargeOverSockets } from '../../capacity/sizes.ts';
import type { SpeedLimit } from '../../capacity/speed.ts';
import { say, type Message } from '../../language/language.ts';
import { Evidence } from '../../model/judge/evidence.ts';
import type { SessionRules } from '../../model/rules/rules.ts';
import { corpusOf, rulesOf, UsageError, workloadOf } from '../../scenario/define.ts';
import { tailOf } from '../../scenario/surroundings.ts';
import { NO_USAGE, ownUsage } from '../../system/usage.ts';
import { makeRunFolder, type RunFolder } from '../folder.ts';
import type { Moment, RunRequest } from '../request.ts';
import { crashesOf } from '../surroundings.ts';
import type { RunExport } from '../watch/exporter.ts';
import { GeneratorHealth } from './health.ts';
import type { Prepared } from './state.ts';
import { LedgerTail } from './tail.ts';
import { externalTarget, referenceTarget, refuseDead, type Target } from './target.ts';

/**
 * Everything that can be known before anything is started.
 * @throws UsageError for a fault of the request; nothing is left behind then
 */
export async function prepare(request: RunRequest): Promise<Prepared> {
  const { scenario, profile, seed, engine } = request;
  await refuseTarget(request);
  refuseLargeOverSockets({ scenario, profile, seed }, engine.name);
  const began = performance.now();
  const cpuBefore = ownUsage().cpuSeconds;
  const startedAt = new Date().toISOString();
  const realSeconds = (): number => (performance.now() - began) / 1000;
  const rules = rulesOf(scenario, profile);
  const workload = workloadOf(scenario, seed);
  const corpus = corpusOf(scenario, seed);
  const folder = await makeRunFolder(request.out, scenario, profile, engine.name, seed);
  const shown = await shownOf(request, folder, startedAt);
  const show = (moment: Moment): void => {
    shown?.moment(moment);
    request.watch(moment);
  };
  show({ phase: 'preparing', model: 0, realSeconds: realSeconds() });
  const plan = forecast(workload, rules, corpus, profile, tailOf(scenario.data));
  const ready = await targetAndSpeed(request, folder, plan).catch(async (error: unknown) => {
    // Nothing was played, so the empty run folder is removed.
    await rm(folder.path, { recursive: true, force: true });
    throw error;
  });
  const evidence = request.evidence === undefined ? undefined : new Evidence();
  const tail = new LedgerTail(folder.ledger, evidence);
  return {
    request,
    rules,
    workload,
    corpus,
    plan,
    folder,
    ...ready,
    shards: engine.shards(plan.visitors),
    health: new GeneratorHealth(),
    tail,
    evidence,
    shown,
    startedAt,
    realSeconds,
    cpuSeconds: () => ownUsage().cpuSeconds - cpuBefore,
    show,
    found: { broken: [], isRead: false, generator: NO_USAGE, server: NO_USAGE },
    ends: [() => tail.close(), () => tail.read()],
  };
}

/** @throws UsageError when the scenario kills a server that is not ours, or when nothing answers */
async function refuseTarget({ target, scenario }: RunRequest): Promise<void> {
  if (target === undefined) return;
  if (crashesOf(scenario).length > 0) throw new UsageError(say('errors.crashesTarget', { scenario: scenario.name }));
  await refuseDead(target.url);
}

async function shownOf(request: RunRequest, { id }: RunFolder, startedAt: string): Promise<RunExport | undefined> {
  const { scenario, profile, engine, seed, target } = request;
  return request.exporter?.begin({
    id,
    scenario: scenario.name,
    profile,
    engine: engine.name,
    seed,
    target: target?.url ?? 'reference',
    limits: scenario.data.expect,
    startedAt,
  });
}

/**
 * Prepares the target and chooses the speed.
 * @throws UsageError for `auto`, where no speed can be played honestly
 */
async function targetAndSpeed(
  request: RunRequest,
  folder: RunFolder,
  plan: Forecast,
): Promise<SpeedChosen & { target: Target; chosenBy: Message }> {
  const { scenario, profile, durability = 'process' } = request;
  const agents = scenario.data.agents.count;
  const rules = rulesOf(scenario, profile);
  const theirs =
    request.target === undefined
      ? undefined
      : await externalTarget({ target: request.target, agents, speed: request.speed });
  // Lateness and frame cost depend on this machine alone, so a local loopback measures them for
  // every target.
  const asked = theirs?.speed ?? request.speed;
  const atMost = Math.min(asked === 'auto' ? Infinity : asked, request.speedAtMost ?? Infinity);
  const limit = request.limit ?? (await limitFor(request, rules, plan, atMost));
  if (theirs !== undefined) {
    return { target: theirs.target, speed: theirs.speed, limit, chosenBy: given(theirs, limit) };
  }
  const target = await referenceTarget({ folder, rules, agents, durability });
  const { speed, chosenBy } = chosen({
    asked: request.speed,
    limit,
    scenario: scenario.data.speed,
    ...(request.speedAtMost !== undefined && { atMost: request.speedAtMost }),
    ...(request.speedAtMostWhy !== undefined && { atMostWhy: request.speedAtMostWhy }),
  });
  return { target, speed, limit, chosenBy };
}

async function limitFor(
  { scenario, seed, engine, stop }: RunRequest,
  rules: SessionRules,
  plan: Forecast,
  atMost: number,
): Promise<SpeedLimit> {
  const { limit } = await honestSpeed({ engine, workload: workloadOf(scenario, seed), rules, plan, atMost, stop });
  return limit;
}
