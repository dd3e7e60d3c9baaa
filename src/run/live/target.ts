// The target of a run: our own reference server, started for it, or one that is running already.
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { message, say, type Message } from '../../language/language.ts';
import type { Witness } from '../../model/ports/target.ts';
import { agentId } from '../../model/rows/ids.ts';
import type { SessionRules } from '../../model/rules/rules.ts';
import { UsageError } from '../../scenario/define.ts';
import { limitsAt, type ServerConfig } from '../../server/config.ts';
import { startServer, type ServerProcess } from '../../server/process.ts';
import { agentToken } from '../../server/tokens.ts';
import { httpWitness } from '../../server/witness.ts';
import { wallMicros } from '../../system/clock.ts';
import type { RunFolder } from '../folder.ts';

export interface Target {
  readonly url: string;
  readonly name: string;
  /** Id of the server in its metrics; undefined if the target does not report one. */
  readonly id?: string;
  readonly durability: 'process' | 'power' | 'memory' | 'unknown';
  readonly agentTokens: Readonly<Record<string, string>>;
  /**
   * Prepares it to play at a speed. Returns model zero (unix µs), and how far its own clock is
   * ahead of that (model µs).
   */
  begin(speed: number): Promise<{ epoch: number; ahead: number }>;
  witness(): Witness;
  /** Its faults so far; empty when it works. */
  faults(): readonly Message[];
  readonly pid: () => number | undefined;
  /**
   * Kills it, so that unsaved data is lost, and starts it again; undefined when it is not ours to
   * kill.
   */
  readonly killable?: { die(): Promise<void>; revive(): Promise<void> };
  /** Ends a server of our own, and removes its database unless it is to be kept. */
  end(leave: { readonly database: boolean }): Promise<void>;
}

export interface ExternalTarget {
  readonly url: string;
  readonly agentSecret: string;
  readonly adminToken: string;
}

/**
 * A port that was free a moment ago. It is chosen beforehand, because the server must know its port
 * before the clock starts.
 */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

const tokens = (secret: string, count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, j) => [agentId(j), agentToken(secret, agentId(j))]));

/** Our reference server in a process of its own, with SQLite in the run folder. */
export async function referenceTarget(options: {
  folder: RunFolder;
  rules: SessionRules;
  agents: number;
  durability: 'process' | 'power';
}): Promise<Target> {
  const { folder, rules, agents, durability } = options;
  const port = await freePort();
  const agentSecret = randomBytes(24).toString('hex');
  const adminToken = randomBytes(24).toString('hex');
  let server: ServerProcess | undefined;
  /** The configuration of its last start. */
  let config: ServerConfig | undefined;
  let isEnding = false;
  const faults: Message[] = [];
  const start = async (as: ServerConfig): Promise<ServerProcess> => {
    config = as;
    const started = await startServer(as, { logFile: folder.serverLog });
    server = started;
    void started.exited.then(({ code, signal }) => {
      if (isEnding) return;
      const how = signal ?? message('spoilt.exitWords', { code: String(code), words: started.lastWords() });
      faults.push(message('spoilt.serverEnded', { how }));
    });
    return started;
  };
  return {
    url: `ws://127.0.0.1:${port}/ws`,
    name: 'reference',
    id: folder.id,
    durability,
    agentTokens: tokens(agentSecret, agents),
    async begin(speed) {
      // Model zero lies ahead of the server's start, so that the first timers are not late. If the
      // start takes longer, the next attempt has more lead.
      for (const lead of [1.5e6, 4e6, 12e6]) {
        const epoch = Math.round(wallMicros() + lead);
        const started = await start({
          id: folder.id,
          host: '127.0.0.1',
          port,
          epoch,
          speed,
          rules,
          agentSecret,
          adminToken,
          store: { kind: 'sqlite', file: `${folder.store}` },
          durability,
          limits: limitsAt(speed),
        });
        if (wallMicros() < epoch - 100_000 || lead > 10e6) return { epoch, ahead: 0 };
        isEnding = true;
        await started.stop();
        await removeStore(folder.store);
        isEnding = false;
      }
      throw new Error('unreachable: the last lead is always taken');
    },
    witness: () => httpWitness({ url: `http://127.0.0.1:${port}`, adminToken }),
    faults: () => faults,
    pid: () => server?.pid,
    killable: {
      async die() {
        const victim = server;
        isEnding = true;
        victim?.kill('SIGKILL');
        await victim?.exited;
        // Another process may soon have its pid.
        server = undefined;
        isEnding = false;
      },
      async revive() {
        if (config !== undefined && server === undefined) await start(config);
      },
    },
    async end({ database }) {
      isEnding = true;
      await server?.stop();
      if (!database) await removeStore(folder.store);
    },
  };
}

async function removeStore(file: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) await rm(`${file}${suffix}`, { force: true });
}

/** Timeout for opening a connection, real ms. */
const CALL_MS = 5_000;

/**
 * Checks that something accepts connections. A target that answers badly is played and judged; no
 * answer at all means a wrong address.
 * @throws UsageError when no connection can be made
 */
export async function refuseDead(url: string): Promise<void> {
  const { protocol, hostname, port } = new URL(url);
  const usual = protocol === 'wss:' ? 443 : 80;
  // Without the brackets of an IPv6 address.
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port: port === '' ? usual : Number(port) });
  const why = await new Promise<string | undefined>((settle) => {
    socket.once('connect', () => settle(undefined));
    socket.once('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message));
    socket.setTimeout(CALL_MS, () => settle(say('errors.noConnection', { seconds: CALL_MS / 1000 })));
  });
  socket.destroy();
  if (why === undefined) return;
  throw new UsageError(say('errors.noAnswer', { url, why }));
}

/**
 * A server that runs already. Its clock is known only if it is a stillthere reference server; any
 * other is played at speed 1.
 */
export async function externalTarget(options: {
  target: ExternalTarget;
  agents: number;
  speed: number | 'auto';
}): Promise<{ target: Target; speed: number; isKnown: boolean }> {
  const { target, agents } = options;
  const http = target.url.replace(/^ws/, 'http').replace(/\/ws\/?$/, '');
  const clock = await clockOf(http);
  const speed = clock?.speed ?? 1;
  if (options.speed !== 'auto' && options.speed !== speed) {
    throw new UsageError(
      clock === undefined
        ? say('errors.noClock', { url: target.url, speed: options.speed })
        : say('errors.otherSpeed', { url: target.url, speed, asked: options.speed }),
    );
  }
  const made: Target = {
    url: target.url,
    name: target.url,
    ...(clock?.id !== undefined && { id: clock.id }),
    durability: 'unknown',
    agentTokens: tokens(target.agentSecret, agents),
    async begin() {
      await refuseUsed(httpWitness({ url: http, adminToken: target.adminToken }), target.url);
      const epoch = Math.round(wallMicros() + 300_000);
      return { epoch, ahead: clock === undefined ? 0 : Math.round((epoch - clock.epoch) * speed) };
    },
    witness: () => httpWitness({ url: http, adminToken: target.adminToken }),
    faults: () => [],
    pid: () => undefined,
    end: () => Promise.resolve(),
  };
  return { target: made, speed, isKnown: clock !== undefined };
}

/**
 * Rejects a target that was used before: visitor ids are the same in every run, so it would take
 * their messages for resends.
 */
async function refuseUsed(witness: Witness, url: string): Promise<void> {
  const visitor = await oneOfOurs(witness);
  if (visitor === undefined) return;
  throw new UsageError(say('errors.usedTarget', { url, visitor }));
}

async function oneOfOurs(witness: Witness): Promise<string | undefined> {
  try {
    for await (const page of witness.sessions())
      for (const { visitor } of page) if (/^v\d+$/.test(visitor)) return visitor;
  } catch {
    // A target that cannot be read is reported at the end of the run.
  }
  return undefined;
}

async function clockOf(http: string): Promise<{ epoch: number; speed: number; id?: string } | undefined> {
  try {
    const response = await fetch(`${http}/healthz`, { signal: AbortSignal.timeout(3000) });
    const { epoch, speed, id } = (await response.json()) as { epoch?: unknown; speed?: unknown; id?: unknown };
    if (typeof epoch !== 'number' || typeof speed !== 'number') return undefined;
    return { epoch, speed, ...(typeof id === 'string' && id !== '' && { id }) };
  } catch {
    return undefined;
  }
}
