// Replicates over real sockets: one after the other,
// each with its own evidence and the people of its seed.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { seedsOf } from '../../src/study/replicates/replicates.ts';
import { playSeeds } from '../../src/study/replicates/seeds.ts';
import { replicatesSchema } from '../../src/result/replicates.ts';
import { defineScenario } from '../../src/scenario/define.ts';
import { tooShort } from '../scenario/too-short.ts';
import { assertNoStack, command, newFolder, scenarioFile } from './support.ts';

test('two seeds over sockets: the same document, and a run folder for each', async () => {
  const out = join(newFolder('runs'), 'x');
  const args = ['run', scenarioFile(tooShort), '--engine', 'node', '--replicates', '2', '--seed', 'S'];
  const ended = await command([...args, '--out', out]).ended;
  assertNoStack(ended);
  const [name = ''] = readdirSync(out);
  assert.match(name, /^too-short-bare-node-S-x2-/, ended.stderr);
  const document = replicatesSchema.parse(JSON.parse(readFileSync(join(out, name, 'replicates.json'), 'utf8')));
  assert.equal(ended.code, document.exitCode);
  // A busy machine is named in the reasons. Messages are lost in any case, and that is a fact.
  assert.equal(document.verdict, 'violated', ended.stdout);
  assert.match(ended.stderr, /too-short \(bare, node\), seed S\/1 \(1 of 2\): /);
  assert.match(ended.stderr, /too-short \(bare, node\), seed S\/2 \(2 of 2, about \d+ s left\): /);

  const virtual = await playSeeds(defineScenario(tooShort), 'bare', seedsOf('S', 2));
  assert.deepEqual(
    document.replicates.map(({ seed, populationHash }) => ({ seed, populationHash })),
    virtual.map(({ seed, populationHash }) => ({ seed, populationHash })),
  );
  for (const row of document.replicates) {
    const folder = join(out, name, row.folder ?? '');
    assert.ok(existsSync(join(folder, 'ledger.ndjson')), 'the evidence of each');
    assert.equal(row.speed > 0 && (row.lost ?? 0) > 0, true);
    const [, line = ''] = /^Run one of them alone: +(.+)$/m.exec(ended.stdout) ?? [];
    assert.match(line, / --seed S\/\d --speed [\d.]+$/);
  }
});
