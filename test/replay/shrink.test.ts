// A run that breaks a limit is reduced to the fewest
// people who still break it, which is checked by playing.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, describe } from 'node:test';
import { sorted } from '../../src/run/excerpt.ts';
import { LEAST_RUNS, shrink, type ShrinkProgress, type ShrinkRequest, type Shrunk } from '../../src/replay/shrink.ts';
import { brokenLimits } from '../../src/replay/trial.ts';
import { UsageError, type Scenario } from '../../src/scenario/define.ts';
import { lossy, played } from './lossy.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-shrink-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const never = new AbortController().signal;

const shrunk = (scenario: Scenario, more: Partial<ShrinkRequest> = {}): Promise<Shrunk> =>
  shrink({ scenario, profile: 'bare', seed: '1', most: 500, memory: Infinity, stop: never, watch: () => {}, ...more });

/** The limits that a part of a run breaks, played as the command `run` does. */
async function breaks(scenario: Scenario, { excerpt }: Pick<Shrunk, 'excerpt'>): Promise<string[]> {
  const { result } = await played(scenario, folder, excerpt);
  return brokenLimits(result.reasons).map(({ limit }) => limit);
}

/**
 * No remaining visitor or agent can be left out: each is removed in turn and the rest is played.
 */
async function assertMinimal(scenario: Scenario, { excerpt, broken }: Shrunk): Promise<void> {
  const { visitors, agents } = sorted(excerpt.only ?? []);
  for (const who of visitors.length > 1 ? visitors : []) {
    const only = [...visitors, ...agents].filter((id) => id !== who);
    assert.ok(!(await breaks(scenario, { excerpt: { only } })).includes(broken.limit), `without ${who}`);
  }
  for (const who of agents.length > 1 ? agents : []) {
    const only = [...visitors, ...agents].filter((id) => id !== who);
    assert.ok(!(await breaks(scenario, { excerpt: { only } })).includes(broken.limit), `without ${who}`);
  }
}

test('lost messages: one visitor and one agent are left, and the time that it takes', async () => {
  const scenario = lossy();
  const told: ShrinkProgress[] = [];
  const result = await shrunk(scenario, { watch: (progress) => told.push(progress) });
  assert.equal(result.broken.limit, 'lost');
  assert.equal(result.ended, 'minimal');
  assert.equal(result.visitors.length, 1);
  assert.equal(result.agents, 1);
  assert.ok(result.before.visitors > 30 && result.before.agents === 3);
  assert.equal(result.excerpt.only?.length, 2);
  assert.ok((result.excerpt.until ?? Infinity) < 10 * 60e6, 'cut shortly after it');
  assert.deepEqual(await breaks(scenario, result), ['lost']);
  assert.ok(result.runs < 60, `${result.runs} runs`);

  const [first] = told;
  assert.deepEqual(first, { limit: 'lost', runs: 1, ...result.before });
  for (const [i, { visitors, agents }] of told.entries()) {
    const before = told[i - 1] ?? { visitors: Infinity, agents: Infinity };
    assert.ok(visitors < before.visitors || agents < before.agents, 'only what is smaller is told');
  }
});

test('a limit that allows one: two who lose a message are left, and none of them can be left out', async () => {
  const scenario = lossy({ expect: { lost: 1 } });
  const result = await shrunk(scenario);
  assert.deepEqual(await breaks(scenario, result), ['lost']);
  const { fates } = (await played(scenario, folder, result.excerpt)).result.messages;
  assert.equal(fates.lost, 2);
  await assertMinimal(scenario, result);
});

test('a limit that nobody breaks alone: whoever waited is left with whom they waited for', async () => {
  const scenario = lossy({
    agents: { count: 2, answer: '3s', perSession: 0, glance: '1s', notice: '1s' },
    rules: { idle: { after: '5m' }, agents: { capacity: 1 } },
    profiles: { bare: {} },
    expect: { firstResponseP95: '20s' },
  });
  const result = await shrunk(scenario);
  assert.equal(result.broken.limit, 'firstResponseP95');
  assert.equal(result.ended, 'minimal');
  assert.ok(result.visitors.length >= 2 && result.visitors.length <= 4, `${result.visitors.length} visitors`);
  assert.deepEqual(await breaks(scenario, result), ['firstResponseP95']);
  await assertMinimal(scenario, result);
});

describe('which limit', () => {
  const scenario = lossy({ expect: { timeoutRate: 0.05, fates: { lost: 0 } } });

  test('the first that is broken: facts come before limits', async () => {
    assert.equal((await shrunk(scenario)).broken.limit, 'lost');
  });

  for (const limit of ['timeoutRate', 'fates.lost'])
    test(`${limit}, when it is asked for`, async () => {
      const result = await shrunk(scenario, { limit });
      assert.equal(result.broken.limit, limit);
      assert.ok((await breaks(scenario, result)).includes(limit));
      assert.equal(result.visitors.length, 1);
      assert.ok(result.excerpt.until !== undefined);
    });

  test('one that holds is refused with those that are broken', async () => {
    await assert.rejects(shrunk(scenario, { limit: 'misrouted' }), (error: Error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /^--limit misrouted: this run does not break that limit/);
      assert.match(error.message, /it breaks: lost, timeoutRate, fates\.lost$/);
      return true;
    });
  });

  test('one that does not exist is refused with those that do, and the nearest', async () => {
    for (const [limit, near] of [
      ['timeoutRat', / \(did you mean timeoutRate\?\)/],
      ['nonsense', /(?:)/],
    ] as const)
      await assert.rejects(shrunk(scenario, { limit }), (error: Error) => {
        assert.ok(error instanceof UsageError);
        assert.match(error.message, new RegExp(`^--limit ${limit}: .*write one of lost, misrouted,`));
        assert.match(error.message, near);
        return true;
      });
  });

  test('a run that breaks none says so', async () => {
    await assert.rejects(
      shrunk(lossy(), { profile: '+leave-message' }),
      /lossy \(\+leave-message, seed 1\) breaks no limit/,
    );
  });
});

describe('it ends early', () => {
  const scenario = lossy();

  test('when the runs are used up: the smallest so far', async () => {
    const three = lossy({ expect: { lost: 3 } });
    const result = await shrunk(three, { most: LEAST_RUNS });
    assert.equal(result.ended, 'most');
    assert.ok(result.runs <= LEAST_RUNS, `${result.runs} runs`);
    assert.ok(result.visitors.length < result.before.visitors);
    assert.deepEqual(await breaks(three, result), ['lost']);
  });

  test('when it is stopped: the smallest so far, and nothing more is played', async () => {
    const stop = new AbortController();
    const told: ShrinkProgress[] = [];
    const watch = (progress: ShrinkProgress): void => {
      told.push(progress);
      if (told.length === 3) stop.abort();
    };
    const result = await shrunk(scenario, { stop: stop.signal, watch });
    assert.equal(result.ended, 'stopped');
    assert.equal(told.length, 3);
    assert.equal(result.runs, told.at(-1)?.runs);
    assert.equal(result.visitors.length, told.at(-1)?.visitors);
    assert.deepEqual(await breaks(scenario, result), ['lost']);
  });

  test('when it is stopped in the first run: nothing is known', async () => {
    const stop = AbortSignal.abort();
    await assert.rejects(shrunk(scenario, { stop }), /stopped before the first full run had ended/);
  });
});
