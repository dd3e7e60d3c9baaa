// The states of a client: equal in the comment, in the code, and when a client is driven at random.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SECOND } from '../../../../src/model/core/time.ts';
import { CLOSE } from '../../../../src/model/protocol/frames.ts';
import {
  CLIENT_INPUTS,
  CLIENT_MOVES,
  clientAfter,
  type ClientState,
} from '../../../../src/model/targets/reference/states.ts';
import { asked, assertAllMoves, writtenMoves } from '../../moves.ts';
import { SEED, trials, type Random } from '../../random.ts';
import { EVERY, Host, LIMIT } from './host.ts';

const SOURCE = new URL('../../../../src/model/targets/reference/states.ts', import.meta.url);
const CODES = [1000, 1006, CLOSE.unauthorised.code, CLOSE.wrong_version.code, CLOSE.shutdown.code, undefined];

/**
 * Person, runtime and server act at random, within the limits of a runtime. It opens a connection
 * once, passes no frame of a connection that is not open, and reports nothing about a closed one.
 */
function drive(random: Random): Host {
  const host = new Host();
  const { client } = host;
  let open = -1;
  let gone = -1;
  for (let step = 0; step < 60; step++) {
    const kind = random.below(16);
    const { conn } = host;
    const isComing = conn > gone && conn !== open;
    if (kind === 0) client.start();
    else if (kind === 1) client.unload();
    else if (kind === 2 && random.chance(0.3)) client.stop();
    else if (kind === 3) client.say(`v0/${step}`, 'hi');
    else if (kind <= 6 && isComing) client.opened((open = conn));
    else if (kind === 7 && isComing) client.failed((gone = conn));
    else if (kind === 8 && conn > gone) client.closed((gone = conn), random.pick(CODES));
    else if (kind <= 12 && open === conn && conn > gone) host.hear({ f: 'welcome', v: 1, actor: 'v0' });
    else host.until(host.time + random.pick([0, SECOND, EVERY, LIMIT]));
  }
  return host;
}

describe('the states of a client', () => {
  it('are in the comment of states.ts what they are in CLIENT_MOVES', () => {
    const { moves, inputs } = writtenMoves(SOURCE);
    assert.deepEqual(moves, CLIENT_MOVES);
    assert.deepEqual(inputs, [...CLIENT_INPUTS]);
  });

  it(`are all that a client does, and a client does all of it (seed ${SEED})`, () => {
    const { moves, restore } = asked(CLIENT_MOVES);
    try {
      trials('driven client', 300, (random) => drive(random));
    } finally {
      restore();
    }
    if (process.env['STILLTHERE_TEST_TRIAL'] === undefined) assertAllMoves(CLIENT_MOVES, moves);
  });

  it('refuse what the table does not have', () => {
    for (const state of Object.keys(CLIENT_MOVES) as ClientState[])
      for (const input of CLIENT_INPUTS) {
        const to = CLIENT_MOVES[state][input];
        if (to !== undefined) assert.equal(clientAfter(state, input, 'v0'), to);
        else assert.throws(() => clientAfter(state, input, 'v0'), /client of v0: input/);
      }
  });

  it('end every connection before the next one is tried, and tell each end once', () => {
    trials('connections of a client', 100, (random) => {
      const { rows } = drive(random);
      let n = 1;
      for (const row of rows) {
        if (row.what !== 'conn') continue;
        assert.equal(row.n, n, JSON.stringify(rows));
        if (row.is !== 'open') n += 1;
      }
    });
  });
});
