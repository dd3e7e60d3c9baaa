// Plays one shard of actors on a runtime: arrivals, events, the drain and the end of each ledger.
import { AgentPerson } from '../actors/agent.ts';
import type { ActorContext, DeviceAndPath } from '../actors/device-and-path.ts';
import { Timers } from '../actors/timers.ts';
import { Histogram } from '../core/histogram.ts';
import type { Micros } from '../core/time.ts';
import type { Liveness } from '../ports/liveness.ts';
import type { Conn, Runtime, RuntimeEvents } from '../ports/runtime.ts';
import { Arrivals } from '../population/arrivals.ts';
import { agentPlan } from '../population/plan.ts';
import type { AgentPlan } from '../rows/rows.ts';
import type { ServerFrame } from '../protocol/frames.ts';
import { agentId, fenceId, isVisitor, visitorId } from '../rows/ids.ts';
import { ActorFactory, type Actor, type ActorOptions } from './actor-factory.ts';

export interface RunnerOptions extends ActorOptions {
  readonly runtime: Runtime;
  /** This runner plays visitors and agents i with i mod shards = shard. */
  readonly shard: number;
  readonly shards: number;
  /** These visitors and agents come, and nobody else; default: everybody. */
  readonly only?: readonly string[];
  /** Called for everybody who will do nothing more. */
  readonly ended?: (actor: string) => void;
}

/** How the generator itself has been doing since the last call. */
export interface Health {
  /** Lateness of timers, in the steps given to `start`. */
  readonly lateness: Histogram;
  readonly actors: number;
  readonly connected: number;
  readonly unsettled: number;
  readonly framesIn: number;
  /** See {@link Runner.isAtRest}. */
  readonly atRest: boolean;
}

/** Its methods run inside a callback of the runtime, so `runtime.now()` stands still meanwhile. */
export class Runner implements RuntimeEvents {
  readonly #o: RunnerOptions;
  readonly #only: ReadonlySet<string> | undefined;
  readonly #timers = new Timers();
  readonly #arrivals: Arrivals;
  readonly #agents: { readonly j: number; readonly plan: AgentPlan }[] = [];
  readonly #actors = new Map<string, Actor>();
  /** Actors who came, visitors among those who are not over, and rows of those who are. */
  #came = 0;
  #visitors = 0;
  #rows = 0;
  readonly #owners = new Map<Conn, DeviceAndPath>();
  readonly #factory: ActorFactory;
  #nextConn: Conn;
  #armed: Micros = Infinity;
  #lateness = new Histogram();
  #latenessStep: Micros = 1;
  #framesIn = 0;
  /** Whether somebody will still arrive. */
  #isAwaiting = false;
  #resting = false;
  #over = false;
  readonly #late: (by: Micros) => void;

  constructor(options: RunnerOptions) {
    this.#o = options;
    this.#only = options.only === undefined ? undefined : new Set(options.only);
    this.#late = (by) => {
      if (!this.#resting) this.#lateness.add(Math.floor(by / this.#latenessStep));
    };
    this.#arrivals = new Arrivals(options.workload.seed, options.workload.arrivals);
    this.#nextConn = options.shard;
    const { workload, shard, shards } = options;
    // Drawn before the clock runs: drawing all agents at once would make the first timers late.
    for (let j = shard; j < workload.agents.count; j += shards)
      if (this.#comes(agentId(j))) this.#agents.push({ j, plan: agentPlan(workload, j) });
    const context: ActorContext = {
      settings: workload.client,
      runtime: options.runtime,
      timers: this.#timers,
      connect: (device) => this.#newConn(device),
      over: (actor) => this.#end(actor),
    };
    this.#factory = new ActorFactory(options, context);
  }

  /**
   * Sets the first timers: agents come on shift, then visitors arrive one by one.
   * @param latenessStep unit in which lateness is counted, µs of model time: coarse steps keep its
   *   histogram small
   */
  start(latenessStep: Micros = 1): void {
    this.#latenessStep = latenessStep;
    for (const { j, plan } of this.#agents) this.#timers.at(plan.at, () => this.#enter(this.#factory.agent(j, plan)));
    this.#nextArrival();
    this.#arm();
  }

  opened(conn: Conn): void {
    this.#owners.get(conn)?.opened(conn);
    this.#arm();
  }

  message(conn: Conn, frame: ServerFrame): void {
    this.#framesIn += 1;
    this.#owners.get(conn)?.frame(conn, frame);
    this.#arm();
  }

  closed(conn: Conn, code?: number): void {
    const device = this.#owners.get(conn);
    this.#owners.delete(conn);
    device?.closed(conn, code);
    this.#arm();
  }

  failed(conn: Conn): void {
    const device = this.#owners.get(conn);
    this.#owners.delete(conn);
    device?.failed(conn);
    this.#arm();
  }

  liveness(conn: Conn): Liveness | undefined {
    return this.#owners.get(conn)?.liveness();
  }

  wake(): void {
    this.#armed = Infinity;
    if (this.#over) return;
    this.#timers.run(this.#o.runtime.now(), this.#late);
    this.#arm();
  }

  /**
   * Whether this agent is done with a session, and nothing of it is in flight to or from the
   * client. Also true for an agent who is over.
   */
  isDone(agent: string, session: string): boolean {
    const actor = this.#actors.get(agent);
    if (actor === undefined) return true;
    const { device, client, person } = actor;
    return device.isClear && client.settledIn(session) && person instanceof AgentPerson && person.isDoneWith(session);
  }

  /**
   * Whether nobody here will do anything more by themselves. All visitors who came have left. Every
   * agent has no work left, hears the server, and has nothing in flight to it.
   */
  isAtRest(): boolean {
    if (this.#visitors > 0 || this.#isAwaiting) return false;
    for (const { device, client, person } of this.#actors.values())
      if (!device.isClear || client.unsettled() > 0 || (person instanceof AgentPerson && !person.isIdle)) return false;
    return true;
  }

  /** First step of a drain: people start nothing more, faults are healed, sends may finish. */
  rest(): void {
    this.#resting = true;
    for (const actor of this.#actors.values()) {
      actor.person.rest();
      actor.device.heal();
    }
    this.#arm();
  }

  /** Second step: a fence, which marks the end of the run, through every open session. */
  fence(): void {
    for (const { client, device } of this.#actors.values()) {
      const id = device.actor;
      const session = client.session();
      if (isVisitor(id) && device.device !== 'killed' && session !== undefined && client.connected())
        client.fence(fenceId(id, session), session);
    }
    this.#arm();
  }

  /**
   * Last step: everybody disconnects, and every ledger gets its `end` row.
   * @returns rows written by this shard
   */
  finish(): number {
    // Timers that are due fire after this call too, but nobody acts once the ledgers have ended.
    this.#over = true;
    for (const [id, { client }] of this.#actors) {
      client.stop();
      this.#end(id);
    }
    return this.#rows;
  }

  /** Reports the generator's own state and starts a new window for lateness. */
  health(): Health {
    let connected = 0;
    let unsettled = 0;
    for (const { client } of this.#actors.values()) {
      if (client.connected()) connected += 1;
      unsettled += client.unsettled();
    }
    const lateness = this.#lateness;
    this.#lateness = new Histogram();
    return {
      lateness,
      actors: this.#came,
      connected,
      unsettled,
      framesIn: this.#framesIn,
      atRest: this.isAtRest(),
    };
  }

  #arm(): void {
    const next = this.#timers.next();
    // A timer that fires too early is set again; one that is early enough stays.
    if (next >= this.#armed) return;
    this.#armed = next;
    this.#o.runtime.wakeAt(next);
  }

  #nextArrival(): void {
    this.#isAwaiting = false;
    for (let at = this.#arrivals.next(); at !== undefined; at = this.#arrivals.next()) {
      const i = this.#arrivals.index - 1;
      if (i % this.#o.shards !== this.#o.shard || !this.#comes(visitorId(i))) continue;
      const arrival = at;
      this.#isAwaiting = true;
      this.#timers.at(arrival, () => {
        if (!this.#resting) this.#enter(this.#factory.visitor(i, arrival));
        this.#nextArrival();
      });
      return;
    }
  }

  /**
   * An actor who stays away keeps the number. Draws are keyed by it, so everybody else stays the
   * same.
   */
  #comes(actor: string): boolean {
    return this.#only === undefined || this.#only.has(actor);
  }

  /** An actor arrives. */
  #enter(actor: Actor): void {
    const { device, client, recorder, person, plan } = actor;
    this.#actors.set(device.actor, actor);
    this.#came += 1;
    if (isVisitor(device.actor)) this.#visitors += 1;
    recorder.write(this.#o.runtime.now(), { what: 'plan', plan });
    device.schedule(plan.episodes, plan.at);
    person.arrive(client);
  }

  /** Ends the ledger of an actor who will do nothing more. */
  #end(id: string): void {
    const actor = this.#actors.get(id);
    if (actor === undefined) return;
    this.#actors.delete(id);
    if (isVisitor(id)) this.#visitors -= 1;
    actor.recorder.end(this.#o.runtime.now(), actor.person.said);
    this.#rows += actor.recorder.rows;
    this.#o.ended?.(id);
  }

  #newConn(device: DeviceAndPath): Conn {
    const conn = this.#nextConn;
    this.#nextConn += this.#o.shards;
    this.#owners.set(conn, device);
    return conn;
  }
}
