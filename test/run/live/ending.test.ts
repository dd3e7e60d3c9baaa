// Decides over real sockets when play ends by itself, from the reports of generator and target.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ending, openSessions } from '../../../src/run/live/ending.ts';
import { HOUR, SECOND } from '../../../src/model/core/time.ts';
import type { Pages, Witness } from '../../../src/model/ports/target.ts';
import type { WitnessSession } from '../../../src/model/rows/rows.ts';
import { rules } from '../../model/evening.ts';
import { session } from '../../model/judge/ledger.ts';

/** Longer than the longest pause between two looks at the target, real ms. */
const REST_MS = 600;

/** Pages of one row each. */
async function* pages<T>(...rows: T[]): Pages<T> {
  for (const row of rows) yield [row];
}

const witness = (...sessions: Partial<WitnessSession>[]): Witness => ({
  sessions: () => pages(...sessions.map((change) => session(change))),
  messages: () => pages(),
  inbox: () => Promise.resolve([]),
  leftMessages: () => pages(),
});

describe('the end of play over real sockets', () => {
  it('sessions that no rule ends are found out, in whatever order the target names them', async () => {
    const lists = [
      ['s1', 's2'],
      ['s2', 's1'],
    ];
    const ending = new Ending({
      rules: rules(),
      atRest: () => true,
      open: () => Promise.resolve(lists.pop()),
      isBusy: () => false,
    });
    assert.equal(await ending.look(SECOND), undefined);
    await sleep(REST_MS);
    assert.equal(await ending.look(100 * HOUR), 'endless');
  });

  it('what was open on the target before the run is not waited for', async () => {
    const ahead = 900 * SECOND;
    const before = { id: 's1', openedAt: ahead - SECOND };
    assert.deepEqual(await openSessions(witness(before), ahead), []);
    assert.deepEqual(await openSessions(witness(before, { id: 's2', openedAt: ahead }), ahead), ['s2']);
  });

  it('a target that cannot be read has not ended', async () => {
    async function* broken(): Pages<WitnessSession> {
      yield [session()];
      throw new Error('gone');
    }
    assert.equal(await openSessions({ ...witness(), sessions: broken }, 0), undefined);
  });
});
