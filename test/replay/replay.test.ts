// Replays a virtual run without a ledger: an equal ledger,
// or a clear message that it would be another one.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import type { Excerpt } from '../../src/run/excerpt.ts';
import { replay } from '../../src/replay/replay.ts';
import { simulate } from '../../src/run/virtual-run.ts';
import type { RunOutcome } from '../../src/run/request.ts';
import { SaidError } from '../../src/language/language.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import type { Result } from '../../src/result/schema.ts';
import { UsageError, type Scenario } from '../../src/scenario/define.ts';
import festival from '../../scenarios/double-eleven-peak.ts';
import smoke from '../../scenarios/smoke.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-replay-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function play(scenario: Scenario, profile: 'bare' | 'all', ledger: boolean, part: Excerpt = {}): Promise<RunOutcome> {
  const stop = new AbortController().signal;
  return simulate({ scenario, profile, seed: '2', out: folder, stop, watch: () => {}, ledger, ...part });
}

const textOf = (rows: readonly Row[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

for (const [what, scenario, profile, part] of [
  ['smoke', smoke, 'bare', {}],
  ['the worst hour with all remedies', festival, 'all', {}],
  ['a part of it', festival, 'bare', { only: ['v3', 'v18', 'a7'], until: 3000e6 }],
] as const)
  test(`${what}: what is played again is the ledger that a run with --ledger keeps, to the byte`, async () => {
    const [kept, forgotten] = [await play(scenario, profile, true, part), await play(scenario, profile, false, part)];
    assert.ok(!existsSync(forgotten.folder.ledger), 'nobody asked for it');
    const rows = await replay(scenario, forgotten.result, Infinity);
    assert.ok(rows.length > 100);
    assert.equal(textOf(rows), readFileSync(kept.folder.ledger, 'utf8'));
  });

test('other people, or other rows: made by another version, or cut short', async () => {
  const { result } = await play(smoke, 'bare', false);
  const others: Result = { ...result, run: { ...result.run, populationHash: '0000000000000000' } };
  const more: Result = { ...result, resources: { ...result.resources, rows: result.resources.rows + 1 } };
  for (const [changed, says] of [
    [
      others,
      /has no ledger, and its repetition has other visitors or agents: another version \(0\.\d+\.\d+\).*--ledger$/,
    ],
    [more, /its repetition has [\d ]+ rows instead of [\d ]+: .*--ledger$/],
  ] as const)
    await assert.rejects(
      replay(smoke, changed, Infinity),
      (error: Error) => error instanceof UsageError && says.test(error.message),
    );
});

test('it stops before it takes more memory than allowed', async () => {
  const { result } = await play(festival, 'bare', false);
  await assert.rejects(replay(festival, result, 1), (error: Error) => error instanceof SaidError);
});
