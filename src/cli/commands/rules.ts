// `stillthere rules`: shows, checks and compares session rules without playing a run.
import type { Command } from 'commander';
import { say, tell, isKey } from '../../language/language.ts';
import { deskDifferences, deskLines, ownLines, ownRules } from '../../report/desk/desk.ts';
import { deskRemarks } from '../../report/desk/remarks.ts';
import { anyRules, loadRules, presetNames, type NamedRules } from '../rules-file.ts';
import { columns } from '../../report/width.ts';
import { setFlag } from '../flags/set.ts';
import { print } from '../print.ts';

export function addRules(program: Command): void {
  const rules = program.command('rules').description(say('desk.says'));
  rules
    .command('list')
    .description(say('desk.list'))
    .action(async () => {
      for (const name of await presetNames()) print(`${name.padEnd(18)} ${saysOf(await loadRules(name))}`);
    });
  rules
    .command('show')
    .description(say('desk.show'))
    .argument('<rules>', say('desk.rules'))
    .addOption(setFlag())
    .option('--json', say('desk.json'))
    .action(async (name: string, { set, json }: { set?: readonly string[]; json?: boolean }) => {
      const found = await anyRules(name, set);
      const rules = found.map((one) => one.rules);
      if (json === true) console.log(JSON.stringify(rules.length === 1 ? rules[0] : rules, null, 2));
      else print(found.map(shown).join('\n\n'));
    });
  rules
    .command('check')
    .description(say('desk.check'))
    .argument('<rules>', say('desk.rules'))
    .addOption(setFlag())
    .action(async (name: string, { set }: { set?: readonly string[] }) => {
      for (const { name: called, rules: found } of await anyRules(name, set)) {
        print(say('desk.right', { name: called, own: ownRules(found) }));
        for (const remark of deskRemarks(found)) print(`  ${remark}`);
      }
    });
  rules
    .command('diff')
    .description(say('desk.diff'))
    .argument('<one>', say('desk.rules'))
    .argument('<other>', say('desk.rules'))
    .action(async (one: string, other: string) => {
      const [[a], [b]] = [await anyRules(one), await anyRules(other)];
      if (a === undefined || b === undefined) return;
      const found = deskDifferences(a.rules, b.rules);
      if (found.length === 0) print(say('desk.same', { one: a.name, other: b.name }));
      for (const [rule, mine, theirs] of found) print(`${rule}\n  - ${a.name}: ${mine}\n  + ${b.name}: ${theirs}`);
    });
}

/** The description of a rules file; for a preset, in the language of this process. */
export function saysOf({ name, says = '' }: { readonly name: string; readonly says?: string }): string {
  const key = `presets.${name}`;
  return isKey(key) && tell({ key }, 'en') === says ? tell({ key }) : says;
}

function shown({ name, file, rules }: NamedRules): string {
  const lines = deskLines(rules);
  const own = ownLines(rules);
  const widest = Math.max(...lines.map(([rule]) => columns(rule)));
  return [
    file === undefined ? name : `${name}: ${saysOf(file)}`,
    ...(file?.sources ?? []).map((source) => say('desk.source', { source })),
    '',
    ...lines.map(([rule, says]) => `${own.has(rule) ? '*' : ' '} ${rule.padEnd(widest)}  ${says}`),
    '',
    say('desk.star'),
    ...deskRemarks(rules),
  ].join('\n');
}
