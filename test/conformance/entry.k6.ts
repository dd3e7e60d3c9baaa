// Runs inside k6: one VU plays all cases one after
// another and prints each row and each case as JSON.
import http from 'k6/http';
import { k6Machine } from '../../src/engines/k6/machine.k6.ts';
import { CASES } from './cases.ts';
import { playCase } from './play.ts';
import type { CaseResult } from './probe.ts';
import { socketStage, type Surroundings } from './stage.ts';

// k6 gives this to every script, but its type package lacks it.
declare const console: { log(text: string): void };

const BURN_MS = 5;

const around = JSON.parse(open(String(__ENV['STILLTHERE_JOB']))) as Surroundings;

export const options = {
  scenarios: {
    cases: { executor: 'per-vu-iterations', vus: 1, iterations: 1, maxDuration: '60s', gracefulStop: '1s' },
  },
};

const platform = {
  burn(): void {
    const end = Date.now() + BURN_MS;
    while (Date.now() < end);
  },
  kill: () => void http.post(around.killer),
};

async function result(index: number): Promise<CaseResult | undefined> {
  const one = CASES[index];
  if (one === undefined) return undefined;
  if (one.skip?.k6 !== undefined) return { case: one.name, failures: [], ends: [], skipped: one.skip.k6 };
  const machine = k6Machine(around.urls[one.place ?? 'desk']);
  return playCase(one, socketStage('k6', index, around, { machine, ...platform }));
}

export default async function play(): Promise<void> {
  for (let i = 0; i < CASES.length; i++) console.log(JSON.stringify(await result(i)));
}
