// Gathers the rows of a run by message, visitor, agent and session, in any order of the parties.
import type { Micros } from '../core/time.ts';
import { actorOf, isVisitor } from '../rows/ids.ts';
import type { AgentPlan, Row, RowBody, VisitorPlan, WitnessMessage, WitnessSession } from '../rows/rows.ts';
import type { DeviceState, PathState } from '../rows/words.ts';
import { Census } from '../rows/census.ts';
import { RowCounts } from './evidence/row-counts.ts';
import { Items, type Item, type MessageEvidence } from './evidence/items.ts';
import { noteFault, type Outage } from './evidence/outages.ts';
import { isOverAt } from './evidence/lives.ts';
import type { Remark } from './evidence/remarks.ts';

export interface ActorEvidence {
  readonly id: string;
  plan?: VisitorPlan | AgentPlan;
  readonly intends: { readonly turn: number; readonly think: Micros; readonly due: Micros; readonly t: Micros }[];
  readonly devices: { readonly t: Micros; readonly is: DeviceState }[];
  readonly paths: { readonly t: Micros; readonly is: PathState }[];
  gaveUp?: { readonly t: Micros; readonly why: string; readonly left: number };
  finished?: Micros;
}

export type PhaseEvidence = Pick<Row & { readonly what: 'phase' }, 't' | 'complete' | 'why'>;

export type RunRow = Extract<RowBody, { what: 'run' }>;

/**
 * Takes rows in any order that keeps each party's own. {@link problems} then reports what is
 * missing.
 */
export class Evidence {
  readonly #items = new Items();
  readonly actors = new Map<string, ActorEvidence>();
  readonly sessions = new Map<string, WitnessSession>();
  /** When the server reported each session. What it stored there later is in no transcript. */
  readonly told = new Map<string, Micros>();
  readonly transcripts = new Map<string, WitnessMessage[]>();
  /** The sessions in each agent's list when the target was read; empty if no list was read. */
  readonly inboxes = new Map<string, Set<string>>();
  /** Alerts to agents that a session is about to expire. */
  readonly alerts: { readonly by: string; readonly t: Micros; readonly session: string }[] = [];
  readonly fences = new Map<string, { session: string; sent: Micros; acked: boolean; seen: boolean }>();
  readonly phases = new Map<string, PhaseEvidence>();
  /** Outages of the server, in order of time. */
  readonly outages: Outage[] = [];
  /** When a visitor first got a notice, by `session visitor`, see {@link heardOf}. µs */
  readonly heard = new Map<string, Micros>();
  /** Actors who left for good before the end, and when. */
  readonly absent = new Map<string, Micros>();
  readonly #counts: RowCounts;
  readonly #others: ReadonlyMap<string, ActorEvidence>;
  run: RunRow | undefined;
  /** Messages of the run that other parts of its evidence held. */
  heldBefore = 0;

  /**
   * @param counts counts the rows; parts of one ledger share it
   * @param others people whose evidence is kept elsewhere: agents, in a part of a ledger
   */
  constructor(counts = new RowCounts(), others: ReadonlyMap<string, ActorEvidence> = new Map()) {
    this.#counts = counts;
    this.#others = others;
  }

  add(row: Row): void {
    this.#counts.count(row.by, row.k, row);
    this.take(row);
  }

  /** Takes a row without counting it, for parts of a ledger whose rows are counted elsewhere. */
  take(row: Row): void {
    switch (row.what) {
      case 'run':
        this.run = row;
        return;
      case 'phase':
        this.phases.set(row.phase, row);
        return;
      case 'fault':
        noteFault(this.outages, row.is, row.t);
        return;
      case 'w_session':
        this.sessions.set(row.session.id, row.session);
        this.told.set(row.session.id, row.t);
        return;
      case 'w_message':
        push(this.transcripts, row.message.session, row.message);
        return this.#items.take(row);
      case 'w_inbox':
        this.#inbox(row.agent, row.sessions);
        return;
      case 'fence':
        this.#fence(row);
        return;
      case 'say':
      case 'send':
      case 'ack':
      case 'refuse':
      case 'show':
      case 'look':
      case 'w_left':
        return this.#items.take(row);
      case 'leave':
        this.absent.set(row.by, row.t);
        return;
      case 'alert':
        if (row.kind === 'expiring') this.alerts.push(row);
        return;
      case 'notice': {
        const heard = heardOf(row);
        if (heard !== undefined) hearFirst(this.heard, heard, row.t);
        return;
      }
      case 'conn':
      case 'act':
      case 'end':
        return;
      default:
        noteActor(this.actor(row.by), row);
    }
  }

  /** Takes over what was gathered of a thread elsewhere, where it must not be used any more. */
  adopt(items: Items, actors: Iterable<ActorEvidence>): void {
    this.#items.adopt(items);
    for (const actor of actors) this.actors.set(actor.id, actor);
  }

  /** Every id in the rows, in the order of first mention. */
  items(): Iterable<Item> {
    return this.#items.all();
  }

  /** What is known of an id; an empty item if no row mentions it. */
  item(id: string): Item {
    return this.#items.get(id);
  }

  /** Every message that a person said. */
  *said(): Iterable<MessageEvidence> {
    for (const { said } of this.#items.all()) if (said !== undefined) yield said;
  }

  /** Rows counted so far. */
  get rows(): number {
    return this.#counts.rows;
  }

  /** How many messages the people sent by their own count: Σ fates must equal it. */
  get attempted(): number {
    return this.#counts.attempted;
  }

  /**
   * Whether the session was over while people still acted. Ends during the drain are caused by the
   * harness.
   */
  endedBeforeDrain(id: string): boolean {
    const session = this.sessions.get(id);
    if (session === undefined) return true;
    return isOverAt(session, this.phases.get('drain_start')?.t ?? Infinity);
  }

  /**
   * Whether the list of an agent who has or had the session still shows it; undefined if no lists
   * were read.
   */
  isListed(id: string): boolean | undefined {
    if (this.inboxes.size === 0) return undefined;
    return this.sessions.get(id)?.agents.some((agent) => this.inboxes.get(agent)?.has(id) === true) ?? false;
  }

  /** What is missing in the ledger; empty if every party's rows are complete, with an `end` row. */
  problems(): Remark[] {
    const allCame = this.phases.has('arrivals_end');
    return this.#counts.problems({ run: this.run, allCame, held: this.heldBefore + this.#items.held });
  }

  /** Whether this party has written its last row. */
  isClosed(by: string): boolean {
    return this.#counts.isClosed(by);
  }

  actor(id: string): ActorEvidence {
    const known = this.actors.get(id);
    if (known !== undefined) return known;
    const fresh = newActor(id);
    this.actors.set(id, fresh);
    return fresh;
  }

  /** A person who appears here, even if their evidence is kept elsewhere. */
  someone(id: string): ActorEvidence | undefined {
    return this.actors.get(id) ?? this.#others.get(id);
  }

  /** Digest of all plan rows: the same people give the same digest. */
  populationHash(): string {
    const census = new Census();
    for (const { id, plan } of this.actors.values()) if (plan !== undefined) census.add(id, plan);
    return census.hash();
  }

  #inbox(agent: string, sessions: readonly string[]): void {
    const list = this.inboxes.get(agent) ?? new Set();
    for (const session of sessions) list.add(session);
    this.inboxes.set(agent, list);
  }

  #fence(row: Row & { what: 'fence' }): void {
    let fence = this.fences.get(row.id);
    if (fence === undefined)
      this.fences.set(row.id, (fence = { session: row.session, sent: row.t, acked: false, seen: false }));
    if (row.is === 'sent') fence.sent = row.t;
    if (row.is === 'acked') fence.acked = true;
    if (row.is === 'seen') fence.seen = true;
  }
}

/**
 * The session and the visitor of a visitor's notice; undefined for leave-messages, which may have
 * no session.
 */
export const heardOf = (row: Row & { readonly what: 'notice' }): string | undefined =>
  isVisitor(row.by) && row.kind !== 'left_message' ? pairOf(row.session, row.by) : undefined;

/** Records when somebody first heard of a session; rows may come in any order. */
export function hearFirst(heard: Map<string, Micros>, pair: string, t: Micros): void {
  heard.set(pair, Math.min(heard.get(pair) ?? Infinity, t));
}

export const pairOf = (session: string, visitor: string): string => `${session} ${visitor}`;

export const newActor = (id: string): ActorEvidence => ({ id, intends: [], devices: [], paths: [] });

/** Takes what a row says about its author. */
export function noteActor(actor: ActorEvidence, row: Row): void {
  if (row.what === 'plan') actor.plan = row.plan;
  else if (row.what === 'intend') actor.intends.push({ turn: row.turn, think: row.think, due: row.due, t: row.t });
  else if (row.what === 'device') actor.devices.push({ t: row.t, is: row.is });
  else if (row.what === 'path') actor.paths.push({ t: row.t, is: row.is });
  else if (row.what === 'gave_up') actor.gaveUp = { t: row.t, why: row.why, left: row.left };
  else if (row.what === 'finish') actor.finished = row.t;
}

/**
 * Whether an agent had the session at `t`: taken by then, and not waiting for another agent after a
 * hand-over.
 */
export function isInHandsAt(session: WitnessSession, t: Micros): boolean {
  const { activeAt } = session;
  if (activeAt === undefined || activeAt > t) return false;
  // A failed hand-over belongs to a life before the reopening, and says nothing about this one.
  const last = session.transfers.filter((transfer) => transfer.at >= activeAt && transfer.at <= t).at(-1);
  return last === undefined || (last.doneAt !== undefined && last.doneAt <= t);
}

/** The state that holds at `t` in a list of changes. */
export function stateAt<S>(changes: readonly { readonly t: Micros; readonly is: S }[], t: Micros, initial: S): S {
  let state = initial;
  for (const change of changes) if (change.t <= t) state = change.is;
  return state;
}

/** Whether only a person can have said a message of this id. */
export const isPersonal = (id: string): boolean => actorOf(id) !== undefined;

/** Whether the message went to the other side: visitor to agent, or agent to visitor. */
export const isOtherSide = (sender: string, reader: string): boolean => isVisitor(sender) !== isVisitor(reader);

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
