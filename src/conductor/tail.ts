// Reads the ledger while it is written: feeds the judge's evidence and the counters that people watch.
import { open, type FileHandle } from 'node:fs/promises';
import type { Evidence } from '../model/judge/evidence.ts';
import type { Row } from '../model/rows/rows.ts';
import { isVisitor } from '../model/rows/ids.ts';
import { ROW_KINDS } from '../model/rows/rows.ts';

/** What a run looks like from outside while it is under way. */
export interface Live {
  arrived: number;
  said: number;
  acked: number;
  shown: number;
  opened: number;
  closed: number;
  timeouts: number;
  gaveUp: number;
  leftMessages: number;
  rows: number;
  /** Rows of visitors and agents. */
  actorRows: number;
}

/** Follows one file. `read()` takes in all complete lines written since the last call. */
export class LedgerTail {
  readonly live: Live = {
    arrived: 0,
    said: 0,
    acked: 0,
    shown: 0,
    opened: 0,
    closed: 0,
    timeouts: 0,
    gaveUp: 0,
    leftMessages: 0,
    rows: 0,
    actorRows: 0,
  };
  /** Lines that are no rows, the first few of them. */
  readonly broken: string[] = [];
  readonly #path: string;
  readonly #evidence: Evidence;
  readonly #sessions = new Set<string>();
  readonly #closed = new Set<string>();
  readonly #kinds = new Set<string>(ROW_KINDS);
  #file: FileHandle | undefined;
  #at = 0;
  #rest: Buffer = Buffer.alloc(0);
  #reading: Promise<void> = Promise.resolve();

  constructor(path: string, evidence: Evidence) {
    this.#path = path;
    this.#evidence = evidence;
  }

  /** Calls do not overlap: a second one waits for the first. */
  read(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#readNow());
    return this.#reading;
  }

  async close(): Promise<void> {
    await this.#reading;
    await this.#file?.close();
    this.#file = undefined;
  }

  async #readNow(): Promise<void> {
    this.#file ??= await open(this.#path, 'r');
    const chunk = Buffer.alloc(1 << 20);
    for (;;) {
      const { bytesRead } = await this.#file.read(chunk, 0, chunk.length, this.#at);
      if (bytesRead === 0) return;
      this.#at += bytesRead;
      const data = Buffer.concat([this.#rest, chunk.subarray(0, bytesRead)]);
      const end = data.lastIndexOf(10);
      this.#rest = Buffer.from(data.subarray(end + 1));
      if (end >= 0) for (const line of data.toString('utf8', 0, end).split('\n')) this.#line(line);
    }
  }

  #line(line: string): void {
    let row: Row;
    try {
      row = JSON.parse(line) as Row;
      if (!this.#kinds.has(row.what)) throw new Error('unknown kind');
    } catch {
      if (this.broken.length < 5) this.broken.push(line.slice(0, 120));
      return;
    }
    this.#evidence.add(row);
    this.#count(row);
  }

  #count(row: Row): void {
    const live = this.live;
    live.rows += 1;
    if (row.by !== 'conductor' && row.by !== 'server') live.actorRows += 1;
    if (row.what === 'plan' && isVisitor(row.by)) live.arrived += 1;
    else if (row.what === 'say') live.said += 1;
    else if (row.what === 'ack') live.acked += 1;
    else if (row.what === 'show') live.shown += 1;
    else if (row.what === 'gave_up') live.gaveUp += 1;
    else if (row.what === 'notice' && isVisitor(row.by)) this.#notice(row.kind, row.session, row.reason);
  }

  #notice(kind: string, session: string, reason: string | undefined): void {
    if (kind === 'left_message') this.live.leftMessages += 1;
    if (kind === 'queued' || kind === 'assigned') this.#sessions.add(session);
    this.live.opened = this.#sessions.size;
    if (kind !== 'closed' || this.#closed.has(session)) return;
    this.#closed.add(session);
    this.live.closed += 1;
    if (reason === 'idle_timeout') this.live.timeouts += 1;
  }
}
