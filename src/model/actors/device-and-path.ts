// Device and path of one actor: what the operating system and the network do to the client, as a timeline that the plan fixed.
import type { Owner } from '../core/draw.ts';
import type { Micros } from '../core/time.ts';
import type { Client, ClientHost, ClientSettings } from '../ports/client.ts';
import type { Liveness } from '../ports/liveness.ts';
import type { Conn, Runtime } from '../ports/runtime.ts';
import type { ClientFrame, ServerFrame } from '../protocol/frames.ts';
import type { Recorder } from '../rows/recorder.ts';
import type { Episode, RowBody } from '../rows/rows.ts';
import type { DeviceState } from '../rows/words.ts';
import type { Sleeper, Timers } from './timers.ts';

/** What came up from the network, for later. */
type Arrival =
  | { readonly is: 'opened'; readonly conn: Conn }
  | { readonly is: 'failed'; readonly conn: Conn }
  | { readonly is: 'frame'; readonly conn: Conn; readonly frame: ServerFrame }
  | { readonly is: 'closed'; readonly conn: Conn; readonly code?: number };
/** What the client handed down while the path was gone. */
type Departure = { readonly conn: Conn; readonly frame: ClientFrame } | { readonly conn: Conn; readonly code: number };

/** What all actors of a shard share. */
export interface ActorContext {
  readonly settings: ClientSettings;
  readonly runtime: Runtime;
  readonly timers: Timers;
  /** Gives a new connection of an actor its number. */
  connect(device: DeviceAndPath): Conn;
  /** Nothing more will come of this actor: the person has left and the client is gone, or the device is dead. */
  over(actor: string): void;
}

/** Who looks at the device. */
export interface Onlooker {
  /** The device became visible to the person, or stopped being. */
  faced(visible: boolean): void;
}

/*
 * Truth table (habits H1, H3b, H5, H9, H12), what still works in each state. A page that is closed ends its connection at once (1001), and is
 * a new page of the same visitor when it is back:
 *
 * | state   | PONG | timers            | received data        | sending              |
 * |---------|------|-------------------|----------------------|----------------------|
 * | visible | yes  | on time           | shown, looked at     | yes                  |
 * | hidden  | yes  | 1 s, later 60 s   | shown                | yes                  |
 * | frozen  | yes  | at thaw           | kept until thaw      | no (nothing runs)    |
 * | closed  | no   | never             | lost                 | no (nothing runs)    |
 * | killed  | no   | never             | lost                 | never                |
 * | offline | no   | on time           | kept until back      | kept until back      |
 */
export class DeviceAndPath implements ClientHost, Sleeper {
  readonly actor: string;
  readonly owner: Owner;
  readonly settings: ClientSettings;
  readonly #o: ActorContext;
  readonly #recorder: Recorder;
  #client: Client | undefined;
  #person: Onlooker | undefined;
  #device: DeviceState = 'visible';
  #healed = false;
  #offline = 0;
  #frozen = 0;
  #shut = 0;
  #hidden = 0;
  #hiddenSince: Micros = 0;
  /** Made when first needed: an empty list is 700 bytes inside k6. */
  #arrivals: Arrival[] | undefined;
  #departures: Departure[] | undefined;
  readonly #live = new Set<Conn>();
  /** Timers of the program by number: when each is due (Infinity: not set; one whose time has passed is being held back), and its alarm. */
  readonly #dues: Micros[] = [];
  readonly #alarms: number[] = [];

  constructor(context: ActorContext, actor: string, owner: Owner, recorder: Recorder) {
    this.#o = context;
    this.actor = actor;
    this.owner = owner;
    this.settings = context.settings;
    this.#recorder = recorder;
  }

  /** The client and the person above; set once, before the first event. */
  attach(client: Client, person: Onlooker): void {
    this.#client = client;
    this.#person = person;
  }

  get device(): DeviceState {
    return this.#device;
  }

  get reachable(): boolean {
    return this.#offline === 0 && this.#device !== 'killed';
  }

  /** The client's liveness while device and path are well. */
  liveness(): Liveness | undefined {
    return this.#device === 'visible' && this.#offline === 0 ? this.#client?.liveness() : undefined;
  }

  /** Nothing is held back here, in either direction. */
  get isClear(): boolean {
    return (
      this.reachable &&
      this.#frozen === 0 &&
      this.#shut === 0 &&
      (this.#arrivals?.length ?? 0) === 0 &&
      (this.#departures?.length ?? 0) === 0
    );
  }

  /** Plays episodes; their times count from `from`. */
  schedule(episodes: readonly Episode[], from: Micros): void {
    for (const e of episodes) {
      this.#o.timers.at(from + e.at, () => this.#begin(e));
      if (e.kind !== 'killed') this.#o.timers.at(from + e.at + e.for, () => this.#finish(e));
    }
  }

  /** End of all faults before the drain: path up, tabs awake and in front. A killed device stays dead. */
  heal(): void {
    this.#healed = true;
    if (this.#device === 'killed') return;
    const wasOffline = this.#offline > 0;
    this.#offline = 0;
    this.#frozen = 0;
    this.#shut = 0;
    this.#hidden = 0;
    if (wasOffline) this.#pathChanged('up');
    this.#deviceChanged();
  }

  // ── for the client ──────────────────────────────────────────────────────────────────────────────────────────────

  now(): Micros {
    return this.#o.runtime.now();
  }

  timer(n: number, at: Micros): void {
    this.#o.timers.cancel(this.#alarms[n] ?? -1);
    this.#dues[n] = at;
    this.#alarms[n] = this.#o.timers.wake(at, this, n);
  }

  cancel(n: number): void {
    this.#o.timers.cancel(this.#alarms[n] ?? -1);
    this.#dues[n] = Infinity;
  }

  open(): Conn {
    const conn = this.#o.connect(this);
    if (this.#offline > 0)
      this.#o.timers.at(this.now() + this.settings.connectFails, () => this.#up({ is: 'failed', conn }, true));
    else this.#o.runtime.open(conn, this.actor);
    return conn;
  }

  send(conn: Conn, frame: ClientFrame): void {
    if (this.#offline > 0) (this.#departures ??= []).push({ conn, frame });
    else this.#o.runtime.send(conn, frame);
  }

  close(conn: Conn, code: number): void {
    if (this.#offline > 0) (this.#departures ??= []).push({ conn, code });
    else this.#o.runtime.close(conn, code);
  }

  write(body: RowBody): void {
    this.#recorder.write(this.now(), body);
  }

  over(): void {
    this.#o.over(this.actor);
  }

  // ── for the runtime ─────────────────────────────────────────────────────────────────────────────────────────────

  opened(conn: Conn): void {
    this.#live.add(conn);
    if (!this.reachable) this.#o.runtime.transport(conn, false);
    this.#up({ is: 'opened', conn }, false);
  }

  frame(conn: Conn, frame: ServerFrame): void {
    // The ordinary case costs nothing: this is the busiest line of a load test.
    if (this.#frozen === 0 && this.#offline === 0 && this.#device !== 'killed') this.#client?.frame(conn, frame);
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
    if (this.#device === 'killed') return;
    if (this.#frozen > 0 || (this.#offline > 0 && !local)) (this.#arrivals ??= []).push(arrival);
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

  /** Runs timer n of the program, or leaves it for later: for the thaw, or for the grid of a hidden tab. */
  wake(n: number): void {
    const due = this.#dues[n] ?? Infinity;
    if (due === Infinity || this.#device === 'killed' || this.#frozen > 0) return;
    const allowed = this.#hidden > 0 ? this.#onGrid(due) : due;
    if (allowed > this.now()) {
      this.#o.timers.cancel(this.#alarms[n] ?? -1);
      this.#alarms[n] = this.#o.timers.wake(allowed, this, n);
      return;
    }
    this.cancel(n);
    this.#client?.rings(n);
  }

  /** Timers whose time has passed while the device held them back, in the order of their times. */
  #fireHeld(): void {
    const now = this.now();
    const dues = this.#dues;
    const held = [...dues.keys()].filter((n) => (dues[n] ?? Infinity) <= now);
    for (const n of held.sort((a, b) => (dues[a] ?? 0) - (dues[b] ?? 0))) this.wake(n);
  }

  #onGrid(at: Micros): Micros {
    const { soon, late, after } = this.settings.throttle;
    const since = at - this.#hiddenSince;
    if (since <= 0) return at;
    const grid = since >= after ? late : soon;
    return this.#hiddenSince + Math.ceil(since / grid) * grid;
  }

  #begin(e: Episode): void {
    if (this.#device === 'killed' || this.#healed) return;
    for (const conn of this.#live) this.#o.runtime.unsteady?.(conn);
    if (e.kind === 'offline') {
      this.#offline += 1;
      if (this.#offline === 1) this.#pathChanged('offline');
      return;
    }
    if (e.kind === 'hidden') {
      if (this.#hidden === 0) this.#hiddenSince = this.now();
      this.#hidden += 1;
    } else if (e.kind === 'frozen') this.#frozen += 1;
    else if (e.kind === 'closed') this.#shut += 1;
    else this.#device = 'killed';
    this.#deviceChanged();
  }

  #finish(e: Episode): void {
    if (e.kind === 'offline') {
      if (this.#offline === 0) return;
      this.#offline -= 1;
      if (this.#offline === 0) this.#pathChanged('up');
      return;
    }
    if (e.kind === 'hidden' && this.#hidden > 0) this.#hidden -= 1;
    if (e.kind === 'frozen' && this.#frozen > 0) this.#frozen -= 1;
    if (e.kind === 'closed' && this.#shut > 0) this.#shut -= 1;
    this.#deviceChanged();
  }

  #deviceChanged(): void {
    const before = this.#device;
    const after =
      before === 'killed' || this.#recorder.closed
        ? before
        : this.#shut > 0
          ? 'closed'
          : this.#frozen > 0
            ? 'frozen'
            : this.#hidden > 0
              ? 'hidden'
              : 'visible';
    if (after === before && after !== 'killed') return;
    this.#device = after;
    this.write({ what: 'device', is: after });
    if (after === 'killed') {
      for (const conn of this.#live) this.#o.runtime.transport(conn, false);
      this.#arrivals = undefined;
      this.#departures = undefined;
      for (let n = 0; n < this.#dues.length; n++) this.cancel(n);
      this.over();
    }
    if (after === 'closed') this.#unload();
    else if (before === 'closed') this.#client?.start();
    if (before === 'frozen') this.#release();
    if (before === 'frozen' || before === 'hidden') this.#fireHeld();
    this.#person?.faced(after === 'visible');
  }

  /** The page goes, and everything that had come for it and was not shown. */
  #unload(): void {
    this.#arrivals = this.#arrivals?.filter(({ is }) => is !== 'frame');
    this.#client?.unload();
  }

  #pathChanged(is: 'up' | 'offline'): void {
    if (this.#device === 'killed') return;
    this.write({ what: 'path', is });
    for (const conn of this.#live) this.#o.runtime.transport(conn, is === 'up');
    if (is === 'up') this.#release();
  }

  /** Lets out what was held, in order: first what the client had sent, then what had come in. */
  #release(): void {
    if (this.#offline > 0) return;
    for (const d of this.#departures?.splice(0) ?? []) {
      if (!this.#live.has(d.conn)) continue;
      if ('frame' in d) this.#o.runtime.send(d.conn, d.frame);
      else this.#o.runtime.close(d.conn, d.code);
    }
    if (this.#frozen > 0) return;
    for (const arrival of this.#arrivals?.splice(0) ?? []) this.#deliver(arrival);
  }
}
