// stillthere start: the main job. The worst hour of a festival evening on a default desk, then with the remedies, side by side.
import type { Command } from 'commander';
import { otherPeople } from '../../run/comparison.ts';
import { findK6 } from '../../engines/k6/find.ts';
import { say } from '../../language/language.ts';
import type { Result } from '../../result/schema.ts';
import { sideBySide } from '../../report/run/terminal.ts';
import { loadScenario } from '../load.ts';
import { parseProfiles } from '../flags/profiles.ts';
import { playAll } from './run.ts';

/** Fast enough to wait for, and far below what the rules of the scenario allow. */
const SPEED_AT_MOST = 120;

export function addStart(program: Command): void {
  program
    .command('start')
    .description(say('cli.start'))
    .argument('[scenario]', say('cli.start.scenario'), 'double-eleven-peak')
    .option('--seed <seed>', say('cli.run.seed'), '1')
    .option('--out <dir>', say('cli.run.out'), 'runs')
    .action(async (name: string, { seed, out }: { seed: string; out: string }) => {
      const scenario = await loadScenario(name);
      const k6 = await findK6();
      if ('missing' in k6) console.log(`${say('cli.startNoK6', { why: k6.missing })}\n`);
      const engine = 'missing' in k6 ? 'node' : 'k6';
      const flags = { engine, profile: 'bare,all', seed, out, adapter: 'reference', durability: 'process' } as const;
      const profiles = parseProfiles(flags.profile, scenario);
      const outcomes = await playAll(scenario, name, profiles, flags, { speedAtMost: SPEED_AT_MOST });
      const results = outcomes.map((o) => o.result);
      const others = otherPeople(results);
      if (others !== undefined) process.stderr.write(`${others}\n`);
      else if (results.length === 2) {
        console.log(`\n${say('cli.startCompared')}\n${sideBySide(results)}\n`);
      }
      process.exitCode = others === undefined && results.length === 2 && results.every(wasHonest) ? 0 : 4;
    });
}

/** Limits whose reasons say that a run proves nothing, whatever facts stand beside them. */
const UNTRUSTED = new Set(['generator', 'target', 'ledger', 'drain', 'run']);

/** Could this run be trusted, whatever it found? A fact outranks "invalid" in the verdict, so the verdict alone does not say. */
export function wasHonest(result: Pick<Result, 'generator' | 'reasons'>): boolean {
  return result.generator.honest && !result.reasons.some(({ limit }) => UNTRUSTED.has(limit));
}
