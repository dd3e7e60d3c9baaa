// Step 6, judge: from the ledger to the verdict, and result.json.
import { aboveLimit, speedNotes } from '../../capacity/choose-speed.ts';
import { message, tell, type Message, type Said } from '../../language/language.ts';
import { Evidence } from '../../model/judge/evidence.ts';
import type { JudgeOptions } from '../../model/judge/judge.ts';
import { judgeInParts } from '../../result/threads/in-parts.ts';
import { judgeRun, type JudgedRun } from '../../result/judged-run.ts';
import type { Result } from '../../result/schema.ts';
import { ownUsage } from '../../system/usage.ts';
import { conclude, hundredths, judgingOf, withNotes } from '../conclude.ts';
import { writeResult, type RunFolder } from '../folder.ts';
import { LedgerFileReader } from '../ledger-reader.ts';
import type { RunOutcome } from '../request.ts';
import { socketNotes } from '../surroundings.ts';
import type { Prepared } from './state.ts';
import type { LedgerTail } from './tail.ts';

/** Judges what the run has left, however far it came. @throws UsageError when the result cannot be written */
export async function judge(run: Prepared): Promise<RunOutcome> {
  const { request, folder, speed, tail, health, evidence, shown } = run;
  run.show({ phase: 'judging', model: run.plan.playEnd, speed, live: tail.live, realSeconds: run.realSeconds() });
  const dishonest = [...health.dishonest(), ...aboveLimit(request, run)];
  const judging = judgingOf(request.scenario, run.rules, speed, dishonest.length > 0);
  const judged = await (evidence === undefined ? judgedFrom(folder, judging) : judgeRun(evidence, judging));
  if (evidence !== undefined) request.evidence?.(evidence, judging);
  const result = resultOf(run, judged, dishonest);
  const noted = withNotes(result, (await shown?.judged(result, judged.latency)) ?? []);
  await writeResult(folder, noted);
  return { folder, result: noted };
}

function resultOf(run: Prepared, judged: JudgedRun, dishonest: readonly Message[]): Result {
  const { request, target, health, tail, found } = run;
  const { scenario, profile, seed, engine } = request;
  const generator = generatorOf(run, dishonest.length === 0);
  const cpuSeconds = run.cpuSeconds() + found.generator.cpuSeconds + found.server.cpuSeconds;
  return conclude({
    scenario,
    folder: run.folder,
    judged,
    speed: run.speed,
    planned: run.plan.populationHash,
    trust: {
      dishonest,
      broken: once([
        ...target.faults(),
        ...found.broken,
        ...health.faults,
        ...brokenLedger(tail),
        ...unreachable(tail),
      ]),
      interrupted: request.stop.aborted,
    },
    notes: [...health.notes(), ...speedNotes(request, run), ...socketNotes(scenario)],
    run: {
      profile,
      engine: engine.name,
      seed,
      durability: target.durability,
      target: target.name,
      startedAt: run.startedAt,
    },
    ...(request.k6 !== undefined && { k6: request.k6 }),
    generator,
    resources: {
      wallSeconds: hundredths(run.realSeconds()),
      cpuSeconds: hundredths(cpuSeconds),
      peakRssBytes: generator.peakRssBytes,
      events: generator.frames,
      rows: judged.rows,
    },
  });
}

/** k6 plays in a process of its own; the shards of Node play in ours. */
function generatorOf(run: Prepared, honest: boolean): Result['generator'] {
  const { request, health, limit, chosenBy, found } = run;
  const used = request.engine.name === 'k6' ? found.generator : { ...ownUsage(), cpuSeconds: run.cpuSeconds() };
  const { n, p50, p99, max } = health.lateness.summary();
  return {
    actors: health.sum('actors'),
    lateness: { n, p50, p99, max },
    loopLag: { max: health.lagMax },
    speedLimit: limit.limit,
    speedBound: tell(chosenBy, 'en'),
    speedWhy: chosenBy,
    honest,
    cpuSeconds: hundredths(used.cpuSeconds),
    peakRssBytes: used.peakRssBytes,
    frames: health.sum('framesIn') + health.sum('framesOut'),
  };
}

/**
 * Judges the ledger. If it cannot be read, there is nothing to judge: `LedgerTail` has reported
 * why.
 */
async function judgedFrom({ ledger }: RunFolder, judging: JudgeOptions): Promise<JudgedRun> {
  try {
    return await judgeInParts(new LedgerFileReader(ledger), judging);
  } catch (error) {
    // Only errors of the disk. A bug of the judge must not look like an empty ledger.
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    return judgeRun(new Evidence(), judging);
  }
}

function unreachable({ live: { said, acked, refused } }: LedgerTail): Message[] {
  return said > 0 && acked + refused === 0 ? [message('spoilt.unacked', { n: said })] : [];
}

function brokenLedger({ broken: [line] }: LedgerTail): Message[] {
  return line === undefined ? [] : [message('spoilt.noRows', { line: JSON.stringify(line) })];
}

/** A fault that several parties report is listed once. */
const once = (all: readonly Said[]): Said[] => [...new Map(all.map((said) => [tell(said, 'en'), said])).values()];
