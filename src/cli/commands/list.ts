// `stillthere list`: lists the scenarios that come with the tool.
import type { Command } from 'commander';
import { say } from '../../language/language.ts';
import { showsOf } from '../../report/words.ts';
import { loadScenario, scenarioNames } from '../load.ts';

export function addList(program: Command): void {
  program
    .command('list')
    .description(say('cli.list'))
    .action(async () => {
      for (const name of await scenarioNames())
        console.log(`${name.padEnd(22)} ${showsOf((await loadScenario(name)).data)}`);
    });
}
