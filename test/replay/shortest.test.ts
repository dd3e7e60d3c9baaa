// The short form of a violated run was played and is
// violated alike; without such a form nothing is offered.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import type { Excerpt } from '../../src/run/excerpt.ts';
import { shortestOf } from '../../src/replay/shortest.ts';
import { brokenLimits } from '../../src/replay/trial.ts';
import type { Result } from '../../src/result/schema.ts';
import type { Scenario } from '../../src/scenario/define.ts';
import festival from '../../scenarios/double-eleven-peak.ts';
import { lossy, played } from './lossy.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-shortest-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const play = async (scenario: Scenario, excerpt: Parameters<typeof played>[2] = {}): Promise<Result> =>
  (await played(scenario, folder, excerpt)).result;

async function assertViolates(scenario: Scenario, excerpt: Excerpt, limit: string): Promise<Result> {
  const result = await play(scenario, excerpt);
  assert.equal(result.verdict, 'violated');
  assert.equal(brokenLimits(result.reasons)[0]?.limit, limit);
  return result;
}

test('a lost message: its visitor, the agents of that thread, and the time until shortly after it', async () => {
  const scenario = lossy();
  const result = await play(scenario);
  const shortest = await shortestOf(scenario, result);
  const [example = ''] = result.messages.examples['lost'] ?? [];
  assert.ok(shortest?.until !== undefined);
  assert.ok(shortest.only?.includes(example.slice(0, example.indexOf('/'))), 'the first that is named');
  const short = await assertViolates(scenario, shortest, 'lost');
  assert.equal(short.visitors.arrived, 1);
  assert.equal(await shortestOf(scenario, short), undefined, 'there is nothing shorter than that');
});

test('of a part, a part: who was left out stays away', async () => {
  const scenario = lossy();
  const [, second = ''] = (await play(scenario)).messages.examples['lost'] ?? [];
  const visitor = second.slice(0, second.indexOf('/'));
  const part = { only: ['v0', 'v1', visitor], until: 5 * 60e6 };
  const shortest = await shortestOf(scenario, await assertViolates(scenario, part, 'lost'));
  assert.ok(shortest?.only !== undefined);
  for (const id of shortest.only) assert.ok(part.only.includes(id) || id.startsWith('a'), id);
  assert.ok((shortest.until ?? Infinity) <= part.until);
});

test('a limit that no thread breaks alone: only the time is cut', async () => {
  const scenario = lossy({ expect: { lost: 5 } });
  const result = await play(scenario);
  const shortest = await shortestOf(scenario, result);
  assert.ok(shortest?.until !== undefined && shortest.only === undefined, JSON.stringify(shortest));
  const short = await assertViolates(scenario, shortest, 'lost');
  assert.ok(short.messages.fates.lost > 5 && short.messages.fates.lost < result.messages.fates.lost);
});

test('a share above its limit: everybody stays, and only the time is cut', async () => {
  const scenario = lossy({ expect: { lost: 'any', timeoutRate: 0.01 } });
  const result = await play(scenario);
  assert.equal(result.verdict, 'failed');
  const shortest = await shortestOf(scenario, result);
  assert.ok(shortest?.until !== undefined && shortest.only === undefined, JSON.stringify(shortest));
  const short = await play(scenario, shortest);
  assert.equal(short.verdict, 'failed');
  assert.equal(brokenLimits(short.reasons)[0]?.limit, 'timeoutRate');
  assert.ok(short.sessions.opened > 1, 'not of one visitor alone');
});

test('nothing for a run that breaks nothing, was played over sockets, is too large, or has no room', async () => {
  const scenario = lossy();
  const result = await play(scenario);
  assert.equal(result.verdict, 'violated');
  assert.equal(await shortestOf(scenario, await play(scenario, { profile: '+leave-message' })), undefined);
  assert.equal(await shortestOf(scenario, { ...result, run: { ...result.run, engine: 'node' } }), undefined);
  const crowd = lossy({ arrivals: [{ name: 'crowd', for: '2m', visitors: 6000 }] });
  assert.equal(await shortestOf(crowd, result), undefined);
  assert.equal(await shortestOf(festival, await play(festival), { memory: 1 }), undefined);
});
