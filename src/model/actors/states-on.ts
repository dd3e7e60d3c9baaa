// Which states of device and path are on now, and what they add up to; several may be on.
import type { Micros } from '../core/time.ts';
import type { DeviceState, EpisodeKind, PathState } from '../rows/words.ts';
import { GRAVEST_FIRST } from './devices/devices.ts';
import type { DeviceTruth } from './devices/truth.ts';
import { VISIBLE } from './devices/visible.ts';
import { GRAVEST_PATH_FIRST } from './paths/paths.ts';
import type { PathTruth } from './paths/truth.ts';
import { UP } from './paths/up.ts';

/** Counts the episodes of each kind. A state is on while it has any. */
export class StatesOn {
  readonly #episodes = new Map<EpisodeKind, number>();
  /**
   * Whether a device state that is on keeps what arrives, and whether one does not show it at once.
   */
  keeps = false;
  misses = false;
  /** Since when timers run on the coarse grid; undefined while they do not. */
  coarseSince: Micros | undefined;

  /** An episode begins (`by` 1) or ends (-1). */
  turn(kind: EpisodeKind, by: 1 | -1, now: Micros): void {
    this.#episodes.set(kind, this.#count(kind) + by);
    const on = GRAVEST_FIRST.filter(({ is }) => this.isOn(is));
    this.keeps = on.some(({ received }) => received === 'kept');
    this.misses = on.some(({ received }) => received !== 'shown');
    if (!on.some(({ timers }) => timers === 'coarse')) this.coarseSince = undefined;
    else this.coarseSince ??= now;
  }

  isOn(kind: DeviceState | PathState): boolean {
    return this.#count(kind) > 0;
  }

  /** The gravest state of the device that is on. */
  get device(): DeviceTruth {
    return GRAVEST_FIRST.find(({ is }) => this.isOn(is)) ?? VISIBLE;
  }

  /** The gravest state of the path that is on. */
  get path(): PathTruth {
    return GRAVEST_PATH_FIRST.find(({ is }) => this.isOn(is)) ?? UP;
  }

  #count(kind: DeviceState | PathState): number {
    return this.#episodes.get(kind as EpisodeKind) ?? 0;
  }
}

/** Shared by all actors without episodes, which are most of them; never changed. */
export const NOTHING_ON = new StatesOn();
