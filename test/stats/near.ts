// Compares numbers with published values, within a rounding error.
import assert from 'node:assert/strict';

/** @param relative largest relative error; near 0 it is the absolute one */
export function near(value: number, reference: number, relative: number, what = ''): void {
  const scale = Math.abs(reference) < Number.MIN_VALUE ? 1 : Math.abs(reference);
  assert.ok(
    Math.abs(value - reference) <= relative * scale,
    `${what} ${value} is not within ${relative} of ${reference}`,
  );
}

/** The observed share in `of` trials may differ from the true one by four standard errors. */
export function shareNear(count: number, of: number, truth: number, what: string): void {
  const error = Math.sqrt((truth * (1 - truth)) / of);
  assert.ok(Math.abs(count / of - truth) <= 4 * error, `${what}: ${count} of ${of}, true share ${truth} ± ${error}`);
}
