// Lists every mutant, in the order in which they are reported.
import { JUDGE } from './judge.ts';
import type { Mutant } from './mutant.ts';
import { PLAY } from './play.ts';
import { RESULT } from './result.ts';
import { RUNS } from './runs.ts';
import { STATS } from './stats.ts';

export const MUTANTS: readonly Mutant[] = [...PLAY, ...JUDGE, ...STATS, ...RUNS, ...RESULT];
