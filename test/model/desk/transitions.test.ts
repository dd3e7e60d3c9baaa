// The transition table of a session is equal in its comment, in the code, and under random driving.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { INPUTS, TRANSITIONS } from '../../../src/model/desk/session.ts';
import { SESSION_STATES } from '../../../src/model/rows/words.ts';
import { MINUTE } from '../../../src/model/core/time.ts';
import { TRANSFER_ELSE, TRANSFER_WHEN, type SessionRules } from '../../../src/model/rules/rules.ts';
import { idleRule } from '../evening.ts';
import { asked, listed, writtenMoves } from '../moves.ts';
import { randomRules } from '../random-evening.ts';
import { SEED, trials, type Random } from '../random.ts';
import { drive } from './driver.ts';

const SOURCE = new URL('../../../src/model/desk/session.ts', import.meta.url);

/**
 * Rules that transfer a session only after its prompt, or
 * after it became inactive. Random rules seldom do this.
 */
function lateTransfer(random: Random, rules: SessionRules): SessionRules {
  const after = 10 * MINUTE;
  const isAsked = random.chance(0.5);
  return {
    ...rules,
    idle: idleRule({ after, anchor: 'either_last_message', resets: ['visitor', 'agent'] }),
    prompt: isAsked ? { before: after / 2, text: 'still there?', max: 1, every: null } : null,
    inactive: isAsked ? random.pick([null, { after: (after * 6) / 10 }]) : { after: after / 4 },
    transfer: {
      after: (after * 7) / 10,
      when: random.pick(TRANSFER_WHEN),
      hops: 1,
      typingStops: false,
      orElse: random.pick(['leave_message', ...TRANSFER_ELSE]),
    },
    // No other rule takes the session away earlier.
    agents: { ...rules.agents, handOver: null },
    channels: {},
    hours: null,
    visitorGone: null,
  };
}

describe('the transition table of a session', () => {
  it('in the comment of desk/session.ts equals TRANSITIONS', () => {
    const { moves, inputs } = writtenMoves(SOURCE);
    assert.deepEqual(moves, TRANSITIONS);
    assert.deepEqual(inputs, [...INPUTS]);
  });

  it('knows only states and inputs that have a name', () => {
    for (const [from, moves] of Object.entries(TRANSITIONS)) {
      assert.ok((SESSION_STATES as readonly string[]).includes(from), from);
      for (const [input, to] of Object.entries(moves)) {
        assert.ok((INPUTS as readonly string[]).includes(input), input);
        assert.ok((SESSION_STATES as readonly string[]).includes(to), to);
        assert.ok(to in TRANSITIONS, `${to} is a state without a row`);
      }
    }
  });

  it('lets every state be reached from new, and leaves no state without a way on', () => {
    const reached = new Set(['new']);
    for (const state of reached)
      for (const to of Object.values(TRANSITIONS[state as keyof typeof TRANSITIONS] ?? {})) reached.add(to);
    assert.deepEqual([...reached].sort(), Object.keys(TRANSITIONS).sort());
    for (const [state, moves] of Object.entries(TRANSITIONS)) assert.ok(Object.keys(moves).length > 0, state);
  });

  it(`is all that random driving does; what it never does is printed (seed ${SEED})`, (t) => {
    const { moves, restore } = asked(TRANSITIONS);
    try {
      trials('driven desk', 250, (random, trial) => {
        const drawn = randomRules(random, true);
        drive(random, { steps: 120, rules: trial % 3 === 0 ? lateTransfer(random, drawn) : drawn });
      });
    } finally {
      restore();
    }
    const all = listed(TRANSITIONS);
    const unlisted = [...moves].filter((pair) => !all.includes(pair));
    const never = all.filter((pair) => !moves.has(pair));
    t.diagnostic(`reached ${all.length - never.length} of ${all.length} moves; never: ${never.join(', ') || 'none'}`);
    assert.deepEqual(unlisted, []);
    if (process.env['STILLTHERE_TEST_TRIAL'] === undefined) assert.deepEqual(never, [], 'the driver became too tame');
  });
});
