// The server as a process: how it starts, refuses to start and ends, and what survives a kill.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import Database from 'libsql';
import { textHash } from '../../src/model/rows/ids.ts';
import { DEFAULT_LIMITS, type ServerConfig } from '../../src/server/config.ts';
import { startServer, type ServerProcess } from '../../src/server/process.ts';
import { httpWitness } from '../../src/server/witness.ts';
import { everything } from '../everything.ts';
import { entryPoint } from '../../src/system/entry.ts';
import { until } from '../until.ts';
import { ADMIN, Client, newFile, testConfig, visitor } from './support.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function start(t: TestContext, config: ServerConfig, logFile = newFile('server.log')): Promise<ServerProcess> {
  const server = await startServer(config, { logFile });
  t.after(() => server.stop());
  return server;
}

/** Runs main.ts directly with this stdin, which is then closed. */
async function runMain(stdin: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const { path, execArgv } = entryPoint(new URL('../../src/server/main.ts', import.meta.url));
  const child = spawn(process.execPath, [...execArgv, path]);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.end(stdin);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

describe('server process: start', () => {
  it('is ready with its port and pid, and ends with code 0 on SIGTERM', async (t) => {
    const logFile = newFile('server.log');
    const server = await start(t, testConfig(), logFile);
    assert.equal((await fetch(`${server.url}/readyz`)).status, 200);
    const client = await visitor(server.port, 'v1');
    await client.next('welcome');
    const began = Date.now();
    server.kill('SIGTERM');
    assert.deepEqual(await server.exited, { code: 0, signal: null });
    assert.ok(Date.now() - began < 5_000);
    assert.equal(await client.closed, 4006);
    assert.match(readFileSync(logFile, 'utf8'), /listening on 127\.0\.0\.1.*\n.*shutting down: SIGTERM\n.*stopped\n$/);
  });

  it('ends with code 0 when its stdin closes, even while it starts', async () => {
    const { code, stderr } = await runMain(`${JSON.stringify(testConfig())}\n`);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /shutting down: stdin is closed/);
  });

  it('says in one line that its port is in use, and ends with code 1', async (t) => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    t.after(() => other.close());
    const { port } = other.address() as AddressInfo;
    const logFile = newFile('server.log');
    await assert.rejects(
      startServer(testConfig({ port }), { logFile }),
      /exit code 1.*port \d+ on 127\.0\.0\.1 is in use/,
    );
    assert.equal(readFileSync(logFile, 'utf8').trimEnd().split('\n').length, 1);
  });

  it('refuses the store of another epoch, and says what to do', async (t) => {
    const config = testConfig({ store: { kind: 'sqlite', file: newFile('desk.db') } });
    await (await start(t, config)).stop();
    await assert.rejects(
      startServer({ ...config, epoch: config.epoch + 1 }, { logFile: newFile('server.log') }),
      /written with epoch \d+.*Start with epoch \d+, or with another file/,
    );
    await (await start(t, config)).stop();
  });

  it('names every fault of its configuration, one a line, without a stack', async () => {
    const { rules, ...rest } = testConfig();
    const agents = { ...rules.agents, capacity: 0 };
    const broken = {
      ...rest,
      rules: { ...rules, agents, swep: 0 },
      speed: 0,
      durability: 'maybe',
      agentSecret: 'short',
    };
    const { code, stdout, stderr } = await runMain(`${JSON.stringify(broken)}\n`);
    assert.deepEqual([code, stdout], [1, '']);
    for (const says of [
      /^speed must be above 0$|cannot start: speed must be above 0$/m,
      /rules has a setting that does not exist: swep/,
      /rules\.agents\.capacity must be a whole number from 1/,
      /durability must be one of process, power/,
      /agentSecret must have at least 8 characters/,
    ]) {
      assert.match(stderr, says);
    }
    assert.doesNotMatch(stderr, / {4}at /);
    const contradiction = {
      ...rest,
      rules: { ...rules, idle: null, prompt: { before: 1, text: '?', max: 1, every: null } },
    };
    assert.match((await runMain(`${JSON.stringify(contradiction)}\n`)).stderr, /rules\.prompt needs idle/);
    assert.match((await runMain('not json\n')).stderr, /not JSON\n$/);
    assert.match((await runMain('')).stderr, /stdin ended before/);
  });
});

describe('server process: hard ends', () => {
  it('keeps every acked message over three kills, stores no resend twice, and goes on with the session', async (t) => {
    const logFile = newFile('server.log');
    // On a slow machine all unacked messages are resent at once, which exceeds the usual limit.
    const limits = { ...DEFAULT_LIMITS, framesPerSecond: 10_000 };
    let config = testConfig({ store: { kind: 'sqlite', file: newFile('desk.db') }, limits });
    const acked = new Map<string, string>();
    const unacked = new Map<string, string>();
    let n = 0;
    for (let life = 0; life < 4; life++) {
      const server: ServerProcess = await start(t, config, logFile);
      // Each restart takes the same port, as a real server would keep its address.
      config = { ...config, port: server.port };
      const client = await visitor(server.port, 'v1');
      assert.equal((await client.next('welcome')).session, life === 0 ? undefined : 's1');
      const collect = (): void => {
        for (const frame of client.frames) {
          const text = frame.f === 'ack' ? unacked.get(frame.id) : undefined;
          if (frame.f !== 'ack' || text === undefined) continue;
          acked.set(frame.id, text);
          unacked.delete(frame.id);
        }
      };
      for (const [id, text] of unacked) client.send({ f: 'msg', id, text });
      const killed = life < 3;
      for (let burst = 0; burst < (killed ? 20 : 1); burst++) {
        for (let i = 0; i < 5; i++, n++) {
          const text = `message ${n} of life ${life} 还在吗`;
          unacked.set(`v1/${n}`, text);
          client.send({ f: 'msg', id: `v1/${n}`, text });
        }
        await sleep(2);
      }
      if (killed) {
        await client.next('ack');
        server.kill('SIGKILL');
        assert.deepEqual(await server.exited, { code: null, signal: 'SIGKILL' });
        await client.closed;
        collect();
        assert.ok(acked.size > 0, 'nothing was acked before the kill');
        continue;
      }
      await until('what was not acked is acked when sent again', () => {
        collect();
        return unacked.size === 0;
      });
      const stored = await everything(httpWitness({ url: server.url, adminToken: ADMIN, pageRows: 50 }).messages());
      const byId = new Map(stored.map((m) => [m.id, m]));
      for (const [id, text] of acked)
        assert.equal(byId.get(id)?.h, textHash(text), `${id} was acked and is not stored`);
      const ours = stored.filter((m) => m.from === 'visitor');
      assert.equal(ours.length, acked.size, 'a message is stored twice');
      assert.deepEqual(
        ours.map((m) => m.seq),
        [...ours.map((m) => m.seq)].sort((a, b) => a - b),
      );
    }
    assert.ok(acked.size >= 300);
  });

  it('checks a visitor against the secret that the life before has stored', async (t) => {
    let config = testConfig({ store: { kind: 'sqlite', file: newFile('desk.db') } });
    const first = await start(t, config);
    await (await visitor(first.port, 'v1')).next('welcome');
    first.kill('SIGKILL');
    await first.exited;
    config = { ...config, port: first.port };
    const second = await start(t, config);
    assert.equal(await (await visitor(second.port, 'v1', { token: 'another secret' })).closed, 4001);
    assert.equal((await (await visitor(second.port, 'v1')).next('welcome')).actor, 'v1');
  });

  it('acks nothing, says why in one line and ends with code 1 when the store fails', async (t) => {
    const file = newFile('desk.db');
    const logFile = newFile('server.log');
    const server = await start(t, testConfig({ store: { kind: 'sqlite', file } }), logFile);
    const client = await visitor(server.port, 'v1');
    await client.next('welcome');
    const vandal = new Database(file);
    vandal.exec('DROP TABLE message');
    vandal.close();
    client.send({ f: 'msg', id: 'v1/0', text: 'x' });
    assert.deepEqual(await server.exited, { code: 1, signal: null });
    await client.closed;
    assert.ok(client.frames.every((frame) => frame.f === 'welcome'));
    const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n');
    assert.match(lines.at(-1) ?? '', /the store failed \(.*message.*\); nothing is acknowledged any more/);
    assert.equal(lines.length, 2, 'the line of the start and this one');
    assert.match(server.lastWords(), /^the store failed/, 'without the time');
  });

  it('ends by itself when the process that started it is gone', async () => {
    const pidFile = newFile('pid');
    const logFile = newFile('server.log');
    const module = JSON.stringify(new URL('../../src/server/process.ts', import.meta.url).href);
    const source = `import { startServer } from ${module};
      import { writeFileSync } from 'node:fs';
      const server = await startServer(${JSON.stringify(testConfig())}, { logFile: ${JSON.stringify(logFile)} });
      writeFileSync(${JSON.stringify(pidFile)}, String(server.pid));`;
    const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', source];
    const parent = spawn(process.execPath, args, { stdio: 'inherit' });
    const pid = await until(
      'its pid',
      () => (existsSync(pidFile) && Number(readFileSync(pidFile, 'utf8'))) || undefined,
    );
    parent.kill('SIGKILL');
    const alive = (): boolean => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    await until('it is gone', () => !alive());
    assert.match(readFileSync(logFile, 'utf8'), /stdin is closed\n.*stopped\n$/);
  });
});

describe('witness', () => {
  it('ends within its time when nobody answers, answers slowly, or is somebody else', async (t) => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    t.after(() => silent.close());
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const began = Date.now();
    const witness = httpWitness({ url, adminToken: ADMIN, answerMs: 200 });
    await assert.rejects(everything(witness.messages()), /GET \/api\/messages.*no answer within 200 ms/);
    await assert.rejects(witness.inbox(), /no answer within 200 ms/);
    // By default each of the two calls would wait for ten seconds.
    assert.ok(Date.now() - began < 10_000);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
    // The client notices its closed connections one turn later.
    await sleep(50);
    await assert.rejects(everything(witness.sessions()), /GET \/api\/sessions.*ECONNREFUSED/);
  });

  it('says so when its token is wrong', async (t) => {
    const server = await start(t, testConfig());
    const witness = httpWitness({ url: server.url, adminToken: 'not the token' });
    await assert.rejects(everything(witness.sessions()), /status 403.*not the admin token/);
    new Client(server.port).ws.terminate();
  });
});
