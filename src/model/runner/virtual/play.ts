// Plays a whole workload in virtual time, from the first arrival to the drained ledger.
import type { Lines } from '../../actors/settings.ts';
import { HOUR, SECOND, type Micros } from '../../core/time.ts';
import type { DeskStats } from '../../desk/api.ts';
import type { Workload } from '../../population/workload.ts';
import { horizonOf } from '../../population/workload.ts';
import { agentId, isVisitor } from '../../rows/ids.ts';
import { Recorder, toRows, type RowSink } from '../../rows/recorder.ts';
import type { PlayEnd } from '../../rows/words.ts';
import { deadAfter, type SessionRules } from '../../rules/rules.ts';
import { Runner } from '../runner.ts';
import { drawnDelay, sameDelay, type PathModel } from './network.ts';
import { lookEvery, Retirement } from './retirement.ts';
import { World } from './world.ts';

export interface VirtualRun {
  readonly workload: Workload;
  readonly rules: SessionRules;
  readonly lines: Lines;
  readonly profile: string;
  /** One-way delay of every packet of everybody. µs */
  readonly latency: Micros;
  /** Instead of `latency`: delays drawn per actor, and per second. */
  readonly path?: PathModel;
  /** How long a commit of the store takes; default 0: rows are committed at once. µs */
  readonly commit?: Micros;
  /** When the server dies, and how long it is down. In order, and before the end of play; µs */
  readonly crashes?: readonly { readonly at: Micros; readonly for: Micros }[];
  /**
   * Cuts play this long after the end of arrivals. Default: play goes on until everything has
   * ended, at most {@link TAIL_MOST}. µs
   */
  readonly tail?: Micros;
  /** Instead of {@link TAIL_MOST}. µs */
  readonly tailMost?: Micros;
  /** Play ends here at the latest. µs */
  readonly until?: Micros;
  readonly visitors: number;
  /**
   * These visitors and agents come, and nobody else; default: everybody. `visitors` counts the
   * visitors among them.
   */
  readonly only?: readonly string[];
  /** Play every heartbeat instead of computing what heartbeats do: slower, with the same ledger. */
  readonly literal?: boolean;
}

/** Who is notified during a run in virtual time. */
export interface Audience {
  /** Every row, in order of virtual time. */
  row: RowSink;
  /**
   * A visitor of whom nothing more can come. All rows of the thread have been passed on, the
   * server's too.
   */
  over?(visitor: string): void;
}

/** How far a run is. */
export interface Progress {
  readonly now: Micros;
  readonly events: number;
}

/** Longest a virtual drain may take. A client that reconnects, resends and is acked needs far less. */
const DRAIN: Micros = 600 * SECOND;

/** How long play may go on after the end of arrivals if the scenario does not say. µs */
export const TAIL_MOST: Micros = 24 * HOUR;

/** When play ends at the latest; it ends earlier once everything has ended. µs */
const latestEnd = ({
  workload,
  tail,
  tailMost = TAIL_MOST,
}: Pick<VirtualRun, 'workload' | 'tail' | 'tailMost'>): Micros => horizonOf(workload) + (tail ?? tailMost);

/**
 * Plays and drains. Every row goes to `sink` in order of virtual time.
 * @returns events played, when play ended, and when the drain did
 */
export function playVirtual(run: VirtualRun, sink: RowSink): { events: number; playEnd: Micros; end: Micros } {
  const play = new VirtualPlay(run, { row: sink });
  while (!play.isOver) play.step();
  return { events: play.progress.events, playEnd: play.endedAt, end: play.progress.now };
}

/**
 * A run in virtual time that is played in pieces, so that the caller can look or stop in between.
 */
export class VirtualPlay {
  readonly #run: VirtualRun;
  readonly #audience: Audience;
  readonly #world: World;
  readonly #runner: Runner;
  readonly #conductor: Recorder;
  readonly #server: Recorder;
  readonly #retirement: Retirement;
  /** Steps of play: retirement checks, and faults of the server by time. */
  readonly #grid: Micros;
  #faults: { readonly at: Micros; readonly is: 'down' | 'up' }[];
  #isOver = false;
  #endedAt: Micros = 0;
  /**
   * The first of the latest checks in a row that found nobody with work left, and no rule that
   * would act.
   */
  #stillSince: Micros = Infinity;

  constructor(run: VirtualRun, audience: Audience) {
    this.#run = run;
    this.#audience = audience;
    const { workload, rules, lines } = run;
    const record = toRows((row) => audience.row(row));
    const { liveness } = workload.client;
    const agentTokens = tokensOf(workload.agents.count);
    const world = new World({
      rules,
      delay: run.path === undefined ? sameDelay(run.latency) : drawnDelay(workload.seed, run.path),
      commit: run.commit ?? 0,
      agentTokens,
      record,
      ...(run.literal !== true && { liveness }),
    });
    this.#world = world;
    this.#conductor = new Recorder('conductor', record);
    this.#server = new Recorder('server', record);
    const ended = (actor: string): void => {
      if (isVisitor(actor)) this.#retirement.left(actor);
    };
    const { only } = run;
    this.#runner = new Runner({
      workload,
      lines,
      runtime: world,
      shard: 0,
      shards: 1,
      agentTokens,
      ended,
      ...(only !== undefined && { only }),
    });
    this.#retirement = new Retirement({
      isOverAtDesk: (visitor) => world.desk.isOver(visitor),
      sessionsOf: (visitor) => world.archive.sessionsOf(visitor),
      isOverForAgent: (agent, session) => this.#runner.isDone(agent, session),
      now: () => world.now(),
      settles: () => this.#settles(),
    });
    this.#grid = lookEvery(liveness.every, run.latency);
    this.#faults = (run.crashes ?? []).flatMap((crash) => [
      { at: crash.at, is: 'down' },
      { at: crash.at + crash.for, is: 'up' },
    ]);
    world.attach(this.#runner);
    this.#begin();
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get progress(): Progress {
    return { now: this.#world.now(), events: this.#world.played };
  }

  /** When play ended and the drain began; 0 before. µs */
  get endedAt(): Micros {
    return this.#endedAt;
  }

  /** Plays on to the next retirement check; the last step drains. */
  step(): void {
    const now = this.#world.now();
    const horizon = horizonOf(this.#run.workload);
    const end = latestEnd(this.#run);
    const until = this.#run.until ?? Infinity;
    const look = now - (now % this.#grid) + this.#grid;
    const next = Math.min(look, now < horizon ? horizon : end, until, this.#faults[0]?.at ?? Infinity);
    this.#world.run(next);
    if (next === horizon) this.#phase('arrivals_end');
    for (const { is } of this.#faults.splice(0, this.#faults.filter(({ at }) => at <= next).length)) this.#fault(is);
    if (next === look && this.#world.isUp) this.#retire();
    const why = next === look && next > horizon ? this.#ended() : undefined;
    if (why !== undefined) this.#end(why);
    else if (next === end) this.#end(this.#run.tail === undefined ? 'limit' : 'cut');
    else if (next === until) this.#end('cut');
  }

  /** Ends play early; what is in flight is drained. */
  stop(): void {
    if (!this.#isOver) this.#end('stopped');
  }

  /**
   * Why play ends: everything has ended, or nothing will end what is still open. Checked after the
   * last arrival.
   */
  #ended(): PlayEnd | undefined {
    const { desk, isUp } = this.#world;
    const isAtRest = isUp && this.#faults.length === 0 && this.#runner.isAtRest();
    if (isAtRest && openOf(desk.stats()) === 0) return 'ended';
    const now = this.#world.now();
    this.#stillSince = isAtRest && desk.nextRule() === Infinity ? Math.min(this.#stillSince, now) : Infinity;
    // A dead connection that is not detected yet may still trigger a rule.
    return now - this.#stillSince > deadAfter(this.#run.rules) ? 'endless' : undefined;
  }

  #begin(): void {
    const { workload, profile, visitors, only } = this.#run;
    this.#conductor.write(0, {
      what: 'run',
      seed: workload.seed,
      speed: 1,
      profile,
      engine: 'sim',
      pathAt: 'runner',
      visitors,
      agents: only === undefined ? workload.agents.count : only.filter((id) => !isVisitor(id)).length,
    });
    this.#phase('start');
    this.#runner.start();
  }

  #phase(phase: 'start' | 'arrivals_end' | 'drain_start'): void {
    this.#conductor.write(this.#world.now(), { what: 'phase', phase });
  }

  /**
   * How long until everything now in flight has arrived, has been stored and has been answered. µs
   */
  #settles(): Micros {
    return 2 * this.#world.slowest + 2 * (this.#run.commit ?? 0);
  }

  #fault(is: 'down' | 'up'): void {
    if (is === 'down') this.#world.crash();
    else this.#world.restart();
    this.#retirement.unlearn();
    this.#conductor.write(this.#world.now(), { what: 'fault', is });
  }

  #retire(): void {
    for (const visitor of this.#retirement.look()) {
      this.#world.archive.retire(visitor, this.#world.now(), this.#server);
      this.#world.desk.forget(visitor);
      this.#audience.over?.(visitor);
    }
  }

  #end(why: PlayEnd): void {
    const world = this.#world;
    const runner = this.#runner;
    this.#isOver = true;
    this.#endedAt = world.now();
    this.#conductor.write(this.#endedAt, { what: 'phase', phase: 'play_end', why });
    // Later faults do not happen. A server that is down is started again, or nothing could be
    // drained.
    this.#faults = [];
    if (!world.isUp) this.#fault('up');
    this.#phase('drain_start');
    runner.rest();
    const { backoff, connectFails, liveness } = this.#run.workload.client;
    const limit = world.now() + 20 * Math.max(DRAIN / 20, backoff.most + liveness.limit + connectFails);
    // A fiftieth of whole milliseconds is a whole number of µs, so it scales with the scenario.
    const piece = liveness.every / 50;
    const settled = (): boolean => runner.health().unsettled === 0;
    const settle = (): void => {
      while (!settled() && world.now() < limit) world.run(Math.min(limit, world.now() + piece));
    };
    settle();
    runner.fence();
    settle();
    world.run(world.now() + Math.max(2 * this.#run.latency, this.#settles()));
    const complete = settled();
    runner.finish();
    const end = world.now();
    world.archive.testify(end, this.#server, world.desk.inbox());
    this.#conductor.write(end, { what: 'phase', phase: 'drain_end', complete });
    this.#conductor.end(end, 0);
  }
}

const openOf = ({ sessions }: DeskStats): number => Object.values(sessions).reduce((sum, some) => sum + some, 0);

function tokensOf(agents: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: agents }, (_, j) => [agentId(j), `token-${j}`]));
}
