// The public module: runs scenarios from a program or a test suite, and helps to define them.
export { run } from './library/run.ts';
export { replicates } from './library/replicates.ts';
export { remedies } from './library/remedies.ts';
export type { Played } from './library/asked.ts';
export type { Progress, RemediesOptions, ReplicatesOptions, RunOptions } from './library/options.ts';
export { defineScenario, UsageError, type Scenario } from './scenario/define.ts';
export type { ScenarioInput } from './scenario/schema.ts';
export type { Agreement } from './result/agreement.ts';
export type { Remedies } from './result/remedies.ts';
export type { Replicates } from './result/replicates.ts';
export type { Result } from './result/schema.ts';
export type { Row as LedgerRow } from './model/rows/rows.ts';
