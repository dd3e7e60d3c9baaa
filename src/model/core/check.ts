// Assertions that also run in production: a broken invariant stops the run, so no result is wrong.

/** Throws when an invariant of our own code does not hold. `what` names it and gives the values. */
export function invariant(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`internal error, please report it: ${what}`);
}
