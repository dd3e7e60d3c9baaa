// Starts the servers for the cases over sockets: one
// shared desk, and one per runtime that cases may kill.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_LIMITS, type ServerConfig } from '../../src/server/config.ts';
import { startServer, type ServerProcess } from '../../src/server/process.ts';
import { agentToken } from '../../src/server/tokens.ts';
import { wallMicros } from '../../src/system/clock.ts';
import { agentIds, RULES, SPEED, type Surroundings } from './stage.ts';

const SECRET = 'secret of the agents';

export interface Servers {
  around(runtime: 'node' | 'k6'): Surroundings;
  /** Kills the killable server of a runtime. */
  kill(runtime: 'node' | 'k6'): void;
  stop(): Promise<void>;
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve(undefined)),
  );
  return (server.address() as AddressInfo).port;
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve(undefined));
    server.closeAllConnections();
  });

const socketUrl = (url: string, path: string): string => url.replace(/^http/, 'ws') + path;

/** Starts all servers; `cases` gives the number of agents that need a token. */
export async function startServers(cases: number): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), 'stillthere-conformance-'));
  const epoch = Math.floor(wallMicros());
  const config: ServerConfig = {
    host: '127.0.0.1',
    port: 0,
    epoch,
    speed: SPEED,
    rules: RULES,
    agentSecret: SECRET,
    adminToken: 'token of the admin',
    store: { kind: 'memory' },
    durability: 'process',
    // The cases send bursts to test the order of frames, not this limit.
    limits: { ...DEFAULT_LIMITS, framesPerSecond: 100_000 },
  };
  const start = (name: string): Promise<ServerProcess> => startServer(config, { logFile: join(folder, `${name}.log`) });
  const [desk, node, k6] = await Promise.all([start('desk'), start('node'), start('k6')]);
  const killable = { node, k6 };
  // A free address at which nobody listens.
  const nobody = createServer();
  const freed = await listening(nobody);
  await closed(nobody);
  const killer = createServer((_request, response) => {
    killable.k6.kill('SIGKILL');
    response.end();
  });
  const killerPort = await listening(killer);
  return {
    around: (runtime) => ({
      urls: {
        desk: socketUrl(desk.url, '/ws'),
        killable: socketUrl(killable[runtime].url, '/ws'),
        refused: `ws://127.0.0.1:${freed}/ws`,
        elsewhere: socketUrl(desk.url, '/healthz'),
      },
      agentTokens: Object.fromEntries(agentIds(runtime, cases).map((id) => [id, agentToken(SECRET, id)])),
      epoch,
      speed: SPEED,
      killer: `http://127.0.0.1:${killerPort}/`,
    }),
    kill: (runtime) => killable[runtime].kill('SIGKILL'),
    async stop() {
      await Promise.all([desk.stop(), node.stop(), k6.stop(), closed(killer)]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
