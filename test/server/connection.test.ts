// The states of a connection: equal in the comment, in
// the code, and over real sockets from every state.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { serverMetrics } from '../../src/metrics/server-registry.ts';
import { DEFAULT_LIMITS } from '../../src/server/config.ts';
import { CONNECTION_INPUTS, CONNECTION_MOVES, type ConnectionState } from '../../src/server/connection.ts';
import { Sockets } from '../../src/server/sockets.ts';
import { asked, assertAllMoves, writtenMoves } from '../model/moves.ts';
import { until } from '../until.ts';
import { Client } from './support.ts';

const SOURCE = new URL('../../src/server/connection.ts', import.meta.url);
type Input = (typeof CONNECTION_INPUTS)[number];
type Living = Exclude<ConnectionState, 'gone'>;

/**
 * Look-ups that the table refuses, so that the connection keeps
 * its state. A muted or ended connection takes no frames.
 */
const REFUSED = [
  'greeting welcome',
  'welcomed hello',
  'welcomed welcome',
  'muted mute',
  'ended mute',
  'ended end',
] as const;

/** Real connections with a desk that does nothing by itself. */
class Bench {
  readonly taken: { readonly conn: number; readonly f: string }[] = [];
  readonly gone: number[] = [];
  readonly #http: Server = createServer();
  readonly sockets: Sockets = new Sockets({
    limits: DEFAULT_LIMITS,
    ping: { everyMs: 60_000, limitMs: 120_000 },
    metrics: serverMetrics({
      version: '0',
      server: 'test',
      speed: 1,
      stats: () => ({ sessions: {}, queued: 0, agents: { available: 0, busy: 0, away: 0 } }),
      connections: () => this.sockets.counts,
    }),
    frame: (conn, { f }) => void this.taken.push({ conn, f }),
    gone: (conn) => void this.gone.push(conn),
  });
  #conns = 0;

  async listen(): Promise<void> {
    this.#http.on('upgrade', (request, socket, head) => this.sockets.upgrade(request, socket, head));
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    await this.sockets.shutdown(1_000);
    await new Promise((resolve) => this.#http.close(resolve));
  }

  async connect(): Promise<Line> {
    const client = await new Client((this.#http.address() as AddressInfo).port).opened();
    return new Line(this, client, ++this.#conns);
  }

  get open(): number {
    return Object.values(this.sockets.counts).reduce((sum, n) => sum + n, 0);
  }
}

/** One connection with access to both of its ends. */
class Line {
  readonly #bench: Bench;
  readonly client: Client;
  readonly conn: number;

  constructor(bench: Bench, client: Client, conn: number) {
    this.#bench = bench;
    this.client = client;
    this.conn = conn;
  }

  readonly inputs: Readonly<Record<Input, () => Promise<void> | void>> = {
    hello: async () => {
      this.client.send({ f: 'hello', v: 1, role: 'visitor', actor: 'v0', token: 'x' });
      await this.client.isRead();
    },
    welcome: () => this.#bench.sockets.send(this.conn, { f: 'welcome', v: 1, actor: 'v0' }),
    mute: () => this.#bench.sockets.mute(this.conn),
    end: () => this.#bench.sockets.close(this.conn, 1000),
    go: async () => {
      this.client.ws.terminate();
      await until('the end of a connection', () => this.#bench.open === 0);
    },
  };

  async reach(state: Living): Promise<void> {
    if (state === 'greeting') return;
    await this.inputs.hello();
    if (state === 'welcomed') await this.inputs.welcome();
    if (state === 'muted') await this.inputs.mute();
    if (state === 'ended') await this.inputs.end();
  }

  /** Whether a frame of the client is taken now. */
  async isTaken(): Promise<boolean> {
    const before = this.#bench.taken.length;
    this.client.send({ f: 'ask', n: 1 });
    await this.client.isRead();
    return this.#bench.taken.slice(before).some(({ conn, f }) => conn === this.conn && f === 'ask');
  }

  /** Whether the client receives a frame that is sent now. */
  async isHeard(): Promise<boolean> {
    const before = this.client.frames.length;
    this.#bench.sockets.send(this.conn, { f: 'alive', n: 1 });
    await this.client.isRead();
    return this.client.frames.slice(before).some(({ f }) => f === 'alive');
  }
}

describe('the states of a connection of the server', () => {
  const bench = new Bench();
  before(() => bench.listen());
  after(() => bench.stop());

  it('are in the comment of connection.ts what they are in CONNECTION_MOVES', () => {
    const { moves, inputs } = writtenMoves(SOURCE);
    assert.deepEqual(moves, CONNECTION_MOVES);
    assert.deepEqual(inputs, [...CONNECTION_INPUTS]);
  });

  it('are all that connections do, and they do all of it; what is refused leaves the state as it was', async () => {
    const table = structuredClone(CONNECTION_MOVES);
    const { moves, restore } = asked(CONNECTION_MOVES);
    try {
      for (const state of ['greeting', 'asked', 'welcomed', 'muted', 'ended'] as const)
        for (const input of CONNECTION_INPUTS) {
          const name = `${input} in state ${state}`;
          const line = await bench.connect();
          const goneBefore = bench.gone.length;
          await line.reach(state);
          // The client of an ended connection knows that it is closed, and sends nothing more.
          if (state !== 'ended' || input !== 'hello') await line.inputs[input]();
          const to = table[state][input] ?? state;
          if (to !== 'ended' && to !== 'gone') {
            assert.equal(await line.isTaken(), to !== 'muted', name);
            assert.ok(await line.isHeard(), name);
            const known = state === 'welcomed' || (input === 'welcome' && state !== 'greeting') ? 1 : 0;
            assert.deepEqual(bench.sockets.counts, { visitor: known, agent: 0, none: 1 - known }, name);
          }
          if (to === 'ended') {
            bench.sockets.send(line.conn, { f: 'alive', n: 1 });
            assert.equal(await line.client.closed, 1000, name);
            assert.ok(!line.client.frames.some(({ f }) => f === 'alive'), name);
          } else await line.inputs.go();
          await until('the end of a connection', () => bench.open === 0);
          // The desk is told of the end of a connection only if
          // its frames were still taken; it knows of the others.
          const isTold = to !== 'ended' && state !== 'muted' && state !== 'ended' && input !== 'mute';
          assert.deepEqual(bench.gone.slice(goneBefore), isTold ? [line.conn] : [], name);
        }
    } finally {
      restore();
    }
    assertAllMoves(CONNECTION_MOVES, moves, REFUSED);
  });
});
