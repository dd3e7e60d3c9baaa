// A shard without actors that measures, before a run, how late the generator is.
// It has as many connections and timers as the run has at its peak, and the same pace.
import { Timers, type Sleeper } from '../model/actors/timers.ts';
import { Histogram } from '../model/core/histogram.ts';
import { SECOND, type Micros } from '../model/core/time.ts';
import type { Conn, Runtime, RuntimeEvents } from '../model/ports/runtime.ts';
import type { ServerFrame } from '../model/protocol/frames.ts';
import { visitorId } from '../model/rows/ids.ts';
import { Recorder } from '../model/rows/recorder.ts';
import type { Health } from '../model/runner/runner.ts';

/** The load of all shards together. */
export interface RehearsalPlan {
  /** Concurrent connections, each with its own timer. */
  readonly actors: number;
  /** Frames sent per real second; each one is answered. */
  readonly exchanges: number;
}

/** What a shard rehearses: its part of the plan. */
export interface RehearsalOptions extends RehearsalPlan {
  readonly runtime: Runtime;
  readonly shard: number;
  readonly shards: number;
}

/**
 * Interval between new connections of a shard, so that a server's backlog holds them. µs of real
 * time
 */
const OPENING: Micros = 500;
const TEXT = 'A message as long as people write them in a chat, for the sake of its weight on the wire.';

/**
 * One connection. Its timer fires, it sends, and waits for the answer. The timer fires again
 * whether the answer has come or not.
 */
class Speaker implements Sleeper {
  readonly conn: Conn;
  readonly recorder: Recorder;
  isOpen = false;
  /** How often its timer has fired. */
  turns = 0;
  /** When the unanswered frame was sent, and how late its timer was. */
  sent: Micros | undefined;
  late: Micros = 0;
  readonly #ring: (speaker: Speaker) => void;

  constructor(conn: Conn, recorder: Recorder, ring: (speaker: Speaker) => void) {
    this.conn = conn;
    this.recorder = recorder;
    this.#ring = ring;
  }

  wake(): void {
    this.#ring(this);
  }
}

/**
 * Played at speed 1, so that its times are real. Its lateness is what distorts a time in a run: the
 * delay of the timer plus one way to the server. One way is half of the round trip.
 */
export class Rehearsal implements RuntimeEvents {
  readonly #runtime: Runtime;
  readonly #timers = new Timers();
  readonly #speakers = new Map<Conn, Speaker>();
  /** Mean time between two timers of one connection. µs */
  readonly #pause: Micros;
  #lateness = new Histogram();
  #step: Micros = 1;
  #connected = 0;
  #framesIn = 0;
  #late: Micros = 0;
  #over = false;

  constructor({ actors, exchanges, runtime, shard, shards }: RehearsalOptions) {
    this.#runtime = runtime;
    this.#pause = Math.max(1, Math.round((actors * SECOND) / exchanges));
    const ring = (speaker: Speaker): void => this.#ring(speaker);
    for (let i = shard; i < actors; i += shards)
      this.#speakers.set(i, new Speaker(i, new Recorder(visitorId(i), runtime.record), ring));
  }

  /** @param latenessStep unit in which lateness is counted, µs */
  start(latenessStep: Micros): void {
    this.#step = latenessStep;
    let at = this.#runtime.now();
    for (const speaker of this.#speakers.values()) this.#timers.wake((at += OPENING), speaker, 0);
    this.#arm();
  }

  opened(conn: Conn): void {
    const speaker = this.#speakers.get(conn);
    if (speaker === undefined) return;
    speaker.isOpen = true;
    this.#connected += 1;
  }

  message(conn: Conn, frame: ServerFrame): void {
    this.#framesIn += 1;
    const speaker = this.#speakers.get(conn);
    if (speaker?.sent === undefined || frame.f !== 'ack') return;
    const now = this.#runtime.now();
    const { id, session, seq } = frame;
    speaker.recorder.write(now, { what: 'ack', id, session, seq });
    this.#lateness.add(Math.floor((speaker.late + (now - speaker.sent) / 2) / this.#step));
    speaker.sent = undefined;
  }

  closed(conn: Conn): void {
    const speaker = this.#speakers.get(conn);
    if (speaker?.isOpen !== true) return;
    speaker.isOpen = false;
    this.#connected -= 1;
  }

  failed(): void {
    // The caller waits for all connections and sees that one is missing.
  }

  wake(): void {
    if (this.#over) return;
    this.#timers.run(this.#runtime.now(), (by) => {
      this.#late = by;
    });
    this.#arm();
  }

  rest(): void {
    // There are no actors to stop.
  }

  fence(): void {
    // There is nothing to flush.
  }

  /** Closes all connections. @returns rows written by this shard */
  finish(): number {
    this.#over = true;
    let rows = 0;
    for (const { conn, isOpen, recorder } of this.#speakers.values()) {
      if (isOpen) this.#runtime.close(conn, 1000);
      recorder.end(this.#runtime.now(), 0);
      rows += recorder.rows;
    }
    return rows;
  }

  /** Reports the lateness since the last call. */
  health(): Health {
    const lateness = this.#lateness;
    this.#lateness = new Histogram();
    const actors = this.#speakers.size;
    return { lateness, actors, connected: this.#connected, unsettled: 0, framesIn: this.#framesIn, atRest: false };
  }

  #ring(speaker: Speaker): void {
    const now = this.#runtime.now();
    const { conn, turns, recorder } = speaker;
    speaker.turns += 1;
    this.#timers.wake(now + this.#wait(conn, turns), speaker, 0);
    if (turns === 0) this.#runtime.open(conn, recorder.by);
    else if (!speaker.isOpen) return;
    // The previous answer is still missing. A frame sent now would be answered no earlier.
    else if (speaker.sent !== undefined) this.#lateness.add(Math.floor((now - speaker.sent) / this.#step));
    else {
      const id = `${recorder.by}/${turns}`;
      speaker.sent = now;
      speaker.late = this.#late;
      recorder.write(now, { what: 'send', id, try: 0 });
      this.#runtime.send(conn, { f: 'msg', id, text: TEXT });
    }
  }

  /**
   * Spread evenly between half and one and a half of the pause, so that timers do not synchronise.
   */
  #wait(conn: Conn, turn: number): Micros {
    const spread = (conn * 0.618 + turn * 0.755) % 1;
    return Math.max(1, Math.round(this.#pause * (0.5 + spread)));
  }

  #arm(): void {
    this.#runtime.wakeAt(this.#timers.next());
  }
}
