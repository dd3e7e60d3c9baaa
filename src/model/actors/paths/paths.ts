// All states of a path, and how those that are on at once come to one.
import { PATH_STATES, type PathState } from '../../rows/words.ts';
import { OFFLINE } from './offline.ts';
import type { PathTruth } from './truth.ts';
import { UP } from './up.ts';

export const PATHS: Readonly<Record<PathState, PathTruth>> = { up: UP, offline: OFFLINE };

/** The states from the gravest on. A path is in the gravest of those that are on. */
export const GRAVEST_PATH_FIRST: readonly PathTruth[] = PATH_STATES.map((is) => PATHS[is]).reverse();
