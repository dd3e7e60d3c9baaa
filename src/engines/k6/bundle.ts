// Bundles the k6 script with the model into one file, once per process.
import { build, type Metafile } from 'esbuild';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the script is, from sources or from the compiled package. */
function scriptPath(): string {
  const source = fileURLToPath(new URL('./script.ts', import.meta.url));
  return existsSync(source) ? source : source.replace(/\.ts$/, '.js');
}

/** Bundles to `file`. @returns esbuild's list of what went in, for the test that nothing foreign did */
export async function bundleK6(file: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [scriptPath()],
    outfile: file,
    bundle: true,
    format: 'esm',
    // What k6's JavaScript engine speaks; it has no async generators and no dynamic import, and neither has the model.
    target: 'es2022',
    external: ['k6', 'k6/*'],
    minify: true,
    metafile: true,
    logLevel: 'silent',
  });
  return metafile;
}

/** A bundle in a folder of its own, removed by `dispose`. */
export async function temporaryBundle(): Promise<{ file: string; dispose: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'stillthere-k6-'));
  const file = join(folder, 'script.js');
  await bundleK6(file);
  return { file, dispose: () => rm(folder, { recursive: true, force: true }) };
}
