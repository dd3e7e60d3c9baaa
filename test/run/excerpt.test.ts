// A part of a virtual run: the same people, whoever is left out, and the same rows up to the cut.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, describe } from 'node:test';
import type { Excerpt } from '../../src/run/excerpt.ts';
import { simulate, virtualRun } from '../../src/run/virtual-run.ts';
import { MINUTE, SECOND } from '../../src/model/core/time.ts';
import { agentId, visitorId } from '../../src/model/rows/ids.ts';
import type { Row } from '../../src/model/rows/rows.ts';
import { playVirtual } from '../../src/model/runner/virtual/play.ts';
import type { Result } from '../../src/result/schema.ts';
import { UsageError } from '../../src/scenario/define.ts';
import smoke from '../../scenarios/smoke.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-excerpt-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const whole = virtualRun(smoke, 'bare', '1');
const END = playVirtual(whole, () => {}).playEnd;

function rowsOf(excerpt: Excerpt = {}): Row[] {
  const rows: Row[] = [];
  playVirtual(virtualRun(smoke, 'bare', '1', excerpt), (row) => rows.push(row));
  return rows;
}

const lines = (rows: readonly Row[]): string[] => rows.map((row) => JSON.stringify(row));
const whoCame = (rows: readonly Row[]): string[] => rows.flatMap((row) => (row.what === 'plan' ? [row.by] : [])).sort();
const plans = (rows: readonly Row[]): Map<string, string> =>
  new Map(rows.flatMap((row) => (row.what === 'plan' ? [[row.by, JSON.stringify(row.plan)]] : [])));
const headOf = (rows: readonly Row[]): Row & { what: 'run' } => {
  const [row] = rows;
  assert.ok(row?.what === 'run');
  return row;
};

describe('only some of the people', () => {
  const rows = rowsOf();

  test('these visitors come and all agents, with the plans and the times that they had in the whole run', () => {
    const some = rowsOf({ only: ['v3', 'v11'] });
    assert.deepEqual(whoCame(some), ['a0', 'a1', 'a2', 'v11', 'v3']);
    const [mine, theirs] = [plans(some), plans(rows)];
    for (const [actor, plan] of mine) assert.equal(plan, theirs.get(actor), actor);
    const { visitors, agents } = headOf(some);
    assert.deepEqual({ visitors, agents }, { visitors: 2, agents: 3 });
  });

  test('agents who are named come, and no others', () => {
    const some = rowsOf({ only: ['v3', 'a1'] });
    assert.deepEqual(whoCame(some), ['a1', 'v3']);
    assert.equal(headOf(some).agents, 1);
    assert.ok(
      some.some((row) => row.by === 'a1' && row.what === 'say'),
      'and answer',
    );
  });

  test('with everybody it is the whole run, to the byte', () => {
    const visitors = Array.from({ length: whole.visitors }, (_, i) => visitorId(i));
    const agents = Array.from({ length: 3 }, (_, j) => agentId(j));
    assert.deepEqual(lines(rowsOf({ only: [...agents, ...visitors.reverse()] })), lines(rows));
  });

  test('whoever does not come in this run is named, with those who do', () => {
    const { visitors } = whole;
    for (const [only, says] of [
      [
        ['v3', `v${visitors}`, 'a9'],
        new RegExp(`this run has no v${visitors}, a9; its visitors are v0 … v${visitors - 1}, its agents a0 … a2`),
      ],
      [['v03'], /this run has no v03/],
      [['server'], /this run has no server/],
      [['a1'], /--only a1: name a visitor, too \(v0 … v\d+\)/],
    ] as const)
      assert.throws(
        () => virtualRun(smoke, 'bare', '1', { only }),
        (error: Error) => error instanceof UsageError && says.test(error.message),
      );
  });
});

describe('until a moment', () => {
  const rows = rowsOf();
  /** The rows of people before `t`. Rows of the server and of the conductor come later. */
  const before = (all: readonly Row[], t: number): string[] =>
    lines(all.filter((row) => row.t < t && row.by !== 'server'));

  for (const until of [20 * SECOND, 60 * SECOND, 61 * SECOND + 1, 2 * MINUTE])
    test(`${until / SECOND} s: everything before it is as in the whole run, and then comes the drain`, () => {
      const cut = rowsOf({ until });
      assert.deepEqual(before(cut, until), before(rows, until));
      assert.equal(cut.find((row) => row.what === 'phase' && row.phase === 'drain_start')?.t, until);
      const end = cut.findLast((row) => row.what === 'phase');
      assert.ok(end?.what === 'phase' && end.phase === 'drain_end' && end.complete === true);
      const intended = cut.filter((row) => row.t > until && (row.what === 'say' || row.what === 'plan'));
      assert.deepEqual(intended, [], 'nobody begins anything after it');
    });

  test('a crash that would have come later never does; a server that is down then is started for the drain', () => {
    const until = 40 * SECOND;
    const withCrash = (at: number): Row[] => {
      const played: Row[] = [];
      const crashes = [{ at, for: 10 * SECOND }];
      playVirtual({ ...virtualRun(smoke, 'bare', '1', { until }), crashes }, (row) => played.push(row));
      return played;
    };
    assert.deepEqual(lines(withCrash(until + 1)), lines(rowsOf({ until })));
    const cut = withCrash(until - 5 * SECOND);
    const faults = cut.flatMap((row) => (row.what === 'fault' ? [`${row.is} ${row.t / SECOND}`] : []));
    assert.deepEqual(faults, ['down 35', 'up 40']);
    assert.ok(cut.some((row) => row.what === 'phase' && row.phase === 'drain_end' && row.complete === true));
  });

  test('at or after the end it changes nothing', () => {
    for (const until of [END, END + 1, 10 * END]) assert.deepEqual(lines(rowsOf({ until })), lines(rows));
  });
});

describe('the result of a part', () => {
  const stop = new AbortController().signal;
  const play = async (excerpt: Excerpt): Promise<Result> =>
    (await simulate({ scenario: smoke, profile: 'bare', seed: '1', out: folder, stop, watch: () => {}, ...excerpt }))
      .result;

  test('says what was left of the run, counts who came, and can be trusted', async () => {
    const { run, visitors, generator, verdict, reasons } = await play({
      only: ['a1', 'v11', 'v3', 'v3'],
      until: MINUTE,
    });
    assert.deepEqual(run.only, ['v3', 'v11', 'a1']);
    assert.equal(run.until, MINUTE);
    assert.equal(visitors.arrived, 2);
    assert.equal(generator.actors, 3);
    assert.equal(verdict, 'pass');
    assert.deepEqual(
      reasons.map(({ limit, text }) => `${limit}: ${text}`),
      [
        'note: partial run: only 2 visitors and 1 of 3 agents came (--only)',
        'note: partial run: it ended at model time 1m (--until)',
      ],
    );
  });

  test('the people of a part are other people, and those who came twice are the same', async () => {
    const [all, some, again] = await Promise.all([play({}), play({ only: ['v3'] }), play({ only: ['v3'] })]);
    assert.notEqual(some?.run.populationHash, all?.run.populationHash);
    assert.equal(some?.run.populationHash, again?.run.populationHash);
    assert.ok(!('only' in (all?.run ?? {})) && !('until' in (all?.run ?? {})));
    assert.deepEqual(all?.reasons, []);
  });

  test('visitors alone, before anybody comes, prove nothing', async () => {
    assert.equal((await play({ until: 1000 })).verdict, 'inconclusive');
  });
});
