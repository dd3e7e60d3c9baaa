// Plays the cases without sockets: the desk is part
// of the world, and time jumps from event to event.
import { rowLine } from '../../src/model/rows/recorder.ts';
import { setImmediate as turn } from 'node:timers/promises';
import { MS, SECOND } from '../../src/model/core/time.ts';
import { sameDelay } from '../../src/model/runner/virtual/network.ts';
import { World } from '../../src/model/runner/virtual/world.ts';
import { playCase } from './play.ts';
import type { Case } from './probe.ts';
import { actorId, agentIds, RULES, type Stage } from './stage.ts';
import type { Played } from './played.ts';

/** A case that has not ended by then is stopped. */
const LIMIT = 600 * SECOND;
const LATENCY = 20 * MS;

/** Plays one case in virtual time. */
export async function playVirtually(one: Case, index: number, cases: number): Promise<Played> {
  const agentTokens = Object.fromEntries(agentIds('virtual', cases).map((id) => [id, `token of ${id}`]));
  const lines: string[] = [];
  const world = new World({
    rules: RULES,
    delay: sameDelay(LATENCY),
    agentTokens,
    record: (...row) => lines.push(rowLine(...row)),
  });
  // A world has one server. An address where nobody listens is played as that server being down.
  if (one.place === 'refused') world.crash();
  let giveUp = (): void => undefined;
  const stage: Stage = {
    runtime: world,
    faults: [],
    attach: (events) => world.attach(events),
    begin: (act) => act(),
    burn: () => undefined,
    kill: () => world.crash(),
    limit(act) {
      giveUp = act;
      return () => (giveUp = () => undefined);
    },
    end: () => undefined,
    actor: (role, n) => actorId('virtual', index, role, n),
    token: (actor) => agentTokens[actor] ?? `secret of ${actor}`,
  };
  let played: Played | undefined;
  const playing = playCase(one, stage).then((result) => (played = { result, lines }));
  for (;;) {
    // Promises that a case awaits are resolved between two events.
    await turn();
    if (played !== undefined) return playing;
    let isPlayed = false;
    world.run(LIMIT, () => (isPlayed = true));
    if (!isPlayed) giveUp();
  }
}
