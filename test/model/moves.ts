// Checks a transition table: as written in a comment,
// as in the code, and as used when the code is driven.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** The next state, by state and input. */
export type Moves = Readonly<Record<string, Readonly<Partial<Record<string, string>>>>>;

/**
 * The table in the comment of a file: rows are states, columns are inputs, and a dot means no move.
 */
export function writtenMoves(source: URL): { readonly moves: Moves; readonly inputs: readonly string[] } {
  const [head, rule, ...body] = readFileSync(source, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(' * |'))
    .map((line) =>
      line
        .slice(4, line.lastIndexOf('|'))
        .split('|')
        .map((cell) => cell.trim()),
    );
  assert.ok(head !== undefined && rule !== undefined, `no table in a comment of ${source.pathname}`);
  assert.ok(rule.every((cell) => /^-+$/.test(cell)));
  const inputs = head.slice(1);
  const moves: Record<string, Record<string, string>> = {};
  for (const [state = '', ...cells] of body) {
    assert.equal(cells.length, inputs.length, `row ${state}`);
    const row = inputs.map((input, i): [string, string] => [input, cells[i] ?? '.']);
    moves[state] = Object.fromEntries(row.filter(([, to]) => to !== '.'));
  }
  return { moves, inputs };
}

/** Every move of a table, as `state input`. */
export const listed = (table: Moves): string[] =>
  Object.entries(table).flatMap(([state, moves]) => Object.keys(moves).map((input) => `${state} ${input}`));

/**
 * Records every look-up in the table while the code is driven,
 * as `state input`, whether the table has that move or not.
 */
export function asked(table: Moves): { readonly moves: ReadonlySet<string>; readonly restore: () => void } {
  const moves = new Set<string>();
  const open = table as Record<string, Moves[string]>;
  const before = { ...open };
  for (const [state, row] of Object.entries(before))
    open[state] = new Proxy(row, {
      get: (target, input) => {
        moves.add(`${state} ${String(input)}`);
        return Reflect.get(target, input) as string | undefined;
      },
    });
  return { moves, restore: () => void Object.assign(open, before) };
}

/**
 * Checks that every move of the table was looked up, and otherwise only the `refused` ones. So a
 * move that is added or removed is noticed.
 */
export function assertAllMoves(table: Moves, moves: ReadonlySet<string>, refused: readonly string[] = []): void {
  assert.deepEqual([...moves].sort(), [...listed(table), ...refused].sort());
}
