// A target at whose address nobody listens is found before
// play; one that answers badly is played and judged.
import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import test from 'node:test';
import { freePort, refuseDead } from '../../../src/run/live/target.ts';
import { UsageError } from '../../../src/scenario/define.ts';

test('nobody answers: said with the address and what to look at', async () => {
  const url = `ws://127.0.0.1:${await freePort()}/ws`;
  await assert.rejects(refuseDead(url), (error: Error) => {
    assert.ok(error instanceof UsageError);
    assert.match(error.message, /^no answer from ws:\/\/127\.0\.0\.1:\d+\/ws \(.*ECONNREFUSED/);
    return true;
  });
});

test('a server that takes the call and says nothing is there', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await refuseDead(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`);
  } finally {
    server.close();
  }
});
