// Shared by the server tests: a configuration, a client
// of the protocol, and servers that end with their test.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { WebSocket } from 'ws';
import type { ClientFrame, ServerFrame } from '../../src/model/protocol/frames.ts';
import { DEFAULT_RULES } from '../../src/model/rules/rules.ts';
import { DEFAULT_LIMITS, type ServerConfig } from '../../src/server/config.ts';
import { runServer, type RunningServer, type ServerHooks } from '../../src/server/server.ts';
import { agentToken } from '../../src/server/tokens.ts';

export const SECRET = 'secret of the agents';
export const ADMIN = 'token of the admin';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-server-'));
const open: RunningServer[] = [];
after(async () => {
  await Promise.allSettled(open.map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;
/** A path in a folder that is removed after the tests. */
export const newFile = (name: string): string => join(folder, `${files++}-${name}`);

export function testConfig(change: Partial<ServerConfig> = {}): ServerConfig {
  return {
    host: '127.0.0.1',
    port: 0,
    epoch: Math.floor(Date.now() * 1000),
    speed: 1,
    rules: DEFAULT_RULES,
    agentSecret: SECRET,
    adminToken: ADMIN,
    store: { kind: 'memory' },
    durability: 'process',
    limits: DEFAULT_LIMITS,
    ...change,
  };
}

/** A server in this process; stopped after the tests of the file. */
export async function inProcess(
  change: Partial<ServerConfig> = {},
  hooks: Partial<ServerHooks> = {},
): Promise<RunningServer & { readonly url: string }> {
  const server = await runServer(testConfig(change), { log: () => undefined, failed: assert.fail, ...hooks });
  open.push(server);
  return { ...server, url: `http://127.0.0.1:${server.port}` };
}

export async function getJson(url: string, token: string | undefined = ADMIN): Promise<Record<string, unknown>> {
  const response = await fetch(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
  return (await response.json()) as Record<string, unknown>;
}

/**
 * The value of one series on a Prometheus page, such as
 * `chat_sessions_opened_total{channel="web"}`.
 */
export function metric(page: string, series: string): number | undefined {
  const line = page.split('\n').find((found) => found.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

/** Longest wait for a frame: enough for a busy machine. */
const WAIT_MS = 30_000;

/** A client of the protocol that keeps every frame it gets. */
export class Client {
  readonly ws: WebSocket;
  readonly frames: ServerFrame[] = [];
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  #changed: () => void = () => undefined;
  #read = 0;

  constructor(port: number, options: { readonly path?: string; readonly autoPong?: boolean } = {}) {
    this.ws = new WebSocket(`ws://127.0.0.1:${port}${options.path ?? '/ws'}`, { autoPong: options.autoPong ?? true });
    this.ws.on('error', () => undefined);
    this.ws.on('message', (data) => {
      this.frames.push(JSON.parse((data as Buffer).toString()) as ServerFrame);
      this.#changed();
    });
    this.closed = new Promise((resolve) => this.ws.once('close', resolve));
  }

  async opened(): Promise<this> {
    await new Promise((resolve, reject) => {
      this.ws.once('open', resolve);
      this.ws.once('error', reject);
    });
    return this;
  }

  send(frame: ClientFrame): void {
    this.ws.send(JSON.stringify(frame));
  }

  /**
   * Resolves when the server has read everything sent so far, because its PONG comes after that.
   */
  async isRead(): Promise<void> {
    this.ws.ping();
    await new Promise((resolve) => this.ws.once('pong', resolve));
  }

  /**
   * The next frame of that kind that is not taken yet and
   * for which `is` holds; earlier frames are skipped.
   */
  async next<F extends ServerFrame['f']>(
    f: F,
    is: (frame: ServerFrame & { f: F }) => boolean = () => true,
  ): Promise<ServerFrame & { f: F }> {
    const ends = Date.now() + WAIT_MS;
    for (;;) {
      while (this.#read < this.frames.length) {
        const frame = this.frames[this.#read++];
        if (frame?.f === f && is(frame as ServerFrame & { f: F })) return frame as ServerFrame & { f: F };
      }
      if (Date.now() > ends) assert.fail(`no ${f} came; there were ${JSON.stringify(this.frames)}`);
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
        setTimeout(resolve, 100);
      });
    }
  }
}

/** Connects a visitor and says hello. */
export async function visitor(port: number, actor: string, hello: object = {}, options = {}): Promise<Client> {
  const client = await new Client(port, options).opened();
  client.send({ f: 'hello', v: 1, role: 'visitor', actor, token: `secret-of-${actor}`, ...hello });
  return client;
}

/** Connects an agent and says hello. */
export async function agent(port: number, actor: string, token = agentToken(SECRET, actor)): Promise<Client> {
  const client = await new Client(port).opened();
  client.send({ f: 'hello', v: 1, role: 'agent', actor, token });
  return client;
}
