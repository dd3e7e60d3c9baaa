// Measures the memory that a run over sockets keeps for each visitor who has left.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { RunningFold } from '../src/run/watch/counters.ts';
import { MS } from '../src/model/core/time.ts';
import { playVirtual } from '../src/model/runner/virtual/play.ts';
import { LedgerIndex } from '../src/result/threads/ledger-index.ts';
import { corpusOf, defineScenario, rulesOf, workloadOf } from '../src/scenario/define.ts';
import day from '../scenarios/million-day.ts';
import type { Say } from './bench.ts';

/**
 * Visitors of the shorter and of the longer run.
 * Their difference shows what one more visitor costs.
 */
const [FEW, MANY] = [2_000, 8_000];
/** About as many rows as one chunk of a ledger file holds. */
const PIECE_ROWS = 8_000;

/**
 * Measures the live heap for each visitor who has left,
 * with the conversations of the million-session day.
 */
export function soakFigures(say: Say): void {
  const [few, many] = [kept(FEW), kept(MANY)];
  const each = (of: (from: Kept) => number): number => (of(many) - of(few)) / (MANY - FEW);
  const rows = `${Math.round(each((from) => from.rows))} rows each`;
  say(
    'soak',
    'counters of the live view',
    each((from) => from.fold),
    'B a visitor',
    rows,
  );
  say(
    'soak',
    'index of the ledger',
    each((from) => from.index),
    'B a visitor',
    rows,
  );
}

interface Kept {
  /** Bytes. */
  readonly fold: number;
  readonly index: number;
  readonly rows: number;
}

/** What is on the heap after so many visitors have come and left. */
function kept(visitors: number): Kept {
  const arrivals = [{ name: 'in', for: `${visitors / 2}s`, visitors }];
  const scenario = defineScenario({ ...day.input, arrivals, agents: { ...day.input.agents, count: 400 } });
  const [corpus, workload] = [corpusOf(scenario, '1'), workloadOf(scenario, '1')];
  const lines = { at: (i: number) => corpus.lines[i] ?? '', sets: corpus.sets };
  const run = { workload, rules: rulesOf(scenario, 'bare'), lines, profile: 'bare', latency: 20 * MS, visitors };
  let fold: RunningFold | undefined = new RunningFold();
  let index: LedgerIndex | undefined = new LedgerIndex();
  let line = 0;
  playVirtual(run, (row) => {
    fold?.add(row);
    index?.add(row, { piece: Math.floor(line / PIECE_ROWS), line });
    line += 1;
  });
  const both = liveBytes();
  fold = undefined;
  const one = liveBytes();
  index = undefined;
  return { fold: both - one, index: one - liveBytes(), rows: line };
}

/** Bytes that are reachable now, including the typed arrays of columns. */
function liveBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let n = 0; n < 3; n++) collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
