// A disk that fills up during a run: one clear sentence,
// no passing verdict, and no process left running.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { DEFAULT_LIMITS } from '../../src/server/config.ts';
import { startServer, type ServerProcess } from '../../src/server/process.ts';
import { defineScenario, rulesOf } from '../../src/scenario/define.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { wallMicros } from '../../src/system/clock.ts';
import {
  assertNoStack,
  command,
  k6Below,
  newFolder,
  played,
  processes,
  rowsOf,
  scenarioFile,
  skipK6,
  type Played,
} from './support.ts';

const SPEED = 4;
const SECRETS = { agent: 'secret of the agents', admin: 'token of the admin' };

/** Enough messages to fill a small disk. The clients do not wait long for a server that is gone. */
const scenario: ScenarioInput = {
  name: 'full-disk',
  shows: 'visitors who talk until there is no room for more',
  locale: 'en',
  arrivals: [{ name: 'steady', for: '12s', visitors: 200 }],
  channels: { web: 1 },
  personas: {
    talker: {
      weight: 1,
      trade: 'pre_sale',
      turns: 4,
      think: '1s',
      patience: '30s',
      lingers: '4s',
      endings: { closes: 1, goodbye: 0, silent: 1 },
    },
  },
  agents: { count: 12, answer: '300ms', perSession: 0, glance: '100ms', notice: '200ms' },
  client: { liveness: { every: '2s', limit: '4s' }, backoff: { first: '400ms', most: '2s' }, connectFails: '1s' },
  rules: { idle: { after: '6s' }, agents: { capacity: 8 } },
  tail: '8s',
  speed: SPEED,
};
const file = scenarioFile(scenario);

const servers: ServerProcess[] = [];
after(() => Promise.all(servers.map((server) => server.stop())));

/** A reference server with enough disk space. */
async function roomyServer(): Promise<string> {
  const server = await startServer(
    {
      host: '127.0.0.1',
      port: 0,
      epoch: Math.round(wallMicros()),
      speed: SPEED,
      rules: rulesOf(defineScenario(scenario), 'bare'),
      agentSecret: SECRETS.agent,
      adminToken: SECRETS.admin,
      store: { kind: 'memory' },
      durability: 'process',
      limits: DEFAULT_LIMITS,
    },
    { logFile: join(newFolder('server'), 'server.log') },
  );
  servers.push(server);
  return server.url.replace('http', 'ws') + '/ws';
}

/**
 * Plays into a folder whose files cannot grow beyond
 * `fileKiB`. The run is invalid, says why, and ends in time.
 */
async function playFull(engine: 'node' | 'k6', fileKiB: number, more: readonly string[] = []): Promise<Played> {
  const out = newFolder('runs');
  const env = { STILLTHERE_AGENT_SECRET: SECRETS.agent, STILLTHERE_ADMIN_TOKEN: SECRETS.admin };
  const cli = command(['run', file, '--engine', engine, '--out', out, ...more], { env, fileKiB });
  const ended = await cli.ended;
  const run = played(out, ended);
  assert.deepEqual([run.result.verdict, ended.code], ['invalid', 4], ended.stdout);
  assert.match(ended.stdout, /^INVALID/m);
  assert.ok(ended.seconds < 200, `it took ${ended.seconds.toFixed(0)} s`);
  assert.ok(rowsOf(run.rows, 'plan').length > 0, 'the evidence so far is kept');
  assert.equal(k6Below(out), undefined, 'no k6 stays');
  assert.deepEqual(
    processes().filter(({ parent, command: line }) => parent === cli.pid || line.includes(out)),
    [],
    'nothing stays',
  );
  return run;
}

/** Real time from the start of the drain to its end; the time before it depends on the machine. */
function drainSeconds({ rows, result }: Played): number {
  const at = (wanted: string): number =>
    rowsOf(rows, 'phase').find(({ phase }) => phase === wanted)?.t ?? assert.fail(`no ${wanted} in the ledger`);
  return (at('drain_end') - at('drain_start')) / result.run.speed / 1e6;
}

/** The reasons of a run that contain this text. */
const reasons = ({ result }: Played, text: string): string[] =>
  result.reasons.map((reason) => reason.text).filter((reason) => reason.includes(text));

describe('a full disk', { concurrency: 2 }, () => {
  it('in virtual time: one line, exit 1, no result', async () => {
    const out = newFolder('runs');
    const ended = await command(['run', file, '--engine', 'sim', '--ledger', '--out', out], { fileKiB: 64 }).ended;
    assertNoStack(ended);
    assert.equal(ended.code, 1, ended.stderr);
    assert.match(
      ended.stderr,
      /^cannot write the ledger \S+: EFBIG.*; free some space, or choose another place with --out DIR$/m,
    );
    assert.equal(ended.stdout, '', 'no report of a run that is not on record');
  });

  for (const engine of ['node', 'k6'] as const) {
    const skip = engine === 'k6' ? skipK6 : false;

    it(
      `no room for the ledger, with ${engine}: the run is invalid, and the reason is named once`,
      { skip },
      async () => {
        // A speed above the limit of a busy machine is no problem here.
        const run = await playFull(engine, 64, ['--target', await roomyServer()]);
        // That the machine could not be measured before, for the same reason, is told with the speed.
        const isOfSpeed = (limit: string, text: string): boolean =>
          limit === 'note' || (limit === 'generator' && text.startsWith('speed '));
        const named = run.result.reasons.filter(({ limit, text }) => !isOfSpeed(limit, text) && text.includes('EFBIG'));
        assert.deepEqual(
          named.map(({ text }) => text),
          ['the ledger cannot be written: EFBIG: file too large, write'],
        );
        assert.match(run.result.reasons[0]?.text ?? '', /the ledger cannot be written/, 'and first of all');
        assert.deepEqual(reasons(run, 'target'), [], 'the target is not blamed for it');
      },
    );

    it(`no room for the store of our server, with ${engine}: its last words are the reason`, { skip }, async () => {
      const run = await playFull(engine, 100);
      const [reason = ''] = reasons(run, 'the server ended');
      assert.match(
        reason,
        /^the server ended during the run \(exit code 1: the store failed \(.+\); nothing is acknowledged any more\); see server\.log$/,
      );
      const took = drainSeconds(run);
      assert.ok(took < 10, `a drain that cannot succeed is not waited for 15 s and more: ${took.toFixed(1)} s`);
    });
  }
});
