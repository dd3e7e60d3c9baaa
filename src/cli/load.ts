// Finds a scenario: one that comes with the tool by its name, or a file by its path.
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { say } from '../language/language.ts';
import { defineScenario, scenarioFrom, UsageError, type Scenario } from '../scenario/define.ts';
import { refuseMissing } from './near-file.ts';
import { nearest } from '../scenario/nearest.ts';
import type { ScenarioInput } from '../scenario/schema.ts';

const FOLDER = new URL('../../scenarios/', import.meta.url);

/** Extensions of the user's scenario files. */
const EXTENSIONS = ['ts', 'mjs', 'js', 'yaml', 'yml', 'json'] as const;

/**
 * Extensions of the scenarios that come with the tool: sources, or what the build made of them, and
 * data.
 */
const OURS = import.meta.url.endsWith('.ts') ? ['ts', 'yaml'] : ['js', 'yaml'];

/** The largest scenario file, bytes. A day in the smallest steps needs a few thousand. */
const LARGEST = 1 << 20;

/** Names of the scenarios that come with the tool. */
export async function scenarioNames(): Promise<string[]> {
  return [...(await ourFiles()).keys()].sort();
}

async function ourFiles(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const file of await readdir(FOLDER)) {
    const [, name, extension] = /^([\w-]+)\.(\w+)$/.exec(file) ?? [];
    if (name !== undefined && OURS.includes(extension ?? '')) found.set(name, file);
  }
  return found;
}

/** Loads a scenario by name or path. @throws UsageError naming the nearest known name */
export async function loadScenario(name: string): Promise<Scenario> {
  if (/[\\/.]/.test(name)) return loadFile(name);
  const ours = await ourFiles();
  const file = ours.get(name);
  if (file === undefined) {
    const known = [...ours.keys()].sort();
    const near = EXTENSIONS.map((e) => `./${name}.${e}`).find((path) => existsSync(path)) ?? nearest(name, known);
    throw new UsageError(say('errors.noScenario', { name, known, near }));
  }
  const url = new URL(file, FOLDER);
  return file.endsWith('.yaml') ? fromData(fileURLToPath(url), name) : fromModule(await import(url.href), name);
}

async function loadFile(path: string): Promise<Scenario> {
  const full = resolve(path);
  refuseMissing(path, EXTENSIONS);
  if ((await stat(full)).isDirectory()) throw new UsageError(say('load.folder', { path }));
  switch (EXTENSIONS.find((known) => path.endsWith(`.${known}`))) {
    case undefined:
      throw new UsageError(say('errors.notScenario', { path }));
    case 'ts':
      return fromModule(await evaluated(await compiled(full, path), path), path);
    case 'js':
    case 'mjs':
      return fromModule(await evaluated(pathToFileURL(full).href, path), path);
    default:
      return fromData(full, path);
  }
}

/** A scenario from YAML or JSON. `$schema` is for editors only. */
async function fromData(full: string, path: string): Promise<Scenario> {
  const { readData } = await import('../scenario/data.ts');
  const { data, at } = readData(await textOf(full, path), path);
  const { $schema: _, ...scenario } = data;
  return scenarioFrom(scenario, at);
}

/**
 * The text of a user's file.
 * @throws UsageError when it cannot be read, is too large, or is not UTF-8 text
 */
export async function textOf(full: string, path: string): Promise<string> {
  const { size } = await stat(full);
  if (size > LARGEST) throw new UsageError(say('load.tooLarge', { path, bytes: size, most: LARGEST }));
  const bytes = await readFile(full).catch((error: Error) => {
    throw new UsageError(say('errors.unreadable', { path, why: error.message }));
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(say('load.notText', { path }));
  }
}

/**
 * Compiles a user's TypeScript file in memory; it can import only `stillthere` and relative files.
 */
async function compiled(full: string, path: string): Promise<string> {
  const { build, formatMessages } = await import('esbuild');
  const index = import.meta.url.endsWith('.ts')
    ? new URL('../index.ts', import.meta.url)
    : new URL('../index.js', import.meta.url);
  const { outputFiles } = await build({
    entryPoints: [full],
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
  }).catch(async (error: Error & { errors?: Parameters<typeof formatMessages>[0] }) => {
    const lines = await formatMessages(error.errors ?? [], { kind: 'error' });
    throw new UsageError(say('errors.notTypeScript', { path, why: lines.join('').trim() || error.message }));
  });
  return `data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? '').toString('base64')}`;
}

/**
 * Runs a user's module. What it throws is a user error, even a UsageError of another copy of this
 * package.
 */
async function evaluated(url: string, path: string): Promise<unknown> {
  try {
    return (await import(url)) as unknown;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { name, message } = error as Error;
    throw new UsageError(name === 'UsageError' ? message : say('load.threw', { path, what: `${name}: ${message}` }));
  }
}

function fromModule(module: unknown, path: string): Scenario {
  const made = (module as { default?: unknown }).default;
  if (typeof made !== 'object' || made === null) throw new UsageError(say('errors.noExport', { path }));
  return 'kind' in made ? (made as Scenario) : defineScenario(made as ScenarioInput);
}
