// What is asked of a run, what is to be seen of it while it is under way, and what it leaves.
import type { Micros } from '../model/core/time.ts';
import type { Profile } from '../model/rows/words.ts';
import type { Engine } from '../engines/engine.ts';
import type { Result } from '../result/schema.ts';
import type { Scenario } from '../scenario/define.ts';
import type { RunFolder } from './folder.ts';
import type { Forecast } from './forecast.ts';
import type { SpeedLimit } from './speed.ts';
import type { Live } from './running.ts';
import type { ExternalTarget } from './target.ts';

export interface RunRequest {
  readonly scenario: Scenario;
  readonly profile: Profile;
  readonly seed: string;
  readonly engine: Engine;
  readonly k6?: string;
  readonly out: string;
  readonly speed: number | 'auto';
  /** `auto` takes at most this. */
  readonly speedAtMost?: number;
  /** Play above the honest limit all the same; the result is marked. */
  readonly force?: boolean;
  readonly target?: ExternalTarget;
  readonly durability?: 'process' | 'power';
  /** Keep the database of our own server in the run folder after a run that went well, too. */
  readonly keepDb?: boolean;
  /** Aborting it once ends play and begins the drain. */
  readonly stop: AbortSignal;
  readonly watch: (moment: Moment) => void;
}

/** What is to be seen while a run is under way; several times a second. */
export interface Moment {
  readonly phase: 'preparing' | 'playing' | 'draining' | 'judging';
  readonly model: Micros;
  readonly forecast?: Forecast;
  readonly speed?: number;
  readonly limit?: SpeedLimit;
  readonly live?: Live;
  readonly connected?: number;
  /** Visitors who should have come by now. */
  readonly planned?: number;
  readonly latenessP99?: number;
  /** How late the steady tick of the generator was, real µs: at the last look, and at most so far. */
  readonly loopLag?: { readonly now: number; readonly max: number };
  /** Frames sent and received by the actors so far. */
  readonly frames?: number;
  /** Process of the generator, when it has one of its own. */
  readonly pid?: number;
  readonly realSeconds: number;
}

export interface RunOutcome {
  readonly folder: RunFolder;
  readonly result: Result;
}
