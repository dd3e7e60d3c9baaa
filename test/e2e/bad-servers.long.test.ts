// Servers that are silent, close, reset, hang or vanish:
// the run ends, names the cause and leaves no process.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { after, describe, it } from 'node:test';
import { WebSocketServer, type WebSocket } from 'ws';
import type { ClientFrame, ServerFrame } from '../../src/model/protocol/frames.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { assertNoStack, command, k6Below, newFolder, readResult, reasonsOf, scenarioFile, skipK6 } from './support.ts';

/**
 * A foreign server shares no clock, so it is played at
 * speed 1. Seconds from the first arrival to the drain.
 */
const PLAN = 12;
/**
 * Seconds allowed in addition for the drain, the final reading of the target,
 * and the start and end of k6. It is generous, because a busy machine starts
 * twelve runs at the same time, and just below the limit of a test.
 */
const REST = 240;

const scenario: ScenarioInput = {
  name: 'at-a-bad-server',
  shows: 'a handful of visitors who talk to whatever answers',
  locale: 'en',
  arrivals: [{ name: 'steady', for: '6s', visitors: 15 }],
  channels: { web: 1 },
  personas: {
    talker: {
      weight: 1,
      trade: 'pre_sale',
      turns: 3,
      think: '700ms',
      patience: '30s',
      endings: { closes: 1, goodbye: 1, silent: 1 },
    },
  },
  agents: { count: 2, answer: '500ms', glance: '200ms', notice: '300ms' },
  client: { liveness: { every: '2s', limit: '4s' }, backoff: { first: '400ms', most: '2s' }, connectFails: '1s' },
  tail: '6s',
};

// ── bad servers ──────────────────────────────────────────────────────────────────────────────────────────────────────

const open = new Set<Server>();
const sockets = new Set<Socket>();
after(() => {
  for (const server of open) server.close();
  for (const socket of sockets) socket.destroy();
});

/** Tracks every socket of a server, so that it can be cut and is destroyed after the tests. */
function keep(server: Server): Set<Socket> {
  const mine = new Set<Socket>();
  open.add(server);
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => undefined);
    for (const all of [mine, sockets]) {
      all.add(socket);
      socket.once('close', () => all.delete(socket));
    }
  });
  return mine;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/**
 * The answers of the simplest desk: everybody is welcome,
 * everything is acked, and no message is forwarded.
 */
function answer(frame: ClientFrame): ServerFrame | undefined {
  if (frame.f === 'hello') return { f: 'welcome', v: 1, actor: frame.actor };
  if (frame.f === 'msg' || frame.f === 'fence') return { f: 'ack', id: frame.id, session: 's1', seq: 1 };
  return frame.f === 'ask' ? { f: 'alive', n: frame.n } : undefined;
}

function answering(ws: WebSocket): void {
  ws.on('message', (data: Buffer) => {
    const reply = answer(JSON.parse(data.toString('utf8')) as ClientFrame);
    if (reply !== undefined) ws.send(JSON.stringify(reply));
  });
}

/** A WebSocket server that treats its sockets badly. It answers HTTP requests with 404. */
async function webSocketServer(
  treat: (ws: WebSocket, socket: Socket) => void,
): Promise<{ port: number; vanish: () => void }> {
  const http = createServer((_request, response) => response.writeHead(404).end());
  const mine = keep(http);
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  server.on('connection', (ws, request) => {
    ws.on('error', () => undefined);
    treat(ws, request.socket);
  });
  const port = await listen(http);
  const vanish = (): void => {
    http.close();
    for (const socket of mine) socket.destroy();
  };
  return { port, vanish };
}

interface BadServer {
  readonly name: string;
  /** The text that the result must contain. */
  readonly says: RegExp;
  readonly start: () => Promise<number>;
}

const NOTHING_ACKED = /acknowledged none of \d+ messages/;
const NOT_READ = /target could not be read at the end/;

const SERVERS: readonly BadServer[] = [
  {
    name: 'accepts connections and never says a word',
    says: NOTHING_ACKED,
    async start() {
      const server = createTcpServer();
      keep(server);
      return listen(server);
    },
  },
  {
    name: 'opens WebSockets and never answers a frame',
    says: NOTHING_ACKED,
    start: async () => (await webSocketServer(() => undefined)).port,
  },
  {
    name: 'closes every socket after 5 seconds',
    says: NOT_READ,
    async start() {
      const { port } = await webSocketServer((ws) => {
        answering(ws);
        setTimeout(() => ws.close(1000), 5_000).unref();
      });
      return port;
    },
  },
  {
    name: 'resets every connection right after the upgrade',
    says: NOTHING_ACKED,
    start: async () => (await webSocketServer((_ws, socket) => void socket.resetAndDestroy())).port,
  },
  {
    name: 'never answers a Close',
    says: NOT_READ,
    async start() {
      const { port } = await webSocketServer((ws) => {
        answering(ws);
        // `ws` calls this when a Close comes in.
        ws.close = () => undefined;
      });
      return port;
    },
  },
  {
    name: 'vanishes in the middle',
    says: NOT_READ,
    async start() {
      let isCounting = false;
      const { port, vanish } = await webSocketServer((ws) => {
        answering(ws);
        if (!isCounting) setTimeout(vanish, 5_000).unref();
        isCounting = true;
      });
      return port;
    },
  },
];

// ── the runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const file = scenarioFile(scenario);

async function playAgainst(server: BadServer, engine: 'node' | 'k6'): Promise<void> {
  const out = newFolder('runs');
  const target = `ws://127.0.0.1:${await server.start()}/ws`;
  const ended = await command(['run', file, '--engine', engine, '--target', target, '--out', out]).ended;
  assertNoStack(ended);
  assert.equal(ended.code, 4, `exit code of a run that proves nothing; stderr: ${ended.stderr}`);
  assert.ok(ended.seconds >= PLAN, `it tried for ${ended.seconds.toFixed(0)} of ${PLAN} s`);
  assert.ok(ended.seconds < PLAN + REST, `it took ${ended.seconds.toFixed(0)} s`);
  const result = readResult(out);
  assert.equal(result.verdict, 'invalid');
  assert.equal(result.exitCode, ended.code);
  assert.match(reasonsOf(result), server.says);
  assert.match(ended.stdout, server.says, 'the report says it too');
  if (engine === 'k6') assert.equal(k6Below(out), undefined, 'no k6 is left behind');
}

// The runs mostly wait; side by side they take as long as the slowest.
describe('bad servers', { concurrency: 2 * SERVERS.length }, () => {
  for (const server of SERVERS) {
    for (const engine of ['node', 'k6'] as const) {
      const skip = engine === 'k6' ? skipK6 : false;
      it(`a server that ${server.name}, with ${engine}`, { skip }, () => playAgainst(server, engine));
    }
  }
});
