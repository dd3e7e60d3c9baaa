// Collects what a case expects, instead of throwing. Pure: bundled into k6.

export interface Failure {
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
}

const LONGEST_SHOWN = 400;

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}… (${text.length} characters)` : text;
}

/**
 * Collects failed expectations instead of throwing, so that one run of a case reports all of them.
 */
export class Expectations {
  readonly failures: Failure[] = [];

  equal(what: string, actual: unknown, expected: unknown): void {
    if (JSON.stringify(actual) === JSON.stringify(expected)) return;
    this.failures.push({ what, expected: shown(expected), actual: shown(actual) });
  }

  ok(what: string, is: boolean, expected: string, actual: unknown): void {
    if (!is) this.failures.push({ what, expected, actual: shown(actual) });
  }

  /** Compares long lists for order and completeness, and names the first place that differs. */
  same(what: string, actual: readonly unknown[], expected: readonly unknown[]): void {
    this.equal(`${what}: how many`, actual.length, expected.length);
    const at = expected.findIndex((value, i) => JSON.stringify(value) !== JSON.stringify(actual[i]));
    if (at >= 0) this.equal(`${what}: the first that differs, at ${at}`, actual[at], expected[at]);
  }
}
