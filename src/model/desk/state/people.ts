// Everybody the desk knows: visitors by secret, agents in order of joining, and who is present.
import type { Micros } from '../../core/time.ts';
import { actorOf } from '../../rows/ids.ts';
import { capacityOf, type SessionRules } from '../../rules/rules.ts';
import { LEFT } from '../after-close.ts';
import type { DeskStats, Place } from '../api.ts';
import { isOpen } from '../session.ts';
import { loadOf, newAgent, newVisitor, type Agent, type Visitor } from './parties.ts';
import type { DeskSink, StoredAgent, StoredDesk } from '../ports.ts';

/** What a restart needs of an agent under these rules. */
function storedAgent(agent: Agent, { agents }: SessionRules): StoredAgent {
  const { id, online, away, handedOver, misses, vain, given, freed, wrapping, missed } = agent;
  return {
    id,
    online,
    ...(away && { away }),
    ...(handedOver && { handedOver }),
    ...(agents.ring !== null && misses > 0 && { misses }),
    ...(agents.ring !== null && vain > 0 && { vain }),
    ...(agents.routing === 'round_robin' && { given }),
    ...(agents.routing === 'longest_idle' && { freed }),
    ...(wrapping.length > 0 && { wrapping: [...wrapping] }),
    ...(missed.length > 0 && { missed: [...missed] }),
  };
}

function revive(agent: Agent, stored: StoredAgent, now: Micros): void {
  const { away = false, handedOver = false, misses = 0, vain = 0, given = 0, freed = 0 } = stored;
  Object.assign(agent, { online: stored.online, away, handedOver, misses, vain, given, freed, goneAt: now });
  agent.wrapping.push(...(stored.wrapping ?? []));
  agent.missed.push(...(stored.missed ?? []));
  agent.stored = JSON.stringify(stored);
}

/** The actor in a message id `<actor>/<n>`; the desk accepts no other. */
const actorPart = (id: string): string => id.slice(0, id.indexOf('/'));

export class People {
  readonly visitors = new Map<string, Visitor>();
  readonly agents = new Map<string, Agent>();
  /** Agents in order of joining; an agent's number is the index here. */
  readonly list: Agent[] = [];
  readonly #sink: DeskSink;

  constructor(sink: DeskSink) {
    this.#sink = sink;
  }

  /**
   * The visitor of that id, kept from the first hello; undefined if the secret differs from that
   * one.
   */
  visitor(id: string, secret: string): Visitor | undefined {
    const known = this.visitors.get(id);
    if (known !== undefined) return known.secret === secret ? known : undefined;
    const visitor = newVisitor(id, secret);
    this.visitors.set(id, visitor);
    this.#sink.persist({ kind: 'visitor', visitor: id, secret });
    return visitor;
  }

  isOver(id: string): boolean {
    const visitor = this.visitors.get(id);
    return visitor === undefined || (visitor.conn === undefined && ![...visitor.newest.values()].some(isOpen));
  }

  forget(id: string): void {
    this.visitors.delete(id);
  }

  /** The agent of that id, created at first sight. The caller has checked the token. */
  agent(id: string): Agent {
    const known = this.agents.get(id);
    if (known !== undefined) return known;
    const agent = newAgent(id, this.list.length);
    this.agents.set(id, agent);
    this.list.push(agent);
    return agent;
  }

  /** Stores an agent if something changed that a restart needs. */
  keep(agent: Agent, rules: SessionRules): void {
    const row = storedAgent(agent, rules);
    const stored = JSON.stringify(row);
    if (stored === agent.stored) return;
    agent.stored = stored;
    this.#sink.persist({ kind: 'agent', agent: row });
  }

  /**
   * Restores everybody after a restart, with the ids of messages that must not be stored again.
   * Agents count as gone since `now`.
   */
  restore({ visitors, messages, leftIds, agents }: StoredDesk, now: Micros): void {
    for (const stored of agents) revive(this.agent(stored.id), stored, now);
    for (const [id, secret] of visitors) this.visitors.set(id, newVisitor(id, secret));
    for (const { id, from, session, seq } of messages) {
      if (from === 'visitor') this.visitors.get(actorPart(id))?.ids.add(id, session, seq);
      else if (from === 'agent') this.agent(actorPart(id)).ids.add(id, session, seq);
    }
    for (const id of leftIds) this.visitors.get(actorPart(id))?.ids.add(id, LEFT, 0);
  }

  /** Where a visitor's message was acknowledged, if that is remembered. */
  settled(message: string): Place | undefined {
    return this.visitors.get(actorOf(message) ?? '')?.ids.get(message);
  }

  presence(rules: SessionRules): DeskStats['agents'] {
    const counts = { available: 0, busy: 0, away: 0 };
    for (const agent of this.list) {
      if (!agent.online || agent.conn === undefined) counts.away += 1;
      else if (loadOf(agent) >= capacityOf(rules, agent.id) || rules.agents.supervisors.includes(agent.id))
        counts.busy += 1;
      else counts.available += 1;
    }
    return counts;
  }

  inbox(): { agent: string; sessions: string[] }[] {
    return this.list.map((a) => ({ agent: a.id, sessions: [...a.sessions].map((s) => s.id) }));
  }
}
