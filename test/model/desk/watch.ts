// Checks after every step of a desk what must hold on every desk, under all rules (R73).
import assert from 'node:assert/strict';
import { sweepAfter } from '../../../src/model/rules/clock.ts';
import { closesAfter } from '../../../src/model/rules/hours.ts';
import { afterCloseOn, capacityOf, type SessionRules } from '../../../src/model/rules/rules.ts';
import type { StoredSession, StoreRow } from '../../../src/model/desk/ports.ts';
import { afterOf, idleFrom } from './due.ts';
import { isLetThrough, windowFrom } from './limits.ts';
import { isOpenState, type Bench, type Effect } from './bench.ts';

type Message = StoreRow & { readonly kind: 'message' };

/**
 * Whether these rules let any agent exceed the capacity.
 * Agents may always resume their own inactive sessions.
 */
const mayExceed = ({ afterClose, agents, inactive }: SessionRules): boolean => {
  const policies = [afterClose.policy, ...Object.values(afterClose.byChannel)];
  const { mayExceed } = agents;
  return (
    inactive !== null ||
    (policies.includes('same_agent') && mayExceed.includes('same_agent')) ||
    (policies.some((p) => p === 'sticky' || p === 'same_agent') && mayExceed.includes('sticky'))
  );
};

const isBarred = (s: StoredSession | undefined): boolean => (s?.waits?.barred?.length ?? 0) > 0;
/** When either side last wrote or did something that counts as activity. */
const quietSince = (s: StoredSession, messages: readonly Message[]): number =>
  Math.max(
    0,
    ...messages.flatMap((m) => (m.session === s.id && (m.from === 'visitor' || m.from === 'agent') ? [m.at] : [])),
    ...(s.touches ?? []).map(({ at }) => at),
  );

const waits = (state: string | undefined): boolean => state === 'queued' || state === 'offered';

/** Follows the effects of a desk and checks each against those before it. */
export class Watch {
  readonly #bench: Bench;
  #read = 0;
  readonly sessions = new Map<string, StoredSession>();
  readonly #owner = new Map<number, string>();
  readonly #stored = new Map<string, Message>();
  readonly #left = new Set<string>();
  readonly #lanes: [handedOver: string[], fresh: string[]] = [[], []];
  readonly #assignedAt = new Map<string, number>();
  readonly #asked = new Map<string, number>();
  /** Sessions that are being handed over and have no agent yet. */
  readonly #between = new Set<string>();
  readonly #online = new Set<string>();
  /** Since when a session has been waiting for an agent, ringing or not. */
  readonly #waitsSince = new Map<string, number>();
  #opened = 0;
  #closed = 0;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  get messages(): Message[] {
    return [...this.#stored.values()];
  }

  /** Checks all new effects, then the present state of the desk. */
  look(): void {
    const { log } = this.#bench;
    for (; this.#read < log.length; this.#read++) {
      const effect = log[this.#read];
      if (effect !== undefined) this.#effect(effect);
    }
    this.#standing();
  }

  #effect(e: Effect): void {
    if (e.is === 'persist') this.#persisted(e.row, e.t);
    else if (e.is === 'send') this.#sent(e);
    else if (e.is === 'close') this.#owner.delete(e.conn);
    else if (e.note.note === 'opened') this.#opened += 1;
    else if (e.note.note === 'closed') this.#closed += 1;
  }

  #persisted(row: StoreRow, t: number): void {
    if (row.kind === 'message') {
      assert.ok(!this.#stored.has(row.id), `B21: ${row.id} is stored twice`);
      const mine = this.messages.filter((m) => m.session === row.session);
      assert.equal(row.seq, mine.length + 1, `message numbers of ${row.session} have a gap`);
      assert.ok(row.at === t && row.at >= (mine.at(-1)?.at ?? 0), 'messages of a session are in order of time');
      const session = this.sessions.get(row.session);
      assert.ok(
        session !== undefined && isOpenState(session.state),
        `${row.id} is stored in ${session?.state ?? 'no'} session`,
      );
      if (row.from !== 'visitor')
        assert.ok(
          isLetThrough(this.#bench.rules, session, mine, row),
          `R27: ${row.id} is stored on ${session.channel}, whose platform lets nothing through`,
        );
      this.#stored.set(row.id, row);
    } else if (row.kind === 'left') {
      assert.ok(!this.#left.has(row.id), `${row.id} is left twice`);
      this.#left.add(row.id);
    } else if (row.kind === 'session') this.#sessionStored(row.session, t);
    else if (row.kind === 'agent') this.#online[row.agent.online ? 'add' : 'delete'](row.agent.id);
  }

  #sessionStored(s: StoredSession, t: number): void {
    const before = this.sessions.get(s.id);
    this.sessions.set(s.id, s);
    const wasQueued = before?.state === 'queued';
    if (!waits(s.state)) this.#between.delete(s.id);
    const wasWaiting = waits(before?.state);
    if (waits(s.state) && !wasWaiting) this.#waitsSince.set(s.id, t);
    if (s.state === 'queued' && !wasQueued) {
      const wasOpen = before !== undefined && isOpenState(before.state);
      if (wasOpen && !wasWaiting) {
        this.#asked.set(s.id, (this.#asked.get(s.id) ?? 0) + 1);
        this.#between.add(s.id);
      }
      this.#lanes[wasOpen ? 0 : 1].push(s.id);
    }
    if (before?.agent !== undefined && s.agent !== undefined && s.agent !== before.agent) this.#moved(before, s, t);
    if (wasQueued && s.state !== 'queued') this.#leavesQueue(s);
    const wasOver = before !== undefined && !isOpenState(before.state);
    if (s.state === 'active' && (wasWaiting || wasOver)) this.#assignedAt.set(s.id, t);
    if (s.state === 'closed') {
      assert.equal(s.closedAt, t);
      const window = windowFrom(this.#bench.rules, s, this.messages);
      if (s.reason === 'channel_window') assert.equal(t, window, `R26: ${s.id} ends with the window of its channel`);
      if (s.reason === 'idle_timeout') {
        assert.ok(!waits(s.closedFrom), `B13: the idle clock of ${s.id} fired while it was waiting for an agent`);
        const due = sweepAfter(idleFrom(this.#bench.rules, s, this.messages), this.#bench.rules.sweep);
        assert.ok(t >= due, `B14: ${s.id} is closed at ${t} although it is due at ${due}`);
        const late = Math.max(due, this.#assignedAt.get(s.id) ?? 0);
        assert.ok(
          t <= sweepAfter(late + afterOf(this.#bench.rules, s), this.#bench.rules.sweep),
          `${s.id} is closed late`,
        );
      }
    }
  }

  /**
   * A move from one agent to another without a wait: only
   * by the transfer rule, and never back (R55, R56).
   */
  #moved(before: StoredSession, s: StoredSession, t: number): void {
    assert.ok(this.#bench.rules.transfer !== null, `${s.id} went from ${before.agent} to ${s.agent} without a rule`);
    assert.ok(!before.agents.includes(s.agent ?? ''), `${s.id} went back to ${s.agent}`);
    this.#asked.set(s.id, (this.#asked.get(s.id) ?? 0) + 1);
    this.#assignedAt.set(s.id, t);
  }

  #leavesQueue(s: StoredSession): void {
    // A session that may not go to some agents does not block the sessions behind it.
    const first = this.#lanes.flat().find((id) => id === s.id || !isBarred(this.sessions.get(id)));
    if (s.state === 'active' || s.state === 'offered') {
      const { rules } = this.#bench;
      assert.ok(
        s.id === first || rules.agents.groups.length > 0,
        `first come, first served, handed over before new: ${first} waits and ${s.id} is taken`,
      );
      assert.ok(!this.#bench.rules.agents.supervisors.includes(s.agent ?? ''), `${s.agent} is given a new session`);
    }
    for (const lane of this.#lanes) if (lane.includes(s.id)) lane.splice(lane.indexOf(s.id), 1);
  }

  #sent({ conn, frame }: Effect & { is: 'send' }): void {
    if (frame.f === 'welcome') this.#owner.set(conn, frame.actor);
    const to = this.#owner.get(conn);
    if (frame.f === 'ack' && !frame.id.startsWith('f/')) {
      const message = this.#stored.get(frame.id);
      const isStored = message?.session === frame.session && message.seq === frame.seq;
      const isLeft = this.#left.has(frame.id) && frame.session === 'left';
      const session = this.sessions.get(frame.session);
      const isDropped = session !== undefined && afterCloseOn(this.#bench.rules, session.channel) === 'drop';
      const isSwallowed =
        frame.session === 'channel' && Object.values(this.#bench.rules.channels).some(({ cut }) => cut);
      assert.ok(
        isStored || isLeft || isDropped || isSwallowed,
        `${frame.id} is acked in ${frame.session}/${frame.seq} and stored nowhere`,
      );
    }
    if (frame.f !== 'msg') return;
    const session = this.sessions.get(frame.session);
    assert.ok(session !== undefined, `a message of unknown session ${frame.session}`);
    const reader = to?.startsWith('v') === true ? session.visitor : session.agent;
    assert.equal(to, reader, `${frame.id} of ${frame.session} is shown to ${to}, but it is for ${reader}`);
    assert.equal(this.#stored.get(frame.id)?.session, frame.session, `${frame.id} is shown and not stored`);
  }

  #standing(): void {
    const { desk, rules, now } = this.#bench;
    const open = [...this.sessions.values()].filter((s) => isOpenState(s.state));
    const threads = open.map((s) => `${s.visitor} ${s.channel}`);
    assert.equal(new Set(threads).size, threads.length, `B4: two open sessions of one thread: ${threads.join(', ')}`);
    const inbox = desk.inbox();
    for (const { agent, sessions } of inbox) {
      assert.ok(
        sessions.length <= capacityOf(rules, agent) ||
          (rules.agents.supervisors.includes(agent) && rules.agents.mayExceed.includes('supervisor')) ||
          mayExceed(rules),
        `R73: ${agent} has ${sessions.length} of ${capacityOf(rules, agent)}`,
      );
      for (const id of sessions) assert.equal(this.sessions.get(id)?.agent, agent, `${id} is in the list of ${agent}`);
    }
    const listed = inbox.flatMap(({ sessions }) => sessions);
    const active = open.filter((s) => !waits(s.state)).map((s) => s.id);
    assert.deepEqual([...listed].sort(), active.sort(), 'B9: every session in hands is in exactly one list');
    const stats = desk.stats();
    const queued = open.filter((s) => s.state === 'queued');
    assert.equal(stats.queued, queued.length, 'queue length');
    assert.equal(stats.sessions.queued ?? 0, queued.length, 'count of queued sessions');
    assert.equal(
      (stats.sessions.active ?? 0) + (stats.sessions.idle_warned ?? 0) + (stats.sessions.inactive ?? 0),
      active.length,
      'count of active sessions',
    );
    const left = [...this.sessions.values()].filter((s) => s.state === 'left_message').length;
    const reopened = this.#bench.rows('session').length;
    assert.ok(this.#opened === this.sessions.size && reopened >= this.sessions.size, 'opened');
    assert.ok(
      this.#closed + left >= this.sessions.size - open.length,
      'every session that is not open was closed or left',
    );
    assert.ok(desk.nextDue() > now, `something is due at ${desk.nextDue()} and not done at ${now}`);
    this.#transfers();
    const unbarred = queued.filter((s) => !isBarred(s));
    if (unbarred.length > 0 && stats.agents.available > 0 && rules.agents.groups.length === 0)
      assert.fail('B10: a session waits although an agent is free');
    const resting = open.filter((s) => s.state === 'inactive');
    assert.equal(stats.sessions.inactive ?? 0, resting.length, 'count of sessions at rest');
    if (rules.queue.nobody === 'wait') return;
    for (const s of queued)
      assert.ok(this.#isAnybodyExpected(s), `R59: ${s.id} waits, and nobody is there who could take it`);
  }

  /**
   * Whether an agent for this session's channel is working,
   * or away so briefly that the desk waits for them.
   */
  #isAnybodyExpected({ channel }: StoredSession): boolean {
    const { agents } = this.#bench.rules;
    const own = agents.groups.filter(({ channels }) => channels.includes(channel));
    const names = own.flatMap(({ name, overflow }) => [name, overflow?.to ?? name]);
    const serving = agents.groups.filter(({ name }) => names.includes(name)).flatMap((group) => group.agents);
    return [...this.#online].some(
      (id) =>
        !agents.supervisors.includes(id) &&
        (own.length === 0 || serving.includes(id)) &&
        (agents.presence === 'manual' || agents.handOver !== null || this.#bench.conns.has(id)),
    );
  }

  /**
   * Every requested transfer is completed, failed or still waiting, and has at most one outcome.
   */
  #transfers(): void {
    const asked = [...this.#asked.values()].reduce((sum, n) => sum + n, 0);
    const told = this.#bench.notes('transfer').length;
    const waiting = this.#between.size;
    assert.equal(told + waiting, asked, `${asked} transfers were asked for, ${told} have an outcome, ${waiting} wait`);
  }

  /**
   * No assigned session stays open longer after its due
   * time than its wait in the queue explains (R20).
   */
  overdue(): void {
    const { rules, now } = this.#bench;
    for (const s of this.sessions.values()) {
      if (!isOpenState(s.state)) continue;
      assert.ok(now < windowFrom(rules, s, this.messages), `R26: ${s.id} is open beyond the window of its channel`);
      if (waits(s.state)) {
        const since = this.#waitsSince.get(s.id) ?? 0;
        const until = Math.min(since + (rules.queue.timeout ?? Infinity), closesAfter(rules.hours, since));
        assert.ok(now < until, `R59: ${s.id} waits since ${since} in state ${s.state}, until ${until} at most`);
        continue;
      }
      const quietFrom = quietSince(s, this.messages);
      const restAt = Math.max(quietFrom, this.#assignedAt.get(s.id) ?? 0) + (rules.inactive?.after ?? Infinity);
      assert.equal(
        s.state === 'inactive',
        now >= restAt,
        `${s.id} is ${s.state} at ${now}, it was to rest at ${restAt}`,
      );
      const due = idleFrom(rules, s, this.messages);
      const start = Math.max(due, (this.#assignedAt.get(s.id) ?? 0) + afterOf(rules, s));
      assert.ok(now <= sweepAfter(start, rules.sweep), `R20: ${s.id} was due at ${due} and is open at ${now}`);
    }
  }
}
