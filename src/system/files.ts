// Atomic file writes: a file is written beside its place and moved there in one step.
import { open, rename, rm } from 'node:fs/promises';

let temporaries = 0;

/** Writes a file so that a reader, or a crash, sees the old content or the new, never half of it. */
export async function writeAtomic(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}-${temporaries++}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(data);
      // Without it a power cut can leave the new name on an empty file.
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
