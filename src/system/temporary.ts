// A temporary folder: removed on request, or at the latest when this process exits.
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** Makes a folder `stillthere-<what>-…` in the system's folder for temporary files. */
export async function temporaryFolder(what: string): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), `stillthere-${what}-`));
  // A second Ctrl-C ends the process at once.
  const sweep = (): void => rmSync(path, { recursive: true, force: true });
  process.once('exit', sweep);
  return {
    path,
    async remove() {
      process.off('exit', sweep);
      await rm(path, { recursive: true, force: true });
    },
  };
}
