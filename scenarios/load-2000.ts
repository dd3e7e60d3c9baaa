// Shows the throughput of a desk and of the generator: 2 000 visitors talk with 400 agents, five each, without pauses.
import { defineScenario } from '../src/scenario/define.ts';

export default defineScenario({
  name: 'load-2000',
  shows: 'throughput: 2 000 visitors talk with 400 agents, five each',
  locale: 'en',
  arrivals: [{ name: 'doors open', for: '200s', visitors: 2000 }],
  channels: { web: 1 },
  personas: {
    talker: {
      weight: 1,
      trade: 'pre_sale',
      turns: 100,
      think: { median: '36s', sigma: 0.4 },
      patience: '1h',
      replyPatience: '1h',
      lingers: '10s',
      endings: { closes: 1, goodbye: 0, silent: 0 },
    },
  },
  turnsMost: 40,
  agents: {
    count: 400,
    answer: { median: '3s', sigma: 0.3 },
    perSession: 0,
    glance: '500ms',
    notice: '1s',
    spread: '20s',
  },
  rules: { idle: { after: '30m' }, agents: { capacity: 5 } },
  speed: 20,
});
