// Rules that real desks rely on, each in a small scenario
// with times computed by hand (seed 1, virtual time).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { virtualRun } from '../../src/run/virtual-run.ts';
import { HOUR, MINUTE, MS, SECOND } from '../../src/model/core/time.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import { playVirtual } from '../../src/model/runner/virtual/play.ts';
import { fold } from '../../src/result/fold.ts';
import { defineScenario, rulesOf } from '../../src/scenario/define.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { evidenceOf, judged, only } from '../model/evening.ts';
import {
  declines,
  nobodyThere,
  onHoldPrompt,
  ringHours,
  ringRotation,
  ringVain,
  transferElseQueue,
} from '../requirements/field-evenings.ts';

/** Plays a scenario. @returns its ledger and its numbers */
function play(evening: ScenarioInput) {
  const scenario = defineScenario(evening);
  const rows: Row[] = [];
  playVirtual(virtualRun(scenario, 'bare', '1'), (row) => rows.push(row));
  const judgement = judged(rows, rulesOf(scenario, 'bare'));
  const threads = only(rows, 'w_session').map(({ session }) => session);
  return { ...fold(evidenceOf(rows), judgement), rows, threads };
}

/** Rounded down to whole milliseconds. */
const inMs = (t = 0): number => Math.floor(t / MS) * MS;
/** The times of the visitors' notices of one kind, in order. */
const told = (rows: readonly Row[], kind: string): number[] =>
  only(rows, 'notice').flatMap((row) => (row.kind === kind && row.by.startsWith('v') ? [row.t] : []));
/** The agents at whom each session rang, in order. */
function rang(rows: readonly Row[]): string[][] {
  const by = new Map<string, string[]>();
  for (const row of only(rows, 'notice'))
    if (row.kind === 'offered') by.set(row.session, [...(by.get(row.session) ?? []), row.by]);
  return [...by.values()];
}

describe('a session that rings', () => {
  it('in vain becomes a leave-message as long after it began to wait as the queue timeout says', () => {
    const { rows, threads } = play(ringVain);
    const left = told(rows, 'left_message');
    assert.deepEqual(
      left,
      threads.map(({ openedAt }) => openedAt + 2 * MINUTE),
    );
    assert.equal(inMs(left[0]), 2 * MINUTE + 20 * SECOND + 832 * MS);
    assert.deepEqual(
      threads.map(({ state }) => state),
      ['left_message', 'left_message', 'left_message'],
    );
    assert.equal(only(rows, 'w_left').length, 3);
    assert.equal(
      only(rows, 'notice').filter(({ by, kind }) => by.startsWith('a') && kind === 'left_message').length,
      3,
    );
  });

  it('across closing time becomes a leave-message then', () => {
    const { rows } = play(ringHours);
    assert.deepEqual(told(rows, 'left_message'), [2 * MINUTE, 2 * MINUTE, 2 * MINUTE]);
  });

  it('goes round among the agents: 0 1 2 0 1 2 …', () => {
    const { rows } = play(ringRotation);
    const order = rang(rows);
    assert.deepEqual(
      order[0],
      order[0]?.map((_, i) => `a${i % 3}`),
    );
    for (const at of order) {
      assert.ok(at.length > 170);
      assert.deepEqual(at.slice(0, 3).sort(), ['a0', 'a1', 'a2']);
      assert.deepEqual(at.slice(3), at.slice(0, -3), 'the same order again');
    }
  });

  it('is answered anew each time: of an agent who declines every second ring nearly all are taken within ten', () => {
    const { rows, threads } = play(declines);
    const rings = rang(rows).map((at) => at.length);
    assert.equal(rings.length, 20);
    assert.ok(threads.every(({ activeAt }) => activeAt !== undefined));
    assert.ok(rings.filter((n) => n > 10).length <= 1, `rings of each: ${rings.join(' ')}`);
    const sum = rings.reduce((a, b) => a + b, 0);
    assert.ok(sum > 25 && sum < 60, `${sum} rings; with one half declined it takes 2 on the average`);
    const delays = new Set(
      only(rows, 'act').flatMap((row) => {
        const heard = only(rows, 'notice', row.by).findLast((n) => n.kind === 'offered' && n.t <= row.t);
        return heard === undefined ? [] : [row.t - heard.t];
      }),
    );
    assert.ok(delays.size > 10, 'how long the agent takes is drawn for each ring');
  });
});

describe('a session that rests', () => {
  it('does so after it was prompted, too, and the next visitor gets the agent then', () => {
    const { rows, threads } = play(onHoldPrompt);
    const word = only(rows, 'w_message').find(({ message }) => message.from === 'agent')?.message.at ?? 0;
    assert.equal(inMs(word + 10 * MINUTE), 10 * MINUTE + 50 * SECOND + 616 * MS);
    const asked = only(rows, 'w_message').find(({ message }) => message.from === 'system')?.message.at ?? 0;
    assert.equal(asked, word + 5 * MINUTE, 'prompted before');
    assert.equal(threads[1]?.activeAt, word + 10 * MINUTE);
    assert.equal(threads[0]?.closedAt, asked + HOUR, 'a prompt starts the idle clock anew, and ends no rest');
  });
});

describe('nobody there', () => {
  it('whoever waits or is handed over when the last agent has gone becomes a leave-message', () => {
    const { rows, threads, messages } = play(nobodyThere);
    const gone = Math.max(...only(rows, 'leave').flatMap(({ t, by }) => (by.startsWith('a') ? [t] : [])));
    assert.equal(gone, 15 * MINUTE);
    assert.deepEqual(
      [threads.length, threads.filter(({ activeAt }) => activeAt !== undefined).length],
      [14, 4],
      '4 in hands, 10 waited',
    );
    assert.ok(threads.every(({ state }) => state === 'left_message'));
    const late = told(rows, 'left_message').filter((t) => t >= gone + MINUTE);
    assert.equal(late.filter((t) => t === gone + MINUTE).length, 14, 'when the time for a hand-over is over');
    assert.equal(messages.fates.pending, 0);
  });
});

describe('a transfer that finds nobody', () => {
  it('puts the session back into the queue, not to the same agent; the queue timeout acts, and nothing counts as done', () => {
    const { rows, threads, transfers } = play(transferElseQueue);
    assert.deepEqual(
      threads.map(({ agents, state }) => [agents, state]),
      [0, 1, 2].map(() => [['a0'], 'left_message']),
    );
    assert.deepEqual(
      told(rows, 'left_message'),
      threads.map(({ openedAt }) => openedAt + 7 * MINUTE + MS),
      'two minutes with the agent, five in the queue, and a millisecond on the way',
    );
    assert.deepEqual(transfers, { asked: 3, done: 0, failed: 3 });
  });
});
