// Finds a scenario: one of ours by name, or a file of the user's own.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineScenario, UsageError, type Scenario } from '../scenario/define.ts';
import { nearest } from '../scenario/nearest.ts';
import type { ScenarioInput } from '../scenario/schema.ts';

const FOLDER = new URL('../../scenarios/', import.meta.url);

/** How a file of a user's own may end. */
const EXTENSIONS = ['ts', 'mjs', 'js', 'yaml', 'yml', 'json'] as const;

/** Names of the scenarios that come with the tool. */
export async function scenarioNames(): Promise<string[]> {
  const files = await readdir(FOLDER);
  return [
    ...new Set(files.map((file) => /^([\w-]+)\.(?:ts|js)$/.exec(file)?.[1]).filter((name) => name !== undefined)),
  ].sort();
}

/** Loads a scenario by name or path. @throws UsageError naming the nearest known name */
export async function loadScenario(name: string): Promise<Scenario> {
  if (/[\\/.]/.test(name)) return loadFile(name);
  const names = await scenarioNames();
  if (!names.includes(name)) {
    const file = EXTENSIONS.map((extension) => `./${name}.${extension}`).find((path) => existsSync(path));
    const hint = file === undefined ? suggestion(name, names) : ` (did you mean ${file}?)`;
    throw new UsageError(`there is no scenario "${name}"${hint}; known: ${names.join(', ')}`);
  }
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fromModule(await import(new URL(`${name}.${extension}`, FOLDER).href), name);
}

async function loadFile(path: string): Promise<Scenario> {
  const full = resolve(path);
  if (!existsSync(full)) throw new UsageError(`there is no file ${path}`);
  const extension = EXTENSIONS.find((known) => path.endsWith(`.${known}`));
  if (extension === undefined)
    throw new UsageError(
      `${path} is no scenario: write a .ts, .js or .mjs file that exports defineScenario({…}) as default, or the same as .yaml or .json`,
    );
  if (extension === 'ts') return fromModule(await importTypeScript(full), path);
  if (extension === 'js' || extension === 'mjs') return fromModule(await import(pathToFileURL(full).href), path);
  return fromData(await readFile(full, 'utf8'), path);
}

/** A scenario as data. JSON is YAML, too. */
async function fromData(text: string, path: string): Promise<Scenario> {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text);
  const fault = document.errors[0];
  if (fault !== undefined) throw new UsageError(`${path} cannot be read: ${fault.message.split('\n')[0] ?? ''}`);
  const data: unknown = document.toJS();
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw new UsageError(`${path} is no scenario: write keys and values such as "name: my-desk"`);
  return defineScenario(data as ScenarioInput);
}

/** Compiles a user's TypeScript beside itself in memory; only `stillthere` and relative files are resolved for it. */
async function importTypeScript(path: string): Promise<unknown> {
  const { build } = await import('esbuild');
  const index = import.meta.url.endsWith('.ts')
    ? new URL('../index.ts', import.meta.url)
    : new URL('../index.js', import.meta.url);
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'stillthere',
        setup: (b) => b.onResolve({ filter: /^stillthere$/ }, () => ({ path: index.href, external: true })),
      },
    ],
  }).catch((error: Error) => {
    throw new UsageError(`${path} cannot be read as TypeScript:\n${error.message}`);
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? '').toString('base64')}`);
}

function fromModule(module: unknown, name: string): Scenario {
  const made = (module as { default?: unknown }).default;
  if (typeof made !== 'object' || made === null)
    throw new UsageError(`${name} exports no scenario: write export default defineScenario({…})`);
  return 'kind' in made ? (made as Scenario) : defineScenario(made as ScenarioInput);
}

/** " (did you mean x?)" when a known name is near. */
export function suggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? '' : ` (did you mean ${near}?)`;
}
