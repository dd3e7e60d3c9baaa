// The server over real sockets: who may connect, when an ack leaves, its limits, and its reports.
import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, it } from 'node:test';
import type { StoreRow } from '../../src/model/desk/ports.ts';
import { SECOND } from '../../src/model/core/time.ts';
import { DEFAULT_RULES, type SessionRules } from '../../src/model/rules/rules.ts';
import { httpWitness } from '../../src/server/witness.ts';
import { everything } from '../everything.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { until } from '../until.ts';
import { ADMIN, agent, Client, getJson, inProcess, metric, newFile, testConfig, visitor } from './support.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A store whose commits finish when the test says so. */
class SlowStore extends MemoryStore {
  release: () => void = () => undefined;
  readonly #gate = new Promise<void>((resolve) => (this.release = resolve));
  override async commit(rows: readonly StoreRow[]): Promise<void> {
    await this.#gate;
    await super.commit(rows);
  }
}

describe('server: who comes in', () => {
  it('welcomes a visitor with its secret and refuses it with another', async () => {
    const { port } = await inProcess();
    const first = await visitor(port, 'v1');
    assert.equal((await first.next('welcome')).actor, 'v1');
    const thief = await visitor(port, 'v1', { token: 'another secret' });
    assert.match((await thief.next('error')).why, /v1/);
    assert.equal(await thief.closed, 4001);
    assert.equal(first.ws.readyState, first.ws.OPEN, 'the rightful visitor stays');
  });

  it('welcomes an agent with its token and refuses the token of another', async () => {
    const { port } = await inProcess();
    const right = await agent(port, 'a1');
    assert.equal((await right.next('welcome')).actor, 'a1');
    const wrong = await agent(port, 'a2', 'a token that nobody made');
    assert.equal(await wrong.closed, 4001);
  });

  it('ends the older connection of an actor that connects again', async () => {
    const { port } = await inProcess();
    const older = await visitor(port, 'v1');
    await older.next('welcome');
    const newer = await visitor(port, 'v1');
    await newer.next('welcome');
    assert.equal(await older.closed, 4002);
  });

  it('refuses another protocol version, a first frame that is no hello, and another path', async () => {
    const { port } = await inProcess();
    assert.equal(await (await visitor(port, 'v1', { v: 2 })).closed, 4005);
    const rude = await new Client(port).opened();
    rude.send({ f: 'msg', id: 'v1/0', text: 'hi' });
    assert.equal((await rude.next('error')).f, 'error');
    assert.ok([4000, 4001].includes(await rude.closed));
    await assert.rejects(new Client(port, { path: '/elsewhere' }).opened(), /404/);
  });
});

describe('server: ack means stored', () => {
  it('sends neither ack nor delivery before the commit, and both after it', async () => {
    const config = testConfig();
    const store = new SlowStore({ epoch: config.epoch, speed: 1 });
    const { port } = await inProcess(config, { store });
    const server = await agent(port, 'a1');
    await server.next('welcome');
    const client = await visitor(port, 'v1');
    client.send({ f: 'msg', id: 'v1/0', text: 'is it stored?' });
    await client.isRead();
    await sleep(100);
    assert.deepEqual(client.frames, [], 'not even the welcome: the secret is not stored yet');
    assert.deepEqual(
      server.frames.map((frame) => frame.f),
      ['welcome'],
    );
    store.release();
    const ack = await client.next('ack');
    assert.equal(ack.id, 'v1/0');
    assert.equal((await server.next('msg')).text, 'is it stored?');
    assert.equal((await store.messages(0, 10)).rows[0]?.id, 'v1/0');
  });

  it('stops acking and says so once when a commit fails', async () => {
    const config = testConfig();
    class FullStore extends MemoryStore {
      override async commit(rows: readonly StoreRow[]): Promise<void> {
        if (rows.some((row) => row.kind === 'message')) throw new Error('database or disk is full');
        return super.commit(rows);
      }
    }
    const said: string[] = [];
    const store = new FullStore({ epoch: config.epoch, speed: 1 });
    const { port } = await inProcess(config, { store, failed: (why) => void said.push(why) });
    const client = await visitor(port, 'v1');
    await client.next('welcome');
    client.send({ f: 'msg', id: 'v1/0', text: 'x' });
    client.send({ f: 'msg', id: 'v1/1', text: 'y' });
    await until('it says so', () => said.length > 0);
    await sleep(100);
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /disk is full.*nothing is acknowledged/);
    assert.deepEqual(
      client.frames.filter((frame) => frame.f === 'ack'),
      [],
    );
  });
});

describe('server: timeouts in real time', () => {
  it('closes an idle session when it is due, not earlier, and not much later', async () => {
    const speed = 600;
    const rules: SessionRules = {
      ...DEFAULT_RULES,
      idle: {
        after: 300 * SECOND,
        anchor: 'either_last_message',
        resets: ['visitor', 'agent'],
        byChannel: {},
        onlyIfPending: 'any',
      },
      liveness: { ...DEFAULT_RULES.liveness, page: null },
    };
    const { port, url } = await inProcess({ speed, rules });
    await (await agent(port, 'a1')).next('welcome');
    // On a busy machine every timer of this process is
    // late, so the server may be as late in addition.
    const machine = monitorEventLoopDelay({ resolution: 5 });
    machine.enable();
    const client = await visitor(port, 'v1');
    client.send({ f: 'msg', id: 'v1/0', text: 'hello?' });
    await client.next('ack');
    for (;;) if ((await client.next('notice')).kind === 'closed') break;
    machine.disable();
    const [session] = await everything(httpWitness({ url, adminToken: ADMIN }).sessions());
    const [message] = await everything(httpWitness({ url, adminToken: ADMIN }).messages());
    assert.ok(session?.closedAt !== undefined && message !== undefined);
    const late = session.closedAt - message.at - 300 * SECOND;
    assert.equal(session.reason, 'idle_timeout');
    assert.ok(late >= 0, `closed ${-late} µs early`);
    const allowed = 100_000 + machine.max / 1000;
    assert.ok(
      late / speed < allowed,
      `closed ${late / speed} real µs late, ${allowed} are allowed on this machine now`,
    );
  });
});

describe('server: what it tells', () => {
  it('has every metric at zero from the start, with help, and none that lists handles', async () => {
    const { url } = await inProcess();
    const response = await fetch(`${url}/metrics`);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain/);
    const page = await response.text();
    for (const series of [
      'chat_sessions_opened_total{channel="whatsapp"}',
      'chat_sessions_closed_total{reason="idle_timeout"}',
      'chat_timeouts_fired_total{kind="queue_timeout"}',
      'chat_timer_lateness_seconds_count{kind="idle_timeout"}',
      'chat_timeout_warnings_fired_total{kind="idle_timeout"}',
      'chat_timeout_warnings_resolved_total{kind="idle_timeout",outcome="expired"}',
      'chat_messages_accepted_total{sender="bot"}',
      'chat_messages_refused_total{why="not_yours"}',
      'chat_left_messages_total',
      'chat_transfers_total{outcome="failed"}',
      'chat_transfer_duration_seconds_count{outcome="completed"}',
      'chat_queue_wait_seconds_count{outcome="abandoned"}',
      'chat_first_response_seconds_count',
      'chat_sessions{state="idle_warned"}',
      'chat_agents{state="away"}',
      'chat_queue_sessions',
      'chat_connections{role="agent"}',
      'chat_connections_opened_total{role="agent"}',
      'chat_connections_closed_total{role="visitor",cause="page_lost"}',
      'chat_reconnects_total{role="visitor"}',
      'chat_reconnect_gap_seconds_count{role="agent"}',
    ]) {
      assert.equal(metric(page, series), 0, series);
      const name = series.replace(/\{.*/, '').replace(/_count$/, '');
      assert.match(page, new RegExp(`^# HELP ${name} \\S`, 'm'));
    }
    assert.doesNotMatch(page, /nodejs_active_/);
    const [, server] = /^chat_build_info\{version="\d+\.\d+\.\d+[^"]*",server="(\w{16})"\} 1$/m.exec(page) ?? [];
    const health = (await (await fetch(`${url}/healthz`)).json()) as { id?: string };
    assert.ok(server !== undefined && health.id === server, 'a run finds the metrics of its server by this id');
  });

  it('counts a conversation, and its witness reads back exactly what was typed', async () => {
    const { port, url } = await inProcess({ store: { kind: 'sqlite', file: newFile('talk.db') } });
    const typed = ['您好，还在吗？ 😀', 'nul \u0000 and half a pair \ud83d', 'x'.repeat(4096)];
    const server = await agent(port, 'a1');
    await server.next('welcome');
    const client = await visitor(port, 'v1', { channel: 'app' });
    for (const [n, text] of typed.entries()) {
      client.send({ f: 'msg', id: `v1/${n}`, text });
      assert.equal((await server.next('msg')).text, text);
    }
    const { session } = await client.next('ack');
    server.send({ f: 'msg', id: 'a1/0', session, text: 'yes' });
    assert.equal((await client.next('msg')).text, 'yes');
    client.send({ f: 'end', session });
    for (;;) if ((await server.next('notice')).kind === 'closed') break;

    const page = await (await fetch(`${url}/metrics`)).text();
    assert.deepEqual(
      [
        'chat_sessions_opened_total{channel="app"}',
        'chat_sessions_closed_total{reason="visitor"}',
        'chat_messages_accepted_total{sender="visitor"}',
        'chat_messages_accepted_total{sender="agent"}',
        'chat_first_response_seconds_count',
        'chat_queue_wait_seconds_count{outcome="assigned"}',
        'chat_session_duration_seconds_count',
        'chat_connections{role="visitor"}',
        'chat_agents{state="available"}',
      ].map((series) => metric(page, series)),
      [1, 1, 3, 1, 1, 1, 1, 1, 1],
    );

    const { messages } = (await getJson(`${url}/api/messages`)) as { messages: { text: string }[] };
    assert.deepEqual(
      messages.filter((m) => typed.includes(m.text)).map((m) => m.text),
      typed,
    );
    const witness = httpWitness({ url, adminToken: ADMIN, pageRows: 2 });
    const [found] = await everything(witness.sessions());
    assert.deepEqual([found?.id, found?.visitor, found?.reason, found?.channel], [session, 'v1', 'visitor', 'app']);
    assert.ok(found !== undefined && !('prompts' in found) && !('stateSince' in found));
    assert.deepEqual(
      (await everything(witness.messages())).filter((m) => m.from !== 'system').map((m) => m.id),
      ['v1/0', 'v1/1', 'v1/2', 'a1/0'],
    );
    assert.deepEqual(await witness.inbox(), [{ agent: 'a1', sessions: [] }]);
    assert.deepEqual(await everything(witness.leftMessages()), []);
  });

  it('opens /api to the admin token alone, and says what is wrong', async () => {
    const { url } = await inProcess();
    const plain = await fetch(`${url}/api/sessions`);
    assert.deepEqual([plain.status, plain.headers.get('www-authenticate')], [401, 'Bearer']);
    const wrong = await fetch(`${url}/api/inbox`, { headers: { authorization: 'Bearer of bad news' } });
    assert.deepEqual(
      [wrong.status, await wrong.json()],
      [403, { error: 'this is not the admin token: only an administrator may', reason: 'role' }],
    );
    assert.deepEqual(await getJson(`${url}/api/sessions`), { sessions: [] });
    for (const query of ['after=-1', 'limit=0', 'limit=1e3', 'limit=999999', 'after=x']) {
      assert.match(String((await getJson(`${url}/api/messages?${query}`))['error']), /whole number/, query);
    }
    assert.deepEqual(await (await fetch(`${url}/nowhere`)).json(), { error: 'there is nothing at /nowhere' });
  });

  it('is healthy, ready, and not ready any more once it shuts down; connections are told 4006', async () => {
    const config = testConfig();
    const store = new SlowStore({ epoch: config.epoch, speed: 1 });
    const server = await inProcess(config, { store });
    assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
    assert.equal((await fetch(`${server.url}/readyz`)).status, 200);
    const client = await visitor(server.port, 'v1');
    client.send({ f: 'msg', id: 'v1/0', text: 'just in time' });
    await client.isRead();
    const stopped = server.stop();
    assert.equal((await fetch(`${server.url}/readyz`)).status, 503);
    store.release();
    await stopped;
    assert.equal((await client.next('ack')).id, 'v1/0', 'what was pending is stored and acked before the goodbye');
    assert.equal(await client.closed, 4006);
    await assert.rejects(fetch(`${server.url}/healthz`));
  });
});
