// Virtual runs with every verdict, so that tests of documents use only real results.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { conclude, judgingOf } from '../../src/run/conclude.ts';
import { judgeRun } from '../../src/result/judged-run.ts';
import { simulate } from '../../src/run/virtual-run.ts';
import { Evidence } from '../../src/model/judge/evidence.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import type { Profile } from '../../src/model/rows/words.ts';
import type { Reported } from '../../src/report/run/junit.ts';
import type { Result } from '../../src/result/schema.ts';
import { defineScenario, rulesOf, type Scenario } from '../../src/scenario/define.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import smoke from '../../scenarios/smoke.ts';
import { tooShort } from '../scenario/too-short.ts';

export const folder = mkdtempSync(join(tmpdir(), 'stillthere-documents-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A seed with every character that XML, Markdown or a shell could misread. */
export const ODD_SEED = 'a]]>b]]>c "q" \'s\' <i> & `t` | $x 😀 您好，还在吗 \u0001\u001b[31m \ud800 %s\n# h';

/** The smoke scenario with other expectations. */
export const expecting = (expect: ScenarioInput['expect']): Scenario =>
  defineScenario({ ...smoke.input, expect: expect ?? {} });

/** Plays a scenario in virtual time. */
export async function virtual(scenario: Scenario, profile: Profile = 'bare', seed = '1'): Promise<Reported> {
  const stop = new AbortController().signal;
  const outcome = await simulate({ scenario, profile, seed, out: folder, ledger: true, stop, watch: () => {} });
  return { result: outcome.result, folder: outcome.folder.path, repeat: `npx stillthere run x --seed '${seed}'` };
}

/** The same run, judged without one row of its ledger, which makes it invalid. */
export function withHole({ result, folder: path, repeat }: Reported, scenario: Scenario): Reported {
  const rows = readFileSync(join(path, 'ledger.ndjson'), 'utf8').trimEnd().split('\n');
  const gone = rows.findIndex((row) => row.includes('"what":"ack"'));
  assert.ok(gone > 0);
  const evidence = new Evidence();
  for (const [i, row] of rows.entries()) if (i !== gone) evidence.add(JSON.parse(row) as Row);
  const { id, scenario: name, scenarioHash, populationHash: planned, speed, ...run } = result.run;
  const concluded = conclude({
    scenario,
    folder: { id, path, ledger: '', engineLog: '', serverLog: '', store: '' },
    judged: judgeRun(evidence, judgingOf(scenario, rulesOf(scenario, run.profile), speed, false)),
    speed,
    planned,
    trust: { dishonest: [], broken: [], interrupted: false },
    notes: [],
    run,
    generator: result.generator,
    resources: result.resources,
  });
  assert.deepEqual([concluded.run.scenario, concluded.run.scenarioHash], [name, scenarioHash]);
  return { result: concluded, folder: path, repeat };
}

/** One run for each verdict. */
export async function everyVerdict(): Promise<Readonly<Record<Result['verdict'], Reported>>> {
  const pass = await virtual(smoke);
  const runs = {
    pass,
    failed: await virtual(expecting({ firstResponseP95: '1s', missedRate: 0.5, fates: { delivered: 5, refused: 0 } })),
    violated: await virtual(defineScenario(tooShort)),
    inconclusive: await virtual(
      defineScenario({ ...smoke.input, tail: '80s', rules: { idle: { after: '5h' } }, expect: { prematureRate: 0.1 } }),
    ),
    invalid: withHole(pass, smoke),
  };
  for (const [verdict, run] of Object.entries(runs)) assert.equal(run.result.verdict, verdict);
  return runs;
}
