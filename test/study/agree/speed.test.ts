// The automatic speed of a comparison: the lowest
// reliable one of all engines, or an error without one.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { agree, type Agreed, type AgreeStep, type RealEngine } from '../../../src/study/agree/agree.ts';
import { AT_BEST } from '../../../src/capacity/calibrate.ts';
import { UsageError } from '../../../src/scenario/define.ts';
import { temporaryFolder } from '../../../src/system/temporary.ts';
import { quickDesk } from '../../quick-desk.ts';
import { of, telling } from '../../capacity/telling.ts';

/** More connections than any comparison needs, so that nothing is waited for. */
const EVERYBODY = 10_000;

/** An engine whose alarms are late by `by`, µs. */
const late = (by: number): RealEngine => telling(Array(5).fill(of([by, 10_000])), EVERYBODY);

/** Calibrates the engines and stops before anything is played over sockets. */
async function looked(engines: readonly RealEngine[], speed: number | 'auto'): Promise<Agreed> {
  const out = await temporaryFolder('agree-speed');
  const stop = new AbortController();
  try {
    const asked = { scenario: quickDesk, profile: 'bare', seed: '1', replicates: 1, keepLedgers: false } as const;
    const watch = ({ is }: AgreeStep): void => {
      if (is !== 'measuring') stop.abort();
    };
    return await agree({ ...asked, engines, speeds: [speed], out: out.path, stop: stop.signal, watch });
  } catch (error) {
    assert.deepEqual(readdirSync(out.path), [], 'nothing was played, and no folder is left');
    throw error;
  } finally {
    await out.remove();
  }
}

/** So late that even the longest rule is less than 20 times as long. */
const HOPELESS = 1e12;

describe('--speed auto', () => {
  it('is an error with code 1 where an engine can play no speed honestly, and names that engine and the bound', async () => {
    await assert.rejects(looked([late(AT_BEST), late(HOPELESS)], 'auto'), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /^--speed auto: no speed is reliable for node on this machine \(.*timer delay .+\)/);
      assert.match(error.message, /Use an idle machine.*set a speed/);
      return true;
    });
  });

  it('is the lowest of all engines otherwise', async () => {
    const { engines } = await looked([late(100 * AT_BEST), late(400 * AT_BEST)], 'auto');
    const limits = engines.map(({ limit }) => limit.limit);
    assert.ok(Math.min(...limits) > 0 && limits[0] !== limits[1], limits.join());
    assert.deepEqual(
      engines.map(({ speed }) => speed),
      [Math.min(...limits), Math.min(...limits)],
    );
  });

  it('a speed that was named is played, however late the machine: a sweep wants to see how far it bends the result', async () => {
    const { engines } = await looked([late(HOPELESS)], 20);
    assert.deepEqual([engines[0]?.speed, engines[0]?.limit.limit], [20, 0]);
  });
});
