// Several runs side by side as a document, `stillthere/comparison/1`, if they had the same people.
import { say } from '../language/language.ts';
import { UsageError } from '../scenario/define.ts';
import type { Result } from '../result/schema.ts';
import type { RunOutcome } from './request.ts';

/** Why these runs cannot be compared, or undefined when all of them had the same people. */
export function otherPeople(results: readonly Pick<Result, 'run'>[]): string | undefined {
  const hashes = new Set(results.map(({ run }) => run.populationHash));
  if (hashes.size < 2) return undefined;
  const runs = results.map(({ run }) => `${run.profile} ${run.populationHash}`);
  return say('errors.otherPeople', { runs });
}

/**
 * The document of several runs.
 * @throws UsageError when they had different people: a difference would say nothing about the rules
 */
export function comparisonOf(outcomes: readonly RunOutcome[]): object {
  const refusal = otherPeople(outcomes.map(({ result }) => result));
  if (refusal !== undefined) throw new UsageError(refusal);
  return {
    schema: 'stillthere/comparison/1',
    samePeople: true,
    populationHash: outcomes[0]?.result.run.populationHash ?? '',
    runs: outcomes.map(({ result, folder }) => ({
      id: result.run.id,
      profile: result.run.profile,
      folder: folder.path,
      verdict: result.verdict,
      timeouts: result.timeouts,
      messages: result.messages,
      cost: result.cost,
    })),
  };
}
