// The states of a virtual connection: equal in the
// comment, in the code, and when random worlds drive it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CLOSE } from '../../../src/model/protocol/frames.ts';
import { MS, SECOND } from '../../../src/model/core/time.ts';
import { movePipe, newPipe, PIPE_INPUTS, PIPE_MOVES, type PipeState } from '../../../src/model/runner/virtual/pipe.ts';
import { asked, assertAllMoves, writtenMoves } from '../moves.ts';
import { SEED, trials, type Random } from '../random.ts';
import { Wire } from './wire.ts';

const SOURCE = new URL('../../../src/model/runner/virtual/pipe.ts', import.meta.url);
const ACTORS = ['v0', 'v1', 'a0', 'nobody'];

/**
 * Clients connect, write, are replaced, hang up and fall silent, and the server dies and comes
 * back. Steps may overlap on the way.
 */
function drive(random: Random): Wire {
  const wire = new Wire({ commit: random.pick([0, 5 * MS, 200 * MS]) });
  let conns = 0;
  for (let step = 0; step < 60; step++) {
    const conn = random.below(Math.max(1, conns));
    const kind = random.below(8);
    if (kind <= 1) conns = 1 + wire.connect(random.pick(ACTORS));
    else if (kind === 2) wire.say(conn, step);
    else if (kind === 3) wire.world.close(conn, 1000);
    else if (kind === 4) wire.world.transport(conn, false);
    else if (kind === 5 && wire.world.isUp) wire.world.crash();
    else if (kind >= 5 && !wire.world.isUp) wire.world.restart();
    wire.later(random.pick([0, 10 * MS, 30 * MS, 100 * MS, SECOND, 60 * SECOND]));
  }
  return wire;
}

describe('the states of a connection in virtual time', () => {
  it('are in the comment of pipe.ts what they are in PIPE_MOVES', () => {
    const { moves, inputs } = writtenMoves(SOURCE);
    assert.deepEqual(moves, PIPE_MOVES);
    assert.deepEqual(inputs, [...PIPE_INPUTS]);
  });

  it(`are all that worlds do, and a world does all of it (seed ${SEED})`, () => {
    const { moves, restore } = asked(PIPE_MOVES);
    try {
      trials('driven world', 200, (random) => drive(random));
    } finally {
      restore();
    }
    if (process.env['STILLTHERE_TEST_TRIAL'] === undefined) assertAllMoves(PIPE_MOVES, moves);
  });

  it('refuse what the table does not have, and stay', () => {
    for (const state of Object.keys(PIPE_MOVES) as PipeState[])
      for (const input of PIPE_INPUTS) {
        const pipe = { ...newPipe(0, 'v0', 0, 0), state };
        const to = PIPE_MOVES[state][input];
        if (to === undefined) assert.throws(() => movePipe(pipe, input), /connection 0: input/);
        else movePipe(pipe, input);
        assert.equal(pipe.state, to ?? state);
      }
  });

  it('end each connection once: it fails, or it is opened and then closed, and nothing comes after that', () => {
    trials('ends of connections', 50, (random) => {
      const wire = drive(random);
      wire.later(60 * SECOND);
      const seen = new Map<number, string[]>();
      for (const { conn, what } of wire.log) seen.set(conn, [...(seen.get(conn) ?? []), what]);
      for (const [conn, all] of seen) {
        const ends = all.filter((what) => what === 'closed' || what === 'failed');
        assert.ok(ends.length <= 1, `${conn}: ${all.join(' ')}`);
        if (ends.length === 1) assert.equal(all.at(-1), ends[0], `${conn}: ${all.join(' ')}`);
        if (all.includes('failed')) assert.deepEqual(all, ['failed']);
      }
    });
  });

  it('let the client hear the end of a connection that the desk has parted with, and of one that a crash took', () => {
    const wire = new Wire({ commit: 200 * MS });
    const first = wire.connect('v0');
    wire.later(SECOND).say(first, 0);
    wire.connect('v0');
    wire.later(SECOND);
    assert.equal(wire.of(first).at(-1)?.code, CLOSE.replaced.code);
    wire.world.crash();
    wire.later(SECOND);
    assert.deepEqual(
      wire
        .of(1)
        .map(({ what, code }) => [what, code])
        .at(-1),
      ['closed', undefined],
    );
  });
});
