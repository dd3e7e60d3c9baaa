// Plays the cases in a real k6: bundles the entry script,
// runs it with one VU, and reads what it printed.
import { build } from 'esbuild';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runK6 } from './k6-run.ts';
import type { Played } from './played.ts';
import type { CaseResult } from './probe.ts';
import type { Surroundings } from './stage.ts';

/** The longest time for all cases in k6, on a busy machine. */
const LIMIT_MS = 150_000;

/**
 * Plays all cases. A row belongs to the case whose result follows it.
 * @returns the cases in the order in which k6 played them,
 * as far as it came, and what was wrong with its end
 */
export async function playOnK6(around: Surroundings): Promise<{ played: Played[]; fault?: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'stillthere-conformance-'));
  try {
    const script = join(folder, 'script.js');
    const job = join(folder, 'job.json');
    await writeFile(job, JSON.stringify(around));
    // The settings of src/engines/k6/bundle.ts, but
    // not minified, so that a stack trace can be read.
    await build({
      entryPoints: [fileURLToPath(new URL('./entry.k6.ts', import.meta.url))],
      outfile: script,
      bundle: true,
      format: 'esm',
      target: 'es2022',
      external: ['k6', 'k6/*'],
      logLevel: 'silent',
    });
    const played: Played[] = [];
    const { lines: printed, fault } = await runK6({ script, files: { job }, folder, limitMs: LIMIT_MS });
    let lines: string[] = [];
    for (const line of printed) {
      const read = JSON.parse(line) as Partial<CaseResult>;
      if (read.case === undefined) lines.push(line);
      else {
        played.push({ result: read as CaseResult, lines });
        lines = [];
      }
    }
    return { played, ...(fault !== undefined && { fault }) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
