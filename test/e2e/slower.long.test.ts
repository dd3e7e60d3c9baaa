// A generator that is late at the speed that the look at the machine has chosen: the same people are played again at a lower one.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { until } from '../until.ts';
import { assertNoStack, command, newFolder, readResult, scenarioFile, signal, type Command } from './support.ts';

/** Nobody loses anything here, so that nothing but its generator spoils a run. */
const scenario: ScenarioInput = {
  name: 'calm-hour',
  shows: 'visitors with a question or two at a desk with room for all of them',
  locale: 'en',
  arrivals: [{ name: 'steady', for: '1h', visitors: 300 }],
  channels: { web: 1 },
  personas: {
    asker: {
      weight: 1,
      trade: 'pre_sale',
      turns: 2,
      think: '30s',
      patience: '30m',
      lingers: '5m',
      endings: { closes: 0, goodbye: 1, silent: 0 },
    },
  },
  agents: { count: 20, answer: '20s', glance: '5s', notice: '10s' },
  rules: { idle: { after: '10m' }, agents: { capacity: 8 } },
};

/** The generator stands still for this long, and then plays for that long, again and again: far beyond the 20 ms of an honest one. */
const STOP_MS = 120;
const GO_MS = 40;

/** Stops and continues a process until `isOver`. The built-in engine plays in the process of the command line. */
async function stutter(cli: Command, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    signal(cli.pid, 'SIGSTOP');
    await sleep(STOP_MS);
    signal(cli.pid, 'SIGCONT');
    await sleep(GO_MS);
  }
}

it('is played again at half the speed, says so, leaves one folder, and the result tells of it', async () => {
  const out = newFolder('runs');
  const cli = command(['run', scenarioFile(scenario), '--engine', 'node', '--speed', 'auto', '--out', out]);
  let isOver = false;
  void cli.ended.then(() => (isOver = true));
  await until('it plays', () => /playing at \d+×/.test(cli.stderr()), 120_000);
  await stutter(cli, () => isOver || /draining/.test(cli.stderr()));
  const ended = await cli.ended;
  assertNoStack(ended);
  const [, first = '', next = ''] =
    /was late at (\d+)× \(p99 [\d.]+ ms\): that run is removed, and the same people are played again at (\d+)×/.exec(
      ended.stderr,
    ) ?? assert.fail(ended.stderr);
  assert.equal(Number(next), Math.floor(Number(first) / 2));
  const result = readResult(out);
  assert.equal(readdirSync(out).length, 1, 'the folder of the run that was late is gone');
  assert.ok(result.run.speed <= Number(next), `${result.run.speed}×`);
  const notes = result.reasons.filter(({ limit }) => limit === 'note').map(({ text }) => text);
  assert.ok(
    notes.some((text) => text.startsWith(`these people were played before at ${first}×; the load generator was late`)),
    notes.join('\n'),
  );
  assert.match(ended.stdout, /these people were played before/);
  assert.match(
    result.generator.speedBound,
    /^half of the speed at which the load generator was late|^the highest honest/,
  );
  // A machine with more to do than this may be late again; it then has tried three times.
  if (!result.generator.honest) assert.equal(ended.stderr.split('played again at').length, 3, ended.stderr);
  else assert.deepEqual([result.verdict, ended.code], ['pass', 0], ended.stdout);
});
