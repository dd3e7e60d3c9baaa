// Calibrates this machine before a run: frame cost, generator lateness, and the honest speed.
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import type { Engine } from '../engines/engine.ts';
import { SPACING } from '../engines/socket-runtime.ts';
import { message, saidBy, type Said } from '../language/language.ts';
import type { Workload } from '../model/population/workload.ts';
import type { SessionRules } from '../model/rules/rules.ts';
import { echo } from './echo.ts';
import type { Forecast } from './forecast.ts';
import { generatorLateness } from './rehearse.ts';
import { LATENESS_P99_MOST, speedLimit, type Calibration, type SpeedLimit } from './speed.ts';

/** Lateness is never taken to be less than this, however good a quiet moment looks. µs */
const LEAST = 1000;

/** A run whose honest speed is asked for. */
export interface SpeedSought {
  readonly engine: Engine;
  readonly workload: Workload;
  readonly rules: SessionRules;
  readonly plan: Pick<Forecast, 'visitors' | 'peakFrames' | 'peakConnected'>;
  /** The fastest speed that it will be played at, if known. */
  readonly atMost?: number;
  readonly stop?: AbortSignal;
  /** Longest until the generator has opened its connections. Real ms; by default 20 s */
  readonly connectMs?: number;
}

/** The best ε of a quiet machine: timers on time, plus their spacing. µs */
export const AT_BEST = LEAST + SPACING;

/**
 * ε that is assumed when none could be measured: an honest generator may be this late, and a later
 * one makes its run invalid. µs
 */
export const ASSUMED = LATENESS_P99_MOST + SPACING;

/**
 * Calibrates this machine for some seconds and returns how fast it may honestly play.
 * The generator rehearses at the pace of the fastest speed that is asked for, or that a quiet
 * machine could be trusted with. So ε is never that of a lighter load.
 * A failed measurement never gives a good result. Lateness is then {@link ASSUMED}, or worse if
 * that was seen. Without a frame cost there is no honest speed. `limit.unmeasured` and the bound
 * say why.
 * Numbers are of this moment, because machines are shared.
 */
export async function honestSpeed(sought: SpeedSought): Promise<{ limit: SpeedLimit; calibration: Calibration }> {
  const { engine, workload, rules, plan, atMost = Infinity, stop, connectMs } = sought;
  const cost = await framesPerCpuSecond();
  const limitAt = (calibration: Calibration): SpeedLimit =>
    speedLimit({ calibration, workload, rules, offered: plan.peakFrames, engine: engine.name });
  const pace = Math.min(atMost, limitAt({ epsilon: AT_BEST, framesPerCpuSecond: cost.frames }).limit);
  const actors = Math.max(1, plan.peakConnected);
  const { late = 0, why = cost.why } = await generatorLateness({
    engine,
    workload,
    shards: engine.shards(plan.visitors),
    actors,
    frames: plan.peakFrames * pace,
    ...(stop !== undefined && { stop }),
    ...(connectMs !== undefined && { connectMs }),
  });
  const calibration: Calibration =
    why === undefined
      ? { epsilon: Math.max(LEAST, late), actors, framesPerCpuSecond: cost.frames }
      : { epsilon: Math.max(ASSUMED, late), framesPerCpuSecond: cost.frames, unmeasured: why };
  return { limit: limitAt(calibration), calibration };
}

/** Duration of the frame-cost measurement, and timeout for its connection. Real ms */
const FRAMES_MS = 600;
const OPEN_MS = 5_000;

/**
 * Frames (sent or received) that one CPU second of this machine carries through a WebSocket in
 * Node. If none arrived: 0, and why.
 */
async function framesPerCpuSecond(): Promise<{ readonly frames: number; readonly why?: Said }> {
  try {
    const server = await echo();
    try {
      const frames = await framesThrough(server.url);
      return frames > 0 ? { frames } : { frames, why: message('look.silent', { seconds: FRAMES_MS / 1000 }) };
    } finally {
      server.close();
    }
  } catch (error) {
    return { frames: 0, why: saidBy(error) };
  }
}

/** @throws Error when there is no connection */
async function framesThrough(url: string): Promise<number> {
  const client = new WebSocket(url, { perMessageDeflate: false, handshakeTimeout: OPEN_MS });
  await new Promise((resolve, reject) => {
    client.once('open', resolve);
    client.once('error', reject);
  });
  const before = process.cpuUsage();
  const frame = '{"f":"msg","id":"v1/1","text":"hello"}';
  let frames = 0;
  client.on('message', () => {
    // Four frames a round trip: sent, received, and the same on the other side.
    frames += 4;
    client.send(frame);
  });
  for (let i = 0; i < 8; i++) client.send(frame);
  await sleep(FRAMES_MS);
  const used = process.cpuUsage(before);
  client.terminate();
  return Math.round(frames / Math.max(0.05, (used.user + used.system) / 1e6));
}
