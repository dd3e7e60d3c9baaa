// Writing the conductor's own rows and the witness's word into the ledger. A disk that is full is a fault of its own, nobody else's.
import { appendFile } from 'node:fs/promises';
import { message, SaidError } from '../language/language.ts';

/** The ledger cannot be written. Its message is the same one that an engine gives, so that it is said once. */
export class LedgerError extends SaidError {
  override name = 'LedgerError';
  constructor(cause: unknown) {
    super(message('spoilt.ledger', { why: cause instanceof Error ? cause.message : String(cause) }), cause);
  }
}

/** Appends whole lines. @throws LedgerError */
export async function appendLines(ledger: string, lines: string): Promise<void> {
  try {
    await appendFile(ledger, lines);
  } catch (error) {
    throw new LedgerError(error);
  }
}
