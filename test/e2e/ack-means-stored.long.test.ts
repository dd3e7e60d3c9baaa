// Ack means stored: a busy server is killed twenty times at random moments, and no acknowledged message is lost or doubled.
import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { JUDGING_EPSILON } from '../../src/run/conclude.ts';
import { GeneratorHealth } from '../../src/run/live/health.ts';
import { LedgerTail } from '../../src/run/live/tail.ts';
import { freePort } from '../../src/run/live/target.ts';
import { testify } from '../../src/run/live/read-server.ts';
import type { EngineRun } from '../../src/engines/engine.ts';
import { nodeEngine } from '../../src/engines/node/engine.ts';
import { drawBelow, owner, PURPOSE } from '../../src/model/core/draw.ts';
import type { Micros } from '../../src/model/core/time.ts';
import { Evidence } from '../../src/model/judge/evidence.ts';
import { judge, type Judgement } from '../../src/model/judge/judge.ts';
import { populationHash } from '../../src/model/population/plan.ts';
import { horizonOf } from '../../src/model/population/workload.ts';
import { agentId } from '../../src/model/rows/ids.ts';
import { Recorder, rowLine } from '../../src/model/rows/recorder.ts';
import { corpusOf, defineScenario, rulesOf, workloadOf } from '../../src/scenario/define.ts';
import { DEFAULT_LIMITS, type ServerConfig, type ServerDefect } from '../../src/server/config.ts';
import { startServer, type ServerProcess } from '../../src/server/process.ts';
import { agentToken } from '../../src/server/tokens.ts';
import { httpWitness } from '../../src/server/witness.ts';
import { wallMicros } from '../../src/system/clock.ts';
import { newFolder, SEED } from './support.ts';

const KILLS = 20;
/**
 * How many kills must hit the server with unacked sends.
 * A fast machine gets some more kills to reach it.
 */
const IN_FLIGHT_LEAST = 15;
const KILLS_MOST = 30;
const SPEED = 10;
const SECRET = 'secret of the agents';
const ADMIN = 'token of the admin';

/**
 * Half of the visitors talk without a pause. The others wait, are
 * turned away and come back; nobody has their messages on a screen.
 */
const scenario = defineScenario({
  name: 'without-a-pause',
  shows: 'as many messages a second as a small desk can bring forth, half of them from a queue that turns people away',
  locale: 'en',
  arrivals: [{ name: 'doors open', for: '40s', visitors: 420 }],
  channels: { web: 1 },
  personas: {
    insistent: {
      weight: 1,
      trade: 'pre_sale',
      turns: 100,
      think: { median: '250ms', sigma: 0.3 },
      patience: '1h',
      replyPatience: '1h',
      lingers: '1s',
      endings: { closes: 1, goodbye: 0, silent: 0 },
      comesBack: 1000,
    },
  },
  turnsMost: 100,
  agents: { count: 24, answer: { median: '200ms', sigma: 0.3 }, perSession: 0, glance: '50ms', notice: '50ms' },
  client: { backoff: { first: '1s', most: '4s' }, connectFails: '1s' },
  rules: { queue: { timeout: '1500ms', then: 'close' }, agents: { capacity: 5 } },
});

interface Kill {
  /** When the killed server had started. */
  readonly from: Micros;
  readonly at: Micros;
}

interface Ordeal {
  readonly evidence: Evidence;
  readonly judgement: Judgement;
  /** For each kill, the number of sends to that server without an ack. */
  readonly inFlight: readonly number[];
  /** Messages that were acked, but are in no transcript and no leave-message box. */
  readonly unstored: readonly string[];
  readonly resent: number;
}

const servers: ServerProcess[] = [];
const runs: EngineRun[] = [];
after(async () => {
  await Promise.all(runs.map((run) => run.dispose()));
  await Promise.all(servers.map((server) => server.stop()));
});

/**
 * Plays the scenario, kills the server at least {@link
 * KILLS} times, lets the run drain, and judges it.
 */
async function ordeal(wanted: { inFlight: number; defects?: ServerDefect[] }): Promise<Ordeal> {
  const folder = newFolder('kills');
  const ledger = join(folder, 'ledger.ndjson');
  const logFile = join(folder, 'server.log');
  writeFileSync(ledger, '');
  const rules = rulesOf(scenario, 'bare');
  const workload = workloadOf(scenario, SEED);
  const corpus = corpusOf(scenario, SEED);
  const { visitors } = populationHash(workload, corpus.sets);
  const { count: agents } = workload.agents;
  const port = await freePort();
  const health = new GeneratorHealth();
  const shards = nodeEngine.shards(visitors);
  const run = nodeEngine.launch({
    job: {
      workload,
      corpus: { lines: corpus.lines, sets: corpus.sets },
      agentTokens: Object.fromEntries(
        Array.from({ length: agents }, (_, j) => [agentId(j), agentToken(SECRET, agentId(j))]),
      ),
      shards,
      url: `ws://127.0.0.1:${port}/ws`,
    },
    ledger,
    log: join(folder, 'engine.log'),
    longest: 300,
    hooks: { health: (shard, h) => health.heard(shard, h), fault: (text) => health.fault(text) },
  });
  runs.push(run);
  await run.ready;

  const epoch = Math.round(wallMicros() + 1.5e6);
  const now = (): Micros => Math.max(0, Math.floor((wallMicros() - epoch) * SPEED));
  const config: ServerConfig = {
    host: '127.0.0.1',
    port,
    epoch,
    speed: SPEED,
    rules,
    agentSecret: SECRET,
    adminToken: ADMIN,
    store: { kind: 'sqlite', file: join(folder, 'server.db') },
    durability: 'power',
    limits: { ...DEFAULT_LIMITS, framesPerSecond: 10_000 },
    ...(wanted.defects !== undefined && { defects: wanted.defects }),
  };
  const startIt = async (): Promise<ServerProcess> => {
    const started = await startServer(config, { logFile });
    servers.push(started);
    return started;
  };
  const conductor = new Recorder('conductor', (...row) => appendFileSync(ledger, `${rowLine(...row)}\n`));
  const { seed } = workload;
  conductor.write(0, {
    what: 'run',
    seed,
    speed: SPEED,
    profile: 'bare',
    engine: 'node',
    pathAt: 'runner',
    visitors,
    agents,
  });
  conductor.write(0, { what: 'phase', phase: 'start' });
  let server = await startIt();
  run.start(epoch, SPEED);

  const evidence = new Evidence();
  const tail = new LedgerTail(ledger, evidence);
  /** Waits until clients have reconnected and are being answered. */
  const answered = async (more: number): Promise<void> => {
    const before = tail.live.acked;
    const ends = performance.now() + 30_000;
    while (tail.live.acked < before + more) {
      assert.deepEqual(health.faults, []);
      assert.ok(performance.now() < ends, `only ${tail.live.acked - before} of ${more} acks within 30 s of a start`);
      await sleep(20);
      await tail.read();
    }
  };
  const of = owner(SEED, 'kills');
  const kills: Kill[] = [];
  let from = 0;
  for (let k = 0; k < KILLS || (k < KILLS_MOST && caught(inFlightAt(evidence, kills)) < wanted.inFlight); k++) {
    await answered(30);
    await sleep(drawBelow(of, PURPOSE.gap, k, 400));
    kills.push({ from, at: now() });
    server.kill('SIGKILL');
    assert.equal((await server.exited).signal, 'SIGKILL');
    server = await startIt();
    await tail.read();
    from = now();
  }
  while (now() < horizonOf(workload)) await sleep(50);
  await answered(200);

  conductor.write(now(), { what: 'phase', phase: 'drain_start' });
  const settled = async (phase: 'resting' | 'fencing'): Promise<void> => {
    const ends = performance.now() + 30_000;
    while (!health.settled(phase, shards)) {
      assert.ok(performance.now() < ends, `${health.sum('unsettled')} sends unanswered after 30 s of ${phase}`);
      await sleep(50);
    }
  };
  run.rest();
  await settled('resting');
  run.fence();
  await settled('fencing');
  await sleep(300);
  await testify(httpWitness({ url: server.url, adminToken: ADMIN }), ledger, now(), 0);
  run.finish();
  await run.done;
  conductor.write(now(), { what: 'phase', phase: 'drain_end', complete: true });
  conductor.end(now(), 0);
  await run.dispose();
  await server.stop();
  await tail.read();
  await tail.close();
  assert.deepEqual([tail.broken, health.faults], [[], []]);

  const options = { rules, speed: SPEED, epsilon: JUDGING_EPSILON, prematureWithin: 0, generatorLate: false };
  const messages = [...evidence.said()];
  return {
    evidence,
    judgement: judge(evidence, options),
    inFlight: inFlightAt(evidence, kills),
    unstored: messages
      .filter(
        (m) => m.ack !== undefined && evidence.item(m.id).stored.length === 0 && evidence.item(m.id).left.length === 0,
      )
      .map((m) => m.id),
    resent: messages.filter((m) => m.sends.length > 1).length,
  };
}

/**
 * For each kill, the number of messages sent to the killed server that had no ack at that moment.
 */
function inFlightAt(evidence: Evidence, kills: readonly Kill[]): number[] {
  const messages = [...evidence.said()];
  return kills.map(
    ({ from, at }) =>
      messages.filter((m) => m.sends.some((t) => t > from && t <= at) && (m.ack?.t ?? Infinity) > at).length,
  );
}

/** Prints what was found: the count of kills means little without these numbers. */
function tell(t: TestContext, { evidence, judgement, inFlight, unstored, resent }: Ordeal): void {
  const acked = [...evidence.said()].filter((m) => m.ack !== undefined).length;
  t.diagnostic(
    `seed ${SEED}: ${caught(inFlight)} of ${inFlight.length} kills with un-acked sends in flight (${inFlight.join(' ')}); ` +
      `${judgement.attempted} messages said, ${acked} acked, ${resent} resent, ${unstored.length} acked and not stored, ${fate(judgement, 'lost')} lost`,
  );
}

const fate = (judgement: Judgement, of: string): number => judgement.messages.filter((m) => m.fate === of).length;
const caught = (inFlight: readonly number[]): number => inFlight.filter((n) => n > 0).length;

describe('ack means stored', () => {
  it(`nothing acked is lost or doubled over ${KILLS} kill -9 of a busy server (seed ${SEED})`, async (t) => {
    const found = await ordeal({ inFlight: IN_FLIGHT_LEAST });
    tell(t, found);
    const { judgement } = found;
    assert.ok(
      caught(found.inFlight) >= IN_FLIGHT_LEAST,
      `at least ${IN_FLIGHT_LEAST} kills with sends in flight: ${found.inFlight.join(' ')}`,
    );
    assert.deepEqual([judgement.missing, judgement.undrained], [[], []], 'the evidence is whole');
    assert.deepEqual(found.unstored, [], 'the server has every message that was acked');
    assert.equal(fate(judgement, 'lost'), 0);
    assert.deepEqual(
      judgement.messages.filter((m) => m.flags.includes('duplicate')),
      [],
    );
    assert.deepEqual(judgement.phantoms, []);
    assert.equal(judgement.messages.length, judgement.attempted, 'every message has one fate');
    assert.ok(found.resent >= IN_FLIGHT_LEAST, 'clients resend what was not acked');
  });

  it(`the same kills catch a server that acks before the commit (seed ${SEED})`, async (t) => {
    const found = await ordeal({ inFlight: 0, defects: ['ack_before_commit'] });
    tell(t, found);
    assert.deepEqual([found.judgement.missing, found.judgement.undrained], [[], []], 'the evidence is whole');
    assert.ok(found.unstored.length > 0, 'messages were acked and are not stored');
    assert.ok(fate(found.judgement, 'lost') > 0, 'and the judge calls them lost');
  });
});
