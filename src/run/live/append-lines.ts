// Appends the rows of the conductor and of the party `server` to the ledger.
// A full disk has an error class of its own.
import { appendFile, open } from 'node:fs/promises';
import { message, SaidError } from '../../language/language.ts';
import { linesAt } from '../ledger-reader.ts';

/** The ledger cannot be written. Engines give the same message, so it is reported only once. */
export class LedgerError extends SaidError {
  override name = 'LedgerError';
  constructor(cause: unknown) {
    super(message('spoilt.ledger', { why: cause instanceof Error ? cause.message : String(cause) }), cause);
  }
}

/**
 * Longest piece of one write, in characters or bytes. Anything larger might be split in the middle
 * of a line.
 */
const PIECE = 1 << 16;

/**
 * Appends whole lines. The engine may be writing into the same file. Every write has whole lines,
 * so that no row of the engine ends up inside one of ours.
 * @param lines each ends with a line feed
 * @throws LedgerError
 */
export async function appendLines(ledger: string, lines: string): Promise<void> {
  try {
    for (let from = 0; from < lines.length;) {
      const end = lines.lastIndexOf('\n', from + PIECE - 1) + 1;
      // A line longer than a piece is still written in one write.
      const to = end > from ? end : lines.indexOf('\n', from) + 1 || lines.length;
      await appendFile(ledger, lines.slice(from, to));
      from = to;
    }
  } catch (error) {
    throw new LedgerError(error);
  }
}

/**
 * Appends the lines of another file, with one piece in memory at a time; see {@link appendLines}.
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
