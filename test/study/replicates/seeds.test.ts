// Seeds in worker threads: each gives the same result as a single run, for any number of threads.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, describe } from 'node:test';
import { seedsOf } from '../../../src/study/replicates/replicates.ts';
import { playSeeds, workersFor, type SeedOutcome, type SeedsProgress } from '../../../src/study/replicates/seeds.ts';
import { simulate } from '../../../src/run/virtual-run.ts';
import type { Result } from '../../../src/result/schema.ts';
import { defineScenario, UsageError, type Scenario } from '../../../src/scenario/define.ts';
import festival from '../../../scenarios/double-eleven-peak.ts';
import smoke from '../../../scenarios/smoke.ts';
import { tooShort } from '../../scenario/too-short.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-seeds-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const desk = defineScenario(tooShort);
/** A scenario whose server dies, so that a note names it. */
const crashing = defineScenario({ ...tooShort, crashes: [{ at: '15s', for: '5s' }] });

/** The result of a single run. */
async function alone(scenario: Scenario, seed: string): Promise<Result> {
  const stop = new AbortController().signal;
  return (await simulate({ scenario, profile: 'bare', seed, out: folder, stop, watch: () => {} })).result;
}

/** The parts of a result that depend on the seed, in the order of its keys. */
const lasting = ({ verdict, exitCode, reasons, run, resources, ...result }: Result): string => {
  const { play, sessions, timeouts, messages, transfers, prompts, alerts, latency, cost, visitors } = result;
  const numbers = { play, sessions, timeouts, messages, transfers, prompts, alerts, latency, cost, visitors };
  const { seed, populationHash } = run;
  const { events, rows } = resources;
  return JSON.stringify({ seed, populationHash, verdict, exitCode, reasons, numbers, events, rows });
};
const told = ({ seed, populationHash, verdict, exitCode, reasons, numbers, events, rows }: SeedOutcome): string =>
  JSON.stringify({ seed, populationHash, verdict, exitCode, reasons, numbers, events, rows });

describe('seeds side by side', () => {
  test('are derived from a text, so that each can be given to --seed', () => {
    assert.deepEqual(seedsOf('双十一', 3), ['双十一/1', '双十一/2', '双十一/3']);
  });

  test('say what a run with each of them says, to the byte and in their order', async () => {
    for (const scenario of [desk, smoke, crashing]) {
      const seeds = ['b', '7/2', 'a'];
      const outcomes = await playSeeds(scenario, 'bare', seeds, { workers: 2 });
      assert.deepEqual(
        outcomes.map(({ seed }) => seed),
        seeds,
      );
      for (const outcome of outcomes) assert.equal(told(outcome), lasting(await alone(scenario, outcome.seed)));
    }
  });

  test('are the same with one thread and with three, times included', async () => {
    const seeds = seedsOf('x', 5);
    const [one, three] = await Promise.all([1, 3].map((workers) => playSeeds(desk, 'bare', seeds, { workers })));
    const withoutTime = (rows: typeof one): unknown => rows?.map(({ wallSeconds: _, ...row }) => row);
    assert.deepEqual(withoutTime(one), withoutTime(three));
    const first = three?.[0];
    const { n, afterGivingUp: late, ...times } = first?.numbers.latency.model.firstResponse ?? {};
    assert.deepEqual(first?.latency.model.firstResponse.summary(), { n, ...times });
    assert.equal(first?.latency.model.firstResponse.late, late);
    assert.ok((n ?? 0) > 0);
  });

  test('differ from each other: other people come', async () => {
    const outcomes = await playSeeds(desk, 'bare', seedsOf('x', 3));
    assert.equal(new Set(outcomes.map(({ populationHash }) => populationHash)).size, 3);
  });

  test('take as many threads as there are cores, and never more than seeds', () => {
    assert.equal(workersFor(20, 4), 4);
    assert.equal(workersFor(3, 64), 3);
    assert.equal(workersFor(0, 2), 1);
  });

  test('tell how far they are: to the end, never backwards in seeds done', async () => {
    const seen: SeedsProgress[] = [];
    await playSeeds(festival, 'bare', ['1', '2', '3'], { workers: 2, watch: (progress) => seen.push(progress) });
    assert.deepEqual(seen[0], { done: 0, of: 3, share: 0 });
    assert.deepEqual(seen.at(-1), { done: 3, of: 3, share: 1 });
    for (const [i, { done, share }] of seen.entries()) {
      assert.ok(done >= (seen[i - 1]?.done ?? 0));
      assert.ok(share >= done / 3 && share <= 1, `share ${share} with ${done} of 3`);
    }
  });

  test('a seed that takes more memory than it may: one message that names the seed', async () => {
    const crowd = defineScenario({
      ...festival.input,
      // Fewer than the look before play refuses, and more than fit.
      arrivals: [{ name: 'crowd', for: '1h', visitors: 7_000 }],
    });
    await assert.rejects(playSeeds(crowd, 'bare', ['S/1'], { memory: 100e6 }), (error: unknown) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /^seed S\/1 failed: [^\n]*memory/);
      return true;
    });
  });

  test('a profile that the scenario lacks is a fault of the call, before any thread starts', async () => {
    await assert.rejects(playSeeds(smoke, '+bot', ['1']), /scenario "smoke" has no profile "\+bot"/);
  });

  test('stopped: those that were done, and no other', async () => {
    const stop = new AbortController();
    const outcomes = await playSeeds(desk, 'bare', seedsOf('x', 40), {
      workers: 2,
      stop: stop.signal,
      watch: ({ done }) => void (done >= 2 && stop.abort()),
    });
    assert.ok(outcomes.length >= 2 && outcomes.length < 40, `${outcomes.length} outcomes`);
  });
});
