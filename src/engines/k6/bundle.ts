// Bundles the k6 script with the model into one file, once per process.
import { build, type Metafile } from 'esbuild';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the script is, from sources or from the compiled package. */
function scriptPath(): string {
  const source = fileURLToPath(new URL('./script.ts', import.meta.url));
  return existsSync(source) ? source : source.replace(/\.ts$/, '.js');
}

/** Bundles the script, or another `entry`, to `file`. @returns esbuild's list of what went in, for the test that nothing foreign did */
export async function bundleK6(file: string, entry = scriptPath()): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [entry],
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
