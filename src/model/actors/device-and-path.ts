// Device and path of one actor: what operating system and network do to the client, by the plan.
import type { Owner } from '../core/draw.ts';
import type { Micros } from '../core/time.ts';
import type { Client, ClientHost, ClientSettings } from '../ports/client.ts';
import type { Liveness } from '../ports/liveness.ts';
import type { Conn, Runtime } from '../ports/runtime.ts';
import type { ClientFrame, ServerFrame } from '../protocol/frames.ts';
import type { Recorder } from '../rows/recorder.ts';
import type { Episode, RowBody } from '../rows/rows.ts';
import type { DeviceState, EpisodeKind } from '../rows/words.ts';
import { isForGood } from './devices/devices.ts';
import type { DeviceTruth } from './devices/truth.ts';
import { VISIBLE } from './devices/visible.ts';
import { PageTimers, type Page } from './page-timers.ts';
import { PATHS } from './paths/paths.ts';
import type { PathTruth } from './paths/truth.ts';
import { UP } from './paths/up.ts';
import { NOTHING_ON, StatesOn } from './states-on.ts';
import type { Timers } from './timers.ts';

/** An event from the network that is held back. */
type Arrival =
  | { readonly is: 'opened'; readonly conn: Conn }
  | { readonly is: 'failed'; readonly conn: Conn }
  | { readonly is: 'frame'; readonly conn: Conn; readonly frame: ServerFrame }
  | { readonly is: 'closed'; readonly conn: Conn; readonly code?: number };
/** What the client sent while the path was down. */
type Departure = { readonly conn: Conn; readonly frame: ClientFrame } | { readonly conn: Conn; readonly code: number };

/** What all actors of a shard share. */
export interface ActorContext {
  readonly settings: ClientSettings;
  readonly runtime: Runtime;
  readonly timers: Timers;
  /** Numbers a new connection of an actor. */
  connect(device: DeviceAndPath): Conn;
  /** Nothing more will come of this actor: person and client are gone, or the device is dead. */
  over(actor: string): void;
}

/** Who looks at the screen. */
export interface Onlooker {
  /** The device became visible to the person, or stopped being visible. */
  faced(visible: boolean): void;
}

/**
 * Holds back, loses and releases events as the states in `devices/` and `paths/` say, one record
 * each. This file knows no state by name; `states-on.ts` counts those that are on.
 */
export class DeviceAndPath implements ClientHost, Page {
  readonly actor: string;
  readonly owner: Owner;
  readonly settings: ClientSettings;
  readonly #o: ActorContext;
  readonly #recorder: Recorder;
  #client: Client | undefined;
  #person: Onlooker | undefined;
  #on: StatesOn = NOTHING_ON;
  readonly #timers: PageTimers;
  #device: DeviceTruth = VISIBLE;
  #path: PathTruth = UP;
  #healed = false;
  /** Made when first needed: an empty list is 700 bytes inside k6. */
  #arrivals: Arrival[] | undefined;
  #departures: Departure[] | undefined;
  readonly #live = new Set<Conn>();

  constructor(context: ActorContext, actor: string, owner: Owner, recorder: Recorder) {
    this.#o = context;
    this.actor = actor;
    this.owner = owner;
    this.settings = context.settings;
    this.#recorder = recorder;
    this.#timers = new PageTimers(context.timers, this);
  }

  /** The client and the person above; set once, before the first event. */
  attach(client: Client, person: Onlooker): void {
    this.#client = client;
    this.#person = person;
  }

  get device(): DeviceState {
    return this.#device.is;
  }

  get reachable(): boolean {
    return this.#path.pongs && this.#device.pongs;
  }

  get #isDead(): boolean {
    return this.#device.page === 'dead';
  }

  /** The client's liveness while device and path work. */
  liveness(): Liveness | undefined {
    return this.#device.faced && this.#path.carries ? this.#client?.liveness() : undefined;
  }

  /** Whether nothing is held back here, in either direction. */
  get isClear(): boolean {
    return (
      this.reachable && !this.#on.misses && (this.#arrivals?.length ?? 0) === 0 && (this.#departures?.length ?? 0) === 0
    );
  }

  /** Schedules episodes; their times count from `from`. */
  schedule(episodes: readonly Episode[], from: Micros): void {
    for (const e of episodes) {
      this.#o.timers.at(from + e.at, () => this.#begin(e));
      if (!isForGood(e.kind)) this.#o.timers.at(from + e.at + e.for, () => this.#finish(e));
    }
  }

  /** Before the drain: path up, tabs awake and in front. A killed device stays dead. */
  heal(): void {
    this.#healed = true;
    if (this.#isDead) return;
    this.#on = NOTHING_ON;
    this.#pathMoved();
    this.#deviceMoved();
  }

  // ── for the client ──────────────────────────────────────────────────────────────────────────────────────────────

  now(): Micros {
    return this.#o.runtime.now();
  }

  timer(n: number, at: Micros): void {
    this.#timers.set(n, at);
  }

  cancel(n: number): void {
    this.#timers.cancel(n);
  }

  open(): Conn {
    const conn = this.#o.connect(this);
    if (!this.#path.connects)
      this.#o.timers.at(this.now() + this.settings.connectFails, () => this.#up({ is: 'failed', conn }, true));
    else this.#o.runtime.open(conn, this.actor);
    return conn;
  }

  send(conn: Conn, frame: ClientFrame): void {
    if (!this.#path.carries) (this.#departures ??= []).push({ conn, frame });
    else this.#o.runtime.send(conn, frame);
  }

  close(conn: Conn, code: number): void {
    if (!this.#path.carries) (this.#departures ??= []).push({ conn, code });
    else this.#o.runtime.close(conn, code);
  }

  write(body: RowBody): void {
    this.#recorder.write(this.now(), body);
  }

  over(): void {
    this.#o.over(this.actor);
  }

  // ── for the timers of the program ───────────────────────────────────────────────────────────────────────────────

  get runs(): boolean {
    return !this.#isDead && !this.#on.keeps;
  }

  get coarseSince(): Micros | undefined {
    return this.#on.coarseSince;
  }

  rings(n: number): void {
    this.#client?.rings(n);
  }

  // ── for the runtime ─────────────────────────────────────────────────────────────────────────────────────────────

  opened(conn: Conn): void {
    this.#live.add(conn);
    if (!this.reachable) this.#o.runtime.transport(conn, false);
    this.#up({ is: 'opened', conn }, false);
  }

  frame(conn: Conn, frame: ServerFrame): void {
    // A shortcut for the ordinary case: this is the busiest line of a load test.
    if (!this.#on.keeps && this.#path.carries && this.#device.page !== 'dead') this.#client?.frame(conn, frame);
    else this.#up({ is: 'frame', conn, frame }, false);
  }

  closed(conn: Conn, code?: number): void {
    this.#live.delete(conn);
    this.#up({ is: 'closed', conn, ...(code !== undefined && { code }) }, false);
  }

  failed(conn: Conn): void {
    this.#up({ is: 'failed', conn }, false);
  }

  // ── inside ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #up(arrival: Arrival, local: boolean): void {
    if (this.#isDead) return;
    if (this.#on.keeps || (!this.#path.carries && !local)) (this.#arrivals ??= []).push(arrival);
    else this.#deliver(arrival);
  }

  #deliver(a: Arrival): void {
    const client = this.#client;
    if (client === undefined) return;
    if (a.is === 'opened') client.opened(a.conn);
    else if (a.is === 'failed') client.failed(a.conn);
    else if (a.is === 'frame') client.frame(a.conn, a.frame);
    else client.closed(a.conn, a.code);
  }

  #begin(e: Episode): void {
    if (this.#isDead || this.#healed) return;
    for (const conn of this.#live) this.#o.runtime.unsteady?.(conn);
    this.#turn(e.kind, 1);
  }

  #finish(e: Episode): void {
    if (this.#on.isOn(e.kind)) this.#turn(e.kind, -1);
  }

  /** An episode begins or ends. */
  #turn(kind: EpisodeKind, by: 1 | -1): void {
    if (this.#on === NOTHING_ON) this.#on = new StatesOn();
    this.#on.turn(kind, by, this.now());
    if (kind in PATHS) this.#pathMoved();
    else this.#deviceMoved();
  }

  #deviceMoved(): void {
    if (this.#isDead) return;
    const before = this.#device;
    const after = this.#on.device;
    if (after === before || (this.#recorder.closed && after.page !== 'dead')) return;
    this.#device = after;
    this.write({ what: 'device', is: after.is });
    if (after.pongs !== before.pongs) this.#answer();
    if (after.page === 'dead') this.#die();
    else this.#enter(after, before);
    this.#person?.faced(after.faced);
  }

  /** The device is dead: nothing comes of it any more, and what it held is dropped. */
  #die(): void {
    this.#arrivals = undefined;
    this.#departures = undefined;
    this.#timers.cancelAll();
    this.over();
  }

  #enter(after: DeviceTruth, before: DeviceTruth): void {
    if (after.page === 'unloaded') this.#unload();
    else if (before.page === 'unloaded') this.#client?.start();
    if (before.received === 'kept') this.#release();
    if (before.timers === 'held' || before.timers === 'coarse') this.#timers.fireHeld();
  }

  /** The page goes, with everything that had come for it but was not shown. */
  #unload(): void {
    this.#arrivals = this.#arrivals?.filter(({ is }) => is !== 'frame');
    this.#client?.unload();
  }

  #pathMoved(): void {
    if (this.#isDead) return;
    const before = this.#path;
    const after = this.#on.path;
    if (after === before) return;
    this.#path = after;
    this.write({ what: 'path', is: after.is });
    this.#answer();
    if (after.carries) this.#release();
  }

  /** Tells the runtime whether PINGs of the server are answered from here on. */
  #answer(): void {
    for (const conn of this.#live) this.#o.runtime.transport(conn, this.reachable);
  }

  /** Releases what was held, in order: first what the client had sent, then what had come in. */
  #release(): void {
    if (!this.#path.carries) return;
    for (const d of this.#departures?.splice(0) ?? []) {
      if (!this.#live.has(d.conn)) continue;
      if ('frame' in d) this.#o.runtime.send(d.conn, d.frame);
      else this.#o.runtime.close(d.conn, d.code);
    }
    if (this.#on.keeps) return;
    for (const arrival of this.#arrivals?.splice(0) ?? []) this.#deliver(arrival);
  }
}
