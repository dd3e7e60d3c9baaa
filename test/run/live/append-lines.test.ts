// Two processes write a ledger at the same time, and all lines stay whole.
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { appendLines } from '../../../src/run/live/append-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-ledger-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const line = (by: string, i: number, length: number): string =>
  `${JSON.stringify({ by, i, pad: 'x'.repeat(length) })}\n`;

test('what the conductor appends and what an engine writes meanwhile never cut each other in two', async () => {
  const ledger = join(folder, 'ledger.ndjson');
  writeFileSync(ledger, '');
  const engine = join(folder, 'engine.mjs');
  // Simulates an engine, which writes batches of rows until it is stopped.
  writeFileSync(
    engine,
    `import { appendFileSync } from 'node:fs';
     let i = 0;
     process.send('ready');
     process.on('message', () => process.exit(0));
     setInterval(() => { for (let n = 0; n < 200; n++) appendFileSync(${JSON.stringify(ledger)}, JSON.stringify({ by: 'engine', i: i++ }) + '\\n'); }, 0);`,
  );
  const child = fork(engine);
  await once(child, 'message');
  const rowsOf = (text: string): { by: string; i: number }[] =>
    text
      .trimEnd()
      .split('\n')
      .map((row) => JSON.parse(row) as { by: string; i: number });
  const lines: string[] = [];
  // On a busy machine one process may stand still, so both write until their rows are mixed.
  for (let round = 0; round < 20; round++) {
    const more = Array.from({ length: 30_000 }, (_, i) => line('conductor', lines.length + i, 150));
    lines.push(...more);
    await appendLines(ledger, more.join(''));
    if (isBetween(rowsOf(wholeLines(readFileSync(ledger, 'utf8'))))) break;
  }
  child.send('stop');
  await once(child, 'exit');
  const rows = rowsOf(readFileSync(ledger, 'utf8'));
  const mine = rows.filter(({ by }) => by === 'conductor').map(({ i }) => i);
  assert.deepEqual(
    mine,
    lines.map((_, i) => i),
  );
  assert.ok(isBetween(rows), 'all rows of the engine stand before ours or behind them');
});

/** Whether a row of the engine stands between two rows of the conductor. */
function isBetween(rows: readonly { by: string }[]): boolean {
  const isOurs = ({ by }: { by: string }): boolean => by === 'conductor';
  return rows.findLastIndex(isOurs) - rows.findIndex(isOurs) >= rows.filter(isOurs).length;
}

/** The text without the unfinished last line. */
const wholeLines = (text: string): string => text.slice(0, text.lastIndexOf('\n') + 1);

test('lines of any length, and no lines', async () => {
  const ledger = join(folder, 'lengths.ndjson');
  writeFileSync(ledger, '');
  const lines = [10, 70_000, 0, 65_500, 200_000, 1].map((length, i) => line('conductor', i, length)).join('');
  await appendLines(ledger, lines);
  await appendLines(ledger, '');
  assert.equal(readFileSync(ledger, 'utf8'), lines);
});
