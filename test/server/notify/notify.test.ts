// R43: leave-messages are announced by e-mail, in-app list,
// DingTalk and WeCom bots, with retries, never twice.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { DEFAULT_RULES, type SessionRules } from '../../../src/model/rules/rules.ts';
import { serverConfig, type ServerConfig } from '../../../src/server/config.ts';
import type { Via } from '../../../src/model/rows/words.ts';
import type { Notify } from '../../../src/server/notify/senders.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { ADMIN, getJson, inProcess, metric, newFile, testConfig, visitor } from '../support.ts';

const rules: SessionRules = { ...DEFAULT_RULES, queue: { ...DEFAULT_RULES.queue, nobody: 'leave_message' } };
const RETRY = { firstMs: 20, mostMs: 80, tries: 4, answerMs: 2_000 };
const OFF: Notify = { inApp: false, email: null, dingtalk: null, wecom: null, retry: RETRY };

/** Waits until `isSo` is true. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const ends = performance.now() + 30_000;
  while (!(await isSo())) {
    if (performance.now() > ends) assert.fail(`not within 30 s: ${isSo.toString()}`);
    await sleep(20);
  }
}

const closing: (() => void)[] = [];
after(() => closing.forEach((close) => close()));

interface Got {
  readonly url: URL;
  readonly body: { readonly msgtype: string; readonly text: { readonly content: string } };
  readonly at: number;
}

/** A bot of either kind. It gives these answers in order and repeats the last one. */
async function robot(...answers: (readonly [status: number, body: object])[]): Promise<{ url: string; got: Got[] }> {
  const got: Got[] = [];
  const read = async (request: IncomingMessage): Promise<string> => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    return text;
  };
  const server: Server = createServer((request, response) => {
    void read(request).then((text) => {
      got.push({
        url: new URL(request.url ?? '/', 'http://x'),
        body: JSON.parse(text) as Got['body'],
        at: performance.now(),
      });
      const [status, body] = answers[Math.min(got.length, answers.length) - 1] ?? [200, { errcode: 0, errmsg: 'ok' }];
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  closing.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/robot?access_token=x`, got };
}

/** A mail server that refuses the first `refuses` mails. */
async function mailServer(refuses = 0): Promise<{ port: number; mails: string[]; tries: () => number }> {
  const mails: string[] = [];
  let tries = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('end', () => {
        tries += 1;
        if (tries <= refuses) return done(new Error('try again later'));
        mails.push(text);
        done();
      });
    },
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  closing.push(() => server.close());
  return { port: (server.server.address() as AddressInfo).port, mails, tries: () => tries };
}

const mail = (port: number): Notify['email'] => ({
  host: '127.0.0.1',
  port,
  from: 'desk@example.com',
  to: 'office@example.com',
});

/** A desk without agents online, so that messages become leave-messages. */
async function desk(notify: Notify, change: Partial<ServerConfig> = {}) {
  const server = await inProcess({ rules, notify, ...change });
  const leave = async (who: string, n = 0, text = 'please call me 请回电'): Promise<void> => {
    const client = await visitor(server.port, who);
    client.send({ f: 'msg', id: `${who}/${n}`, text });
    await client.next('ack');
    client.ws.terminate();
  };
  const page = async (): Promise<string> => (await fetch(`${server.url}/metrics`)).text();
  const told = async (via: Via, outcome: string): Promise<number> =>
    metric(await page(), `chat_leave_message_notifications_total{via="${via}",outcome="${outcome}"}`) ?? 0;
  return { ...server, leave, page, told };
}

describe('R43: who is told of a leave-message', () => {
  it('all four ways at once, each with the visitor and the text, and how long it took', async () => {
    const [ding, wecom, smtp] = [await robot(), await robot(), await mailServer()];
    const on = await desk({
      ...OFF,
      inApp: true,
      email: mail(smtp.port),
      dingtalk: { url: ding.url, secret: 'SEC of the robot' },
      wecom: { url: wecom.url },
    });
    await on.leave('v0');
    await until(async () => smtp.mails.length + ding.got.length + wecom.got.length === 3);
    for (const { got } of [ding, wecom])
      assert.deepEqual(got[0]?.body, {
        msgtype: 'text',
        text: { content: 'Leave-message of v0: please call me 请回电' },
      });
    assert.match(smtp.mails[0] ?? '', /Subject: Leave-message of v0/);
    assert.match(smtp.mails[0] ?? '', /Message-ID: <v0\.0@stillthere>/);
    await until(async () => (await on.told('email', 'delivered')) === 1);
    for (const via of ['in_app', 'email', 'dingtalk', 'wecom'] as const) {
      await until(async () => (await on.told(via, 'delivered')) === 1);
      assert.equal(metric(await on.page(), `chat_leave_message_notification_seconds_count{via="${via}"}`), 1);
    }
    assert.deepEqual(
      ((await getJson(`${on.url}/api/notifications`))['notifications'] as { id: string }[]).map(({ id }) => id),
      ['v0/0'],
    );
  });

  it('each way is a switch: what is off is silent', async () => {
    const [ding, wecom] = [await robot(), await robot()];
    const on = await desk({ ...OFF, wecom: { url: wecom.url } });
    await on.leave('v0');
    await until(async () => wecom.got.length === 1);
    assert.deepEqual([ding.got.length, (await getJson(`${on.url}/api/notifications`))['notifications']], [0, []]);
    const silent = await desk(OFF);
    await silent.leave('v0');
    assert.match(await silent.page(), /chat_left_messages_total 1/);
  });

  it('DingTalk: the address is signed as its documentation says', async () => {
    const ding = await robot();
    const on = await desk({ ...OFF, dingtalk: { url: ding.url, secret: 'SEC1' } });
    await on.leave('v0');
    await until(async () => ding.got.length === 1);
    const query = ding.got[0]?.url.searchParams ?? assert.fail('nothing came');
    const stamp = query.get('timestamp') ?? '';
    assert.ok(Math.abs(Number(stamp) - Date.now()) < 60_000);
    assert.equal(query.get('sign'), createHmac('sha256', 'SEC1').update(`${stamp}\nSEC1`).digest('base64'));
    assert.equal(query.get('access_token'), 'x');
  });

  it('a failure is tried again, later each time, until it is taken', async () => {
    const busy = [200, { errcode: 130101, errmsg: 'send too fast' }] as const;
    const wecom = await robot([500, {}], busy, busy, [200, { errcode: 0 }]);
    const smtp = await mailServer(2);
    const on = await desk({ ...OFF, wecom: { url: wecom.url }, email: mail(smtp.port) });
    await on.leave('v0');
    await until(async () => (await on.told('wecom', 'delivered')) === 1 && smtp.mails.length === 1);
    assert.deepEqual([wecom.got.length, await on.told('wecom', 'retried'), smtp.tries()], [4, 3, 3]);
    const [a = 0, b = 0, c = 0, d = 0] = wecom.got.map(({ at }) => at);
    assert.ok(b - a >= 19 && c - b >= 39 && d - c >= 79, `waits ${b - a}, ${c - b}, ${d - c} ms`);
  });

  it('it is given up after as many tries as it says, what comes after goes on, and nothing is lost on the way', async () => {
    const [never, ok] = [
      [200, { errcode: 310000 }],
      [200, { errcode: 0 }],
    ] as const;
    const wecom = await robot(never, never, never, never, ok);
    const on = await desk({ ...OFF, wecom: { url: wecom.url } });
    await on.leave('v0');
    await on.leave('v1');
    await until(async () => (await on.told('wecom', 'delivered')) === 1);
    assert.deepEqual([await on.told('wecom', 'failed'), await on.told('wecom', 'retried')], [1, 3]);
    const { left } = (await getJson(`${on.url}/api/left-messages`)) as { left: unknown[] };
    assert.equal(left.length, 2);
  });

  it('the same message sent twice by its visitor is one piece of news', async () => {
    const wecom = await robot();
    const on = await desk({ ...OFF, wecom: { url: wecom.url } });
    await on.leave('v0');
    await on.leave('v0');
    await on.leave('v1');
    await until(async () => wecom.got.length === 2);
    assert.deepEqual(
      wecom.got.map(({ body }) => body.text.content.slice(0, 19)),
      ['Leave-message of v0', 'Leave-message of v1'],
    );
  });

  it('what was not told when the server went down is told after the next start, and nothing else', async () => {
    const broken = await robot([503, {}]);
    const [file, epoch] = [newFile('notify.db'), Math.floor(Date.now() * 1000)];
    const smtp = await mailServer();
    const slow = { ...RETRY, firstMs: 60_000, mostMs: 60_000 };
    const settings = { store: { kind: 'sqlite', file }, epoch } as const;
    const first = await desk({ ...OFF, email: mail(smtp.port), wecom: { url: broken.url }, retry: slow }, settings);
    await first.leave('v0');
    await until(async () => smtp.mails.length === 1 && (await first.told('wecom', 'retried')) === 1);
    await until(async () => (await first.told('email', 'delivered')) === 1);
    await first.stop();
    const well = await robot();
    await desk({ ...OFF, email: mail(smtp.port), wecom: { url: well.url } }, settings);
    await until(async () => well.got.length === 1);
    assert.equal(smtp.mails.length, 1);
  });

  it('settings that cannot be are named', () => {
    const config = (notify: unknown) => () => serverConfig({ ...testConfig(), notify });
    assert.throws(config({ ...OFF, wecom: { url: 'ftp://x' } }), /notify\.wecom\.url must be an http/);
    assert.throws(config({ ...OFF, email: { host: 'x', port: 0, from: 'a', to: 'b' } }), /notify\.email\.port/);
    assert.doesNotThrow(config(OFF));
  });
});

describe('R43: what is done with a leave-message', () => {
  const post = async (url: string, path: string, body: unknown): Promise<[number, Record<string, unknown>]> => {
    const response = await fetch(`${url}/api/left-messages/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return [response.status, (await response.json()) as Record<string, unknown>];
  };

  it('it is listed, assigned and answered; all of it is in the transcript, also after a restart', async () => {
    const settings = {
      store: { kind: 'sqlite', file: newFile('left.db') },
      epoch: Math.floor(Date.now() * 1000),
    } as const;
    const on = await desk({ ...OFF, inApp: true }, settings);
    await on.leave('v0');
    assert.equal((await post(on.url, 'assign', { id: 'v0/0', agent: 'a1' }))[0], 200);
    assert.equal((await post(on.url, 'reply', { id: 'v0/0', agent: 'a1', text: 'we call at ten' }))[0], 200);
    await on.stop();
    const again = await desk(OFF, settings);
    const { left } = (await getJson(`${again.url}/api/transcripts?visitor=v0`)) as {
      left: { id: string; handling: { what: string; agent?: string; text?: string }[] }[];
    };
    assert.deepEqual(
      left.map(({ id, handling }) => [id, handling.map(({ what, agent, text }) => [what, agent, text])]),
      [
        [
          'v0/0',
          [
            ['notified', undefined, undefined],
            ['assigned', 'a1', undefined],
            ['replied', 'a1', 'we call at ten'],
          ],
        ],
      ],
    );
  });

  it('of one that does not exist 404, of a body that makes no sense 400', async () => {
    const on = await desk(OFF);
    assert.equal((await post(on.url, 'assign', { id: 'v9/0', agent: 'a1' }))[0], 404);
    assert.equal((await post(on.url, 'reply', { id: 'v9/0', agent: 'a1', text: '' }))[0], 400);
    const faults: [path: string, body: unknown, says: RegExp][] = [
      ['assign', { id: 'v9/0' }, /^agent/],
      ['assign', { id: 'v9/0', agnt: 'a1', agent: 'a1' }, /agnt.*did you mean "agent"/],
      ['assign', { id: 'v9/0', agent: 'no body' }, /^agent = "no body".*such as a1/],
      ['reply', 'hello', /"hello"/],
    ];
    for (const [path, body, says] of faults) {
      const [status, { error }] = await post(on.url, path, body);
      assert.equal(status, 400);
      assert.match(String(error), says);
    }
  });
});
