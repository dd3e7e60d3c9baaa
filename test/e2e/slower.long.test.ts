// When the generator is late at the calibrated speed,
// the same people are played again at a lower one.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { it } from 'node:test';
import { nodeEngine } from '../../src/engines/node/engine.ts';
import { message } from '../../src/language/language.ts';
import { conductAgain, type Discarded } from '../../src/run/again.ts';
import { defineScenario } from '../../src/scenario/define.ts';
import { newFolder, readResult } from './support.ts';

/** Nobody loses a message here, so only a late generator can make the run invalid. */
const scenario = defineScenario({
  name: 'calm-minutes',
  shows: 'visitors with a question or two at a desk with room for all of them',
  locale: 'en',
  arrivals: [{ name: 'steady', for: '5m', visitors: 60 }],
  channels: { web: 1 },
  personas: {
    asker: {
      weight: 1,
      trade: 'pre_sale',
      turns: 2,
      think: { median: '20s', sigma: 0.5, cap: '60s' },
      patience: '10m',
      lingers: '30s',
      endings: { closes: 0, goodbye: 1, silent: 0 },
    },
  },
  agents: { count: 10, answer: '10s', glance: '2s', notice: '5s' },
  rules: { idle: { after: '5m' }, agents: { capacity: 8 } },
});

/** The calibration of a quiet machine. The test sets the speed, so the real machine does not. */
const LIMIT = { limit: 40, bound: message('speed.virtual'), all: [] };

/**
 * Stops this process, in which the built-in engine
 * plays, for 120 ms of every 160 ms, until it is killed.
 */
const stutter = () =>
  spawn('/bin/sh', [
    '-c',
    `while kill -STOP ${process.pid}; do sleep 0.12; kill -CONT ${process.pid}; sleep 0.04; done`,
  ]);

it('is played again at half the speed, leaves one folder, and the result tells of it', async (t) => {
  const out = newFolder('runs');
  const discarded: Discarded[] = [];
  let stutterer: ReturnType<typeof stutter> | undefined;
  t.after(() => stutterer?.kill('SIGKILL'));
  const { result } = await conductAgain(
    {
      scenario,
      profile: 'bare',
      seed: '1',
      engine: nodeEngine,
      out,
      speed: 'auto',
      limit: LIMIT,
      stop: new AbortController().signal,
      watch: ({ phase }) => {
        if (phase === 'playing' && discarded.length === 0) stutterer ??= stutter();
        if (phase === 'draining') stutterer?.kill('SIGKILL');
      },
    },
    { again: (late) => discarded.push(late) },
  );
  const [first] = discarded;
  assert.ok(first !== undefined, 'the first run was late');
  assert.deepEqual([first.speed, first.next], [40, 20]);
  assert.ok(first.p99 > 20_000, `${first.p99} µs`);
  assert.ok(first.seconds > 15 && first.seconds < 120, `a forecast of ${first.seconds} s`);
  assert.equal(readdirSync(out).length, 1, 'the folder of the run that was late is gone');
  assert.deepEqual(readResult(out), result, 'the folder that is left holds the result, with its notes');
  const notes = result.reasons.filter(({ limit }) => limit === 'note').map(({ text }) => text);
  assert.ok(
    notes.some((text) => text.startsWith('the same visitors ran before at 40×, but the load generator was late')),
    notes.join('\n'),
  );
  assert.match(result.generator.speedBound, /^half of the speed at which the load generator was late/);
  // A busy machine may be late once more, and then the speed is lowered again.
  assert.equal(result.run.speed, discarded.at(-1)?.next);
  if (!result.generator.honest) assert.equal(discarded.length, 2);
  else assert.equal(result.verdict, 'pass', JSON.stringify(result.reasons));
});
