// The English catalogue of all texts that users read, one file for each area; keys are
// `<area>.<text>`.
import { AGREE } from './agree.ts';
import { CLI } from './cli.ts';
import { SERVE } from './serve.ts';
import { START } from './start.ts';
import { SUMMARY } from './summary.ts';
import { LOAD } from './load.ts';
import { LIBRARY } from './library.ts';
import { METRICS } from './metrics.ts';
import { DESK } from './desk.ts';
import { DECIDE, JUDGE } from './decide.ts';
import { ERRORS } from './errors.ts';
import { EXPLAIN } from './explain.ts';
import { HELP } from './help.ts';
import { REMEDIES } from './remedies.ts';
import { REPLICATES } from './replicates.ts';
import { REPORT } from './report.ts';
import { RULES } from './rules.ts';
import { RUN } from './run.ts';
import { SCENARIO } from './scenario.ts';
import { SHOWS } from './shows.ts';
import { WHERE } from './where.ts';
import { WORDS } from './words.ts';
import { INIT } from './init.ts';
import { SCHEMA } from './schema.ts';
import { SHAPE } from './shape.ts';
import { PLAN } from './plan.ts';
import { SIM } from './sim.ts';
import { SET } from './set.ts';
import { FLAGS } from './flags.ts';
import { SIZES } from './sizes.ts';
import { TRUST } from './trust.ts';
import { REPLAY } from './replay.ts';

export const EN = {
  ...AGREE,
  ...CLI,
  ...SERVE,
  ...START,
  ...SUMMARY,
  ...LOAD,
  ...LIBRARY,
  ...METRICS,
  ...DESK,
  ...DECIDE,
  ...JUDGE,
  ...ERRORS,
  ...EXPLAIN,
  ...HELP,
  ...REMEDIES,
  ...REPLICATES,
  ...REPORT,
  ...RULES,
  ...RUN,
  ...SCENARIO,
  ...SHOWS,
  ...WHERE,
  ...WORDS,
  ...INIT,
  ...SCHEMA,
  ...SHAPE,
  ...PLAN,
  ...SIM,
  ...SET,
  ...FLAGS,
  ...SIZES,
  ...TRUST,
  ...REPLAY,
} as const;

export type Key = keyof typeof EN;
/** The key and arguments of a text; it can be stored now and shown in any language later. */
export interface Message {
  readonly key: Key;
  readonly args?: Readonly<Record<string, Value>>;
}
/** An argument of a text; it may be a text of the catalogue. */
export type Value = string | number | boolean | Message | readonly (string | Message)[] | undefined;
/** Arguments as a caller may pass them: a message is allowed wherever a text is. */
type Given<A> = {
  readonly [P in keyof A]: string extends A[P]
    ? A[P] | Message
    : readonly string[] extends A[P]
      ? A[P] | readonly (string | Message)[]
      : A[P];
};
/** The arguments of a text: one object, or none for a plain text. */
export type Args<K extends Key> = (typeof EN)[K] extends (args: infer A) => string ? [args: Given<A>] : [];
/** The type of a catalogue in another language: the same keys with the same arguments. */
export type Same<Catalogue> = {
  readonly [K in keyof Catalogue]: Catalogue[K] extends (args: infer A) => string ? (args: A) => string : string;
};
