// The end of every run, virtual or real: judge the evidence, decide, write result.json.
import { message, type Message, type Said } from '../language/language.ts';
import type { JudgeOptions } from '../model/judge/judge.ts';
import type { SessionRules } from '../model/rules/rules.ts';
import type { JudgedRun } from '../result/judged-run.ts';
import type { Result } from '../result/schema.ts';
import { decide, EXIT, reason, type Trust } from '../result/verdict.ts';
import type { Scenario } from '../scenario/define.ts';
import { packageVersion } from '../system/version.ts';
import type { RunFolder } from './folder.ts';

/**
 * Tolerance ε for judging: sender, server, and judge may differ by this much real time before a
 * timeout counts as wrong. µs
 */
export const JUDGING_EPSILON = 100_000;

export interface Conclusion {
  readonly scenario: Scenario;
  readonly folder: RunFolder;
  readonly judged: JudgedRun;
  readonly speed: number;
  /** `populationHash` of the people that scenario and seed define. */
  readonly planned: string;
  readonly trust: Trust;
  readonly notes: readonly Said[];
  readonly run: Omit<Result['run'], 'id' | 'scenario' | 'scenarioHash' | 'populationHash' | 'speed'>;
  readonly k6?: string;
  readonly generator: Result['generator'];
  readonly resources: Result['resources'];
}

/** How a run of this scenario is judged. */
export const judgingOf = (
  scenario: Scenario,
  rules: SessionRules,
  speed: number,
  generatorLate: boolean,
): JudgeOptions => ({
  rules,
  speed,
  // After a crash, a close may be late by up to two commit intervals. The crash can lose a decided
  // close with the two commits before it, and the close is then decided again.
  epsilon: JUDGING_EPSILON + 2 * scenario.data.commit,
  prematureWithin: scenario.data.prematureWithin,
  generatorLate,
});

/** Verdict and exit code of a judged run, with the reasons. */
export function verdictOf(
  scenario: Scenario,
  judged: JudgedRun,
  trust: Trust,
  notes: readonly Said[],
): Pick<Result, 'verdict' | 'exitCode' | 'reasons'> {
  const { verdict, reasons } = decide(judged.numbers, judged, trust, scenario.data.expect);
  return { verdict, exitCode: EXIT[verdict], reasons: [...reasons, ...notes.map((note) => reason('note', note))] };
}

/** Decides on the verdict. The result is complete and consistent with the schema. */
export function conclude(c: Conclusion): Result {
  const { scenario, judged, speed } = c;
  const trust = { ...c.trust, broken: [...c.trust.broken, ...otherPeople(judged, c.planned)] };
  return {
    schema: 'stillthere/result/1',
    tool: { version: packageVersion(), node: process.version, ...(c.k6 !== undefined && { k6: c.k6 }) },
    run: {
      id: c.folder.id,
      scenario: scenario.name,
      scenarioHash: scenario.hash,
      populationHash: judged.populationHash,
      speed,
      ...c.run,
    },
    ...verdictOf(scenario, judged, trust, c.notes),
    limits: scenario.data.expect,
    ...judged.numbers,
    generator: c.generator,
    resources: c.resources,
  };
}

/** The same result with notes that came up after it was complete. */
export const withNotes = (result: Result, notes: readonly Said[]): Result => ({
  ...result,
  reasons: [...result.reasons, ...notes.map((note) => reason('note', note))],
});

/**
 * A complete ledger with other people than those planned is a bug of ours. A ledger with gaps, or
 * an interrupted run, is reported anyway.
 */
function otherPeople({ isWhole, populationHash: played }: JudgedRun, planned: string): Message[] {
  return !isWhole || played === planned ? [] : [message('spoilt.otherPeople', { played, planned })];
}

/** Rounds to two decimals, for people to read. */
export const hundredths = (value: number): number => Math.round(value * 100) / 100;
