// Ctrl-C while the records of the target are read: the run is judged or says what is missing.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Row } from '../../src/model/rows/rows.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import { defineScenario, rulesOf } from '../../src/scenario/define.ts';
import { limitsAt } from '../../src/server/config.ts';
import { startServer } from '../../src/server/process.ts';
import { deferred } from '../../src/system/deferred.ts';
import { wallMicros } from '../../src/system/clock.ts';
import {
  command,
  newFolder,
  played,
  reasonsOf,
  runFolder,
  rowsOf,
  scenarioFile,
  signal,
  type Command,
} from '../e2e/support.ts';
import { SMALL_DESK, TALKER } from '../scenario/too-short.ts';
import { until } from '../until.ts';

const evening: ScenarioInput = {
  ...SMALL_DESK,
  name: 'read-slowly',
  shows: 'a target that takes its time to say what it knows',
  personas: { talker: { ...TALKER, turns: 1, lingers: '5s' } },
  tail: '20s',
};
const SPEED = 10;
const SECRETS = { agentSecret: 'agents of this test', adminToken: 'admin of this test' };

/**
 * A proxy before a server. It forwards everything, but holds
 * the first request of the final reading until `let` is called.
 */
async function holding(
  port: number,
): Promise<{ port: number; isAsked: () => boolean; let: () => void; close: () => void }> {
  const released = deferred<void>();
  const sockets = new Set<Socket>();
  let isAsked = false;
  const pass = async (from: Socket, first: Buffer): Promise<void> => {
    if (first.toString('latin1').startsWith('GET /api/inbox')) {
      isAsked = true;
      await released.promise;
    }
    const to = connect(port, '127.0.0.1');
    sockets.add(to);
    to.on('error', () => from.destroy());
    from.on('error', () => to.destroy());
    to.write(first);
    from.pipe(to);
    to.pipe(from);
  };
  const proxy = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', (first) => void pass(socket, first));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    port: (proxy.address() as AddressInfo).port,
    isAsked: () => isAsked,
    let: () => released.resolve(),
    close: () => {
      proxy.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

interface Read {
  readonly out: string;
  readonly cli: Command;
  /** Lets the target answer. */
  readonly answer: () => void;
}

/** Plays until the target is being read, presses Ctrl-C, and then calls `act`. */
async function whileRead(act: (read: Read) => Promise<void>): Promise<void> {
  const config = {
    host: '127.0.0.1',
    port: 0,
    epoch: Math.round(wallMicros()),
    speed: SPEED,
    rules: rulesOf(defineScenario(evening), 'bare'),
    ...SECRETS,
    store: { kind: 'memory' },
    durability: 'process',
    limits: limitsAt(SPEED),
  } as const;
  const server = await startServer(config, { logFile: join(newFolder('server'), 'server.log') });
  const before = await holding(Number(new URL(server.url).port));
  try {
    const out = newFolder('runs');
    const cli = command(
      [
        'run',
        scenarioFile(evening),
        '--engine',
        'node',
        '--target',
        `ws://127.0.0.1:${before.port}/ws`,
        '--out',
        out,
        '--ledger',
        '--seed',
        '1',
      ],
      { env: { STILLTHERE_AGENT_SECRET: SECRETS.agentSecret, STILLTHERE_ADMIN_TOKEN: SECRETS.adminToken } },
    );
    await until('the target is read', before.isAsked, 120_000);
    signal(cli.pid, 'SIGINT');
    await until('the press is heard', () => cli.stderr().includes('press Ctrl-C again'));
    await act({ out, cli, answer: before.let });
  } finally {
    before.close();
    await server.stop();
  }
}

/** The rows of a ledger in which no line may be cut. */
function wholeRows(folder: string): Row[] {
  const text = readFileSync(join(folder, 'ledger.ndjson'), 'utf8');
  assert.ok(text.endsWith('\n'), 'the last line is whole');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

const ofServer = (rows: readonly Row[]): Row[] => rows.filter(({ by }) => by === 'server');
/** Temporary files, which are renamed when they are complete. */
const unfinished = (folder: string): string[] => readdirSync(folder).filter((name) => /tmp|part|~$/.test(name));

describe('Ctrl-C while the target is read', () => {
  it('waits for its answer and judges: inconclusive, because it was interrupted, exit 4', async () => {
    await whileRead(async ({ out, cli, answer }) => {
      answer();
      const { ended, result, rows, folder } = played(out, await cli.ended);
      assert.equal(ended.code, 4, ended.stderr);
      assert.ok(['inconclusive', 'invalid'].includes(result.verdict), 'a busy machine may be late as well');
      assert.match(reasonsOf(result), /the run was interrupted/);
      assert.deepEqual(wholeRows(folder), rows);
      assert.equal(ofServer(rows).at(-1)?.what, 'end', 'the word of the target is whole');
      assert.equal(rowsOf(rows, 'w_session').length, result.sessions.opened);
      assert.ok(result.sessions.opened > 0 && result.messages.fates.lost === 0, reasonsOf(result));
      assert.deepEqual(rowsOf(rows, 'phase').at(-1)?.phase, 'drain_end');
      assert.deepEqual(unfinished(folder), []);
    });
  });

  it('of a target that never answers: invalid, says so, and nothing of the target is in the ledger, exit 4', async () => {
    await whileRead(async ({ out, cli }) => {
      const { ended, result, rows, folder } = played(out, await cli.ended);
      assert.deepEqual([ended.code, result.verdict], [4, 'invalid'], ended.stderr);
      assert.match(reasonsOf(result), /\/api\/inbox/, 'it names what was not answered');
      assert.deepEqual(wholeRows(folder), rows);
      assert.deepEqual(ofServer(rows), []);
      assert.deepEqual(unfinished(folder), []);
    });
  });

  it('pressed twice: ends at once with 130, the ledger is whole, and nothing was judged', async () => {
    await whileRead(async ({ out, cli }) => {
      // Two presses within half a second count as one.
      await sleep(700);
      signal(cli.pid, 'SIGINT');
      const ended = await cli.ended;
      assert.deepEqual([ended.code, ended.signal], [130, null]);
      const folder = runFolder(out);
      assert.ok(wholeRows(folder).length > 0);
      assert.deepEqual(ofServer(wholeRows(folder)), []);
      assert.deepEqual(
        readdirSync(folder).filter((name) => name.startsWith('result')),
        [],
      );
      assert.deepEqual(unfinished(folder), []);
    });
  });
});
