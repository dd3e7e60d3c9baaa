// The result of a case on a runtime, and its faults in words.
import type { Row } from '../../src/model/rows/rows.ts';
import { Expectations } from './expectations.ts';
import type { Case, CaseResult } from './probe.ts';

export interface Played {
  readonly result: CaseResult;
  /** Ledger rows as the runtime wrote them, one JSON text each. */
  readonly lines: readonly string[];
}

/**
 * Everything that was not as expected, one line each.
 * The rows are checked here, outside the runtime.
 */
export function faultsOf(one: Case, played: Played | undefined): string[] {
  if (played === undefined) return ['the case was not played, or its result did not arrive'];
  const failures = [...played.result.failures];
  if (one.ledger !== undefined) {
    const expect = new Expectations();
    one.ledger(
      played.lines.map((line) => JSON.parse(line) as Row),
      expect,
    );
    failures.push(...expect.failures);
  }
  return failures.map(({ what, expected, actual }) => `${what}: expected ${expected}, was ${actual}`);
}
