// Bundles the k6 script with the model into one file, once per process.
import type { Metafile } from 'esbuild';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Path of one of our k6 scripts, from sources or compiled: the shard of a run, or virtual time. */
export function k6Script(name: 'script' | 'virtual'): string {
  const source = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  return existsSync(source) ? source : source.replace(/\.ts$/, '.js');
}

/**
 * Bundles the script, or another `entry`, to `file`.
 * @returns esbuild's list of inputs, for the test that nothing foreign is bundled
 */
export async function bundleK6(file: string, entry = k6Script('script')): Promise<Metafile> {
  // Imported here, because only a run with k6 needs it.
  const { build } = await import('esbuild');
  const { metafile } = await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    format: 'esm',
    // What k6's JavaScript engine supports. It has no async generators and no dynamic import, and
    // the model uses neither.
    target: 'es2022',
    external: ['k6', 'k6/*'],
    minify: true,
    metafile: true,
    logLevel: 'silent',
  });
  return metafile;
}
