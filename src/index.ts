// The public module: what a scenario file of one's own imports.
export { defineScenario, UsageError, type Scenario } from './scenario/define.ts';
export type { ScenarioInput } from './scenario/schema.ts';
export type { Replicates } from './result/replicates.ts';
export type { Result } from './result/schema.ts';
