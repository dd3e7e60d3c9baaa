// Small parts under the server: the clock, the one timer, tokens and atomic files.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { agentToken, agentTokenIsRight } from '../../src/server/tokens.ts';
import { dueTimer } from '../../src/server/timer.ts';
import { modelClock, wallMicros } from '../../src/system/clock.ts';
import { writeAtomic } from '../../src/system/files.ts';
import { until } from '../until.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-files-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('model clock', () => {
  it('is floor((wall − epoch) × speed), never goes back, and starts no earlier than its floor', () => {
    let wall = 1_000;
    const clock = modelClock(990, 2.5, 0, () => wall);
    assert.equal(clock.now(), 25);
    wall = 1_000.3;
    assert.equal(clock.now(), 25);
    wall = 900;
    assert.equal(clock.now(), 25);
    wall = 1_001;
    assert.equal(clock.now(), 27);
    assert.equal(modelClock(990, 2.5, 40, () => wall).now(), 40);
  });

  it('rounds the way to a deadline up to whole real milliseconds', () => {
    const clock = modelClock(0, 60, 0, () => 0);
    assert.deepEqual(
      [0, 1, 60_000, 60_001, 1_800_000_000].map((at) => clock.realMsUntil(at)),
      [0, 1, 1, 2, 30_000],
    );
  });

  it('agrees with the wall clock of the machine', () => {
    const before = Date.now();
    const wall = wallMicros() / 1000;
    const after = Date.now();
    assert.ok(wall > before - 50 && wall < after + 50, `${wall} ms, between ${before} and ${after}`);
  });
});

describe('due timer', () => {
  it('never fires early, follows an earlier deadline, ignores a later one until it wakes', async () => {
    const clock = modelClock(wallMicros(), 1000);
    let due = clock.now() + 500_000_000;
    const fired: number[] = [];
    const timer = dueTimer(
      clock,
      () => due,
      () => {
        fired.push(clock.now() - due);
        due = fired.length < 20 ? clock.now() + 1_500_000 : Infinity;
      },
    );
    timer.changed();
    due = clock.now() + 20_000_000;
    timer.changed();
    due += 10_000_000;
    timer.changed();
    await until('twenty times', () => fired.length >= 20);
    await sleep(50);
    timer.stop();
    assert.equal(fired.length, 20);
    assert.ok(
      fired.every((late) => late >= 0),
      `early: ${String(fired)}`,
    );
  });

  it('sleeps in steps towards a deadline further away than a Node timer reaches', async () => {
    const clock = modelClock(wallMicros(), 1);
    let fired = 0;
    const timer = dueTimer(
      clock,
      () => Number.MAX_SAFE_INTEGER,
      () => fired++,
    );
    timer.changed();
    await sleep(30);
    timer.stop();
    assert.equal(fired, 0);
  });
});

describe('agent token', () => {
  it('is one of its agent and its secret alone', () => {
    const token = agentToken('the secret', 'a1');
    assert.match(token, /^[\w-]{43}$/);
    assert.ok(agentTokenIsRight('the secret', 'a1', token));
    for (const [secret, agent, given] of [
      ['the secret', 'a2', token],
      ['another one', 'a1', token],
      ['the secret', 'a1', `${token}x`],
      ['the secret', 'a1', ''],
    ] as const) {
      assert.ok(!agentTokenIsRight(secret, agent, given));
    }
  });
});

describe('atomic write', () => {
  it('leaves the whole new file, or the old one and no litter', async () => {
    const path = join(folder, 'result.json');
    await writeAtomic(path, 'first');
    await writeAtomic(path, 'second');
    assert.equal(readFileSync(path, 'utf8'), 'second');
    await assert.rejects(writeAtomic(join(folder, 'none', 'x'), 'y'), /ENOENT/);
    await assert.rejects(writeAtomic(folder, 'a folder is in the way'));
    assert.deepEqual(readdirSync(folder), ['result.json']);
  });
});
