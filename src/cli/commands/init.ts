// `stillthere init`: writes a first scenario into the current folder, and prints the next commands.
import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from '../../language/language.ts';
import { UsageError } from '../../scenario/define.ts';
import { firstScenario } from '../../scenario/first.ts';
import { print } from '../print.ts';

/** The JSON Schema of scenarios, in a checkout and in the package alike. */
const SCHEMA = fileURLToPath(new URL('../../../docs/reference/scenario.schema.json', import.meta.url));
/**
 * Where the schema is expected when the package is not near the file; the user is told the command
 * that writes it.
 */
const OWN_SCHEMA = './scenario.schema.json';

export function addInit(program: Command): void {
  program
    .command('init')
    .description(say('init.says'))
    .argument('[name]', say('init.name'), 'my-evening')
    .option('--ts', say('init.ts'))
    .action(async (given: string, { ts }: { ts?: boolean }) => {
      const { name, form, ending } = nameAndForm(given, ts === true);
      const file = `${name}.${ending}`;
      const schema = schemaFrom(process.cwd());
      await writeNew(file, firstScenario({ name, form, file, schema }));
      const run = `npx stillthere run ${file} --engine sim`;
      print(`${say('init.written', { file })}\n  npx stillthere plan ${file}\n  ${run}`);
      if (form === 'yaml' && schema === OWN_SCHEMA && !existsSync(OWN_SCHEMA))
        print(say('init.editor', { command: `npx stillthere schema scenario > ${OWN_SCHEMA.slice(2)}` }));
    });
}

/**
 * Splits `my-desk`, or a file name with an extension.
 * @throws UsageError on an invalid name, with a valid one
 */
function nameAndForm(given: string, isTypeScript: boolean): { name: string; form: 'yaml' | 'ts'; ending: string } {
  const [, name = given, extension] = /^(.*)\.(ts|yaml|yml)$/.exec(given) ?? [];
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) {
    const near =
      name
        .replace(/\.(json|js|mjs)$/, '')
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-+|-+$/g, '') || 'my-evening';
    throw new UsageError(say('init.badName', { name: given, near }));
  }
  if (isTypeScript || extension === 'ts') return { name, form: 'ts', ending: 'ts' };
  return { name, form: 'yaml', ending: extension ?? 'yaml' };
}

/**
 * The path of the schema from a folder: in the package if it lies below, or in a `node_modules`
 * above; else beside the file.
 */
function schemaFrom(folder: string): string {
  const path = relative(folder, SCHEMA).split(sep).join('/');
  const isNear = !path.startsWith('../') || /^(\.\.\/)+node_modules\/stillthere\//.test(path);
  if (isNear && existsSync(join(folder, path))) return path.startsWith('.') ? path : `./${path}`;
  return OWN_SCHEMA;
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new UsageError(say('init.exists', { file }));
    throw new UsageError(say('init.unwritable', { file, why: message }));
  }
}
