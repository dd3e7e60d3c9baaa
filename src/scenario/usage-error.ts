// The error of a user's fault, apart from all that finds such faults: whoever only reports it need not load that.

/** A fault of the user's making: its message is all they need; no stack trace is shown. */
export class UsageError extends Error {
  override name = 'UsageError';
}
