// A look at this machine before a run: what a frame costs, how late the generator is, and how fast it may honestly play after that.
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

/** Nothing is trusted to be less late than this, whatever a quiet moment says. µs */
const LEAST = 1000;

/** A run whose honest speed is asked for. */
export interface SpeedSought {
  readonly engine: Engine;
  readonly workload: Workload;
  readonly rules: SessionRules;
  readonly plan: Pick<Forecast, 'visitors' | 'peakFrames' | 'peakConnected'>;
  /** The fastest that it will be played at, where somebody has said so. */
  readonly atMost?: number;
  readonly stop?: AbortSignal;
  /** Longest until the generator has opened its connections. Real ms; by default 20 s */
  readonly connectMs?: number;
}

/** ε of a quiet machine at best: timers in time, alarms spaced. µs */
export const AT_BEST = LEAST + SPACING;

/** ε that is assumed where none could be measured: an honest generator may be as late as this, and a later one spoils its run. µs */
export const ASSUMED = LATENESS_P99_MOST + SPACING;

/**
 * Looks at this machine for some seconds and says how fast it may honestly play. The generator rehearses at the pace of the
 * fastest speed that is asked for or that a quiet machine could be trusted with, so that ε is never that of an easier run.
 * What cannot be measured is never taken for good: lateness is then {@link ASSUMED}, or worse where that was seen, a frame that
 * cannot be carried leaves no honest speed, and `limit.unmeasured` and the bound say why. Numbers are of this moment: machines are shared.
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

/** How long the cost of a frame is measured, and how long it may take until a connection is there. Real ms */
const FRAMES_MS = 600;
const OPEN_MS = 5_000;

/** Frames (sent or received) that one CPU second of this machine carries through a WebSocket in Node; 0 where none came through, and why. */
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
