// `stillthere explain`: tells the story of a session, message or person, and the verdict on its
// end.
import type { Command } from 'commander';
import { say } from '../../language/language.ts';
import { judge } from '../../model/judge/judge.ts';
import { DEFAULT_RULES } from '../../model/rules/rules.ts';
import { closingOf } from '../../report/explain/closing.ts';
import { lifeStory } from '../../report/explain/explain.ts';
import { whereaboutsLines } from '../../report/explain/whereabouts.ts';
import { fateSays } from '../../report/words.ts';
import { UsageError } from '../../scenario/define.ts';
import { openRun, type OpenRun } from '../open-run.ts';
import { memoryOf, plainly } from '../flags/virtual.ts';
import { decidingRule } from '../../report/explain/deciding-rule.ts';
import { idsOf } from '../../report/explain/known-ids.ts';
import { print } from '../print.ts';

export function addExplain(program: Command): void {
  program
    .command('explain')
    .description(say('cli.explain'))
    .argument('<run>', say('cli.explain.run'))
    .argument('<subject>', say('cli.explain.subject'))
    .option('--out <dir>', say('cli.explain.out'), 'runs')
    .option('--memory <size>', say('cli.memory'))
    .action(async (name: string, subject: string, { out, memory }: { out: string; memory?: string }) => {
      const run = await plainly(openRun(name, out, memoryOf(memory)));
      const lines = lifeStory(run.rows, subject);
      if (lines === undefined)
        throw new UsageError(say('errors.noSubject', { run: name, subject, known: idsOf(run.evidence, subject) }));
      print(lines.join('\n'));
      const end = verdictOn(run, subject);
      if (end.length > 0) print(`\n${end.join('\n')}`);
    });
}

/** The verdict: the fate of a message, or how one session, or each session of a visitor, ended. */
function verdictOn({ evidence, options }: OpenRun, subject: string): string[] {
  // Fates do not depend on the rules. Timeouts do, so they are left out when the rules are unknown.
  const unknown = { rules: DEFAULT_RULES, speed: 1, epsilon: 0, prematureWithin: 0, generatorLate: false };
  const { messages, timeouts, vanished } = judge(evidence, options ?? unknown);
  const fate = messages.find((m) => m.id === subject)?.fate;
  if (fate !== undefined)
    return [
      say('end.fate', { fate, says: fateSays(fate) }),
      ...(options === undefined ? [] : decidingRule(evidence, subject, options.rules)),
      ...whereaboutsLines(evidence, subject),
      ...(vanished.includes(subject) ? [say('end.vanished')] : []),
    ];
  const theirs = [...evidence.sessions.values()].filter((s) => s.visitor === subject).map((s) => s.id);
  const isPerson = evidence.actors.has(subject);
  const sessions = isPerson ? theirs : [subject];
  return sessions.flatMap((id) => closingOf(evidence, id, options === undefined ? undefined : timeouts));
}
