// A rehearsal on the real engines: as many connections
// as the run, all talking, and every lateness counted.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { WebSocketServer } from 'ws';
import type { ShardHealth } from '../../src/engines/control.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { findK6 } from '../../src/engines/k6/find.ts';
import { k6Engine } from '../../src/engines/k6/engine.ts';
import { nodeEngine } from '../../src/engines/node/engine.ts';
import { workloadOf } from '../../src/scenario/define.ts';
import { wallMicros } from '../../src/system/clock.ts';
import { quickDesk } from '../quick-desk.ts';
import { until } from '../until.ts';

const ACTORS = 60;
/** How long an answer takes, real ms. */
const SLOW = 40;
const folder = mkdtempSync(join(tmpdir(), 'stillthere-rehearsal-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A server that answers after a while, and counts its connections and frames. */
async function slowServer(): Promise<{ url: string; most(): number; frames(): number; close(): void }> {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  let [most, frames] = [0, 0];
  server.on('connection', (socket) => {
    most = Math.max(most, server.clients.size);
    socket.on('message', () => {
      frames += 1;
      setTimeout(() => socket.send('{"f":"ack","id":"v0/0","session":"s0","seq":1}'), SLOW);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    most: () => most,
    frames: () => frames,
    close() {
      for (const socket of server.clients) socket.terminate();
      server.close();
      http.close();
    },
  };
}

const k6 = await findK6();
const skipK6 = 'missing' in k6 && process.env['CI'] !== 'true' ? `missing tool: k6 (${k6.missing})` : false;
const engines: [string, () => Engine, string | false][] = [
  ['node', () => nodeEngine, false],
  ['k6', () => k6Engine('path' in k6 ? k6.path : 'k6'), skipK6],
];

for (const [name, engine, skip] of engines)
  describe(`a rehearsal with ${name}`, { skip }, () => {
    it('holds all connections at once, and its lateness is that of an alarm and of one way', async () => {
      const server = await slowServer();
      const shards = engine().shards(ACTORS);
      const heard = new Map<number, ShardHealth>();
      const faults: unknown[] = [];
      let samples = 0;
      const ledger = join(folder, `${name}.ndjson`);
      const run = engine().launch({
        job: {
          workload: workloadOf(quickDesk, '1'),
          corpus: { lines: [], sets: {} },
          agentTokens: {},
          shards,
          url: server.url,
          rehearsal: { actors: ACTORS, exchanges: 300 },
        },
        ledger,
        log: join(folder, `${name}.log`),
        longest: 60,
        hooks: {
          health(shard, health) {
            heard.set(shard, health);
            samples += health.lateness.n;
          },
          fault: (what) => faults.push(what),
        },
      });
      try {
        await run.ready;
        run.start(wallMicros(), 1);
        const connected = (): number => [...heard.values()].reduce((sum, { connected: n }) => sum + n, 0);
        await until('all are connected', () => connected() === ACTORS);
        await until('they talk', () => samples > 200);
        run.finish();
        const { whole, rows } = await run.done;
        assert.deepEqual([whole, faults], [true, []]);
        const lines = readFileSync(ledger, 'utf8').trimEnd().split('\n');
        assert.equal(lines.length, rows, 'it writes as a run writes');
      } finally {
        await run.dispose();
        server.close();
      }
      assert.equal(server.most(), ACTORS);
      assert.equal(
        [...heard.values()].reduce((sum, { actors }) => sum + actors, 0),
        ACTORS,
      );
      assert.ok(server.frames() > 200, `${server.frames()} frames`);
      const slowest = Math.max(...[...heard.values()].map(({ lateness }) => lateness.max));
      assert.ok(slowest >= (SLOW * 1000) / 2, `half the way there and back: ${slowest} µs`);
    });
  });
