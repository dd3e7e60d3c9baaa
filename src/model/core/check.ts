// Assertions that stay on in production: a broken invariant stops the run instead of bending its result.

/** Throws when an invariant of our own code does not hold. `what` says which, with the values at hand. */
export function invariant(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`internal error, please report it: ${what}`);
}
