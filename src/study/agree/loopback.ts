// Measures how long a frame and a commit take on this machine.
// Virtual time uses these values to match a run on loopback.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import type { Micros } from '../../model/core/time.ts';
import { encode } from '../../model/protocol/encode.ts';
import { PROTOCOL_VERSION, type ClientFrame, type ServerFrame } from '../../model/protocol/frames.ts';
import type { SessionRules } from '../../model/rules/rules.ts';
import { limitsAt } from '../../server/config.ts';
import { startServer } from '../../server/process.ts';
import { wallMicros } from '../../system/clock.ts';
import { temporaryFolder } from '../../system/temporary.ts';
import { killOnExit } from '../../system/kill-on-exit.ts';

/** Medians of all measurements, real µs. */
export interface Loopback {
  /** One way: half of the round trip of a frame that is answered at once. */
  readonly latency: Micros;
  /** How much longer a durable message takes than such a frame until it is acknowledged. */
  readonly commit: Micros;
  /** How often each of the two was measured. */
  readonly n: number;
}

/**
 * Number of pairs of a frame and a message, and the pause after each of them, ms, so that nothing
 * queues.
 */
const PAIRS = 200;
const PAUSE_MS = 2;
/** Longest wait for an answer, ms. */
const ANSWER_MS = 5_000;
const VISITOR = 'v0';

/**
 * Measures on the reference server in its own process, with the same store as a run. Takes some two
 * seconds.
 * @throws Error when it does not start or does not answer
 */
export async function measureLoopback(rules: SessionRules, durability: 'process' | 'power'): Promise<Loopback> {
  const folder = await temporaryFolder('loopback');
  const server = await startServer(
    {
      host: '127.0.0.1',
      port: 0,
      epoch: Math.round(wallMicros()),
      speed: 1,
      rules,
      agentSecret: randomBytes(12).toString('hex'),
      adminToken: randomBytes(12).toString('hex'),
      store: { kind: 'sqlite', file: join(folder.path, 'store.db') },
      durability,
      // This one connection sends as many frames as a whole run.
      limits: { ...limitsAt(1), framesPerSecond: 100_000 },
    },
    { logFile: join(folder.path, 'server.log') },
  );
  const unguard = killOnExit(() => [server.pid]);
  try {
    return await measure(`${server.url.replace(/^http/, 'ws')}/ws`);
  } finally {
    await server.stop();
    unguard();
    await folder.remove();
  }
}

async function measure(url: string): Promise<Loopback> {
  const caller = await Caller.to(url);
  try {
    await caller.ask({
      f: 'hello',
      v: PROTOCOL_VERSION,
      role: 'visitor',
      actor: VISITOR,
      token: randomBytes(12).toString('hex'),
    });
    const frames: number[] = [];
    const messages: number[] = [];
    for (let n = 0; n < PAIRS; n++) {
      frames.push(await caller.ask({ f: 'ask', n }));
      await sleep(PAUSE_MS);
      messages.push(await caller.ask({ f: 'msg', id: `${VISITOR}/${n}`, text: 'hello' }));
      await sleep(PAUSE_MS);
    }
    const [frame, message] = [middle(frames), middle(messages)];
    return { latency: Math.round(frame / 2), commit: Math.max(0, Math.round(message - frame)), n: PAIRS };
  } finally {
    caller.close();
  }
}

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The answer to each kind of frame. */
const ANSWER: Readonly<Partial<Record<ClientFrame['f'], ServerFrame['f']>>> = {
  hello: 'welcome',
  ask: 'alive',
  msg: 'ack',
};

/** A visitor that measures how long each answer takes. */
class Caller {
  readonly #socket: WebSocket;
  #awaited: { readonly f: ServerFrame['f'] | undefined; readonly heard: () => void } | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const { f } = JSON.parse(data.toString('utf8')) as ServerFrame;
      if (f === this.#awaited?.f) this.#awaited.heard();
    });
  }

  static async to(url: string): Promise<Caller> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
    // From here on, a missing answer is the error that is reported.
    socket.on('error', () => undefined);
    return new Caller(socket);
  }

  /** Sends a frame and waits for its answer. @returns how long that took, real µs */
  async ask(frame: ClientFrame): Promise<number> {
    const limit = new AbortController();
    const began = performance.now();
    const answered = new Promise<number>((resolve) => {
      this.#awaited = { f: ANSWER[frame.f], heard: () => resolve((performance.now() - began) * 1000) };
    });
    this.#socket.send(encode(frame));
    const late = sleep(ANSWER_MS, undefined, { signal: limit.signal }).catch(() => undefined);
    const took = await Promise.race([answered, late]);
    limit.abort();
    if (took === undefined) throw new Error(`unreachable: no answer to ${frame.f}`);
    return took;
  }

  close(): void {
    this.#socket.terminate();
  }
}
