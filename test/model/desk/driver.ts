// Drives a desk at random: people come, talk, drop and leave, and a watch checks every step.
import { idleAfter, type SessionRules } from '../../../src/model/rules/rules.ts';
import { randomRules } from '../random-evening.ts';
import type { Random } from '../random.ts';
import { Bench, TOKEN } from './bench.ts';
import { Watch } from './watch.ts';

export interface DriveOptions {
  readonly steps: number;
  readonly rules?: SessionRules;
  readonly bench?: Bench;
  /** People only talk: nobody drops, nobody leaves. */
  readonly calm?: boolean;
}

/**
 * Plays random people against a desk and checks every step.
 * @returns the bench, for further checks
 */
export function drive(random: Random, options: DriveOptions): Bench {
  const drawn = options.rules ?? randomRules(random, true);
  const rules = options.calm === true ? { ...drawn, liveness: { ...drawn.liveness, page: null } } : drawn;
  // Starts after 0, because the memory of the idle clock writes "never" as 0.
  const bench = options.bench ?? new Bench(rules, { now: 1_000_000 });
  const watch = new Watch(bench);
  const visitors = Array.from({ length: random.between(1, 5) }, (_, i) => `v${i}`);
  const agents = Array.from({ length: random.between(1, 3) }, (_, i) => `a${i}`);
  const said = new Map<string, string[]>();
  const channels = random.chance(0.5) ? (['web'] as const) : (['web', 'app'] as const);
  const T = rules.idle === null ? 60_000_000 : idleAfter(rules.idle);
  const gaps = [0, 1, 20_000, Math.floor(T / 50), Math.floor(T / 5), T - 1, T, T + 1, 2 * T];
  const session = (): string => random.pick([...watch.sessions.keys(), 's999']);
  const speak = (actor: string, to?: string): void => {
    const mine = said.get(actor) ?? [];
    said.set(actor, mine);
    const again = random.chance(0.2) && mine.length > 0;
    const id = again ? random.pick(mine.slice(-20)) : `${actor}/${mine.length}`;
    if (!again) mine.push(id);
    bench.say(actor, id, to);
  };
  const act = (): void => {
    const visitor = random.pick(visitors);
    const agent = random.pick(agents);
    const hasVisitor = bench.conns.has(visitor);
    const hasAgent = bench.conns.has(agent);
    const kind = random.below(100);
    const rings = [...watch.sessions.values()].filter((s) => s.state === 'offered');
    if (rings.length > 0 && random.chance(0.2)) {
      const { id, waits: wait } = random.pick(rings);
      const f = random.pick(['take', 'take', 'decline'] as const);
      if (bench.conns.has(wait?.ringsAt ?? '')) return bench.frame(wait?.ringsAt ?? '', { f, session: id });
    }
    if (kind < 25) bench.later(random.pick(gaps));
    else if (!hasVisitor && kind < 50)
      bench.visitor(visitor, {
        channel: random.pick(channels),
        ...(random.chance(0.5) && { session: session(), seq: random.below(5) }),
      });
    else if (!hasAgent && kind < 75) bench.agent(agent);
    else if (hasVisitor && kind < 50) speak(visitor);
    else if (hasAgent && kind < 75)
      speak(agent, random.chance(0.9) ? random.pick([...bench.inbox(agent), session()]) : undefined);
    else if (kind < 78 && hasVisitor) bench.end(visitor, session());
    else if (kind < 81 && hasAgent) bench.end(agent, random.pick([...bench.inbox(agent), session()]));
    else if (kind < 82 && hasAgent) {
      const f = random.pick(['typing', 'take', 'decline'] as const);
      bench.frame(agent, { f, session: session() });
    } else if (kind < 83 && hasVisitor) {
      const f = random.pick(['typing', 'activity', 'click'] as const);
      bench.frame(visitor, f === 'click' ? { f, session: session(), option: 'faq' } : { f, session: session() });
    } else if (kind < 85 && hasVisitor)
      bench.frame(visitor, { f: 'fence', id: `f/${visitor}/${kind}`, session: session() });
    else if (kind < 86 && hasAgent) bench.frame(agent, { f: 'fence', id: `f/${agent}/${kind}`, session: session() });
    else if (kind < 88) for (const actor of bench.conns.keys()) bench.frame(actor, { f: 'ask', n: 1 });
    else if (options.calm === true) return;
    else if (kind < 90 && hasAgent) bench.frame(agent, { f: 'status', is: random.pick(['online', 'away']) });
    else if (kind < 93 && hasVisitor) bench.drop(visitor);
    else if (kind < 96 && hasAgent) bench.drop(agent);
    else if (kind < 97) bench.visitor(visitor, { channel: random.pick(channels) });
    else if (kind < 98) {
      const conn = bench.conns.get(agent);
      const token = random.pick([TOKEN, 'wrong']);
      bench.agent(agent, token);
      // A connection with a wrong token does not close the one with the right token.
      if (token === 'wrong' && conn !== undefined) bench.conns.set(agent, conn);
    } else if (kind < 99 && bench.rows('visitor').some((row) => row.visitor === visitor))
      bench.visitor(visitor, { token: 'wrong' });
  };
  for (let step = 0; step < options.steps; step++) {
    act();
    for (const effect of bench.log.slice(-200)) {
      if (effect.is !== 'close') continue;
      for (const [actor, conn] of bench.conns) if (conn === effect.conn) bench.conns.delete(actor);
    }
    bench.until(bench.now);
    watch.look();
    watch.overdue();
  }
  return bench;
}
