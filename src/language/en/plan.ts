// The plan of a scenario, in English.
import { counted, whole } from '../numbers.ts';

export const PLAN = {
  'plan.says': 'what a scenario would do: arrivals, load, speed, time, memory and rules; nothing is started or written',
  'plan.json': 'print the plan as JSON instead of text',
  'plan.title': (a: { name: string; profile: string; seed: string; shows: string }) =>
    `${a.name} (profile ${a.profile}, seed ${a.seed}): ${a.shows}`,

  'plan.who': 'Who comes',
  'plan.people': (a: { visitors: number; expected: number; agents: number }) =>
    `${counted(a.visitors, 'visitor')} with this seed (${whole(a.expected)} expected), ${counted(a.agents, 'agent')}`,
  'plan.sample': (a: { drawn: number; of: number; agents: number; agentsOf: number }) =>
    `an estimate from a sample: ${whole(a.drawn)} of the ${whole(a.of)} visitors were drawn and played with ${whole(a.agents)} of the ${counted(a.agentsOf, 'agent')}; only arrivals are those of all`,
  'plan.length': (a: { horizon: string; end: string }) => `arrivals for ${a.horizon}, play for ${a.end} (model time)`,
  'plan.curve': (a: { step: string; most: number }) =>
    `arrivals drawn: a column is ${a.step}, the highest is ${counted(a.most, 'visitor')}`,

  'plan.load': 'Load of the desk: conversations wanted at once, against places (agents × capacity)',
  'plan.loadHead': 'stretch|from|for|expected|drawn|wanted|at most|places|load',
  'plan.holding': (a: { length: string }) =>
    `the conversations of a visitor take a place for ${a.length} in the mean, from the plans that were drawn`,
  'plan.overfull': (a: { phase: string; wanted: number; places: number }) =>
    `${a.phase}: ${a.wanted.toFixed(a.wanted < 100 ? 1 : 0)} conversations for ${whole(a.places)} places: more are wanted than there are places`,
  'plan.nobody': (a: { phase: string }) => `${a.phase}: there is nobody to answer`,
  'plan.tight': (a: { phase: string; most: number; places: number }) =>
    `${a.phase}: up to ${whole(a.most)} conversations for ${counted(a.places, 'place')}: there is a queue for a while`,
  'plan.peak': (a: { at: string; messages: string; frames: string; connected: number; all: number }) =>
    `at the busiest ${a.at} ${a.messages} messages and ${a.frames} frames a model second; up to ${whole(a.connected)} connected; ${counted(a.all, 'message')} in all`,

  'plan.engines': 'What a run needs, about',
  'plan.enginesHead': 'engine|speed|frames at the peak|takes|memory',
  'plan.limit': (a: { engine: string; limit: number; bound: string }) =>
    `highest honest speed of ${a.engine} on a quiet machine with two cores: ${a.limit} (${a.bound})`,
  'plan.speedAuto':
    'the scenario asks for no speed: a run looks at the machine for some seconds and takes the highest honest one',
  'plan.speedAsked': (a: { speed: number }) =>
    `the scenario asks for speed ${a.speed}; a run looks at the machine for some seconds and says what it can be trusted with`,
  'plan.measured':
    'memory of the generator, as measured: 20 kB for each connected actor in node, 145 kB in k6, 40 kB in sim (with the desk, the judge and what is not collected yet), and the process itself',
  'plan.ledger': (a: { engine: string; takes: string; file: string }) =>
    `${a.engine} keeps only those who are there and writes no ledger; with --ledger it takes ${a.takes} and a file of ${a.file}, and no more memory`,

  'plan.rules': 'Rules that matter',
  'plan.off': 'none',
  'plan.idle': 'idle timeout',
  'plan.idleAfter': (a: { after: string; anchor: string }) => `${a.after} from ${a.anchor}`,
  'plan.prompt': 'prompt',
  'plan.promptBefore': (a: { before: string }) => `${a.before} before`,
  'plan.queue': 'queue',
  'plan.queueAfter': (a: { after: string; then: string }) => `${a.after}, then ${a.then}`,
  'plan.handOver': 'hand-over of an agent who is gone',
  'plan.visitorGone': 'visitor gone',
  'plan.capacity': 'sessions an agent',
  'plan.afterClose': (a: { channel: string }) => `message after the close, ${a.channel}`,

  'plan.assumptions': 'Assumptions',
  'plan.written':
    'think times, endings, habits and patience in the scenario are assumptions until your own figures stand there',
  'plan.defaults': 'not in the scenario, so that our defaults stand there:',
  'plan.model':
    'rates come from one play in virtual time, in memory; conversations last as long as answers take at that load',
  'plan.modelSample':
    'rates come from one play of the sample in virtual time, in memory, and are scaled to all; conversations last as long as answers take at that load',
} as const;
