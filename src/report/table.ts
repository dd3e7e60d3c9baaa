// Tables without rules, aligned also for Chinese, and broken up to fit a narrow terminal.
import Table from 'cli-table3';
import { columns, terminalWidth, wrapped } from './width.ts';

type Rows = readonly (readonly string[])[];

/** Spaces before a table, and between two of its columns. */
const GAP = 2;
/** The least width to which a column is narrowed. */
const NARROW = 16;

/**
 * A table no wider than `width`: long cells are wrapped, then columns are moved below each other.
 * @param width in columns of the terminal
 */
export function table(rows: Rows, head?: readonly string[], width = terminalWidth()): string {
  const all = head === undefined ? rows : [head, ...rows];
  const natural = widths(all);
  if (taken(natural) <= width) return laidOut(rows, head);
  const narrow = shrunk(natural, width);
  const fit = (cells: readonly string[]): string[] =>
    cells.map((cell, i) => wrapped(cell, narrow[i] ?? NARROW).join('\n'));
  const [body, heading] = [rows.map(fit), head === undefined ? undefined : fit(head)];
  if (taken(narrow) <= width) return laidOut(body, heading);
  return parts(narrow, width)
    .map((part) => {
      const only = (cells: readonly string[]): string[] => part.map((i) => cells[i] ?? '');
      return laidOut(body.map(only), heading === undefined ? undefined : only(heading));
    })
    .join('\n\n');
}

/** The natural width of each column. */
function widths(rows: Rows): number[] {
  const found: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) found[i] = Math.max(found[i] ?? 0, columns(cell));
  return found;
}

const taken = (all: readonly number[]): number => all.reduce((sum, one) => sum + one + GAP, 0);

/** Narrows the widest column step by step, until all fit or none can get narrower. */
function shrunk(natural: readonly number[], width: number): number[] {
  const found = [...natural];
  for (let over = taken(found) - width; over > 0; over--) {
    const widest = Math.max(...found);
    if (widest <= NARROW) break;
    found[found.indexOf(widest)] = widest - 1;
  }
  return found;
}

/** The columns of each part. Every part repeats the first column, which names the lines. */
function parts(all: readonly number[], width: number): number[][] {
  const [first = 0, ...others] = all;
  const found: number[][] = [];
  let room = -1;
  for (const [at, one] of others.entries()) {
    if (room < one + GAP) {
      found.push([0]);
      room = width - first - GAP;
    }
    found.at(-1)?.push(at + 1);
    room -= one + GAP;
  }
  return found.length === 0 ? [[0]] : found;
}

function laidOut(rows: Rows, head: readonly string[] | undefined): string {
  const none = '';
  const made = new Table({
    chars: {
      top: none,
      'top-mid': none,
      'top-left': none,
      'top-right': none,
      bottom: none,
      'bottom-mid': none,
      'bottom-left': none,
      'bottom-right': none,
      left: '  ',
      'left-mid': none,
      mid: none,
      'mid-mid': none,
      right: none,
      'right-mid': none,
      middle: '  ',
    },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    ...(head !== undefined && { head: [...head] }),
  });
  for (const row of rows) made.push([...row]);
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n');
}
