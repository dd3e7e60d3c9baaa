// Plays one case on one stage. Pure: bundled into k6.
import { Probe, type Case, type CaseResult } from './probe.ts';
import type { Stage } from './stage.ts';

/** Plays one case to its end. It never rejects: an error is a failure of the case. */
export async function playCase(one: Case, stage: Stage): Promise<CaseResult> {
  const probe = new Probe(stage);
  stage.attach(probe);
  const withdraw = stage.limit(() => probe.giveUp());
  try {
    await new Promise<void>((resolve, reject) =>
      stage.begin(() => void one.play(probe.runtime, probe).then(resolve, reject)),
    );
    probe.hook = undefined;
    await probe.hangUp();
  } catch (error) {
    const actual = error instanceof Error ? error.message : String(error);
    probe.failures.push({ what: 'the case comes to its end', expected: 'all that it waits for', actual });
    for (const line of probe.lines) if (!line.isOver) line.close();
  }
  withdraw();
  stage.end();
  if (stage.faults.length !== (one.faults ?? 0))
    probe.equal('exceptions that the runtime caught', stage.faults, one.faults ?? 0);
  const ends = probe.lines.map((line) => `opened ${line.opened}, ${line.ends.join(', ') || 'no end'}`);
  return { case: one.name, failures: probe.failures, ends };
}
