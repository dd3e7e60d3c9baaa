// The flag `--seed`, which decides who comes; default: the seed of the scenario.
import { Option } from 'commander';
import { say } from '../../language/language.ts';
import type { Scenario } from '../../scenario/define.ts';

/** @param says what the seed is for in this command */
export const seedFlag = (says: string): Option =>
  new Option('--seed <seed>', says).default(undefined, say('flags.seed.default'));

/** The seed to play: the flag, the scenario's, or `1`. */
export const seedOf = ({ data }: Scenario, given: string | undefined): string => given ?? data.seed ?? '1';
