// Plays the heaviest scenario with the server on the
// same machine, and reports whether k6 was on time.
import { spawn, type ChildProcess } from 'node:child_process';
import { cpus } from 'node:os';
import { conduct } from '../src/run/live-run.ts';
import type { Engine } from '../src/engines/engine.ts';
import type { Result } from '../src/result/schema.ts';
import load2000 from '../scenarios/load-2000.ts';
import type { Say } from './bench.ts';

/**
 * Plays `load-2000` alone, then beside programs that burn every
 * core. The first run must be valid, the second must not be.
 */
export async function loadFigures(engine: Engine, out: string, say: Say): Promise<void> {
  report('load', await play(engine, out), say);
  const burners = cpus().map(burner);
  try {
    report('load+burner', await play(engine, out), say);
  } finally {
    for (const child of burners) child.kill('SIGKILL');
  }
}

async function play(engine: Engine, out: string): Promise<Result> {
  const stop = new AbortController().signal;
  const { result } = await conduct({
    scenario: load2000,
    profile: 'bare',
    seed: '1',
    engine,
    out,
    speed: 20,
    stop,
    watch: () => {},
  });
  return result;
}

const burner = (): ChildProcess => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });

function report(bench: string, result: Result, say: Say): void {
  const { generator, messages, verdict } = result;
  // The arrivals and the tail of the scenario last 1 300 s, which is 65 s at speed 20.
  say(bench, 'chat messages per second', messages.attempted / 65, '/s', 'goal 1 500');
  say(bench, 'lateness p99', generator.lateness.p99 / 1000, 'ms real', 'at most 20 for a valid run');
  say(bench, 'lateness max', generator.lateness.max / 1000, 'ms real');
  say(bench, 'k6 peak memory', generator.peakRssBytes / 1e6, 'MB', 'goal 400');
  say(bench, 'valid', verdict === 'invalid' ? 0 : 1, '', `verdict ${verdict}`);
}
