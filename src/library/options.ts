// The options of the library: each means the same as the flag of that name, and is checked at once.
import { z } from 'zod';
import { say } from '../language/language.ts';
import { REPLICATES_MOST, WORKERS_MOST } from '../cli/flags/replicates.ts';
import { UsageError, type Scenario } from '../scenario/define.ts';
import { FaultWords } from '../scenario/faults.ts';
import type { ScenarioInput } from '../scenario/schema.ts';

/** How far a call is; passed to `progress` several times a second. */
export interface Progress {
  /** The profile that is played now. */
  readonly profile: string;
  /** Virtual time has no `preparing` and no `draining`. */
  readonly phase: 'preparing' | 'playing' | 'draining' | 'judging';
  /** Played model time, s; absent while several seeds are played in parallel. */
  readonly modelSeconds?: number;
  /** The number of finished seeds, out of all. */
  readonly seeds?: { readonly done: number; readonly of: number };
  /** Real time since the call, s. */
  readonly realSeconds: number;
}

/** Options of every call. */
interface CommonOptions {
  /** A scenario: what `defineScenario` gives or takes, the name of one that comes with the tool, or the path of a file. */
  readonly scenario: Scenario | ScenarioInput | string;
  /** Session rules instead of those of the scenario: the name of a preset, or the path of a file. */
  readonly rules?: string | undefined;
  /** Default `1`. */
  readonly seed?: string | number | undefined;
  /** Default `sim`, virtual time: no server, no sockets, the same result on every machine. */
  readonly engine?: 'sim' | 'node' | 'k6' | undefined;
  /** Model seconds per real second, for `node` and `k6`; default: as the scenario says. */
  readonly speed?: number | 'auto' | undefined;
  /** The folder in which the folder of this call is made; default `runs`. */
  readonly out?: string | undefined;
  /**
   * Aborting it ends the run. The rest is drained and reported, and the document says that it was
   * interrupted.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * Gets the progress of the call. An error that it throws ends the run, and the call throws it.
   */
  readonly progress?: ((progress: Progress) => void) | undefined;
}

/** Further options for a single profile. */
interface ProfileOptions extends CommonOptions {
  /** The profile; default `bare`. */
  readonly profile?: string | undefined;
  /**
   * What acknowledged messages survive on the reference server: a crash of the process, or a power
   * failure; default `process`.
   */
  readonly durability?: 'process' | 'power' | undefined;
  /** Keep the database of the reference server. */
  readonly keepDb?: boolean | undefined;
  /** Memory limit in virtual time, such as `512MB`; default: most free memory. */
  readonly memory?: string | undefined;
}

/** Options of {@link run}. */
export interface RunOptions extends ProfileOptions {
  /** The WebSocket address of a server that is running, for `node` and `k6`. */
  readonly target?: string | undefined;
  /** Keep the ledger of a run in virtual time; over sockets it is always kept. */
  readonly ledger?: boolean | undefined;
  /** Virtual time: end the run after this much model time, such as `30m`. */
  readonly until?: string | undefined;
  /** Virtual time: only these actors come, such as `['v71', 'a0']`. */
  readonly only?: readonly string[] | undefined;
}

/** Options of {@link replicates}. */
export interface ReplicatesOptions extends ProfileOptions {
  /** How many seeds: `seed/1`, `seed/2`, … */
  readonly replicates: number;
  /** Virtual time: how many seeds are played side by side; default: one for each core. */
  readonly workers?: number | undefined;
}

/** Options of {@link remedies}. */
export interface RemediesOptions extends CommonOptions {
  /** The profiles to compare, the base first; default: all of the scenario. */
  readonly profiles?: readonly string[] | undefined;
  /** How many seeds for each profile; default 20. */
  readonly replicates?: number | undefined;
  /** Virtual time: how many seeds are played side by side; default: one for each core. */
  readonly workers?: number | undefined;
}

/** A schema for every option, so that none is forgotten. */
type Shape<Options> = { readonly [Name in keyof Options]-?: z.ZodType<Options[Name]> };

const text = z.string().min(1);
const yesOrNo = z.boolean().optional();
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
/**
 * Checked by its members: a test runner with a browser's globals has another class of this name.
 */
const isSignal = (value: unknown): boolean =>
  isObject(value) && 'aborted' in value && 'addEventListener' in value && 'removeEventListener' in value;

const COMMON: Shape<CommonOptions> = {
  scenario: z.custom<CommonOptions['scenario']>(
    (value) => isObject(value) || (typeof value === 'string' && value !== ''),
    { error: () => say('library.scenario') },
  ),
  rules: text.optional(),
  seed: z.union([text, z.number().int()], { error: () => say('library.seed') }).optional(),
  engine: z.enum(['sim', 'node', 'k6']).optional(),
  speed: z.union([z.literal('auto'), z.number().min(0.01).max(10_000)], { error: () => say('shape.speed') }).optional(),
  out: text.optional(),
  signal: z.custom<AbortSignal>(isSignal, { error: () => say('library.signal') }).optional(),
  progress: z
    .custom<(progress: Progress) => void>((value) => typeof value === 'function', {
      error: () => say('library.progress'),
    })
    .optional(),
};

const PROFILE: Shape<ProfileOptions> = {
  ...COMMON,
  profile: text.optional(),
  durability: z.enum(['process', 'power']).optional(),
  keepDb: yesOrNo,
  memory: text.optional(),
};

const count = z.number().int().min(1).max(REPLICATES_MOST);
const workers = z.number().int().min(1).max(WORKERS_MOST).optional();

export const RUN: Shape<RunOptions> = {
  ...PROFILE,
  target: text.optional(),
  ledger: yesOrNo,
  until: text.optional(),
  only: z.array(text).min(1).optional(),
};

export const REPLICATES: Shape<ReplicatesOptions> = { ...PROFILE, replicates: count, workers };

export const REMEDIES: Shape<RemediesOptions> = {
  ...COMMON,
  profiles: z.array(text).min(1).optional(),
  replicates: count.optional(),
  workers,
};

/**
 * Checks options.
 * @param name of the function that got them
 * @throws UsageError with one line for each invalid option: its name, its value, what to write
 * instead
 */
export function checked<Options>(name: string, shape: Shape<Options>, options: Options): Options {
  const words = new FaultWords();
  // A call without options gets the error that `scenario` is missing.
  const given: unknown = isObject(options) ? options : {};
  const parsed = z.strictObject(shape).safeParse(given, { error: words.map });
  if (parsed.success) return options;
  const lines = words.lines(parsed.error, given).map((line) => `  ${line}`);
  throw new UsageError(say('library.faults', { name, lines }));
}
