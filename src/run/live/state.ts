// The state of a run over sockets: each step takes the state of the one before and adds its own.
import type { SpeedChosen } from '../../capacity/choose-speed.ts';
import type { Forecast } from '../../capacity/forecast.ts';
import type { EngineRun } from '../../engines/engine.ts';
import type { Message, Said } from '../../language/language.ts';
import type { Micros } from '../../model/core/time.ts';
import type { Evidence } from '../../model/judge/evidence.ts';
import type { Workload } from '../../model/population/workload.ts';
import type { SessionRules } from '../../model/rules/rules.ts';
import type { Corpus } from '../../scenario/corpus/corpus.ts';
import type { Usage } from '../../system/usage.ts';
import type { RunFolder } from '../folder.ts';
import type { Moment, RunRequest } from '../request.ts';
import type { RunExport } from '../watch/exporter.ts';
import type { ConductorBook } from './conductor-rows.ts';
import type { GeneratorHealth } from './health.ts';
import type { Outages } from './outages.ts';
import type { LedgerTail } from './tail.ts';
import type { Target } from './target.ts';

/** Findings of all steps: the only part that changes after it was made. */
export interface Found {
  /** Why the run cannot be trusted, in the order in which it came up. */
  readonly broken: Said[];
  /** Was everything read from the server? */
  isRead: boolean;
  generator: Usage;
  server: Usage;
}

/**
 * After `prepare`: what will be played, where, and how fast. Nothing but the calibration has run.
 */
export interface Prepared extends SpeedChosen {
  readonly request: RunRequest;
  readonly rules: SessionRules;
  readonly workload: Workload;
  readonly corpus: Corpus;
  readonly plan: Forecast;
  readonly folder: RunFolder;
  readonly target: Target;
  /** Why this speed and no other, for the report. */
  readonly chosenBy: Message;
  /** Number of shards of the generator. */
  readonly shards: number;
  readonly health: GeneratorHealth;
  readonly tail: LedgerTail;
  /** Only if the request asks for all rows. A run of hours is judged from its ledger, in parts. */
  readonly evidence: Evidence | undefined;
  /** Export of its metrics to Prometheus, if any. */
  readonly shown: RunExport | undefined;
  readonly startedAt: string;
  /** Since the request came, s. */
  readonly realSeconds: () => number;
  /** CPU time of this process since the request came, s. */
  readonly cpuSeconds: () => number;
  readonly show: (moment: Moment) => void;
  readonly found: Found;
  /** Clean-up functions that run whatever happens; the latest first. */
  readonly ends: (() => Promise<void> | void)[];
}

/** After `launch`: generator and server are ready, and the clock runs. */
export interface Launched extends Prepared {
  readonly engine: EngineRun;
  /** Model zero, unix µs. */
  readonly epoch: number;
  /** How far the target's clock is ahead of the run's, model µs. */
  readonly ahead: Micros;
  /** Model time, µs. */
  readonly now: () => Micros;
  readonly book: ConductorBook;
  /** Crashes that the scenario plans; undefined where the server is not ours to kill. */
  readonly outages: Outages | undefined;
  /** Reports the progress. */
  readonly watch: (phase: Moment['phase']) => void;
  /** Has the generator or the target failed, so that the run cannot go on? */
  readonly isHopeless: () => boolean;
}
