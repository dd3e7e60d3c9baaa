// Finds a scenario: one of ours by name, or a file of the user's own.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineScenario, UsageError, type Scenario } from '../scenario/define.ts';
import type { ScenarioInput } from '../scenario/schema.ts';

const FOLDER = new URL('../../scenarios/', import.meta.url);

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
  if (!names.includes(name))
    throw new UsageError(`there is no scenario "${name}"${suggestion(name, names)}; known: ${names.join(', ')}`);
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fromModule(await import(new URL(`${name}.${extension}`, FOLDER).href), name);
}

async function loadFile(path: string): Promise<Scenario> {
  const full = resolve(path);
  if (!existsSync(full)) throw new UsageError(`there is no file ${path}`);
  if (!/\.(mjs|js|ts)$/.test(path))
    throw new UsageError(
      `${path} is no scenario: write a .ts, .js or .mjs file that exports defineScenario({…}) as default`,
    );
  if (!path.endsWith('.ts')) return fromModule(await import(pathToFileURL(full).href), path);
  return fromModule(await importTypeScript(full), path);
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
  const near = known.map((k) => [distance(name, k), k] as const).sort((a, b) => a[0] - b[0])[0];
  return near !== undefined && near[0] <= Math.max(2, name.length / 3) ? ` (did you mean ${near[1]}?)` : '';
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + same);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
