// A failed calibration is reported, and the worst lateness that a valid run may have is assumed.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { ASSUMED, AT_BEST, honestSpeed } from '../../src/capacity/calibrate.ts';
import { aboveLimit, chosen, speedNotes } from '../../src/capacity/choose-speed.ts';
import { conduct } from '../../src/run/live-run.ts';
import type { Moment } from '../../src/run/moment.ts';
import { speedLimit, type SpeedLimit } from '../../src/capacity/speed.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { nodeEngine } from '../../src/engines/node/engine.ts';
import { tell } from '../../src/language/language.ts';
import { defineScenario, rulesOf, workloadOf } from '../../src/scenario/define.ts';
import { quickDesk } from '../quick-desk.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-unmeasured-'));
const closing: (() => void)[] = [];
after(() => {
  for (const close of closing) close();
  rmSync(folder, { recursive: true, force: true });
});

const sought = {
  workload: workloadOf(quickDesk, '1'),
  rules: rulesOf(quickDesk, 'bare'),
  plan: { visitors: 160, peakFrames: 20, peakConnected: 12 },
  atMost: 20,
};

async function listening(server: Server | TcpServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Accepts connections and never answers, so no handshake completes. */
async function mute(): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    closing.push(() => socket.destroy());
  });
  return listening(server);
}

/**
 * Accepts every client and sends nothing but `answer`. It
 * ends all connections after `lives` real ms, if given.
 */
async function deaf({ lives, answer }: { lives?: number; answer?: string } = {}): Promise<string> {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  sockets.on('connection', (socket) => {
    socket.on('error', () => undefined);
    if (answer !== undefined) socket.on('message', () => socket.send(answer));
    if (lives !== undefined) setTimeout(() => socket.terminate(), lives);
    closing.push(() => socket.terminate());
  });
  return listening(http);
}

const ANSWER = '{"f":"ack","id":"v0/0","session":"s0","seq":1}';

/** The built-in engine, whose rehearsal uses the server at `url`. */
const against = (url: string): Engine => ({
  ...nodeEngine,
  launch: (options) =>
    nodeEngine.launch({ ...options, job: options.job.rehearsal === undefined ? options.job : { ...options.job, url } }),
});

const broken: Engine = {
  name: 'k6',
  shards: () => 1,
  launch: () => ({
    ready: Promise.reject(new Error('no such program')),
    done: Promise.resolve({ rows: 0, whole: false }),
    start: () => undefined,
    rest: () => undefined,
    fence: () => undefined,
    finish: () => undefined,
    dispose: () => Promise.resolve(),
  }),
};

/** Checks that the limit assumes the greatest lateness that a valid run may have. */
function isCautious(limit: SpeedLimit, engine: Engine['name'], why: RegExp, framesPerCpuSecond: number): void {
  const { workload, rules, plan } = sought;
  const at = (epsilon: number): number =>
    speedLimit({ calibration: { epsilon, framesPerCpuSecond }, workload, rules, offered: plan.peakFrames, engine })
      .limit;
  assert.ok(limit.limit <= at(ASSUMED), `${limit.limit}, where ${at(ASSUMED)} is cautious`);
  assert.ok(limit.limit < at(AT_BEST), 'the best is never assumed');
  assert.ok(limit.unmeasured !== undefined && limit.unmeasured.lateness >= ASSUMED);
  assert.match(tell(limit.unmeasured.why), why);
  assert.match(tell(limit.bound), /the timer delay is assumed, because it could not be measured: /);
}

describe('a look at the machine that fails', () => {
  it('an engine that does not start', async () => {
    const { limit, calibration } = await honestSpeed({ ...sought, engine: broken });
    assert.equal(calibration.actors, undefined);
    isCautious(limit, 'k6', /no such program/, calibration.framesPerCpuSecond);
  });

  it('a server that never answers a connection', async () => {
    const engine = against(await mute());
    const { limit, calibration } = await honestSpeed({ ...sought, engine, connectMs: 800 });
    isCautious(limit, 'node', /^only 0 of 12 connections opened within 1 s$/, calibration.framesPerCpuSecond);
  });

  it('a server that lets everybody in and answers nothing', async () => {
    const { limit, calibration } = await honestSpeed({ ...sought, engine: against(await deaf()) });
    isCautious(limit, 'node', /^no answer within \d+ s$/, calibration.framesPerCpuSecond);
  });

  it('a server that dies meanwhile, however well it did until then', async () => {
    const engine = against(await deaf({ lives: 1_500, answer: ANSWER }));
    const { limit, calibration } = await honestSpeed({ ...sought, engine });
    isCautious(limit, 'node', /^\d+ of 12 connections broke during the measurement$/, calibration.framesPerCpuSecond);
  });

  it('one that is broken off by Ctrl-C ends at once', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1_000);
    const began = performance.now();
    const engine = against(await mute());
    const { limit, calibration } = await honestSpeed({ ...sought, engine, stop: stop.signal, connectMs: 60_000 });
    assert.ok(performance.now() - began < 20_000);
    isCautious(limit, 'node', /^stopped before the run began$/, calibration.framesPerCpuSecond);
  });
});

describe('after that', () => {
  it('auto plays at the cautious speed, more makes the run invalid, and what is said beside the result tells why', async () => {
    const { limit } = await honestSpeed({ ...sought, engine: broken });
    const { speed } = chosen({ asked: 'auto', limit, scenario: 'auto' });
    assert.equal(speed, limit.limit);
    const above = aboveLimit({}, { speed: limit.limit + 1, limit }).map((said) => tell(said));
    assert.match(above.join(), /could not be measured: no such program/);
    const [note, ...more] = speedNotes({}, { speed, limit }).map((said) => tell(said));
    assert.match(
      note ?? '',
      /^this machine could not be measured before the run \(no such program\); .* 22\.0 ms, the most that a reliable run may have$/,
    );
    assert.deepEqual(more, []);
    // Also when the limit was measured before: `agree` measures once for all of its runs.
    assert.equal(speedNotes({ limit }, { speed: 1, limit }).length, 1);
  });

  const desk = defineScenario({
    name: 'unmeasured',
    shows: 'a run whose look at the machine failed',
    locale: 'en',
    arrivals: [{ name: 'some', for: '20s', visitors: 6 }],
    channels: { web: 1 },
    personas: {
      shopper: {
        weight: 1,
        trade: 'pre_sale',
        turns: 1,
        think: '4s',
        patience: '60s',
        endings: { closes: 100, goodbye: 0, silent: 0 },
      },
    },
    agents: { count: 2, answer: '2s', glance: '500ms' },
    rules: { idle: { after: '2m' } },
    tail: '30s',
  });
  const request = { scenario: desk, profile: 'bare', seed: '1', out: folder, watch: () => undefined } as const;

  it('the result of the run says so', async () => {
    const engine = against(await deaf({ lives: 700, answer: ANSWER }));
    const stop = new AbortController();
    // The run is stopped early, because it does not matter here what is played.
    const watch = ({ phase }: Moment): void => void (phase === 'playing' && stop.abort());
    const { result } = await conduct({ ...request, engine, speed: 'auto', speedAtMost: 10, stop: stop.signal, watch });
    assert.match(result.generator.speedBound, /because it could not be measured: \d+ of \d+ connections broke/);
    const notes = result.reasons.filter(({ limit }) => limit === 'note').map(({ text }) => text);
    assert.match(notes.join('\n'), /^this machine could not be measured before the run/);
    assert.ok(result.generator.speedLimit !== null && result.run.speed <= result.generator.speedLimit);
  });

  it('one that was broken off by Ctrl-C ends in a result that proves nothing, and says so', async () => {
    const stop = new AbortController();
    const engine = against(await mute());
    const running = conduct({ ...request, engine, speed: 'auto', stop: stop.signal });
    await sleep(1_200);
    stop.abort();
    const { result } = await running;
    assert.equal(result.verdict, 'invalid');
    const texts = result.reasons.map(({ text }) => text).join('\n');
    assert.match(texts, /stopped before the run began/);
    assert.match(texts, /could not be measured before the run/);
  });
});
