// The limits of the server over real sockets: frames, rate, size, connections, slow readers, and who still answers.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FRAME_MAX } from '../../src/model/protocol/frames.ts';
import { DEFAULT_RULES, type SessionRules } from '../../src/model/rules/rules.ts';
import { DEFAULT_LIMITS } from '../../src/server/config.ts';
import { until } from '../until.ts';
import { Client, inProcess, metric, visitor } from './support.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const withTransport = (everyMs: number, limitMs: number): SessionRules => ({
  ...DEFAULT_RULES,
  liveness: { ...DEFAULT_RULES.liveness, transport: { every: everyMs * 1000, limit: limitMs * 1000 } },
});

describe('server: limits', () => {
  for (const [name, wire, says] of [
    ['text that is not JSON', '{"f":', /not JSON/],
    ['an unknown frame', '{"f":"shout"}', /shout/],
    ['a frame without a field it must have', '{"f":"msg","id":"v1/0"}', /msg\.text/],
    ['a binary frame', Buffer.from('{"f":"ask","n":1}'), /binary/],
  ] as const) {
    it(`answers ${name} with an error and closes with 4000`, async () => {
      const { port } = await inProcess();
      const client = await visitor(port, 'v1');
      await client.next('welcome');
      client.ws.send(wire);
      assert.match((await client.next('error')).why, says);
      assert.equal(await client.closed, 4000);
    });
  }

  it('closes a connection whose frame is too large with 1009', async () => {
    const { port } = await inProcess();
    const client = await visitor(port, 'v1');
    await client.next('welcome');
    client.ws.send(JSON.stringify({ f: 'msg', id: 'v1/0', text: 'x'.repeat(FRAME_MAX) }));
    assert.equal(await client.closed, 1009);
  });

  it('closes a connection that sends more frames a second than allowed', async () => {
    const { port } = await inProcess({ limits: { ...DEFAULT_LIMITS, framesPerSecond: 10 } });
    const client = await visitor(port, 'v1');
    for (let n = 0; n < 30; n++) client.send({ f: 'ask', n });
    assert.match((await client.next('error')).why, /more than 10 frames/);
    assert.equal(await client.closed, 4000);
  });

  it('closes one connection more than allowed with 4007', async () => {
    const { port } = await inProcess({ limits: { ...DEFAULT_LIMITS, connections: 1 } });
    const first = await visitor(port, 'v1');
    await first.next('welcome');
    assert.equal(await (await new Client(port).opened()).closed, 4007);
    first.ws.close();
    await first.closed;
    assert.equal((await (await visitor(port, 'v2')).next('welcome')).actor, 'v2');
  });

  it('lets a slow reader go instead of keeping what it does not read', async () => {
    const limits = { ...DEFAULT_LIMITS, framesPerSecond: 1e6, sendBuffer: 4096 };
    const { port, url } = await inProcess({ limits });
    const slow = await visitor(port, 'v1');
    await slow.next('welcome');
    slow.ws.pause();
    const overloads = async (): Promise<number> => {
      const page = await (await fetch(`${url}/metrics`)).text();
      return metric(page, 'chat_connections_closed_total{role="visitor",cause="overload"}') ?? 0;
    };
    for (let round = 0; round < 600 && slow.ws.readyState === slow.ws.OPEN && (await overloads()) === 0; round++) {
      for (let n = 0; n < 2_000; n++) slow.send({ f: 'ask', n });
      await sleep(5);
    }
    for (let i = 0; i < 50 && (await overloads()) === 0; i++) await sleep(100);
    assert.equal(await overloads(), 1);
    slow.ws.terminate();
  });

  it('pings, keeps who answers, and ends who does not (transport liveness)', async () => {
    // The limit is longer than this process may stand
    // still, so that only a silent client exceeds it.
    const { port, url } = await inProcess({ rules: withTransport(100, 1_000) });
    const alive = await visitor(port, 'v1');
    const dead = await visitor(port, 'v2', {}, { autoPong: false });
    await Promise.all([alive.next('welcome'), dead.next('welcome')]);
    assert.ok([4003, 1006].includes(await dead.closed));
    await sleep(1_000);
    assert.equal(alive.ws.readyState, alive.ws.OPEN);
    const page = await (await fetch(`${url}/metrics`)).text();
    assert.equal(metric(page, 'chat_connections_closed_total{role="visitor",cause="transport_lost"}'), 1);
    assert.equal(metric(page, 'chat_connections{role="visitor"}'), 1);
  });

  it('pings by real time: at speed 60 a rule of 60 s is 1 s on the wire', async () => {
    const { port } = await inProcess({ speed: 60, rules: withTransport(6_000, 60_000) });
    const client = await visitor(port, 'v1');
    const pinged: number[] = [];
    client.ws.on('ping', () => pinged.push(performance.now()));
    await until('eleven pings', () => pinged.length >= 11);
    const took = (pinged[10] ?? 0) - (pinged[0] ?? 0);
    // Pings are late on a busy machine. Unscaled they would
    // take a minute, scaled twice a sixtieth of a second.
    assert.ok(took > 500 && took < 10_000, `ten periods of 100 ms took ${took} ms`);
    client.ws.terminate();
  });
});
