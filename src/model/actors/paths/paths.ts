// All states of a path, and which of them counts if several are on.
import { PATH_STATES, type PathState } from '../../rows/words.ts';
import { OFFLINE } from './offline.ts';
import type { PathTruth } from './truth.ts';
import { UP } from './up.ts';

export const PATHS: Readonly<Record<PathState, PathTruth>> = { up: UP, offline: OFFLINE };

/** The states, gravest first. A path is in the gravest state that is on. */
export const GRAVEST_PATH_FIRST: readonly PathTruth[] = PATH_STATES.map((is) => PATHS[is]).reverse();
