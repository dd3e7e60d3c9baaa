// The exporter: final numbers wait for a scrape within a
// limit, failed pushes are reported, bad flags stop the run.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, get, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openExporter, type Exporter, type ExportOptions } from '../../../src/run/watch/exporter.ts';
import { WAIT_MOST } from '../../../src/run/watch/wait-most.ts';
import { receiverOf } from '../../../src/run/watch/push.ts';
import { simulate } from '../../../src/run/virtual-run.ts';
import type { Result } from '../../../src/result/schema.ts';
import smoke from '../../../scenarios/smoke.ts';
import { stillthere } from '../../cli/support.ts';
import { command, signal } from '../../e2e/support.ts';
import { linesOf } from '../../metrics/page.ts';
import { until } from '../../until.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-exporter-'));
const open = new Set<Exporter>();
const servers = new Set<Server>();
after(async () => {
  for (const exporter of open) await exporter.close();
  for (const server of servers) server.close().closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

const never = new AbortController().signal;

async function exporterWith(options: Partial<ExportOptions>): Promise<Exporter> {
  const exporter = await openExporter(options);
  open.add(exporter);
  return exporter;
}

async function played(exporter: Exporter): Promise<Result> {
  const watch = (): void => {};
  const request = { scenario: smoke, profile: 'bare', seed: '1', out: folder, stop: never, watch, exporter } as const;
  return (await simulate(request)).result;
}

/** A receiver of pushes with these answers. @returns its address and the requests */
async function receiver(answer: RequestListener): Promise<{ url: string; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    request.resume().once('end', () => answer(request, response));
  }).listen(0, '127.0.0.1');
  servers.add(server);
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/write`, asked };
}

const notesOf = (result: Result): string[] =>
  result.reasons.filter(({ limit }) => limit === 'note').map(({ text }) => text);

describe('the last numbers of a run that is scraped', () => {
  it('wait for a scrape that began after they were set; then nobody waits any longer', async () => {
    const exporter = await exporterWith({ port: 0 });
    const { url = '' } = exporter;
    const before = await fetch(url);
    assert.match(before.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    assert.equal(
      linesOf(await before.text()).some(({ name }) => name.startsWith('stillthere_')),
      false,
    );
    const result = await played(exporter);

    const began = performance.now();
    const waits = exporter.scraped(never);
    assert.equal(await Promise.race([waits, sleep(300, 'still waiting')]), 'still waiting');
    const lines = linesOf(await (await fetch(url)).text());
    assert.equal(await waits, true);
    assert.ok(performance.now() - began < 5_000);

    const timeouts = lines.filter(({ name }) => name === 'stillthere_timeouts_total');
    assert.equal(
      timeouts.reduce((sum, { value }) => sum + value, 0),
      result.timeouts.rate.count,
    );
    const seen = lines.filter(({ name }) => name === 'stillthere_timeouts_seen_total');
    assert.equal(
      seen.reduce((sum, { value }) => sum + value, 0),
      result.timeouts.rate.count,
    );
  });

  it('wait long enough for a Prometheus that scrapes every 15 s, and not for somebody who wants to go', async () => {
    assert.ok(WAIT_MOST >= 2 * 15_000 && WAIT_MOST <= 60_000);
    const exporter = await exporterWith({ port: 0 });
    await played(exporter);
    const began = performance.now();
    assert.equal(await exporter.scraped(AbortSignal.timeout(100)), false);
    assert.ok(performance.now() - began < 2_000);
  });

  it('stay for as long as somebody has asked, however often they are scraped, and no longer', async () => {
    const exporter = await exporterWith({ port: 0, stay: 600 });
    await played(exporter);
    const stays = exporter.scraped(never);
    for (let n = 0; n < 2; n++) {
      assert.match(await (await fetch(exporter.url ?? '')).text(), /stillthere_run_phase\{[^}]*phase="done"\} 1/);
      assert.equal(await Promise.race([stays, sleep(200, 'still there')]), 'still there');
    }
    assert.equal(await stays, true);
    const unseen = await exporterWith({ port: 0, stay: 100 });
    await played(unseen);
    assert.equal(await unseen.scraped(never), false);
  });

  it('wait for everybody who scrapes again and again, not only for the first who comes', async () => {
    const exporter = await exporterWith({ port: 0 });
    const scrape = async (who: string): Promise<string> =>
      (await fetch(exporter.url ?? '', { headers: { 'user-agent': who } })).text();
    for (const who of ['prometheus a', 'prometheus b', 'prometheus a', 'prometheus b', 'a browser']) await scrape(who);
    await played(exporter);
    const waits = exporter.scraped(never);
    for (const who of ['a browser', 'prometheus b', 'prometheus b']) {
      await scrape(who);
      assert.equal(await Promise.race([waits, sleep(50, 'still waiting')]), 'still waiting', who);
    }
    await scrape('prometheus a');
    assert.equal(await waits, true);
  });

  it('are not waited for when nothing was played, or nothing is served', async () => {
    assert.equal(await (await exporterWith({ port: 0 })).scraped(never), true);
    assert.equal(await (await exporterWith({})).scraped(never), true);
  });

  it('say which run they are of, without a name, a password or a token in the address of its target', async () => {
    const exporter = await exporterWith({ port: 0 });
    const limits = { lost: 0, misrouted: 0, phantom: 0, wrongTimeouts: 0 };
    const about = { scenario: 'smoke', profile: 'bare', engine: 'node', seed: '7', limits };
    const target = 'wss://me:secret@desk.test:8443/ws?token=secret';
    await exporter.begin({ id: 'r1', ...about, target, startedAt: new Date().toISOString() });
    const text = await (await fetch(exporter.url ?? '')).text();
    const [info] = linesOf(text).filter(({ name }) => name === 'stillthere_run_info');
    assert.equal(info?.labels['target'], 'wss://desk.test:8443/ws');
    assert.equal(info.labels['seed'], '7');
    assert.doesNotMatch(text, /secret/);
  });

  it('anything but GET /metrics is refused', async () => {
    const { url = '' } = await exporterWith({ port: 0 });
    assert.equal((await fetch(url, { method: 'POST' })).status, 405);
    assert.equal((await fetch(new URL('/', url))).status, 404);
    assert.equal((await fetch(`${url}?any=query`)).status, 200);
  });
});

describe('a push', () => {
  it('goes out at the start, at the end and to end the series, as remote write wants it, with the name and password of the address', async () => {
    const { url, asked } = await receiver((_, response) => void response.writeHead(204).end());
    const withName = url.replace('//', '//me:p%40ss@');
    const result = await played(await exporterWith({ receiver: receiverOf(withName) }));
    assert.deepEqual(notesOf(result), []);
    assert.equal(asked.length, 3);
    for (const { headers } of asked) {
      assert.equal(headers['content-type'], 'application/x-protobuf');
      assert.equal(headers['content-encoding'], 'snappy');
      assert.equal(headers['x-prometheus-remote-write-version'], '0.1.0');
      assert.equal(headers.authorization, `Basic ${Buffer.from('me:p@ss').toString('base64')}`);
    }
  });

  it('that is refused is a note of the run, which keeps its verdict; the password stays out of it', async () => {
    const { url } = await receiver((_, response) => void response.writeHead(400).end('out of order sample\nmore'));
    const secret = url.replace('//', '//me:secret@');
    const result = await played(await exporterWith({ receiver: receiverOf(secret) }));
    assert.deepEqual(notesOf(result), [
      `3 of 3 pushes of metrics to ${url} failed; last error: 400 Bad Request out of order sample`,
    ]);
    assert.equal(result.exitCode, 0);
  });

  it('that fails once is told, too', async () => {
    let n = 0;
    const { url } = await receiver((_, response) => void response.writeHead(n++ === 0 ? 503 : 204).end());
    const [note] = notesOf(await played(await exporterWith({ receiver: receiverOf(url) })));
    assert.match(note ?? '', /^1 of 3 pushes .* 503 Service Unavailable$/);
  });

  it('to where nobody listens is told with the reason', async () => {
    const { url } = await receiver(() => {});
    for (const server of servers) server.close().closeAllConnections();
    const [note] = notesOf(await played(await exporterWith({ receiver: receiverOf(url) })));
    assert.match(note ?? '', /^3 of 3 pushes .*ECONNREFUSED/);
  });
});

describe('the wait of the command', () => {
  it('is over with Ctrl-C, and the exit code stays that of the run', async () => {
    const args = ['run', 'smoke', '--engine', 'sim', '--out', join(folder, 'waits')];
    const run = command([...args, '--metrics-port', '0', '--metrics-wait', '1h']);
    await until('the wait', () => run.stderr().includes('the final metrics can be scraped'));
    const pressed = performance.now();
    signal(run.pid, 'SIGINT');
    const { code, stdout, stderr } = await run.ended;
    assert.ok(performance.now() - pressed < 5_000, 'at once, on a busy machine, too');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /Evidence: /, 'everything was reported before the wait');
    assert.doesNotMatch(stderr, /were not scraped/);
  });
});

describe('flags that cannot be', () => {
  const out = join(folder, 'flags');
  const run = (...flags: string[]): ReturnType<typeof stillthere> =>
    stillthere(['run', 'smoke', '--engine', 'sim', '--out', out, ...flags]);

  it('a port that is taken: one clear line, exit code 1, and nothing was played', async () => {
    const { url } = await receiver(() => {});
    const { code, stderr } = await run('--metrics-port', new URL(url).port);
    assert.equal(code, 1);
    assert.match(stderr, /^--metrics-port \d+: another program uses this port; [^\n]+\n$/);
    assert.equal(existsSync(out), false);
  });

  it('no port, no address, no time', async () => {
    const wrong: [string[], RegExp][] = [
      [['--metrics-port', '70000'], /--metrics-port 70000: write a whole number/],
      [['--metrics-port', '-1'], /--metrics-port -1: write a whole number/],
      [['--metrics-port', '0', '--metrics-wait', 'soon'], /--metrics-wait soon: write a duration such as 1m/],
      [['--metrics-port', '0', '--metrics-wait', '2h'], /--metrics-wait 2h: .* at most 1h/],
      [['--metrics-wait', '5s'], /use both flags/],
      [['--remote-write', 'localhost:9090'], /--remote-write localhost:9090: write an address such as http/],
      [['--remote-write', 'nonsense'], /--remote-write nonsense: /],
    ];
    const said = await Promise.all(wrong.map(([flags]) => run(...flags)));
    said.forEach(({ code, stderr }, i) => {
      assert.equal(code, 1, stderr);
      assert.match(stderr, wrong[i]?.[1] ?? /^$/);
    });
    assert.equal(existsSync(out), false);
  });
});

describe('what is served', () => {
  it('waits anew for every run: a scrape of the first does not stand for the second', async () => {
    const exporter = await exporterWith({ port: 0 });
    await played(exporter);
    const first = exporter.scraped(never);
    await (await fetch(exporter.url ?? '')).text();
    assert.equal(await first, true);
    await played(exporter);
    const second = exporter.scraped(never);
    assert.equal(await Promise.race([second, sleep(300, 'still waiting')]), 'still waiting');
    await (await fetch(exporter.url ?? '')).text();
    assert.equal(await second, true);
  });

  it('is /metrics and nothing else, whatever is asked, and only on loopback', async () => {
    const exporter = await exporterWith({ port: 0 });
    const { port } = new URL(exporter.url ?? '');
    for (const path of ['//', '/', '/metric', '/%zz']) {
      const [answer] = (await once(get({ host: '127.0.0.1', port, path }), 'response')) as [IncomingMessage];
      assert.equal(answer.resume().statusCode, 404, path);
    }
    assert.equal((await fetch(`${exporter.url}?a=b`)).status, 200);
    const outside = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    for (const { address, family, internal } of outside) {
      if (internal || family !== 'IPv4') continue;
      await assert.rejects(fetch(`http://${address}:${port}/metrics`), `reachable at ${address}`);
    }
  });
});

describe('the address of a receiver', () => {
  it('is told without its secrets, right or wrong', () => {
    const { url, shown, auth } = receiverOf('https://u:p%40ss@example.test/write?token=secret');
    assert.deepEqual([url, shown], ['https://example.test/write?token=secret', 'https://example.test/write']);
    assert.deepEqual(auth, { username: 'u', password: 'p@ss' });
    assert.deepEqual(receiverOf('http://:only@example.test/').auth, { username: '', password: 'only' });
    for (const wrong of ['htp://u:hunter2@example.test/', 'http://u:hunter2%@example.test/'])
      assert.throws(
        () => receiverOf(wrong),
        (error: Error) => error.name === 'UsageError' && !error.message.includes('hunter2'),
      );
  });
});
