// The transition table of a session: as written above the code, as the code has it, and as random driving finds it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { INPUTS, TRANSITIONS } from '../../../src/model/desk/session.ts';
import { SESSION_STATES } from '../../../src/model/rows/words.ts';
import { MINUTE } from '../../../src/model/core/time.ts';
import { TRANSFER_ELSE, TRANSFER_WHEN, type SessionRules } from '../../../src/model/rules/rules.ts';
import { idleRule } from '../evening.ts';
import { randomRules } from '../random-evening.ts';
import { SEED, trials, type Random } from '../random.ts';
import { drive } from './driver.ts';

const SOURCE = new URL('../../../src/model/desk/session.ts', import.meta.url);
type Table = Record<string, Record<string, string>>;

/** The table in the comment: rows are states, columns inputs, a dot is no move. */
function written(): { table: Table; columns: string[] } {
  const lines = readFileSync(SOURCE, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(' * |'));
  const cells = lines.map((line) =>
    line
      .slice(4, line.lastIndexOf('|'))
      .split('|')
      .map((cell) => cell.trim()),
  );
  const [head, rule, ...body] = cells;
  assert.ok(head !== undefined && rule !== undefined, 'no table in the comment of desk/session.ts');
  assert.ok(rule.every((cell) => /^-+$/.test(cell)));
  const columns = head.slice(1);
  const table: Table = {};
  for (const [state = '', ...moves] of body) {
    assert.equal(moves.length, columns.length, `row ${state}`);
    const row: Record<string, string> = {};
    columns.forEach((input, i) => {
      const to = moves[i] ?? '.';
      if (to !== '.') row[input] = to;
    });
    table[state] = row;
  }
  return { table, columns };
}

/** Rules that take a session away only after its visitor was asked, or after it has come to rest: drawn freely, few rules do. */
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
    // Nothing else takes it away before.
    agents: { ...rules.agents, handOver: null },
    channels: {},
    hours: null,
    visitorGone: null,
  };
}

describe('the transition table of a session', () => {
  it('in the comment of desk/session.ts equals TRANSITIONS', () => {
    const { table, columns } = written();
    assert.deepEqual(table, TRANSITIONS);
    assert.deepEqual(columns, [...INPUTS]);
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
    const reached = new Set<string>();
    const table = TRANSITIONS as Record<string, Record<string, string>>;
    const before = { ...table };
    for (const [state, moves] of Object.entries(before)) {
      table[state] = new Proxy(moves, {
        get: (target, input) => {
          reached.add(`${state} ${String(input)}`);
          return Reflect.get(target, input) as string | undefined;
        },
      });
    }
    try {
      trials('driven desk', 250, (random, trial) => {
        const drawn = randomRules(random, true);
        drive(random, { steps: 120, rules: trial % 3 === 0 ? lateTransfer(random, drawn) : drawn });
      });
    } finally {
      Object.assign(table, before);
    }
    const listed = Object.entries(before).flatMap(([state, moves]) =>
      Object.keys(moves).map((input) => `${state} ${input}`),
    );
    const unlisted = [...reached].filter((pair) => !listed.includes(pair));
    const never = listed.filter((pair) => !reached.has(pair));
    t.diagnostic(
      `reached ${listed.length - never.length} of ${listed.length} moves; never: ${never.join(', ') || 'none'}`,
    );
    assert.deepEqual(unlisted, []);
    if (process.env['STILLTHERE_TEST_TRIAL'] === undefined) assert.deepEqual(never, [], 'the driver became too tame');
  });
});
