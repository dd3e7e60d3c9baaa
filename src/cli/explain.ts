// stillthere explain: the life of one session or message from the ledger of a run.
import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judge } from '../model/judge/judge.ts';
import { Evidence } from '../model/judge/evidence.ts';
import type { Row } from '../model/rows/rows.ts';
import { DEFAULT_RULES } from '../model/rules/rules.ts';
import { lifeStory } from '../report/explain.ts';
import { FATE_SAYS } from '../report/words.ts';
import { UsageError } from '../scenario/define.ts';

export function addExplain(program: Command): void {
  program
    .command('explain')
    .description('the life of a session (s12) or a message (v3/0): who did, saw and missed what')
    .argument('<run>', 'folder of a run')
    .argument('<subject>', 'a session or a message')
    .action(async (folder: string, subject: string) => {
      const rows = await readLedger(folder);
      const lines = lifeStory(rows, subject);
      if (lines === undefined)
        throw new UsageError(
          `${folder} knows no session or message "${subject}"; sessions look like s12, messages like v3/0`,
        );
      console.log(lines.join('\n'));
      const fate = fateOf(rows, subject);
      if (fate !== undefined) console.log(`\nfate: ${fate}: ${FATE_SAYS[fate]}`);
    });
}

async function readLedger(folder: string): Promise<Row[]> {
  const path = join(folder, 'ledger.ndjson');
  if (!existsSync(path)) throw new UsageError(`${folder} is no folder of a run: there is no ledger.ndjson in it`);
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line, i) => {
    try {
      return JSON.parse(line) as Row;
    } catch {
      throw new UsageError(`${path}, line ${i + 1}: this is no ledger row`);
    }
  });
}

function fateOf(rows: readonly Row[], id: string) {
  const evidence = new Evidence();
  for (const row of rows) evidence.add(row);
  // Fates do not depend on the rules; timeouts, which do, are not asked for here.
  const options = { rules: DEFAULT_RULES, speed: 1, epsilon: 0, prematureWithin: 0, generatorLate: false };
  return judge(evidence, options).messages.find((m) => m.id === id)?.fate;
}
