// The Chinese catalogue of all texts that users read: the same keys and arguments as in English.
import type { EN, Same } from '../en/index.ts';
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

export const ZH: Same<typeof EN> = {
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
};
