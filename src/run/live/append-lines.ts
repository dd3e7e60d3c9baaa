// Writing the conductor's own rows and the witness's word into the ledger. A disk that is full is a fault of its own, nobody else's.
import { appendFile, open } from 'node:fs/promises';
import { message, SaidError } from '../../language/language.ts';
import { linesAt } from '../ledger-reader.ts';

/** The ledger cannot be written. Its message is the same one that an engine gives, so that it is said once. */
export class LedgerError extends SaidError {
  override name = 'LedgerError';
  constructor(cause: unknown) {
    super(message('spoilt.ledger', { why: cause instanceof Error ? cause.message : String(cause) }), cause);
  }
}

/** Longest piece that is written at once, in characters or bytes; anything larger might be cut up on the way, in the middle of a line. */
const PIECE = 1 << 16;

/**
 * Appends whole lines. The engine may be writing into the same file: every write takes whole lines, so that none of its rows comes
 * to stand within one of ours.
 * @param lines each ends with a line feed
 * @throws LedgerError
 */
export async function appendLines(ledger: string, lines: string): Promise<void> {
  try {
    for (let from = 0; from < lines.length;) {
      const end = lines.lastIndexOf('\n', from + PIECE - 1) + 1;
      // A line longer than a piece is written whole all the same.
      const to = end > from ? end : lines.indexOf('\n', from) + 1 || lines.length;
      await appendFile(ledger, lines.slice(from, to));
      from = to;
    }
  } catch (error) {
    throw new LedgerError(error);
  }
}

/**
 * Appends the lines of another file, of which no more than a piece is held at a time; see {@link appendLines}.
 * @throws LedgerError also when the other file cannot be read
 */
export async function appendFileTo(ledger: string, lines: string): Promise<void> {
  try {
    const file = await open(lines, 'r');
    try {
      for (let at = 0; ;) {
        const piece = await linesAt(file, at, PIECE);
        if (piece.length === 0) return;
        await appendFile(ledger, piece);
        at += piece.length;
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new LedgerError(error);
  }
}
