// The state of a run that can be watched while it is played.
import type { Histogram } from '../model/core/histogram.ts';
import type { Micros } from '../model/core/time.ts';
import type { Forecast } from '../capacity/forecast.ts';
import type { Live } from './watch/counters.ts';
import type { SpeedLimit } from '../capacity/speed.ts';

/** The state of a run while it is played; reported several times a second. */
export interface Moment {
  readonly phase: 'preparing' | 'playing' | 'draining' | 'judging';
  readonly model: Micros;
  readonly forecast?: Forecast;
  /** Visitors in the whole run, if there is no forecast. */
  readonly visitors?: number;
  readonly speed?: number;
  readonly limit?: SpeedLimit;
  /** Id of the server that is played against, where it has one. */
  readonly server?: string;
  readonly live?: Live;
  readonly connected?: number;
  /** Visitors who should have come by now. */
  readonly planned?: number;
  readonly latenessP99?: number;
  /** How late visitors and agents acted so far, real µs. */
  readonly lateness?: Histogram;
  /**
   * How late the generator's periodic tick was, real µs: at the last report, and at most so far.
   */
  readonly loopLag?: { readonly now: number; readonly max: number };
  /** Frames sent and received by the actors so far. */
  readonly frames?: number;
  /** Process of the generator, when it has one of its own. */
  readonly pid?: number;
  readonly realSeconds: number;
}
