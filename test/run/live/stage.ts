// Prepares the state of a run over sockets before a step, for tests of single steps.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { forecast } from '../../../src/capacity/forecast.ts';
import { nodeEngine } from '../../../src/engines/node/engine.ts';
import { message } from '../../../src/language/language.ts';
import { makeRunFolder, type RunFolder } from '../../../src/run/folder.ts';
import { GeneratorHealth } from '../../../src/run/live/health.ts';
import type { Prepared } from '../../../src/run/live/state.ts';
import { LedgerTail } from '../../../src/run/live/tail.ts';
import { referenceTarget } from '../../../src/run/live/target.ts';
import type { RunRequest } from '../../../src/run/request.ts';
import { corpusOf, defineScenario, rulesOf, workloadOf } from '../../../src/scenario/define.ts';
import { NO_USAGE } from '../../../src/system/usage.ts';
import { SMALL_DESK } from '../../scenario/too-short.ts';

const out = mkdtempSync(join(tmpdir(), 'stillthere-step-'));
const made: Prepared[] = [];
after(async () => {
  for (const run of made) await endAll(run);
  rmSync(out, { recursive: true, force: true });
});

/**
 * A few visitors who ask once, get an answer, and close
 * the chat. It lasts some twenty seconds of model time.
 */
export const askers = defineScenario({
  ...SMALL_DESK,
  name: 'askers',
  shows: 'a few visitors who ask once and close',
  arrivals: [{ name: 'steady', for: '5s', visitors: 8 }],
  personas: {
    asker: {
      weight: 1,
      trade: 'pre_sale',
      turns: 1,
      think: '2s',
      patience: '60s',
      replyPatience: '60s',
      lingers: '2s',
      endings: { closes: 1, goodbye: 0, silent: 0 },
    },
  },
});

export interface Staged {
  /** Other paths than those in the folder of the run. */
  readonly places?: Partial<RunFolder>;
  readonly request?: Partial<RunRequest>;
  /** Model seconds per real second. */
  readonly speed?: number;
}

let folders = 0;

/**
 * The state after `prepare`, without calibration. Everything
 * that a step starts on it is ended after the tests.
 */
export async function prepared({ places = {}, request: change = {}, speed = 10 }: Staged = {}): Promise<Prepared> {
  const own = join(out, String(folders++));
  mkdirSync(own);
  const request: RunRequest = {
    scenario: askers,
    profile: 'bare',
    seed: 'step',
    engine: nodeEngine,
    out: own,
    speed,
    stop: new AbortController().signal,
    watch: () => undefined,
    ...change,
  };
  const { scenario, profile, seed } = request;
  const rules = rulesOf(scenario, profile);
  const workload = workloadOf(scenario, seed);
  const corpus = corpusOf(scenario, seed);
  const folder = { ...(await makeRunFolder(own, scenario, profile, 'node', seed)), ...places };
  const target = await referenceTarget({ folder, rules, agents: workload.agents.count, durability: 'process' });
  const bound = message('speed.command');
  const tail = new LedgerTail(folder.ledger);
  const began = performance.now();
  const run: Prepared = {
    request,
    rules,
    workload,
    corpus,
    plan: forecast(workload, rules, corpus, profile),
    folder,
    target,
    speed,
    limit: { limit: speed, bound, all: [{ bound, limit: speed }] },
    chosenBy: bound,
    shards: 1,
    health: new GeneratorHealth(),
    tail,
    evidence: undefined,
    shown: undefined,
    startedAt: new Date().toISOString(),
    realSeconds: () => (performance.now() - began) / 1000,
    cpuSeconds: () => 0,
    show: request.watch,
    found: { broken: [], isRead: false, generator: NO_USAGE, server: NO_USAGE },
    ends: [() => tail.close(), () => tail.read()],
  };
  made.push(run);
  return run;
}

/** Ends everything that the steps have started, the latest first, as a run does before judging. */
export async function endAll({ ends }: Pick<Prepared, 'ends'>): Promise<void> {
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
}

/** Ids of the sessions that the server of the run has stored. */
export async function storedSessions({ target }: Pick<Prepared, 'target'>): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of target.witness().sessions()) ids.push(...page.map(({ id }) => id));
  return ids;
}
