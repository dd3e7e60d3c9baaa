// The class of user errors, in a file of its own, so that it can be loaded without the validators.

/** An error made by the user. Its message is all they need, so no stack trace is shown. */
export class UsageError extends Error {
  override name = 'UsageError';
}
