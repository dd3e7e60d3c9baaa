// Plays a run in virtual time again from its folder, to get the rows that were not kept.
import { say } from '../language/language.ts';
import { playSim } from '../engines/sim/engine.ts';
import type { Row } from '../model/rows/rows.ts';
import type { Result } from '../result/schema.ts';
import { UsageError, type Scenario } from '../scenario/define.ts';
import { judgingOf } from '../run/conclude.ts';
import { givenBy } from './shortest.ts';
import { virtualRun } from '../run/virtual-run.ts';

/**
 * The rows of a run in virtual time, byte for byte the same as then.
 * @param memory what this process may take, bytes
 * @throws UsageError when the rows differ: the run was cut short, or another version of this
 * program played it
 * @throws SaidError when it takes too much memory
 */
export async function replay(scenario: Scenario, { run, resources, tool }: Result, memory: number): Promise<Row[]> {
  const whole = virtualRun(scenario, run.profile, run.seed, givenBy(run));
  const rows: Row[] = [];
  const { judged } = await playSim({
    run: whole,
    judging: judgingOf(scenario, whole.rules, 1, false),
    memory,
    row: (row) => rows.push(row),
  });
  const { version } = tool;
  if (judged.populationHash !== run.populationHash)
    throw new UsageError(say('replay.otherPeople', { run: run.id, version }));
  if (judged.rows !== resources.rows)
    throw new UsageError(say('replay.otherRows', { run: run.id, version, then: resources.rows, now: judged.rows }));
  return rows;
}
