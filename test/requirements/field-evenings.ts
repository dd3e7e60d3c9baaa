// Small scenarios for problems that users of real chat desks reported. Seed 1.
import type { ScenarioInput } from '../../src/scenario/schema.ts';

const SILENT = { closes: 0, goodbye: 0, silent: 1 } as const;
/** Two turns; the visitor then falls silent without a goodbye. */
const PERSON = { weight: 1, trade: 'after_sale', turns: 2, think: '40s', endings: SILENT } as const;
/** Stays in the queue, and does not write again without an answer. */
const PATIENT = {
  ...PERSON,
  patience: '10h',
  replyPatience: '10h',
  lingers: '5h',
  comesBack: 0,
  answersPrompt: 0,
} as const;
/** All agents have the same pace. */
const STEADY = { s: { weight: 1, pace: 1000 } };
/** Agents who notice no ringing, which lasts 20 s each time. */
const DEAF = { answer: '20s', attention: { popup: '50m' }, personas: STEADY } as const;
const RING = { ring: { timeout: '20s' } } as const;

/** By default three web visitors come within a minute, and the network has no latency. */
const COMMON = {
  locale: 'en',
  arrivals: [{ name: 'a', for: '60s', visitors: 3 }],
  channels: { web: 1 },
  personas: { p: PATIENT },
  network: { latency: '0s' },
} satisfies Partial<ScenarioInput>;

export const ringVain: ScenarioInput = {
  ...COMMON,
  name: 'ring-vain',
  shows: 'two agents let every chat ring; the visitor gets a leave-message form after two minutes',
  agents: { ...DEAF, count: 2 },
  rules: { agents: RING, queue: { timeout: '2m', then: 'leave_message' } },
  tail: '1h',
};

export const ringHours: ScenarioInput = {
  ...COMMON,
  name: 'ring-hours',
  shows: 'the desk closes at 18:00 while a chat rings',
  agents: { ...DEAF, count: 2 },
  rules: { agents: RING, hours: { opens: '9:00', closes: '18:00', starts: '17:58' } },
  tail: '1h',
};

export const ringRotation: ScenarioInput = {
  ...COMMON,
  name: 'ring-rotation',
  shows: 'three agents let a chat ring; it goes round among them',
  agents: { ...DEAF, count: 3 },
  rules: { agents: { routing: 'round_robin', ...RING } },
  tail: '1h',
};

export const declines: ScenarioInput = {
  ...COMMON,
  name: 'declines',
  shows: 'one agent declines every second ring; nobody has to ring more than a few times',
  arrivals: [{ name: 'a', for: '20m', visitors: 20 }],
  personas: { p: { ...PATIENT, turns: 1, endings: { closes: 1, goodbye: 0, silent: 0 } } },
  agents: { count: 1, answer: '5s', declines: 500 },
  rules: { agents: { capacity: 50, ...RING } },
  tail: '30m',
};

export const onHoldPrompt: ScenarioInput = {
  ...COMMON,
  name: 'on-hold-prompt',
  shows:
    'a quiet chat goes on hold after 10 minutes and frees the agent, although the desk asks "still there?" after 5',
  personas: { p: { ...PATIENT, turns: 1 } },
  agents: { count: 1, answer: '20s', personas: STEADY },
  rules: {
    idle: { after: '1h' },
    inactive: { after: '10m' },
    prompt: { before: '55m', text: 'still there?' },
    agents: { capacity: 1 },
  },
  tail: '5h',
};

export const halfAnswer: ScenarioInput = {
  ...COMMON,
  name: 'half-answer',
  shows: 'half of the visitors are never answered; the release limit is a first answer within a minute',
  arrivals: [{ name: 'a', for: '10m', visitors: 30 }],
  personas: { p: { ...PERSON, patience: '2h', endings: { closes: 1, goodbye: 1, silent: 1 } } },
  network: { latency: '20ms' },
  agents: { count: 10, answer: { usually: '20s', sometimes: '5h', share: 500 } },
  rules: { idle: { after: '30m', anchor: 'last_agent_message' } },
  tail: '1h',
  expect: { firstResponseP95: '1m', missedRate: 0.05, timeoutRate: 1, prematureRate: 0.1 },
};

export const typingLong: ScenarioInput = {
  ...COMMON,
  name: 'typing-long',
  shows: 'a visitor types a long complaint for six minutes; typing counts; idle time is two minutes',
  personas: { p: { ...PATIENT, turns: 3, think: '7m', typing: '6m' } },
  agents: { count: 1, answer: '20s', glance: '1s', notice: '2s', personas: STEADY },
  rules: { idle: { after: '2m', resets: ['visitor', 'agent', 'visitor_typing'] } },
  tail: '3h',
};

export const zeroLatency: ScenarioInput = {
  ...COMMON,
  name: 'zero-latency',
  shows: 'everybody means to write on after five minutes, the desk closes after two and nobody comes back',
  arrivals: [{ name: 'a', for: '10m', visitors: 30 }],
  personas: {
    p: {
      ...PERSON,
      turns: 5,
      think: '5m',
      patience: '10h',
      replyPatience: '10h',
      comesBack: 0,
      endings: { closes: 1, goodbye: 0, silent: 0 },
    },
  },
  agents: { count: 10, answer: '20s' },
  rules: { idle: { after: '2m' } },
  tail: '1h',
};

export const nobodyThere: ScenarioInput = {
  ...COMMON,
  name: 'nobody-there',
  shows: 'the last agent signs off; who asks afterwards is offered a leave-message, and nobody waits in vain',
  arrivals: [{ name: 'a', for: '30m', visitors: 30 }],
  personas: { p: { ...PATIENT, patience: '3h', replyPatience: '3h', lingers: '1h' } },
  agents: { count: 2, answer: '3m', leave: { share: 1000, at: '15m' } },
  rules: { idle: { after: '10m' }, queue: { nobody: 'leave_message' }, agents: { capacity: 2, handOver: '1m' } },
  tail: '2h',
};

export const transferElseQueue: ScenarioInput = {
  ...COMMON,
  name: 'transfer-else-queue',
  shows: 'one agent does not answer; the desk puts the chat back into the queue after two minutes',
  agents: { count: 1, answer: '20m', glance: '1s', notice: '2s', personas: STEADY },
  network: { latency: '1ms' },
  rules: {
    idle: { after: '30m' },
    transfer: { after: '2m', orElse: 'queue', hops: 3 },
    queue: { timeout: '5m', then: 'leave_message' },
  },
  tail: '30m',
};

export const reloadClean: ScenarioInput = {
  ...COMMON,
  name: 'reload-clean',
  shows: 'the browser tab is closed, the socket ends at once, and the visitor is back after 30 seconds',
  personas: { p: { ...PERSON, turns: 3, think: '5m' } },
  habits: { reload: { kind: 'closed', share: 1000, onset: '60s', length: '30s' } },
  network: { latency: '20ms' },
  agents: { count: 1, answer: '20s' },
  rules: { idle: { after: '1h' }, visitorGone: '10s' },
};

export const twoTimes: ScenarioInput = {
  ...COMMON,
  name: 'two-times',
  shows: 'a customer thinks for longer than they may, and agents for shorter',
  arrivals: [{ name: 'a', for: '10m', visitors: 20 }],
  channels: { web: 1, app: 1 },
  personas: { p: { ...PERSON, turns: 3, think: '7m', patience: '10h', replyPatience: '10h' } },
  network: { latency: '20ms' },
  agents: { count: 5, answer: '8m', personas: STEADY },
  rules: {
    idle: {
      anchor: 'per_participant',
      after: { visitor: '5m', agent: '15m' },
      byChannel: { app: null },
      resets: ['visitor', 'agent'],
    },
  },
  tail: '1h',
};

export const ignored: ScenarioInput = {
  ...COMMON,
  name: 'ignored',
  shows: 'the agent never answers, visitors give up after five minutes, the desk times the chat out after thirty',
  arrivals: [{ name: 'a', for: '10m', visitors: 20 }],
  personas: { p: { ...PERSON, turns: 5, think: '1m', patience: '5m', replyPatience: '5m', lingers: '1h' } },
  network: { latency: '20ms' },
  agents: { count: 10, answer: '5h' },
  rules: { idle: { after: '30m' } },
};
