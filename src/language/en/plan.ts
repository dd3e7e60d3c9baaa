// Texts of `stillthere plan` in English.
import { counted, whole } from '../numbers.ts';

export const PLAN = {
  'plan.says': 'preview a scenario: arrivals, load, speed, time, memory and rules; starts and writes nothing',
  'plan.json': 'print the plan as JSON instead of text',
  'plan.title': (a: { name: string; profile: string; seed: string; shows: string }) =>
    `${a.name} (profile ${a.profile}, seed ${a.seed}): ${a.shows}`,

  'plan.who': 'Visitors and agents',
  'plan.people': (a: { visitors: number; expected: number; agents: number }) =>
    `${counted(a.visitors, 'visitor')} with this seed (${whole(a.expected)} expected), ${counted(a.agents, 'agent')}`,
  'plan.sample': (a: { drawn: number; of: number; agents: number; agentsOf: number }) =>
    `estimated from a sample: ${whole(a.drawn)} of ${whole(a.of)} visitors, with ${whole(a.agents)} of ${counted(a.agentsOf, 'agent')}; only the arrivals are those of all visitors`,
  'plan.length': (a: { horizon: string; end: string }) =>
    `arrivals take ${a.horizon}, the run takes ${a.end} (model time)`,
  'plan.curve': (a: { step: string; most: number }) =>
    `arrivals: each column is ${a.step}, the highest is ${counted(a.most, 'visitor')}`,

  'plan.load': 'Load of the desk: concurrent conversations against capacity (agents × sessions per agent)',
  'plan.loadHead': 'stretch|from|for|expected|drawn|demand|at most|capacity|load',
  'plan.holding': (a: { length: string }) => `the conversations of a visitor use capacity for ${a.length} on average`,
  'plan.overfull': (a: { phase: string; wanted: number; places: number }) =>
    `${a.phase}: demand (${a.wanted.toFixed(a.wanted < 100 ? 1 : 0)} concurrent chats) exceeds capacity (${whole(a.places)})`,
  'plan.nobody': (a: { phase: string }) => `${a.phase}: no agent is there`,
  'plan.tight': (a: { phase: string; most: number; places: number }) =>
    `${a.phase}: demand peaks at ${whole(a.most)} concurrent chats, above the capacity of ${whole(a.places)}: visitors queue for a while`,
  'plan.peak': (a: { at: string; messages: string; frames: string; connected: number; all: number }) =>
    `busiest ${a.at}: ${a.messages} messages and ${a.frames} frames per model second; up to ${whole(a.connected)} connections; ${counted(a.all, 'message')} in total`,

  'plan.engines': 'Estimated cost of a run',
  'plan.enginesHead': 'engine|speed|peak frames|takes|memory',
  'plan.limit': (a: { engine: string; limit: number; bound: string }) =>
    `highest reliable speed of ${a.engine} on an idle machine with two cores: ${a.limit}× (${a.bound})`,
  'plan.speedAuto':
    'the scenario sets no speed: a run measures the machine for some seconds and takes the highest reliable speed',
  'plan.speedAsked': (a: { speed: number }) =>
    `the scenario sets speed ${a.speed}: a run measures the machine for some seconds and warns if that is not reliable`,
  'plan.speedAbove': (a: { engine: string; speed: number; limit: number }) =>
    `speed ${a.speed} is above ${a.limit}, the highest reliable speed of ${a.engine} there: such a run is judged invalid; --speed auto is never above it`,
  'plan.measured':
    'memory per connected actor, as measured: 20 kB in node, 145 kB in k6, 40 kB in sim (with desk, judge and garbage), plus the process itself',
  'plan.ledger': (a: { engine: string; takes: string; file: string }) =>
    `${a.engine} writes no ledger by default; with --ledger the run takes ${a.takes} and writes ${a.file}, with the same memory`,

  'plan.rules': 'Key rules',
  'plan.off': 'none',
  'plan.idle': 'idle timeout',
  'plan.idleAfter': (a: { after: string; anchor: string }) => `${a.after} from ${a.anchor}`,
  'plan.prompt': 'prompt',
  'plan.promptBefore': (a: { before: string }) => `${a.before} before`,
  'plan.queue': 'queue',
  'plan.queueAfter': (a: { after: string; then: string }) => `${a.after}, then ${a.then}`,
  'plan.handOver': 'hand-over when an agent is gone',
  'plan.visitorGone': 'visitor gone',
  'plan.capacity': 'sessions per agent',
  'plan.afterClose': (a: { channel: string }) => `message after the close, ${a.channel}`,

  'plan.assumptions': 'Assumptions',
  'plan.written':
    'think times, endings, habits and patience in the scenario are assumptions until you enter your own figures',
  'plan.defaults': 'not set; defaults used:',
  'plan.model':
    'rates come from one run in virtual time, in memory; the length of conversations depends on how fast answers come at that load',
  'plan.modelSample':
    'rates come from one run of the sample in virtual time, scaled to all visitors; the length of conversations depends on how fast answers come at that load',
} as const;
