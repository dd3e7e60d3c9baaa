// A desk of a few minutes of model time with enough idle
// closes to compare, for tests of agreement and speed.
import { defineScenario } from '../src/scenario/define.ts';

export const quickDesk = defineScenario({
  name: 'quick-desk',
  shows: 'a desk whose visitors hesitate about as long as it waits for them',
  locale: 'en',
  arrivals: [{ name: 'steady', for: '120s', visitors: 160 }],
  channels: { web: 1 },
  personas: {
    shopper: {
      weight: 1,
      trade: 'pre_sale',
      turns: 3,
      think: { median: '15s', sigma: 1, cap: '120s' },
      patience: '60s',
      replyPatience: '60s',
      lingers: '20s',
      endings: { closes: 30, goodbye: 30, silent: 40 },
    },
  },
  agents: { count: 16, answer: { median: '3s', sigma: 0.4 }, glance: '500ms', notice: '1s' },
  rules: { idle: { after: '30s' } },
  tail: '90s',
});
