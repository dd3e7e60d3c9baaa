// Shows that the whole chain works, in 20 seconds of real time: a few visitors, three agents, one minute of idle time.
import { defineScenario } from '../src/scenario/define.ts';

export default defineScenario({
  name: 'smoke',
  shows: 'a quick check of the whole chain: a few visitors, three agents, one minute of idle time',
  locale: 'en',
  arrivals: [{ name: 'steady', for: '60s', visitors: 24 }],
  channels: { web: 3, app: 1 },
  personas: {
    shopper: {
      weight: 1,
      trade: 'pre_sale',
      turns: 3,
      think: { median: '6s', sigma: 0.8, cap: '90s' },
      patience: '60s',
      replyPatience: '60s',
      lingers: '30s',
      endings: { closes: 40, goodbye: 40, silent: 20 },
    },
  },
  agents: { count: 3, answer: { median: '2s', sigma: 0.4 }, glance: '500ms', notice: '1s' },
  client: { liveness: { every: '20s', limit: '40s' } },
  rules: {
    idle: { after: '60s' },
    liveness: { transport: { every: '20s', limit: '40s' }, page: { every: '20s', limit: '40s' } },
  },
  profiles: {
    bare: {},
    all: { prompt: { before: '20s', text: 'Hello, are you still there?' }, afterClose: { policy: 'leave_message' } },
  },
  speed: 8,
});
