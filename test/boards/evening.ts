// A short scenario that puts data into every panel of a board.
import type { ScenarioInput } from '../../src/scenario/schema.ts';

/** Something for every panel: short idle time, networks of agents that drop, too few agents, messages dropped after the close. */
export const EVENING: ScenarioInput = {
  name: 'board',
  shows: 'something in every panel of the board',
  locale: 'en',
  arrivals: [{ name: 'steady', for: '120s', visitors: 60 }],
  channels: { web: 2, app: 1 },
  personas: {
    talker: {
      weight: 1,
      trade: 'after_sale',
      turns: 3,
      think: { from: '4s', to: '24s' },
      patience: '2m',
      replyPatience: '2m',
      lingers: '60s',
      endings: { closes: 1, goodbye: 1, silent: 2 },
      comesBack: 1000,
    },
  },
  agents: {
    count: 6,
    answer: '3s',
    perSession: 0,
    glance: '1s',
    notice: '1s',
    habits: {
      'network drops': {
        kind: 'offline',
        share: 1000,
        onset: { from: '20s', to: '60s' },
        length: '20s',
        times: 3,
      },
    },
  },
  rules: {
    idle: { after: '15s' },
    agents: { capacity: 3, handOver: '4s' },
    afterClose: { policy: 'drop' },
    liveness: { transport: { every: '2s', limit: '5s' }, page: null },
  },
  tail: '60s',
  speed: 10,
  // These limits give the board a broken one to show.
  expect: { lost: 'any', timeoutRate: 0.01 },
};
