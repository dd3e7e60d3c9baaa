// stillthere start: the main job. The worst hour of a festival evening on a default desk, then with the remedies, side by side.
import type { Command } from 'commander';
import { otherPeople } from '../run/comparison.ts';
import { findK6 } from '../engines/k6/find.ts';
import { say } from '../language/language.ts';
import { sideBySide } from '../report/terminal.ts';
import { wasHonest } from '../report/trust.ts';
import { loadScenario } from './load.ts';
import { chosenBy } from './profiles.ts';
import { playAll } from './run.ts';
import { print } from './print.ts';
import { seedFlag, seedOf } from './seed.ts';

/** Fast enough to wait for, and far below what the rules of the scenario allow. */
const SPEED_AT_MOST = 120;

export function addStart(program: Command): void {
  program
    .command('start')
    .description(say('cli.start'))
    .argument('[scenario]', say('cli.start.scenario'), 'double-eleven-peak')
    .addOption(seedFlag(say('cli.run.seed')))
    .option('--out <dir>', say('cli.run.out'), 'runs')
    .action(async (name: string, { seed: given, out }: { seed?: string; out: string }) => {
      const scenario = await loadScenario(name);
      const seed = seedOf(scenario, given);
      const k6 = await findK6();
      if ('missing' in k6) print(`${say('cli.startNoK6', { why: k6.missing })}\n`);
      const engine = 'missing' in k6 ? 'node' : 'k6';
      const flags = { engine, profile: 'bare,all', seed, out, adapter: 'reference', durability: 'process' } as const;
      const outcomes = await playAll(chosenBy(scenario, flags), name, flags, { speedAtMost: SPEED_AT_MOST });
      const results = outcomes.map((o) => o.result);
      const others = otherPeople(results);
      if (others !== undefined) process.stderr.write(`${others}\n`);
      else if (results.length === 2) {
        print(`\n${say('cli.startCompared')}\n${sideBySide(results)}\n`);
      }
      process.exitCode = others === undefined && results.length === 2 && results.every(wasHonest) ? 0 : 4;
    });
}
