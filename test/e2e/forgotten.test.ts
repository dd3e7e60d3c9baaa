// A server that is killed and comes back empty: its
// history lacks sessions that people were told of.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../src/run/live/target.ts';
import { limitsAt, type ServerConfig } from '../../src/server/config.ts';
import { startServer } from '../../src/server/process.ts';
import { wallMicros } from '../../src/system/clock.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { defineScenario, rulesOf } from '../../src/scenario/define.ts';
import { SMALL_DESK, TALKER } from '../scenario/too-short.ts';
import { command, newFolder, played, reasonsOf, rowsOf, scenarioFile, SEED } from './support.ts';

/** All other facts are allowed, and nobody writes anything after the crash. */
const scenario: ScenarioInput = {
  ...SMALL_DESK,
  name: 'forgetful',
  shows: 'a server that forgets everything',
  personas: { talker: { ...TALKER, turns: 1, lingers: '10s' } },
  rules: { idle: { after: '10m' } },
  tail: '40s',
  expect: { lost: 'any', misrouted: 'any', phantom: 'any', wrongTimeouts: 'any', waiting: 'any' },
};

it(`forgotten sessions are a fact of their own, which no expectation on another one lifts (seed ${SEED})`, async () => {
  const folder = newFolder('forgetful');
  const store = join(folder, 'server.db');
  const secrets = { agentSecret: 'agent-secret-of-this-test', adminToken: 'admin-token-of-this-test' };
  const config: ServerConfig = {
    host: '127.0.0.1',
    port: await freePort(),
    epoch: Math.round(wallMicros()),
    speed: 10,
    rules: rulesOf(defineScenario(scenario), 'bare'),
    ...secrets,
    store: { kind: 'sqlite', file: store },
    durability: 'process',
    limits: limitsAt(10),
  };
  const options = { logFile: join(folder, 'server.log') };
  const before = await startServer(config, options);
  const out = newFolder('runs');
  const target = `ws://127.0.0.1:${config.port}/ws`;
  const env = { STILLTHERE_AGENT_SECRET: secrets.agentSecret, STILLTHERE_ADMIN_TOKEN: secrets.adminToken };
  const run = command(
    ['run', scenarioFile(scenario), '--engine', 'node', '--target', target, '--out', out, '--seed', SEED],
    { env },
  );
  let server = before;
  try {
    while (!/playing/.test(run.stderr())) await sleep(50);
    // All visitors have come after two seconds and have been told of a session.
    await sleep(3500);
    before.kill('SIGKILL');
    await before.exited;
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${store}${suffix}`, { force: true });
    server = await startServer(config, options);
    const { result, rows, ended } = played(out, await run.ended);
    assert.ok(rowsOf(rows, 'ack').length > 0, ended.stderr);
    assert.ok((result.messages.forgotten ?? 0) > 0, reasonsOf(result));
    assert.equal(result.verdict, 'violated', reasonsOf(result));
    assert.equal(ended.code, 3);
    assert.match(
      reasonsOf(result),
      /\d+ sessions? that people were told of (?:is|are) missing from the history of the server/,
    );
  } finally {
    await server.stop();
  }
});
