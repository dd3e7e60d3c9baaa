// Whole lines in a ledger that two processes write at the same time.
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
  // An engine: one write a batch of rows, for as long as nobody stops it.
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
  const lines = Array.from({ length: 30_000 }, (_, i) => line('conductor', i, 150));
  await appendLines(ledger, lines.join(''));
  child.send('stop');
  await once(child, 'exit');
  const rows = readFileSync(ledger, 'utf8')
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text) as { by: string; i: number });
  const mine = rows.filter(({ by }) => by === 'conductor').map(({ i }) => i);
  assert.deepEqual(
    mine,
    lines.map((_, i) => i),
  );
  const others = rows.filter(({ by }) => by === 'engine').length;
  const between = rows.findLastIndex(({ by }) => by === 'conductor') - rows.findIndex(({ by }) => by === 'conductor');
  assert.ok(others > 100 && between >= lines.length, `${others} rows of the engine, all of them before or after`);
});

test('lines of any length, and no lines', async () => {
  const ledger = join(folder, 'lengths.ndjson');
  writeFileSync(ledger, '');
  const lines = [10, 70_000, 0, 65_500, 200_000, 1].map((length, i) => line('conductor', i, length)).join('');
  await appendLines(ledger, lines);
  await appendLines(ledger, '');
  assert.equal(readFileSync(ledger, 'utf8'), lines);
});
