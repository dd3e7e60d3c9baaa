// Measures speed and memory of each engine and of
// virtual time; with --check it fails below a floor.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { conduct } from '../src/run/live-run.ts';
import type { Moment } from '../src/run/moment.ts';
import type { Engine } from '../src/engines/engine.ts';
import { bundleK6 } from '../src/engines/k6/bundle.ts';
import { K6_FLAGS, k6Engine, k6Env, writeJob } from '../src/engines/k6/engine.ts';
import { findK6 } from '../src/engines/k6/find.ts';
import { nodeEngine } from '../src/engines/node/engine.ts';
import { corpusOf, defineScenario, workloadOf, type Scenario } from '../src/scenario/define.ts';
import { projectRoot } from '../src/system/entry.ts';
import { loadFigures } from './bench-load.ts';
import { judgeFigures } from './bench-judge.ts';
import { FLOOR, simFigures } from './bench-sim.ts';
import { soakFigures } from './bench-soak.ts';
import { ownUsage, usageOf } from '../src/system/usage.ts';

interface Figure {
  readonly bench: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  readonly against: string;
}

/** Records one figure. */
export type Say = (bench: string, metric: string, value: number, unit: string, against?: string) => void;

const asJson = process.argv.includes('--json');
/** With `--check`, a figure below its floor is a failure. */
const isChecked = process.argv.includes('--check');
const misses: string[] = [];
const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const figures: Figure[] = [];

const say: Say = (bench, metric, value, unit, against = '') => {
  const figure = { bench, metric, value: Math.round(value * 100) / 100, unit, against };
  figures.push(figure);
  console.log(
    asJson
      ? JSON.stringify(figure)
      : `${bench.padEnd(12)} ${metric.padEnd(34)} ${String(figure.value).padStart(10)} ${unit}${against === '' ? '' : `   (${against})`}`,
  );
};

/** People who talk without pauses, or sit still. */
function talk(name: string, visitors: number, agents: number, think: string, seconds: number): Scenario {
  return defineScenario({
    name,
    shows: 'a bench',
    locale: 'en',
    arrivals: [{ name: 'in', for: '10s', visitors }],
    channels: { web: 1 },
    personas: {
      talker: {
        weight: 1,
        trade: 'pre_sale',
        turns: 100,
        think,
        patience: '10h',
        replyPatience: '10h',
        lingers: '1h',
        endings: { closes: 1, goodbye: 0, silent: 0 },
      },
    },
    turnsMost: 100,
    agents: { count: agents, answer: '150ms', perSession: 0, glance: '20ms', notice: '50ms' },
    rules: { idle: { after: '10h' }, agents: { capacity: 10 } },
    tail: `${seconds}s`,
    speed: 1,
  });
}

/**
 * CPU and counts of the generator between two moments
 * of play, which exclude start-up and calibration.
 */
class Window {
  #first: { cpu: number; frames: number; said: number } | undefined;
  #last: { cpu: number; frames: number; said: number } | undefined;

  watch(moment: Moment): void {
    if (moment.phase !== 'playing' || moment.live === undefined || moment.model < 12e6) return;
    const cpu = moment.pid === undefined ? ownUsage().cpuSeconds : usageOf(moment.pid).cpuSeconds;
    this.#last = { cpu, frames: moment.frames ?? 0, said: moment.live.said };
    this.#first ??= this.#last;
  }

  per(of: 'frames' | 'said'): number {
    const [first, last] = [this.#first, this.#last];
    return first === undefined || last === undefined ? 0 : (last[of] - first[of]) / (last.cpu - first.cpu);
  }
}

async function engineFigures(engine: Engine, out: string): Promise<void> {
  const play = (scenario: Scenario, watch: (moment: Moment) => void) =>
    conduct({ scenario, profile: 'bare', seed: '1', engine, out, speed: 1, stop: new AbortController().signal, watch });
  const window = new Window();
  const busy = await play(talk('busy', 600, 120, '100ms', 15), (moment) => window.watch(moment));
  const idle = await play(talk('idle', 3000, 60, '9h', 15), () => {});
  const { generator } = busy.result;
  say(
    engine.name,
    'round trips per CPU second',
    window.per('frames') / 2,
    '/s',
    'with ledger; a round trip is two frames',
  );
  say(engine.name, 'messages per CPU second', window.per('said'), '/s', 'with ledger');
  say(engine.name, 'lateness p99', generator.lateness.p99, 'µs', 'while doing so');
  say(
    engine.name,
    'idle actor',
    (idle.result.generator.peakRssBytes - busy.result.generator.peakRssBytes) / (3000 - 600) / 1000,
    'kB',
    '3 000 against 600 actors, peak',
  );
}

/** Peak memory of k6 with `vus` VUs that wait, without a single actor. */
async function vuMemory(k6: string, folder: string, vus: number): Promise<number> {
  const scenario = talk('vus', 1, 0, '9h', 1);
  const corpus = corpusOf(scenario, '1');
  const script = join(folder, 'script.js');
  await bundleK6(script);
  const job = {
    workload: { ...workloadOf(scenario, '1'), arrivals: [] },
    corpus: { lines: corpus.lines, sets: corpus.sets },
    agentTokens: {},
    shards: vus,
    url: 'ws://127.0.0.1:9/',
  };
  const files = writeJob(folder, job, 'ws://127.0.0.1:9/', 30);
  // Nobody listens at the control address. Every VU evaluates the bundle, fails to connect and
  // ends, and its memory stays until k6 ends.
  const child = spawn(k6, [...K6_FLAGS, '--linger', script], { detached: true, stdio: 'ignore', env: k6Env(files) });
  await sleep(3000 + vus * 20);
  const { peakRssBytes } = usageOf(child.pid ?? 0);
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  return peakRssBytes;
}

const out = await mkdtemp(join(tmpdir(), 'stillthere-bench-'));
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
try {
  if (isWanted('judge')) judgeFigures(say);
  if (isWanted('soak')) soakFigures(say);
  if (isWanted('sim')) {
    const day = simFigures(projectRoot(), out, say);
    if (isChecked && day.seconds > FLOOR.seconds)
      misses.push(`the day took ${day.seconds} s, at most ${FLOOR.seconds}`);
    if (isChecked && day.megabytes > FLOOR.megabytes)
      misses.push(`the day took ${day.megabytes} MB, at most ${FLOOR.megabytes}`);
  }
  if (isWanted('node')) await engineFigures(nodeEngine, out);
  const k6 = await findK6();
  if ('missing' in k6) console.log(k6.missing);
  else {
    if (isWanted('load')) await loadFigures(k6Engine(k6.path), out, say);
    if (isWanted('k6')) {
      await engineFigures(k6Engine(k6.path), out);
      const one = await vuMemory(k6.path, out, 1);
      const many = await vuMemory(k6.path, out, 101);
      say('k6', 'one VU with the real bundle', (many - one) / 100 / 1000, 'kB', '101 VUs against 1');
      say('k6', 'k6 with one VU', one / 1e6, 'MB', 'the floor');
    }
  }
} finally {
  await rm(out, { recursive: true, force: true });
}
for (const miss of misses) console.error(`bench: ${miss}`);
if (misses.length > 0) process.exitCode = 1;
