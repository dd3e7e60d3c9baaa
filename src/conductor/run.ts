// One run over real sockets, from an empty folder to a verdict.
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { message, say, saidBy, SaidError, tell, type Message, type Said } from '../language/language.ts';
import { Evidence } from '../model/judge/evidence.ts';
import type { JudgeOptions } from '../model/judge/judge.ts';
import type { Micros } from '../model/core/time.ts';
import { judgeInParts } from '../result/in-parts.ts';
import { judgeRun, type JudgedRun } from '../result/judged-run.ts';
import type { Result } from '../result/schema.ts';
import type { PlayEnd } from '../model/rows/words.ts';
import { corpusOf, rulesOf, UsageError, workloadOf } from '../scenario/define.ts';
import { latestEndOf, tailOf } from '../scenario/surroundings.ts';
import type { EngineRun } from '../engines/engine.ts';
import { wallMicros } from '../system/clock.ts';
import { ownUsage, usageOf, type Usage } from '../system/usage.ts';
import { conclude, judgingOf, withNotes } from './conclude.ts';
import { ConductorBook } from './book.ts';
import { makeRunFolder, writeResult, type RunFolder } from './folder.ts';
import { drain } from './drain.ts';
import { forecast, plannedBy } from './forecast.ts';
import { GeneratorHealth } from './health.ts';
import { killOnExit } from './last-resort.ts';
import { LedgerFileReader } from './ledger-reader.ts';
import { LedgerError } from './ledger.ts';
import { Outages } from './outages.ts';
import { forcedBeyond, prepareTarget, speedNotes } from './prepare.ts';
import type { Moment, RunOutcome, RunRequest } from './request.ts';
import { Ending, openSessions } from './ending.ts';
import { crashesOf, socketNotes } from './surroundings.ts';
import { LedgerTail } from './tail.ts';
import { refuseDead, type Target } from './target.ts';
import { testify } from './testimony.ts';

export type { Moment, RunOutcome, RunRequest } from './request.ts';

/** A target that has sent no frame at all for this long is not going to. Real ms */
const DEAF_MS = 20_000;
/** Longest a drain may take, real ms; slow clients (a long back-off at a low speed) get as long as they need. */
const DRAIN_MS = 15_000;
const LOOK_MS = 200;

/**
 * Plays a scenario over real sockets and judges it. Everything it starts is ended, whatever happens.
 * @throws UsageError for faults of the request; other errors only for faults of our own
 */
export async function conduct(request: RunRequest): Promise<RunOutcome> {
  const { scenario, profile, seed, engine } = request;
  const crashes = crashesOf(scenario);
  if (request.target !== undefined && crashes.length > 0)
    throw new UsageError(say('errors.crashesTarget', { scenario: scenario.name }));
  if (request.target !== undefined) await refuseDead(request.target.url);
  const began = performance.now();
  const startedAt = new Date().toISOString();
  const cpuBefore = ownUsage().cpuSeconds;
  const rules = rulesOf(scenario, profile);
  const workload = workloadOf(scenario, seed);
  const corpus = corpusOf(scenario, seed);
  const folder = await makeRunFolder(request.out, scenario, profile, engine.name, seed);
  const realSeconds = (): number => (performance.now() - began) / 1000;
  const shown = await request.exporter?.begin({
    id: folder.id,
    scenario: scenario.name,
    profile,
    engine: engine.name,
    seed,
    target: request.target?.url ?? 'reference',
    limits: scenario.data.expect,
    startedAt,
  });
  const show = (moment: Moment): void => {
    shown?.moment(moment);
    request.watch(moment);
  };
  show({ phase: 'preparing', model: 0, realSeconds: realSeconds() });
  const plan = forecast(workload, rules, corpus, profile, tailOf(scenario.data));
  const prepared = await prepareTarget(request, folder, plan).catch(async (error: unknown) => {
    // Nothing has been played: an empty run folder would only be in the way.
    await rm(folder.path, { recursive: true, force: true });
    throw error;
  });
  const { target, speed, limit, chosenBy } = prepared;
  const health = new GeneratorHealth();
  // Only for who wants to see all of it: a run of hours is judged from its ledger, in parts.
  const evidence = request.evidence === undefined ? undefined : new Evidence();
  const tail = new LedgerTail(folder.ledger, evidence);
  const realLength = latestEndOf(scenario.data) / speed / 1e6;
  const run = engine.launch({
    job: {
      workload,
      corpus: { lines: corpus.lines, sets: corpus.sets },
      agentTokens: target.agentTokens,
      shards: engine.shards(plan.visitors),
      url: target.url,
    },
    ledger: folder.ledger,
    log: folder.engineLog,
    longest: realLength + 120,
    hooks: { health: (shard, h) => health.heard(shard, h), fault: (what) => health.fault(what) },
  });
  const unguard = killOnExit(() => [run.pid, target.pid()]);
  const broken: Said[] = [];
  let refused: UsageError | undefined;
  let isRead = false;
  let generatorUsage: Usage = { cpuSeconds: 0, peakRssBytes: 0 };
  let serverUsage: Usage = { cpuSeconds: 0, peakRssBytes: 0 };
  try {
    await readyInTime(run, request.stop);
    const { epoch, ahead } = await target.begin(speed);
    const now = (): Micros => Math.max(0, Math.floor((wallMicros() - epoch) * speed));
    const watch = (phase: Moment['phase']): void =>
      show({
        phase,
        model: now(),
        forecast: plan,
        speed,
        ...(target.id !== undefined && { server: target.id }),
        live: tail.live,
        connected: health.sum('connected'),
        planned: plannedBy(plan, now()),
        latenessP99: health.lateness.quantile(0.99),
        lateness: health.lateness,
        loopLag: { now: health.lagNow, max: health.lagMax },
        frames: health.sum('framesIn') + health.sum('framesOut'),
        ...(run.pid !== undefined && { pid: run.pid }),
        realSeconds: realSeconds(),
        limit,
      });
    const book = new ConductorBook(folder.ledger);
    await book.open(now(), {
      seed,
      speed,
      profile,
      engine: engine.name,
      visitors: plan.visitors,
      agents: workload.agents.count,
    });
    run.start(epoch, speed);
    const playedFrom = performance.now();
    const isDeaf = (): boolean =>
      performance.now() - playedFrom > DEAF_MS && health.sum('framesIn') === 0 && health.sum('actors') > 0;
    const isOver = (): boolean =>
      request.stop.aborted || health.faults.length > 0 || target.faults().length > 0 || isDeaf();
    const { mortal } = target;
    const outages = mortal && new Outages({ crashes, mortal, now, tell: (is) => book.fault(now(), is) });
    const playUntil = async (t: Micros): Promise<void> => {
      while (now() < t && !isOver()) {
        const next = Math.min(t, outages?.next ?? Infinity);
        await sleep(Math.min(LOOK_MS, Math.max(1, (next - now()) / speed / 1000)));
        await outages?.act();
        await tail.read();
        watch('playing');
      }
    };
    await playUntil(plan.horizon);
    if (!isOver()) await book.phase(now(), 'arrivals_end');
    const shards = engine.shards(plan.visitors);
    const ending = new Ending({
      rules,
      atRest: () => health.atRest(shards),
      open: () => openSessions(target.witness(), ahead),
      isBusy: () => outages !== undefined && outages.next < Infinity,
    });
    const latest = latestEndOf(scenario.data);
    let why: PlayEnd | undefined;
    while (why === undefined && now() < latest && !isOver()) {
      await playUntil(Math.min(latest, now() + LOOK_MS * 1000 * speed));
      why = await ending.look(now());
    }
    why ??= tailOf(scenario.data).tail === undefined ? 'limit' : 'cut';
    await book.playEnd(now(), isOver() ? 'stopped' : why);
    if (isDeaf()) broken.push(message('spoilt.deaf', { seconds: DEAF_MS / 1000 }));
    if (run.pid !== undefined) generatorUsage = usageOf(run.pid);
    await outages?.settle();
    serverUsage = usageOf(target.pid() ?? 0);
    watch('draining');
    await book.phase(now(), 'drain_start');
    const { backoff, liveness, connectFails } = workload.client;
    const patience = Math.max(DRAIN_MS, (backoff.most + liveness.limit + connectFails) / speed / 1000 + 5000);
    const isHopeless = (): boolean => health.faults.length > 0 || target.faults().length > 0;
    const settled = await drain({ run, health, shards, patience, isHopeless, look: () => watch('draining') });
    const unheard = await hearWitness(target, folder, now(), ahead);
    isRead = unheard.length === 0;
    broken.push(...unheard);
    run.finish();
    const played = await Promise.race([run.done, sleep(5000, undefined, { ref: false })]);
    // Not before the rows that the shards say they wrote are here: what follows may end the engine the hard way.
    for (let n = 0; n < 30 && tail.live.actorRows < (played?.rows ?? 0); n++) {
      await tail.read();
      await sleep(100);
    }
    await book.close(now(), settled);
  } catch (error) {
    if (error instanceof UsageError) refused = error;
    else broken.push(saidBy(error));
  } finally {
    await run.dispose();
    // Whoever wants to know why a server died, or would not answer, looks into its database.
    await target.end({ database: request.keepDb === true || !isRead || target.faults().length > 0 });
    unguard();
    await tail.read();
    await tail.close();
  }
  if (refused !== undefined) {
    await rm(folder.path, { recursive: true, force: true });
    throw refused;
  }
  show({ phase: 'judging', model: plan.playEnd, speed, live: tail.live, realSeconds: realSeconds() });
  const own = ownUsage();
  const dishonest = [...health.dishonest(), ...forcedBeyond(request, prepared)];
  const judging = judgingOf(scenario, rules, speed, dishonest.length > 0);
  const judged = await (evidence === undefined ? judgedFrom(folder, judging) : judgeRun(evidence, judging));
  if (evidence !== undefined) request.evidence?.(evidence, judging);
  const result = conclude({
    scenario,
    folder,
    judged,
    speed,
    planned: plan.populationHash,
    trust: {
      dishonest,
      broken: once([...target.faults(), ...broken, ...health.faults, ...brokenLedger(tail), ...unreachable(tail)]),
      interrupted: request.stop.aborted,
    },
    notes: [...health.notes(), ...speedNotes(request, prepared), ...socketNotes(scenario)],
    run: { profile, engine: engine.name, seed, durability: target.durability, target: target.name, startedAt },
    ...(request.k6 !== undefined && { k6: request.k6 }),
    generator: {
      actors: health.sum('actors'),
      lateness: pick(health),
      loopLag: { max: health.lagMax },
      speedLimit: limit.limit,
      speedBound: tell(chosenBy, 'en'),
      speedWhy: chosenBy,
      honest: dishonest.length === 0,
      cpuSeconds: round(engine.name === 'k6' ? generatorUsage.cpuSeconds : own.cpuSeconds - cpuBefore),
      peakRssBytes: engine.name === 'k6' ? generatorUsage.peakRssBytes : own.peakRssBytes,
      frames: health.sum('framesIn') + health.sum('framesOut'),
    },
    resources: {
      wallSeconds: round(realSeconds()),
      cpuSeconds: round(own.cpuSeconds - cpuBefore + generatorUsage.cpuSeconds + serverUsage.cpuSeconds),
      peakRssBytes: engine.name === 'k6' ? generatorUsage.peakRssBytes : own.peakRssBytes,
      events: health.sum('framesIn') + health.sum('framesOut'),
      rows: judged.rows,
    },
  });
  const noted = withNotes(result, (await shown?.judged(result, judged.latency)) ?? []);
  await writeResult(folder, noted);
  return { folder, result: noted };
}

/** Longest until all shards are ready: k6 starts its VUs within seconds. ms */
const READY_MS = 60_000;

/** Waits for the engine, but not for ever, and not when the user has had enough. */
async function readyInTime(run: EngineRun, stop: AbortSignal): Promise<void> {
  const limit = new AbortController();
  const late = sleep(READY_MS, undefined, { signal: AbortSignal.any([stop, limit.signal]) }).then(
    () => message('spoilt.notReady'),
    () => (stop.aborted ? message('spoilt.stopped') : undefined),
  );
  try {
    const why = await Promise.race([run.ready, late]);
    if (why !== undefined) throw new SaidError(why);
  } finally {
    // Also when the engine could not start: a timer that is left would keep the process for a minute.
    limit.abort();
  }
}

async function hearWitness(target: Target, folder: RunFolder, t: Micros, ahead: Micros): Promise<Message[]> {
  try {
    await testify(target.witness(), folder.ledger, t, ahead);
    return [];
  } catch (error) {
    if (error instanceof LedgerError) return [error.said];
    return [message('spoilt.unread', { why: saidBy(error) })];
  }
}

/** Judges what stands in the ledger; nothing, where it cannot be read: whoever watched it growing has said so. */
async function judgedFrom({ ledger }: RunFolder, judging: JudgeOptions): Promise<JudgedRun> {
  try {
    return await judgeInParts(new LedgerFileReader(ledger), judging);
  } catch (error) {
    // Only what the disk says; a fault of the judge must not look like an empty ledger.
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    return judgeRun(new Evidence(), judging);
  }
}

function unreachable({ live: { said, acked, refused } }: LedgerTail): Message[] {
  return said > 0 && acked + refused === 0 ? [message('spoilt.unacked', { n: said })] : [];
}

function brokenLedger(tail: LedgerTail): Message[] {
  const [line] = tail.broken;
  return line === undefined ? [] : [message('spoilt.noRows', { line: JSON.stringify(line) })];
}

/** What several parties report is told once. */
const once = (all: readonly Said[]): Said[] => [...new Map(all.map((said) => [tell(said, 'en'), said])).values()];

function pick(health: GeneratorHealth): Result['generator']['lateness'] {
  const { n, p50, p99, max } = health.lateness.summary();
  return { n, p50, p99, max };
}

const round = (seconds: number): number => Math.round(seconds * 100) / 100;
