// A server that dies during the run: nothing acknowledged
// is lost, and its late timeouts are not called wrong.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { SECOND } from '../../src/model/core/time.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { SMALL_DESK, TALKER } from '../scenario/too-short.ts';
import { assertNoStack, command, newFolder, play, reasonsOf, rowsOf, scenarioFile, SEED, skipK6 } from './support.ts';

const CRASHES = [
  { at: 20, for: 10 },
  { at: 60, for: 1 },
];

/**
 * Everybody keeps talking. The idle timeout is short
 * enough to pass for some visitors during an outage.
 */
const dies: ScenarioInput = {
  ...SMALL_DESK,
  name: 'dies',
  shows: 'a server that dies twice while everybody talks',
  personas: { talker: { ...TALKER, turns: 6, patience: '5m', replyPatience: '5m', lingers: '30s' } },
  agents: { ...SMALL_DESK.agents, count: 8 },
  client: { backoff: { first: '1s', most: '5s' } },
  crashes: CRASHES.map((crash) => ({ at: `${crash.at}s`, for: `${crash.for}s` })),
  rules: { idle: { after: '40s' } },
  tail: '120s',
};
const file = scenarioFile(dies);

describe(`a server that dies on purpose (seed ${SEED})`, { concurrency: 3 }, () => {
  for (const engine of ['sim', 'node', 'k6'] as const) {
    it(
      `is back, remembers everything, and is not blamed (${engine})`,
      { skip: engine === 'k6' && skipK6 },
      async (t) => {
        const { result, rows, folder, ended } = await play([file, '--engine', engine, '--seed', SEED]);
        const faults = rowsOf(rows, 'fault');
        assert.deepEqual(
          faults.map(({ is }) => is),
          ['down', 'up', 'down', 'up'],
          reasonsOf(result),
        );
        for (const [i, crash] of CRASHES.entries()) {
          const [down, up] = [faults[2 * i]?.t ?? NaN, faults[2 * i + 1]?.t ?? NaN];
          assert.ok(down >= crash.at * SECOND && up - down >= crash.for * SECOND * 0.9, `${down} to ${up}`);
          if (engine === 'sim') assert.deepEqual([down, up], [crash.at * SECOND, (crash.at + crash.for) * SECOND]);
        }
        assert.ok(
          rowsOf(rows, 'phase').some((row) => row.phase === 'drain_end' && row.complete === true),
          reasonsOf(result),
        );
        const { fates, vanished, flags } = result.messages;
        assert.deepEqual(
          [fates.lost, fates.misrouted, fates.unknown_drain, vanished, flags.duplicate],
          [0, 0, 0, 0, 0],
        );
        const { early, late, missed, wrong_state: wrong } = result.timeouts.byRule;
        assert.deepEqual([early, late, missed, wrong], [0, 0, 0, 0], reasonsOf(result));
        assert.equal(result.reasons.filter(({ key }) => key === 'note.crashes').length, 1);
        const lost = rowsOf(rows, 'conn').filter(({ is, code }) => is === 'closed' && code === undefined).length;
        const acked = new Set(rowsOf(rows, 'ack').map(({ id }) => id));
        const after = rowsOf(rows, 'ack').filter(({ t: at }) => at > (faults[3]?.t ?? Infinity)).length;
        t.diagnostic(`${lost} connections lost, ${acked.size} messages acked, ${after} of them after the last crash`);
        assert.ok(lost > 10, `${lost} connections ended without a code`);
        assert.ok(after > 0, 'people talk on');
        if (engine === 'sim') return;
        const log = readFileSync(join(folder, 'server.log'), 'utf8');
        assert.equal(log.match(/took over \d+ sessions/g)?.length, 2, log);
        assert.notEqual(ended.code, 1);
      },
    );
  }

  it('is no server of somebody else: that is refused before anybody is called', async () => {
    const args = ['run', file, '--engine', 'node', '--target', 'ws://127.0.0.1:9/ws', '--out', newFolder('refused')];
    const ended = await command(args, {
      env: { STILLTHERE_AGENT_SECRET: 'x', STILLTHERE_ADMIN_TOKEN: 'x' },
    }).ended;
    assertNoStack(ended);
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /scenario "dies" kills the server .*--engine sim/);
  });
});
