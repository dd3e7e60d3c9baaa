// The plan of visitor i and of agent j: everything they mean to do, drawn at once from the seed and their own name.
import { choose, drawCount, sample } from '../core/distributions.ts';
import { drawBelow, drawChance, hexSecret, owner, PURPOSE, type Owner } from '../core/draw.ts';
import { hash32 } from '../core/hash.ts';
import { NEVER, type Micros } from '../core/time.ts';
import type { Lines } from '../actors/settings.ts';
import { Census } from '../rows/census.ts';
import { agentId, visitorId } from '../rows/ids.ts';
import type { AgentPlan, Episode, VisitorPlan } from '../rows/rows.ts';
import { ENDINGS } from '../rows/words.ts';
import { Arrivals } from './arrivals.ts';
import type { Habit, Persona, Workload } from './workload.ts';

/**
 * How many closes and prompts a plan decides in advance. Later closes repeat the last decision;
 * later prompts get no reaction.
 */
const FORESEEN = 4;

/** Draws the plan of visitor i, who arrives at `at`. Pure: the same arguments give the same plan in every runtime. */
export function visitorPlan(workload: Workload, sets: Lines['sets'], i: number, at: Micros): VisitorPlan {
  const of = owner(workload.seed, visitorId(i));
  const persona = workload.personas[
    choose(
      workload.personas.map((p) => p.weight),
      of,
      PURPOSE.persona,
      0,
    )
  ] as Persona;
  const channel =
    workload.channels[
      choose(
        workload.channels.map((c) => c.weight),
        of,
        PURPOSE.channel,
        0,
      )
    ]?.channel ?? 'web';
  const turns = drawCount(persona.turns, workload.turnsMost, of, PURPOSE.turns, 0);
  const think: Micros[] = [];
  const lines: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    think.push(turn === 0 ? 0 : sample(persona.think, of, PURPOSE.think, turn));
    lines.push(line(sets, turn === 0 ? 'open' : 'turn', persona.trade, of, turn));
  }
  const four = [...Array(FORESEEN).keys()];
  return {
    at,
    persona: persona.name,
    channel,
    think,
    lines,
    patience: sample(persona.patience, of, PURPOSE.patience, 0),
    replyPatience: sample(persona.replyPatience, of, PURPOSE.replyPatience, 0),
    lingers: sample(persona.lingers, of, PURPOSE.silentLeave, 0),
    ending:
      ENDINGS[
        choose(
          ENDINGS.map((e) => persona.endings[e]),
          of,
          PURPOSE.ending,
          0,
        )
      ] ?? 'silent',
    episodes: episodes(workload.habits, of),
    comesBack: four.map((k) => drawChance(of, PURPOSE.comesBack, k, persona.comesBack)),
    prompts: four.map((k) =>
      drawChance(of, PURPOSE.prompt, k, persona.answersPrompt)
        ? sample(persona.promptDelay, of, PURPOSE.promptDelay, k)
        : -1,
    ),
    lead: drawChance(of, PURPOSE.value, 0, persona.lead),
    annoyed: drawChance(of, PURPOSE.annoyance, 0, persona.annoyed),
  };
}

/** Draws the plan of agent j. */
export function agentPlan(workload: Workload, j: number): AgentPlan {
  const of = owner(workload.seed, agentId(j));
  const { personas, count, spread, leave, habits } = workload.agents;
  const persona =
    personas[
      choose(
        personas.map((p) => p.weight),
        of,
        PURPOSE.agentPersona,
        0,
      )
    ];
  const leaves =
    leave !== undefined && drawChance(of, PURPOSE.absence, 0, leave.share)
      ? sample(leave.at, of, PURPOSE.absenceLength, 0)
      : NEVER;
  return {
    at: (spread / 1000) * Math.floor((1000 * j) / Math.max(1, count)),
    persona: persona?.name ?? 'steady',
    pace: persona?.pace ?? 1000,
    leaves,
    episodes: episodes(habits, of),
  };
}

/** A visitor's own secret: made by its client at the first hello and kept. */
export const visitorSecret = (seed: string, actor: string): string => hexSecret(owner(seed, actor));

/** Digest of all plans: equal when two runs had the same people. */
export function populationHash(workload: Workload, sets: Lines['sets']): { hash: string; visitors: number } {
  const census = new Census();
  const arrivals = new Arrivals(workload.seed, workload.arrivals);
  for (let j = 0; j < workload.agents.count; j++) census.add(agentId(j), agentPlan(workload, j));
  let visitors = 0;
  for (let at = arrivals.next(); at !== undefined; at = arrivals.next(), visitors++)
    census.add(visitorId(visitors), visitorPlan(workload, sets, visitors, at));
  return { hash: census.hash(), visitors };
}

function line(sets: Lines['sets'], kind: string, trade: string, of: Owner, turn: number): number {
  const range = sets[`visitor/${kind}/${trade}`];
  if (range === undefined) throw new Error(`the corpus has no lines "visitor/${kind}/${trade}"`);
  return range[0] + drawBelow(of, PURPOSE.line, turn, range[1] - range[0]);
}

function episodes(habits: readonly Habit[], of: Owner): Episode[] {
  const all: Episode[] = [];
  habits.forEach((habit) => {
    const own = hash32(habit.name) >>> 12;
    if (!drawChance(of, PURPOSE.habit, own, habit.share)) return;
    let at = 0;
    for (let n = 0; n < (habit.times ?? 1); n++) {
      const k = own * 100 + n;
      at += sample(habit.onset, of, PURPOSE.habitOnset, k);
      const length = habit.kind === 'killed' ? 0 : sample(habit.length, of, PURPOSE.habitLength, k);
      all.push({ habit: habit.name, kind: habit.kind, at, for: length });
      at += length;
    }
  });
  return all.sort((a, b) => a.at - b.at);
}
