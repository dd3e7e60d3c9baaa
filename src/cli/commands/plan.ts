// `stillthere plan`: shows what a scenario would do, without starting or writing anything.
import type { Command } from 'commander';
import { planOf, type Plan } from '../../capacity/plan.ts';
import { faultsOverSockets } from '../../capacity/sizes.ts';
import { say } from '../../language/language.ts';
import { paint } from '../../report/format.ts';
import { planText } from '../../report/plan.ts';
import { rulesFlag, scenarioAt } from '../rules-file.ts';
import { chosenBy, type ProfileFlags } from '../flags/profiles.ts';
import { setFlag } from '../flags/set.ts';
import { print } from '../print.ts';
import { seedFlag, seedOf } from '../flags/seed.ts';

interface PlanFlags extends ProfileFlags {
  readonly seed?: string;
  readonly rules?: string;
  readonly json?: boolean;
}

/**
 * Why this machine would refuse the scenario over sockets; the plan itself holds on any machine.
 */
const tooLarge = ({ peak }: Plan): string[] =>
  faultsOverSockets(peak.connected).map((fault) => `${paint('yellow', '!')} ${fault}`);

export function addPlan(program: Command): void {
  program
    .command('plan')
    .description(say('plan.says'))
    .argument('<scenario>', say('cli.run.scenario'))
    .addOption(rulesFlag())
    .option('--profile <profiles>', say('cli.run.profile'), 'bare')
    .addOption(setFlag())
    .addOption(seedFlag(say('cli.run.seed')))
    .option('--json', say('plan.json'))
    .action(async (name: string, flags: PlanFlags) => {
      const { scenario, profiles } = chosenBy(await scenarioAt(name, flags.rules), flags);
      const plans = profiles.map((profile) => planOf(scenario, profile, seedOf(scenario, flags.seed)));
      if (flags.json === true) console.log(JSON.stringify(plans.length === 1 ? plans[0] : plans, null, 2));
      else print(plans.map((plan) => [planText(plan), ...tooLarge(plan)].join('\n')).join('\n\n'));
    });
}
