// The reference client: connects with jittered back-off, resends, resumes and checks liveness.
import { drawUnit, PURPOSE } from '../../core/draw.ts';
import type { Act, Client, ClientHost, Identity, Screen } from '../../ports/client.ts';
import type { Liveness } from '../../ports/liveness.ts';
import type { Conn } from '../../ports/runtime.ts';
import { CLOSE, PROTOCOL_VERSION, type ServerFrame } from '../../protocol/frames.ts';
import { ackRow, sendRow, showRow } from '../../rows/busy.ts';
import { textHash } from '../../rows/ids.ts';
import { Outbox, type Unsettled } from './outbox.ts';
import { clientAfter, type ClientInput, type ClientState } from './states.ts';
import { LIVENESS, Watch } from './watch.ts';

/** The program's timer for the next attempt to connect. */
const RETRY = 1;

/** Close code of a browser whose page goes away. */
const GOING_AWAY = 1001;

/** See {@link Client}. A refused hello (wrong token) stops the client: trying again would not help. */
export class ReferenceClient implements Client {
  readonly #host: ClientHost;
  readonly #screen: Screen;
  readonly #identity: Identity;
  readonly #watch: Watch;
  readonly #outbox = new Outbox();
  #state: ClientState = 'waiting';
  #left = false;
  /** The current connection; events of any other are ignored. -1 while there is none. */
  #conn: Conn = -1;
  #attempt = 0;
  #failures = 0;
  readonly #shown = new Map<string, number>();
  #session: string | undefined;
  #lastSession: string | undefined;

  constructor(host: ClientHost, screen: Screen, identity: Identity) {
    this.#host = host;
    this.#screen = screen;
    this.#identity = identity;
    this.#watch = new Watch(host);
  }

  start(): void {
    if (this.#state === 'waiting') this.#connect();
  }

  unload(): void {
    if (this.#state === 'stopped') return;
    this.#watch.stop();
    this.#host.cancel(RETRY);
    const was = this.#state;
    this.#go('unload');
    this.#failures = 0;
    if (was === 'waiting') return;
    const end = was === 'connecting' ? ({ is: 'failed' } as const) : ({ is: 'closed', code: GOING_AWAY } as const);
    this.#host.write({ what: 'conn', n: this.#attempt, ...end });
    this.#host.close(this.#conn, GOING_AWAY);
    this.#conn = -1;
  }

  say(id: string, text: string, session?: string): void {
    const message = this.#outbox.add(id, text, session);
    if (this.#state === 'ready') this.#transmit(message);
  }

  seen(session: string, seq: number): void {
    if (this.#state === 'ready') this.#host.send(this.#conn, { f: 'seen', session, seq });
  }

  act(act: Act, session: string): void {
    if (this.#state !== 'ready') return;
    const isKnown = act.kind === 'typing' && act.again === true;
    if (!isKnown) this.#host.write({ what: 'act', is: act.kind, session });
    if (act.kind === 'click') this.#host.send(this.#conn, { f: 'click', session, option: act.option });
    else this.#host.send(this.#conn, { f: act.kind, session });
  }

  end(session: string): void {
    if (this.#state === 'ready') this.#host.send(this.#conn, { f: 'end', session });
  }

  fence(id: string, session: string): void {
    if (this.#state !== 'ready') return;
    this.#outbox.addFence(id);
    this.#host.write({ what: 'fence', id, session, is: 'sent' });
    this.#host.send(this.#conn, { f: 'fence', id, session });
  }

  stop(): void {
    this.#left = true;
    const was = this.#state;
    this.#go('stop');
    this.#watch.stop();
    if (was === 'ready' || was === 'greeting') this.#host.close(this.#conn, 1000);
    else if (was !== 'connecting') this.#host.over();
  }

  settledIn(session: string): boolean {
    if (this.#state === 'stopped') return true;
    return this.#state === 'ready' && !this.#outbox.holds(session);
  }

  unsettled(): number {
    return this.#state === 'stopped' ? 0 : this.#outbox.size + (this.#state === 'ready' ? 0 : 1);
  }

  connected(): boolean {
    return this.#state === 'ready';
  }

  liveness(): Liveness | undefined {
    return this.#state === 'ready' ? this.#watch.liveness() : undefined;
  }

  session(): string | undefined {
    return this.#session;
  }

  opened(conn: Conn): void {
    if (conn !== this.#conn || this.#state === 'stopped') {
      this.#host.close(conn, 1000);
      return;
    }
    this.#go('open');
    this.#watch.hear();
    this.#host.write({ what: 'conn', n: this.#attempt, is: 'open' });
    const { role, token, channel } = this.#identity;
    const last = this.#lastSession;
    this.#host.send(conn, {
      f: 'hello',
      v: PROTOCOL_VERSION,
      role,
      actor: this.#host.actor,
      token,
      ...(channel !== undefined && { channel }),
      ...(last !== undefined && { session: last, seq: this.#shown.get(last) ?? 0 }),
    });
    this.#watch.set(false);
  }

  frame(conn: Conn, frame: ServerFrame): void {
    if (conn !== this.#conn || this.#state === 'stopped') return;
    this.#watch.hear();
    switch (frame.f) {
      case 'welcome':
        return this.#welcomed(frame.session);
      case 'ask':
        return this.#host.send(conn, { f: 'alive', n: frame.n });
      case 'ack':
        return this.#acked(frame);
      case 'refuse':
        if (!this.#outbox.settle(frame.id)) return;
        this.#host.write({
          what: 'refuse',
          id: frame.id,
          why: frame.why,
          ...(frame.code !== undefined && { code: frame.code }),
        });
        return this.#screen.refused(frame.id, frame.why);
      case 'msg':
        return this.#show(frame);
      case 'notice':
        return this.#noticed(frame);
      case 'fence':
        return this.#host.write({ what: 'fence', id: frame.id, session: frame.session, is: 'seen' });
      case 'alert':
        this.#host.write({ what: 'alert', session: frame.session, kind: frame.kind });
        return this.#screen.alerted?.(frame.session, frame.kind, frame.as);
      case 'alive':
      case 'typing':
      case 'seen':
      case 'error':
        return;
    }
  }

  closed(conn: Conn, code?: number): void {
    if (conn !== this.#conn || this.#state === 'waiting') return;
    this.#host.write({ what: 'conn', n: this.#attempt, is: 'closed', ...(code !== undefined && { code }) });
    if (this.#left) this.#host.over();
    if (this.#state === 'stopped') return;
    if (code === CLOSE.unauthorised.code || code === CLOSE.wrong_version.code) {
      this.#go('refused');
      this.#watch.stop();
    } else this.#retry('lost');
  }

  failed(conn: Conn): void {
    if (conn === this.#conn && this.#left) this.#host.over();
    if (conn !== this.#conn || this.#state !== 'connecting') return;
    this.#host.write({ what: 'conn', n: this.#attempt, is: 'failed' });
    this.#retry('lost');
  }

  #connect(): void {
    this.#go('connect');
    this.#attempt += 1;
    this.#watch.hear();
    this.#conn = this.#host.open();
    this.#watch.set(false);
  }

  #retry(why: 'lost' | 'silent'): void {
    this.#go(why);
    this.#conn = -1;
    this.#watch.stop();
    const { first, most } = this.#host.settings.backoff;
    let wait = first;
    for (let i = 0; i < this.#failures && wait < most; i++) wait *= 2;
    this.#failures += 1;
    const jitter = 500 + Math.floor(drawUnit(this.#host.owner, PURPOSE.backoff, this.#attempt) * 501);
    this.#host.timer(RETRY, this.#host.now() + Math.floor(Math.min(wait, most) / 1000) * jitter);
  }

  #welcomed(session: string | undefined): void {
    this.#go('welcome');
    this.#failures = 0;
    this.#watch.set(true);
    this.#session = session;
    for (const message of this.#outbox.messages()) this.#transmit(message);
  }

  #transmit(message: Unsettled): void {
    message.tries += 1;
    this.#host.write(sendRow(message.id, message.tries));
    const { id, text, session } = message;
    this.#host.send(this.#conn, session === undefined ? { f: 'msg', id, text } : { f: 'msg', id, text, session });
  }

  #acked(frame: ServerFrame & { f: 'ack' }): void {
    const { id, session, seq } = frame;
    if (this.#outbox.settleFence(id)) {
      this.#host.write({ what: 'fence', id, session, is: 'acked' });
      return;
    }
    if (!this.#outbox.settle(id)) return;
    this.#host.write(ackRow(id, session, seq));
    if (this.#identity.role === 'visitor' && seq > 0) this.#enter(session);
  }

  #show(frame: ServerFrame & { f: 'msg' }): void {
    const { id, session, seq, from, text } = frame;
    if (seq <= (this.#shown.get(session) ?? 0)) return;
    this.#shown.set(session, seq);
    if (this.#identity.role === 'visitor') this.#enter(session);
    this.#host.write(showRow(id, session, seq, from, textHash(text)));
    this.#screen.shown(frame);
  }

  #noticed(frame: ServerFrame & { f: 'notice' }): void {
    const { kind, session, reason, agent, visitor } = frame;
    const told = {
      kind,
      session,
      ...(reason !== undefined && { reason }),
      ...(agent !== undefined && { agent }),
      ...(visitor !== undefined && { visitor }),
    };
    const over = kind === 'closed' || kind === 'left_message';
    if (this.#identity.role === 'visitor') {
      if (!over) this.#enter(session);
      else if (this.#session === session) this.#session = undefined;
    }
    this.#host.write({ what: 'notice', ...told });
    this.#screen.notice(told);
  }

  #enter(session: string): void {
    this.#session = session;
    this.#lastSession = session;
  }

  rings(n: number): void {
    if (n === LIVENESS) this.#checkLiveness();
    else if (this.#state === 'waiting') this.#connect();
  }

  #checkLiveness(): void {
    if (this.#state === 'waiting' || this.#state === 'stopped') return;
    if (this.#watch.isLost) return this.#abandon();
    const isReady = this.#state === 'ready';
    if (isReady && this.#watch.ask()) this.#host.send(this.#conn, { f: 'ask', n: this.#attempt });
    this.#watch.set(isReady);
  }

  #abandon(): void {
    this.#host.write({ what: 'conn', n: this.#attempt, is: 'abandoned' });
    if (this.#state !== 'connecting') this.#host.close(this.#conn, CLOSE.client_liveness.code);
    this.#retry('silent');
  }

  #go(input: ClientInput): void {
    this.#state = clientAfter(this.#state, input, this.#host.actor);
  }
}
