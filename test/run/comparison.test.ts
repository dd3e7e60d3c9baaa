// Only runs with the same people are compared, and a run with other people than planned is invalid.
import assert from 'node:assert/strict';
import test from 'node:test';
import { comparisonOf, otherPeople } from '../../src/run/comparison.ts';
import { judgeRun } from '../../src/result/judged-run.ts';
import { conclude, judgingOf, type Conclusion } from '../../src/run/conclude.ts';
import type { RunOutcome } from '../../src/run/request.ts';
import { Evidence } from '../../src/model/judge/evidence.ts';
import { populationHash } from '../../src/model/population/plan.ts';
import { playVirtual } from '../../src/model/runner/virtual/play.ts';
import type { Result } from '../../src/result/schema.ts';
import { corpusOf, rulesOf, workloadOf } from '../../src/scenario/define.ts';
import smoke from '../../scenarios/smoke.ts';

const workload = workloadOf(smoke, '1');
const corpus = corpusOf(smoke, '1');
const rules = rulesOf(smoke, 'bare');
const planned = populationHash(workload, corpus.sets);

/** The result of a virtual run that was planned with these people. */
function resultOf(hash: string, horizon = true): Result {
  const evidence = new Evidence();
  const lines = { at: (i: number) => corpus.lines[i] ?? '', sets: corpus.sets };
  playVirtual(
    { workload, rules, lines, profile: 'bare', latency: 20_000, visitors: planned.visitors },
    (row) => void ((horizon || row.what !== 'phase' || row.phase !== 'arrivals_end') && evidence.add(row)),
  );
  const conclusion = {
    scenario: smoke,
    folder: { id: 'x', path: 'x' },
    judged: judgeRun(evidence, judgingOf(smoke, rules, 1, false)),
    speed: 1,
    planned: hash,
    trust: { dishonest: [], broken: [], interrupted: false },
    notes: [],
    run: { profile: 'bare', engine: 'sim', seed: '1', durability: 'memory', target: 'reference', startedAt: '' },
  };
  return conclude(conclusion as unknown as Conclusion);
}

const outcome = (profile: string, hash: string): RunOutcome => {
  const result = { run: { profile, populationHash: hash, id: profile }, verdict: 'pass' };
  return { result, folder: { path: profile } } as unknown as RunOutcome;
};

test('the same people: a document that names them', () => {
  const document = comparisonOf([outcome('bare', 'aa'), outcome('all', 'aa')]) as Record<string, unknown>;
  assert.equal(document['schema'], 'stillthere/comparison/1');
  assert.deepEqual([document['samePeople'], document['populationHash']], [true, 'aa']);
});

test('other people: refused, with the runs and what may be the matter', () => {
  const runs = [outcome('bare', 'aa'), outcome('all', 'bb')];
  assert.throws(() => comparisonOf(runs), /cannot be compared.*bare aa, all bb.*--seed/);
  assert.equal(otherPeople([]), undefined);
});

test('the people who were played are those whom the scenario calls for', () => {
  const result = resultOf(planned.hash);
  assert.equal(result.run.populationHash, planned.hash);
  assert.equal(result.verdict, 'pass');
});

test('other people than planned: an inconsistency of ours, and the run is invalid', () => {
  const result = resultOf('0123456789abcdef');
  assert.equal(result.verdict, 'invalid');
  assert.equal(result.exitCode, 4);
  assert.match(result.reasons.map(({ text }) => text).join('\n'), /internal error: .*0123456789abcdef/);
});
