// The scheduled CI jobs: the commands they call exist, and the jobs end with their exit codes.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { projectRoot } from '../../src/system/entry.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
}

interface Workflow {
  readonly on: { readonly schedule?: readonly { readonly cron: string }[] };
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly 'timeout-minutes': number; readonly steps: readonly Step[] }>>;
}

const folder = join(projectRoot(), '.github/workflows');
const workflows = readdirSync(folder).map((file) => ({
  file,
  workflow: parse(readFileSync(join(folder, file), 'utf8')) as Workflow,
}));
const { scripts } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

describe('workflows', () => {
  it('the mutants are tried once a week', () => {
    const found = workflows.filter(({ workflow }) =>
      Object.values(workflow.jobs).some(({ steps }) => steps.some(({ run = '' }) => /npm run .*\bmutants\b/.test(run))),
    );
    assert.equal(found.length, 1);
    const cron = found[0]?.workflow.on.schedule?.[0]?.cron ?? '';
    assert.match(cron, /^\d+ \d+ \* \* \d$/);
  });

  for (const { file, workflow } of workflows)
    it(`${file}: reads only, ends some time, and calls scripts that exist`, () => {
      assert.deepEqual(workflow.permissions, { contents: 'read' });
      for (const { 'timeout-minutes': minutes, steps } of Object.values(workflow.jobs)) {
        assert.ok(minutes > 0);
        for (const { run = '', shell, uses } of steps) {
          for (const [, script = ''] of run.matchAll(/npm run (?:--silent )?([\w-]+)/g))
            assert.ok(script in scripts, `${script} is a script`);
          // A pipe ends with the code of its first part
          // only with `shell: bash`, which sets pipefail.
          if (/npm run .*\|/.test(run)) assert.equal(shell, 'bash');
          if (uses !== undefined) assert.match(uses, /@v\d+$/);
        }
      }
    });
});
