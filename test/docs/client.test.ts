// Runs the client of the protocol page unchanged
// against the reference server, with a scripted agent.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { SECOND } from '../../src/model/core/time.ts';
import type { ClientFrame, ServerFrame } from '../../src/model/protocol/frames.ts';
import { DEFAULT_RULES } from '../../src/model/rules/rules.ts';
import { DEFAULT_LIMITS } from '../../src/server/config.ts';
import { startServer } from '../../src/server/process.ts';
import { agentToken } from '../../src/server/tokens.ts';
import { projectRoot } from '../../src/system/entry.ts';

const EXAMPLE = join(projectRoot(), 'docs/examples/client.mjs');
const SECRET = 'secret of the agents';
/** The page counts as dead after this much silence, real ms. The agent takes longer, so the client must answer `ask`. */
const PAGE_LIMIT_MS = 1_500;

const folder = mkdtempSync(join(tmpdir(), 'stillthere-client-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/**
 * An agent who answers the first message after a while, and
 * closes the session after the visitor has read the answer.
 */
function agent(url: string): { readonly heard: Promise<string>; end(): void } {
  const socket = new WebSocket(url);
  const send = (frame: ClientFrame): void => socket.send(JSON.stringify(frame));
  socket.on('open', () => send({ f: 'hello', v: 1, role: 'agent', actor: 'a1', token: agentToken(SECRET, 'a1') }));
  const heard = new Promise<string>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('message', (data) => {
      const frame = JSON.parse((data as Buffer).toString()) as ServerFrame;
      if (frame.f === 'ask') send({ f: 'alive', n: frame.n });
      if (frame.f !== 'msg') return;
      resolve(frame.text);
      const { session } = frame;
      setTimeout(() => send({ f: 'msg', id: 'a1/0', session, text: 'Yes, three of them.' }), 2 * PAGE_LIMIT_MS);
      setTimeout(() => send({ f: 'end', session }), 2 * PAGE_LIMIT_MS + 200);
    });
  });
  return { heard, end: () => socket.terminate() };
}

/** Runs the example to its end. @returns its output */
async function runExample(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [EXAMPLE, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  assert.equal(code, 0, text);
  return text;
}

test('the client in the docs: it is stored, answered, asked whether it is there, and told that the session is over', async () => {
  const server = await startServer(
    {
      host: '127.0.0.1',
      port: 0,
      epoch: Date.now() * 1000,
      speed: 1,
      rules: {
        ...DEFAULT_RULES,
        liveness: {
          ...DEFAULT_RULES.liveness,
          page: { every: 0.3 * SECOND, limit: (PAGE_LIMIT_MS / 1000) * SECOND },
        },
      },
      agentSecret: SECRET,
      adminToken: 'token of the admin',
      store: { kind: 'memory' },
      durability: 'process',
      limits: DEFAULT_LIMITS,
    },
    { logFile: join(folder, 'server.log') },
  );
  const url = `ws://127.0.0.1:${server.port}/ws`;
  const other = agent(url);
  try {
    await sleep(200);
    const output = await runExample([url, 'v1', 'Is this still in stock?']);
    assert.equal(await other.heard, 'Is this still in stock?');
    const lines = output.trimEnd().split('\n');
    for (const line of [
      'stored: v1/0 is number 1 of s1',
      's1: assigned',
      'agent: Yes, three of them.',
      's1: closed (agent)',
      'closed: 1000',
    ])
      assert.ok(lines.includes(line), `"${line}" is missing in:\n${output}`);
  } finally {
    other.end();
    await server.stop();
  }
});

test('the client in the docs has about 30 lines', () => {
  assert.ok(readFileSync(EXAMPLE, 'utf8').trimEnd().split('\n').length <= 35);
});
