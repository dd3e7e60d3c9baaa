// Every text that users read, in English: plain, or made from arguments. One file an area; keys are `<area>.<text>`.
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
/** A text by its name and what goes into it: what can be written down now and said in any language later. */
export interface Message {
  readonly key: Key;
  readonly args?: Readonly<Record<string, Value>>;
}
/** What goes into a text; a text of the catalogue may go into another one. */
export type Value = string | number | boolean | Message | readonly (string | Message)[] | undefined;
/** Arguments as a caller may give them: wherever a text belongs, a message will do. */
type Given<A> = {
  readonly [P in keyof A]: string extends A[P]
    ? A[P] | Message
    : readonly string[] extends A[P]
      ? A[P] | readonly (string | Message)[]
      : A[P];
};
/** What a text is made from: one object of arguments, or nothing for a plain one. */
export type Args<K extends Key> = (typeof EN)[K] extends (args: infer A) => string ? [args: Given<A>] : [];
/** The shape that a catalogue in another language must have: the same keys, made from the same arguments. */
export type Same<Catalogue> = {
  readonly [K in keyof Catalogue]: Catalogue[K] extends (args: infer A) => string ? (args: A) => string : string;
};
