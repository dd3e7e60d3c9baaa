// Reads a complete ledger, any number of times, in pieces: it may be larger than memory.
import { open, type FileHandle } from 'node:fs/promises';
import { ROW_KINDS, type Row } from '../model/rows/rows.ts';
import type { Pieces } from '../result/threads/in-parts.ts';
import type { Place } from '../result/threads/ledger-index.ts';
import type { Stretch } from '../result/threads/strands.ts';

const KINDS: ReadonlySet<string> = new Set(ROW_KINDS);

/** About how long a piece is: it ends with the last line that began in it. Bytes */
const PIECE = 1 << 20;

/** Parses the line of a row. @throws Error when it is not one */
export function rowOf(line: string): Row {
  const row = JSON.parse(line) as Row;
  if (!KINDS.has(row.what)) throw new TypeError(line);
  return row;
}

/**
 * A ledger file that no longer grows. Lines that are not rows are skipped: `LedgerTail` has
 * reported them.
 */
export class LedgerFileReader implements Pieces {
  readonly #path: string;
  readonly #pieceBytes: number;
  /** Where each piece begins, as far as it has been read: in bytes, and in lines. */
  readonly #begins: { readonly byte: number; readonly line: number }[] = [{ byte: 0, line: 0 }];

  constructor(path: string, pieceBytes = PIECE) {
    this.#path = path;
    this.#pieceBytes = pieceBytes;
  }

  all(take: (row: Row, at: Place) => void): Promise<void> {
    return this.#lines({ from: 0, to: Infinity }, (text, at) => {
      const row = rowOrNothing(text);
      if (row !== undefined) take(row, at);
    });
  }

  some(stretch: Stretch, isWanted: (line: number) => boolean, take: (row: Row) => void): Promise<void> {
    return this.#lines(stretch, (text, { line }) => {
      const row = isWanted(line) ? rowOrNothing(text) : undefined;
      if (row !== undefined) take(row);
    });
  }

  async #lines({ from, to }: Stretch, take: (text: string, at: Place) => void): Promise<void> {
    const file = await open(this.#path, 'r');
    try {
      for (let piece = from; piece <= to; piece++) {
        const { byte, line: first } = this.#begins[piece] ?? { byte: 0, line: 0 };
        const bytes = await linesAt(file, byte, this.#pieceBytes);
        if (bytes.length === 0) return;
        const lines = bytes.toString('utf8', 0, bytes.length - 1).split('\n');
        this.#begins[piece + 1] = { byte: byte + bytes.length, line: first + lines.length };
        for (const [i, text] of lines.entries()) take(text, { piece, line: first + i });
      }
    } finally {
      await file.close();
    }
  }
}

/**
 * Whole lines from `begin` on, not more bytes than `most` unless the first line is longer. Empty at
 * the end of the file. A last line without a line feed does not count.
 */
export async function linesAt(file: FileHandle, begin: number, most: number): Promise<Buffer> {
  for (let length = most; ; length *= 2) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, begin);
    const end = buffer.lastIndexOf(10, bytesRead - 1) + 1;
    if (bytesRead > 0 && end > 0) return buffer.subarray(0, end);
    // The end of the file; otherwise a line is longer than `length`.
    if (bytesRead < length) return buffer.subarray(0, 0);
  }
}

function rowOrNothing(line: string): Row | undefined {
  try {
    return rowOf(line);
  } catch {
    return undefined;
  }
}
