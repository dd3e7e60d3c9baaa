// `run --verify`: plays a seed twice side by side in virtual time, and reports the first row that
// differs.
import { virtualRun } from '../../run/virtual-run.ts';
import { refuseLargeInMemory } from '../../capacity/sizes.ts';
import { verify, type Verified } from '../../replay/verify.ts';
import { say } from '../../language/language.ts';
import type { Profile } from '../../model/rows/words.ts';
import { liveView } from '../../report/live.ts';
import { UsageError, type Scenario } from '../../scenario/define.ts';
import { print } from '../print.ts';
import { listenForStop, STOPPED } from '../signals.ts';
import { memoryOf, plainly, virtualOf, type VirtualFlags } from './virtual.ts';

interface VerifyFlags extends VirtualFlags {
  engine: string;
  seed: string;
}

/**
 * @returns the exit code
 * @throws UsageError on invalid flags, and with both rows when a row differs: then this program has
 * a bug
 */
export async function verifyCommand(
  scenario: Scenario,
  profiles: readonly Profile[],
  flags: VerifyFlags,
): Promise<number> {
  const part = virtualOf(flags, flags.engine);
  const { seed } = flags;
  const { stop, dispose } = listenForStop(say('verify.stopping'));
  try {
    for (const profile of profiles) {
      if (stop.aborted) return STOPPED;
      refuseLargeInMemory({ scenario, profile, seed }, memoryOf(flags.memory));
      const began = performance.now();
      const view = liveView(say('verify.title', { scenario: scenario.name, profile }), process.stderr);
      const verified = await plainly(
        verify(virtualRun(scenario, profile, seed, part), {
          memory: memoryOf(flags.memory),
          stop,
          watch: (model) =>
            view.show({ phase: 'playing', model, speed: 1, realSeconds: (performance.now() - began) / 1000 }),
        }),
      ).finally(() => view.done());
      print(told(verified, { scenario: scenario.name, profile, seed }));
      if (verified.isStopped) return STOPPED;
    }
    return 0;
  } finally {
    dispose();
  }
}

/**
 * One line when all rows were the same, or all until it was stopped.
 * @throws UsageError with both rows when not
 */
export function told(
  { rows, digest, difference, isStopped }: Verified,
  run: { readonly scenario: string; readonly profile: string; readonly seed: string },
): string {
  if (difference !== undefined) throw new UsageError(say('verify.differs', { ...run, ...difference }));
  return isStopped ? say('verify.stopped', { ...run, rows }) : say('verify.same', { ...run, rows, digest });
}
