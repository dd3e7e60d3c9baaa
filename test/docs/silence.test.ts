// docs/explanation/why-silence.md is right on k6: its
// script passes although the server drops messages.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import { WebSocketServer } from 'ws';
import { findK6 } from '../../src/engines/k6/find.ts';
import { projectRoot } from '../../src/system/entry.ts';
import { pageOf } from './markdown.ts';

const PAGE = 'docs/explanation/why-silence.md';
const SILENCE_MS = 500;

const k6 = await findK6();
const skip = 'missing' in k6 && process.env['CI'] !== 'true' ? `missing tool: k6 (${k6.missing})` : false;

/**
 * A server that acknowledges everything. It drops messages that
 * come more than half a second after the first one of a connection.
 */
function silentServer() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  const messages = { kept: 0, dropped: 0 };
  server.on('connection', (socket) => {
    let closesAt: number | undefined;
    socket.on('message', () => {
      closesAt ??= performance.now() + SILENCE_MS;
      messages[performance.now() < closesAt ? 'kept' : 'dropped'] += 1;
      socket.send('ack');
    });
  });
  return { server, messages };
}

function runK6(program: string, port: number): Promise<{ code: number | null; output: string }> {
  const script = join(projectRoot(), 'docs/examples/k6-idle.js');
  const args = ['run', '--quiet', '--no-usage-report', '-e', `URL=ws://127.0.0.1:${port}`, script];
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

test('half of all messages are dropped, nobody ever answers, and k6 ends green', { skip }, async () => {
  assert.ok(!('missing' in k6), 'k6 is there');
  const { server, messages } = silentServer();
  try {
    await new Promise((resolve) => server.once('listening', resolve));
    const { code, output } = await runK6(k6.path, (server.address() as AddressInfo).port);
    assert.equal(code, 0, output);
    assert.deepEqual(messages, { kept: 5, dropped: 5 });
    const shown = pageOf(PAGE, readFileSync(join(projectRoot(), PAGE), 'utf8')).blocks.find((b) => b.lang === 'text');
    for (const line of (shown?.text ?? 'no block').split('\n')) assert.ok(output.includes(line.trim()), line);
  } finally {
    server.close();
  }
});
