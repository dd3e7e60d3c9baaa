// stillthere plan: what a scenario would do, without starting or writing anything.
import type { Command } from 'commander';
import { planOf } from '../../capacity/plan.ts';
import { say } from '../../language/language.ts';
import { planText } from '../../report/plan.ts';
import { rulesFlag, scenarioAt } from '../rules-file.ts';
import { parseProfiles } from '../flags/profiles.ts';

export function addPlan(program: Command): void {
  program
    .command('plan')
    .description(say('plan.says'))
    .argument('<scenario>', say('cli.run.scenario'))
    .addOption(rulesFlag())
    .option('--profile <profiles>', say('cli.run.profile'), 'bare')
    .option('--seed <seed>', say('cli.run.seed'), '1')
    .option('--json', say('plan.json'))
    .action(async (name: string, flags: { profile: string; seed: string; rules?: string; json?: boolean }) => {
      const scenario = await scenarioAt(name, flags.rules);
      const plans = parseProfiles(flags.profile, scenario).map((profile) => planOf(scenario, profile, flags.seed));
      if (flags.json === true) console.log(JSON.stringify(plans.length === 1 ? plans[0] : plans, null, 2));
      else console.log(plans.map(planText).join('\n\n'));
    });
}
