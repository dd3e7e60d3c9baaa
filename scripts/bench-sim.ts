// Measures virtual time as users run it: the million-session day, played by the built command.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../src/result/schema.ts';
import { bareHeap } from './bench-heap.ts';
import type { Say } from './bench.ts';

/** Goals of the project; `--check` fails when one is missed. */
const GOAL = { seconds: 60, megabytes: 512 };
export const FLOOR = { seconds: 240, megabytes: 512 };

export interface DayFigures {
  readonly seconds: number;
  readonly megabytes: number;
}

/**
 * Plays the day without a ledger and judges it.
 * @throws when the command fails for another reason than its findings
 */
export function simFigures(root: string, out: string, say: Say): DayFigures {
  build(root);
  const began = performance.now();
  const command = ['dist/src/cli/main.js', 'run', 'million-day', '--engine', 'sim', '--profile', 'all', '--out', out];
  const child = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  const seconds = (performance.now() - began) / 1000;
  const folder = readdirSync(out).find((name) => name.startsWith('million-day-'));
  if (folder === undefined) throw new Error(`the day was not played: ${child.stderr}`);
  const { resources, messages, sessions } = JSON.parse(
    readFileSync(join(out, folder, 'result.json'), 'utf8'),
  ) as Result;
  const megabytes = resources.peakRssBytes / 1e6;
  const rate = resources.events / resources.wallSeconds;
  const bare = bareHeap();
  const heap = `the bare heap does ${(bare / 1e6).toFixed(1)} M/s`;
  say('sim', 'wall_seconds_million_day', seconds, 's', `goal ${GOAL.seconds}, at most ${FLOOR.seconds}`);
  say('sim', 'peak_megabytes_million_day', megabytes, 'MB', `at most ${FLOOR.megabytes}`);
  say('sim', 'sessions_million_day', sessions.opened, '');
  say('sim', 'messages_per_session', messages.attempted / sessions.opened, '');
  say('sim', 'events_per_second', rate, '/s', heap);
  say('sim', 'bare_heap_events_per_second', bare, '/s', 'hold model, 50 000 events waiting');
  say('sim', 'events_per_message', resources.events / messages.attempted, '');
  say('sim', 'rows_per_second', resources.rows / resources.wallSeconds, '/s', 'made and judged');
  return { seconds, megabytes };
}

function build(root: string): void {
  const built = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the build failed: ${built.stdout}${built.stderr}`);
}
