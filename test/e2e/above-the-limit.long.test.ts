// A speed above the reliable limit is played and reported from the start, and the run is invalid.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../src/run/live/target.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { shellLine } from '../cli/evenings.ts';
import { command, newFolder, played, scenarioFile, signal, type Ended } from './support.ts';
import smoke from '../../scenarios/smoke.ts';

/**
 * Above the limit of every machine: the think times of these people allow about 20 on a quiet one.
 */
const SPEED = 60;
const { speed: _speed, ...rest } = smoke.input;
const unhurried: ScenarioInput = { ...rest, name: 'unhurried' };
const hurried: ScenarioInput = { ...unhurried, name: 'hurried', speed: SPEED };
const SECRETS = { STILLTHERE_AGENT_SECRET: 'agents of this test', STILLTHERE_ADMIN_TOKEN: 'admin of this test' };

const SAID = new RegExp(`speed ${SPEED} is above [\\d.]+, the highest reliable speed of this machine right now`);

/** Checks that the run was played at this speed, reported it, and is invalid. */
function assertRule(out: string, ended: Ended): void {
  const { result } = played(out, ended);
  assert.equal(result.run.speed, SPEED, 'it is played');
  assert.deepEqual([result.verdict, ended.code], ['invalid', 4], ended.stdout);
  assert.match(
    ended.stderr,
    new RegExp(`playing at ${SPEED}×, .*${SAID.source}: the verdict will be "invalid"`),
    'at the beginning',
  );
  assert.match(ended.stdout, new RegExp(`^  - ${SAID.source}`, 'm'), 'in the report');
  assert.match(ended.stdout, /^ +generator .*: unreliable/m);
  assert.doesNotMatch(ended.stdout, /^ +generator .*: reliable/m);
  assert.equal(result.generator.honest, false);
  assert.ok(result.generator.speedLimit !== null && result.generator.speedLimit < SPEED);
}

const run = async (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<{ out: string; ended: Ended }> => {
  const out = newFolder('runs');
  return { out, ended: await command(['run', ...args, '--engine', 'node', '--out', out], { env }).ended };
};

/** Runs the command under "Repeat this run" in a shell. */
async function repeated(stdout: string): Promise<{ out: string; ended: Ended }> {
  const [, line = ''] = /^Repeat this run: +npx stillthere (.+)$/m.exec(stdout) ?? [];
  assert.match(line, new RegExp(` --speed ${SPEED}$`));
  const cwd = newFolder('again');
  const began = performance.now();
  const child = spawn('/bin/sh', ['-c', `${shellLine([])} ${line}`], { cwd, env: { ...process.env, NO_COLOR: '1' } });
  let [all, complaints] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (all += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const seconds = (performance.now() - began) / 1000;
  return { out: join(cwd, 'runs'), ended: { code, signal: null, stdout: all, stderr: complaints, seconds } };
}

describe('a speed above the reliable limit is played, said, and makes the run invalid', () => {
  it('that the scenario asks for; and so does the command that repeats it', async () => {
    const first = await run([scenarioFile(hurried)]);
    assertRule(first.out, first.ended);
    const again = await repeated(first.ended.stdout);
    assertRule(again.out, again.ended);
  });

  it('that --speed names', async () => {
    const { out, ended } = await run([scenarioFile(unhurried), '--speed', `${SPEED}`]);
    assertRule(out, ended);
  });

  it('that the target has', async () => {
    const port = await freePort();
    const file = scenarioFile(hurried);
    const server = command(['serve', file, '--port', `${port}`], { env: SECRETS });
    try {
      await untilReady(port);
      const { out, ended } = await run([file, '--target', `ws://127.0.0.1:${port}/ws`], SECRETS);
      assertRule(out, ended);
    } finally {
      signal(server.pid, 'SIGTERM');
      await server.ended;
    }
  });

  it('and auto is never above it', async () => {
    const { out, ended } = await run([scenarioFile(hurried), '--speed', 'auto']);
    const { result } = played(out, ended);
    assert.ok(result.generator.speedLimit !== null && result.run.speed <= result.generator.speedLimit);
    assert.doesNotMatch(ended.stdout + ended.stderr, SAID);
  });
});

async function untilReady(port: number): Promise<void> {
  for (let n = 0; n < 300; n++) {
    if ((await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))?.ok === true) return;
    await sleep(100);
  }
  assert.fail('the server is not ready');
}
