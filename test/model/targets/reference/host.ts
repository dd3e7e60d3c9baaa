// A simulated host for the reference client: it records all calls, and tests move its clock.
import { Timers } from '../../../../src/model/actors/timers.ts';
import { owner } from '../../../../src/model/core/draw.ts';
import { MINUTE, SECOND } from '../../../../src/model/core/time.ts';
import type { ClientHost, Screen } from '../../../../src/model/ports/client.ts';
import type { ClientFrame, ServerFrame } from '../../../../src/model/protocol/frames.ts';
import type { RowBody } from '../../../../src/model/rows/rows.ts';
import { ReferenceClient } from '../../../../src/model/targets/reference/client.ts';

export const EVERY = 30 * SECOND;
export const LIMIT = 60 * SECOND;

const isOf = <F extends ClientFrame['f']>(frame: ClientFrame, f: F): frame is ClientFrame & { f: F } => frame.f === f;

export class Host implements ClientHost {
  readonly actor = 'v0';
  readonly owner = owner('1', 'v0');
  readonly settings = {
    liveness: { every: EVERY, limit: LIMIT },
    backoff: { first: SECOND, most: 30 * SECOND },
    connectFails: 2 * SECOND,
    throttle: { soon: SECOND, late: MINUTE, after: 5 * MINUTE },
  };
  readonly timers = new Timers();
  readonly sent: { at: number; conn: number; frame: ClientFrame }[] = [];
  readonly opens: number[] = [];
  readonly closes: { conn: number; code: number }[] = [];
  readonly rows: RowBody[] = [];
  readonly screen: string[] = [];
  readonly client: ReferenceClient;
  time = 0;

  constructor(role: 'visitor' | 'agent' = 'visitor') {
    const screen: Screen = {
      shown: (m) => this.screen.push(`shown ${m.id}`),
      notice: (n) => this.screen.push(`notice ${n.kind}`),
      refused: (id, why) => this.screen.push(`refused ${id} ${why}`),
    };
    this.client = new ReferenceClient(this, screen, { role, token: 'secret' });
  }

  now = (): number => this.time;
  readonly set: number[] = [];
  timer = (n: number, at: number): void => {
    this.cancel(n);
    this.set[n] = this.timers.at(at, () => this.client.rings(n));
  };
  cancel = (n: number): void => this.timers.cancel(this.set[n] ?? -1);
  open = (): number => this.opens.push(this.time) - 1;
  send = (conn: number, frame: ClientFrame): void => void this.sent.push({ at: this.time, conn, frame });
  close = (conn: number, code: number): void => void this.closes.push({ conn, code });
  overs = 0;
  over = (): void => void (this.overs += 1);
  write = (body: RowBody): void => void this.rows.push({ ...body });

  until(t: number): this {
    while (this.timers.next() <= t) {
      this.time = Math.max(this.time, this.timers.next());
      this.timers.run(this.time, () => {});
    }
    this.time = t;
    return this;
  }

  get conn(): number {
    return this.opens.length - 1;
  }

  hear(frame: ServerFrame): void {
    this.client.frame(this.conn, frame);
  }

  /** Connected and welcomed, in a session if there is one. */
  ready(session?: string): this {
    if (this.opens.length === 0) this.client.start();
    this.client.opened(this.conn);
    this.hear({ f: 'welcome', v: 1, actor: 'v0', ...(session !== undefined && { session }) });
    return this;
  }

  frames<F extends ClientFrame['f']>(f: F): (ClientFrame & { f: F })[] {
    return this.sent.flatMap(({ frame }) => (isOf(frame, f) ? [frame] : []));
  }
}
