// An unreliable run over sockets is played up to three
// times; every try is counted, and at most one is used.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { agree, type Agreed } from '../../../src/study/agree/agree.ts';
import type { Engine, EngineOptions, EngineRun } from '../../../src/engines/engine.ts';
import { nodeEngine } from '../../../src/engines/node/engine.ts';
import { defineScenario } from '../../../src/scenario/define.ts';
import { temporaryFolder } from '../../../src/system/temporary.ts';
import { quickDesk } from '../../quick-desk.ts';

const brief = defineScenario({
  ...quickDesk.input,
  name: 'brief',
  arrivals: [{ name: 'few', for: '10s', visitors: 4 }],
  tail: '5s',
});

/** Starts, and breaks as soon as it has to play. */
const breaking = ({ hooks }: EngineOptions): EngineRun => ({
  ready: Promise.resolve(),
  done: Promise.resolve({ rows: 0, whole: false }),
  start: () => hooks.fault('it broke'),
  rest: () => undefined,
  fence: () => undefined,
  finish: () => undefined,
  dispose: () => Promise.resolve(),
});

/** Plays from the n-th run on, and never for a calibration. */
function playsFrom(n: number): Engine {
  let runs = 0;
  return {
    ...nodeEngine,
    launch: (options) => {
      if (options.job.rehearsal === undefined) runs += 1;
      return options.job.rehearsal === undefined && runs >= n ? nodeEngine.launch(options) : breaking(options);
    },
  };
}

async function played(engine: Engine, replicates: number): Promise<Agreed & { readonly ledgers: boolean[] }> {
  const out = await temporaryFolder('tries');
  try {
    const agreed = await agree({
      scenario: brief,
      profile: 'bare',
      seed: '1',
      replicates,
      engines: [{ engine }],
      speeds: [5],
      out: out.path,
      keepLedgers: false,
      stop: new AbortController().signal,
      watch: () => undefined,
    });
    assert.equal(readdirSync(out.path).length, 1, 'all runs of a comparison lie in its one folder');
    const ledgers = agreed.runs.map(({ result }) => existsSync(`${agreed.folder.path}/${result.run.id}/ledger.ndjson`));
    return { ...agreed, ledgers };
  } finally {
    await out.remove();
  }
}

describe('a run that cannot be trusted', () => {
  it('is played three times and then left out: its pair is missing, virtual time is not', async () => {
    const { runs, speeds, virtual } = await played(playsFrom(Infinity), 2);
    assert.deepEqual(
      runs.map(({ seed, isUsed }) => [seed, isUsed]),
      ['1/1', '1/1', '1/1', '1/2', '1/2', '1/2'].map((seed) => [seed, false]),
    );
    assert.deepEqual([speeds[0]?.real.node, speeds[0]?.compressed.length, virtual.length], [[], 2, 2]);
  });

  it('is played again until it can: the first that can is used, and is the last', async (t) => {
    const { runs, speeds, ledgers } = await played(playsFrom(2), 1);
    t.diagnostic(`used: ${runs.map(({ isUsed }) => isUsed).join()}`);
    const used = runs.filter(({ isUsed }) => isUsed);
    assert.ok(runs.length >= 2 && runs.length <= 3 && runs[0]?.isUsed === false, `${runs.length} runs`);
    // On a busy machine the generator may be late twice.
    assert.equal(used.length, runs.at(-1)?.isUsed === true ? 1 : 0);
    assert.equal(speeds[0]?.real.node?.length, used.length);
    // Ledgers are kept for the runs that were not used, for analysis.
    assert.deepEqual(
      ledgers.slice(1),
      runs.slice(1).map(({ isUsed }) => !isUsed),
    );
  });
});
