// Step 2, launch: the generator and the server are started, and the clock with them.
import { setTimeout as sleep } from 'node:timers/promises';
import { plannedBy } from '../../capacity/forecast.ts';
import type { EngineRun } from '../../engines/engine.ts';
import { message, SaidError } from '../../language/language.ts';
import type { Micros } from '../../model/core/time.ts';
import { latestEndOf } from '../../scenario/surroundings.ts';
import { wallMicros } from '../../system/clock.ts';
import { killOnExit } from '../../system/kill-on-exit.ts';
import type { Moment } from '../request.ts';
import { crashesOf } from '../surroundings.ts';
import { ConductorBook } from './conductor-rows.ts';
import { Outages } from './outages.ts';
import type { Launched, Prepared } from './state.ts';

/** Longest until all shards are ready: k6 starts its VUs within seconds. ms */
const READY_MS = 60_000;

/** Seconds that an engine gets beyond the latest end of play, for readiness and drain. */
const BEYOND_PLAY = 120;

/**
 * Starts the generator, then the server, and opens the ledger.
 * @throws SaidError when the generator is not ready in time, Error when the server does not start,
 * LedgerError when the ledger cannot be written
 */
export async function launch(prepared: Prepared): Promise<Launched> {
  const { request, target, speed, health, folder, ends, found } = prepared;
  const engine = startEngine(prepared);
  ends.push(killOnExit(() => [engine.pid, target.pid()]));
  // The database stays if the server died or could not be read, because it may show why.
  ends.push(() => target.end({ database: request.keepDb === true || !found.isRead || target.faults().length > 0 }));
  ends.push(() => engine.dispose());
  await readyInTime(engine, request.stop);
  const { epoch, ahead } = await target.begin(speed);
  const now = (): Micros => Math.max(0, Math.floor((wallMicros() - epoch) * speed));
  const book = new ConductorBook(folder.ledger);
  await openBook(prepared, book, now());
  const { killable } = target;
  const crashes = crashesOf(request.scenario);
  return {
    ...prepared,
    engine,
    epoch,
    ahead,
    now,
    book,
    outages: killable && new Outages({ crashes, killable, now, tell: (is) => book.fault(now(), is) }),
    watch: (phase) => prepared.show(momentOf(prepared, engine, phase, now())),
    isHopeless: () => health.faults.length > 0 || target.faults().length > 0,
  };
}

function startEngine({ request, workload, corpus, target, speed, shards, folder, health }: Prepared): EngineRun {
  const realLength = latestEndOf(request.scenario.data) / speed / 1e6;
  return request.engine.launch({
    job: {
      workload,
      corpus: { lines: corpus.lines, sets: corpus.sets },
      agentTokens: target.agentTokens,
      shards,
      url: target.url,
    },
    ledger: folder.ledger,
    log: folder.engineLog,
    longest: realLength + BEYOND_PLAY,
    hooks: { health: (shard, h) => health.heard(shard, h), fault: (what) => health.fault(what) },
  });
}

/** Waits for the engine, until a timeout or until the user stops the run. */
async function readyInTime(engine: EngineRun, stop: AbortSignal): Promise<void> {
  const limit = new AbortController();
  const late = sleep(READY_MS, undefined, { signal: AbortSignal.any([stop, limit.signal]) }).then(
    () => message('spoilt.notReady'),
    () => (stop.aborted ? message('spoilt.stopped') : undefined),
  );
  try {
    const why = await Promise.race([engine.ready, late]);
    if (why !== undefined) throw new SaidError(why);
  } finally {
    // Also when the engine could not start: a timer that is left would keep the process for a minute.
    limit.abort();
  }
}

async function openBook({ request, speed, plan, workload }: Prepared, book: ConductorBook, t: Micros): Promise<void> {
  const { seed, profile, engine } = request;
  const { visitors } = plan;
  await book.open(t, { seed, speed, profile, engine: engine.name, visitors, agents: workload.agents.count });
}

/** The current state of the run for those who watch it. */
function momentOf(prepared: Prepared, engine: EngineRun, phase: Moment['phase'], model: Micros): Moment {
  const { plan, speed, target, tail, health, limit, realSeconds } = prepared;
  return {
    phase,
    model,
    forecast: plan,
    speed,
    ...(target.id !== undefined && { server: target.id }),
    live: tail.live,
    connected: health.sum('connected'),
    planned: plannedBy(plan, model),
    latenessP99: health.lateness.quantile(0.99),
    lateness: health.lateness,
    loopLag: { now: health.lagNow, max: health.lagMax },
    frames: health.sum('framesIn') + health.sum('framesOut'),
    ...(engine.pid !== undefined && { pid: engine.pid }),
    realSeconds: realSeconds(),
    limit,
  };
}
