// The request for a run, and its outcome.
import type { Message } from '../language/language.ts';
import type { Profile } from '../model/rows/words.ts';
import type { Evidence } from '../model/judge/evidence.ts';
import type { JudgeOptions } from '../model/judge/judge.ts';
import type { Engine } from '../engines/engine.ts';
import type { Result } from '../result/schema.ts';
import type { Scenario } from '../scenario/define.ts';
import type { Excerpt } from './excerpt.ts';
import type { RunFolder } from './folder.ts';
import type { Moment } from './moment.ts';
import type { Exporter } from './watch/exporter.ts';
import type { SpeedLimit } from '../capacity/speed.ts';
import type { ExternalTarget } from './live/target.ts';

export type { Moment } from './moment.ts';

/** `until` and `only` are for virtual time. */
export interface RunRequest extends Excerpt {
  readonly scenario: Scenario;
  readonly profile: Profile;
  readonly seed: string;
  readonly engine: Engine;
  readonly k6?: string;
  readonly out: string;
  readonly speed: number | 'auto';
  /**
   * Upper limit for `auto`, and its reason; by default the reason is that the command goes no
   * faster.
   */
  readonly speedAtMost?: number;
  readonly speedAtMostWhy?: Message;
  /**
   * The honest limit from an earlier calibration, for a study of speeds above it. There is no other
   * calibration, and no run is judged invalid for its speed.
   */
  readonly limit?: SpeedLimit;
  /** Gets the evidence when the run has been judged, and how it was judged. */
  readonly evidence?: (evidence: Evidence, judging: JudgeOptions) => void;
  readonly target?: ExternalTarget;
  readonly durability?: 'process' | 'power';
  /** Keep the database of our own server in the run folder after a run that went well, too. */
  readonly keepDb?: boolean;
  /** Keep the ledger of a run in virtual time, too; over sockets it is always kept. */
  readonly ledger?: boolean;
  /** Memory limit of a run in virtual time, bytes; default: most of the free memory. */
  readonly memory?: number;
  /** Exports the run's metrics to Prometheus while it is played. */
  readonly exporter?: Exporter;
  /** Aborting it once ends play and begins the drain. */
  readonly stop: AbortSignal;
  readonly watch: (moment: Moment) => void;
}

export interface RunOutcome {
  readonly folder: RunFolder;
  readonly result: Result;
  /** A shorter run that goes wrong in the same way; only if one was searched for. */
  readonly shortest?: Excerpt;
}
