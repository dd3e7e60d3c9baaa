// Shows a busy quarter of an hour in which the server crashes twice: no acknowledged message is lost, and some visitors are timed out because of it.
import { defineScenario } from '../src/scenario/define.ts';

export default defineScenario({
  name: 'server-crash',
  shows:
    'a server that crashes twice in a busy quarter of an hour: acknowledged messages are still there; some visitors are timed out because of it',
  locale: 'en',
  arrivals: [{ name: 'busy', for: '15m', visitors: 120 }],
  channels: { web: 2, app: 1 },
  personas: {
    shopper: {
      weight: 1,
      trade: 'pre_sale',
      turns: 4,
      think: { median: '40s', sigma: 1 },
      endings: { closes: 30, goodbye: 30, silent: 40 },
    },
  },
  agents: { count: 12, answer: { median: '15s', sigma: 0.6 } },
  client: { backoff: { first: '1s', most: '15s' } },
  // In virtual time: near and distant visitors, a network with jitter, a slow disk.
  network: { latency: { median: '30ms', sigma: 0.7, cap: '300ms' }, jitter: { mean: '5ms' } },
  commit: '4ms',
  // A short restart, and a longer outage.
  crashes: [
    { at: '5m', for: '20s' },
    { at: '10m', for: '3m' },
  ],
  rules: { idle: { after: '4m' }, agents: { capacity: 5 } },
  profiles: {
    bare: {},
    all: { prompt: { before: '1m', text: 'Hello, are you still there?' }, afterClose: { policy: 'leave_message' } },
  },
  speed: 20,
});
