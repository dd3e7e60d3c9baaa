// Stores what a comparison at several speeds measured, for the drawing in docs/explanation/.
//
//   npx stillthere agree docs/examples/quick-desk.yaml --engine node --speed 10,20,40,80,160
//   node --import tsx scripts/sweep.ts runs/agree-quick-desk-…/agreement.json

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadScenario } from '../src/cli/load.ts';
import { maxHazard } from '../src/capacity/speed.ts';
import { isFull, spread } from '../src/stats/spread.ts';
import { studentTQuantile } from '../src/stats/student-t.ts';
import { agreementSchema, type Agreement, type Comparison } from '../src/result/agreement.ts';
import { workloadOf } from '../src/scenario/define.ts';
import { keepPages } from './pages.ts';

/** A mean difference in percentage points, and half its 90 % interval. */
export interface Bent {
  readonly mean: number;
  readonly half90: number;
}

/** What is drawn. */
export interface Sweep {
  readonly scenario: string;
  readonly engine: string;
  readonly machine: Agreement['machine'];
  readonly loopback: Agreement['loopback'];
  /**
   * The highest hazard of the think times: the share
   * of thinking visitors who write within a second.
   */
  readonly hazard: number;
  readonly speeds: readonly {
    readonly speed: number;
    readonly pairs: number;
    /** Runs over sockets that were not usable, because the generator was late. */
    readonly unused: number;
    /** ε, real µs, and the speed limit that follows from it. */
    readonly epsilon: number;
    readonly limit: number;
    /**
     * Differences of three pairs: virtual time with longer latencies and virtual time; real sockets
     * and the former; real sockets and the latter.
     */
    readonly compression: Bent;
    readonly model: Bent;
    readonly total: Bent;
    /**
     * Share of visitors whose chat ended differently over
     * sockets and in virtual time with the same latencies.
     */
    readonly visitors: number;
  }[];
}

function bent(differences: readonly number[]): Bent {
  const known = spread(differences);
  if (!isFull(known)) throw new Error(`${differences.length} pairs have no interval`);
  const half90 = studentTQuantile(0.95, known.n - 1) * known.standardError;
  return { mean: round(known.mean), half90: round(half90) };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Differences of the timeout rate by seed. */
function bySeed({ seeds, metrics }: Comparison): Map<string, number> {
  const { differences } = metrics.timeoutRate;
  if (differences.length !== seeds.length) throw new Error('a pair had no sessions at all');
  return new Map(seeds.map((seed, i) => [seed, differences[i] ?? 0]));
}

function speedOf(document: Agreement, { speed, engines, comparisons }: Agreement['speeds'][number]) {
  const [compression, model] = comparisons;
  const [engine] = engines;
  if (compression === undefined || model === undefined || engine === undefined) throw new Error('nothing was compared');
  const bias = bySeed(compression);
  const error = bySeed(model);
  return {
    speed,
    pairs: error.size,
    unused: document.runs.filter((run) => run.speed === speed && !run.used).length,
    epsilon: engine.epsilon,
    limit: engine.limit,
    compression: bent([...bias.values()]),
    model: bent([...error.values()]),
    total: bent([...error].map(([seed, difference]) => difference + (bias.get(seed) ?? NaN))),
    visitors: round(model.visitors.differ / model.visitors.of),
  };
}

async function sweepOf(path: string): Promise<Sweep> {
  const document = agreementSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const { run, machine, loopback, speeds } = document;
  const scenario = await loadScenario(fileURLToPath(new URL(`../docs/examples/${run.scenario}.yaml`, import.meta.url)));
  if (scenario.hash !== run.scenarioHash) throw new Error(`${run.scenario} has changed since it was compared`);
  const hazard = Math.max(...workloadOf(scenario, '1').personas.map(({ think }) => maxHazard(think)));
  return {
    scenario: run.scenario,
    engine: speeds[0]?.engines[0]?.engine ?? '',
    machine: { ...machine, load: Math.round(machine.load) },
    loopback,
    hazard: round(hazard),
    speeds: speeds.map((at) => speedOf(document, at)),
  };
}

const [path] = process.argv.slice(2);
if (path !== undefined) await keepPages({ 'docs/explanation/speed-sweep.json': JSON.stringify(await sweepOf(path)) });
