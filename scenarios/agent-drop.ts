// Shows what happens to all sessions of agents who lose their connection (R58): dozens of timeouts, or a hand-over within a minute.
import { defineScenario } from '../src/scenario/define.ts';

export default defineScenario({
  name: 'agent-drop',
  shows:
    'agents who lose their connection for half an hour with a full list: every session times out, or is handed over within a minute (R58)',
  locale: 'en',
  arrivals: [{ name: 'busy', for: '40m', visitors: 240 }],
  channels: { web: 1 },
  personas: {
    shopper: {
      weight: 1,
      trade: 'pre_sale',
      turns: 4,
      think: { median: '45s', sigma: 1 },
      endings: { closes: 40, goodbye: 40, silent: 20 },
    },
  },
  agents: {
    count: 12,
    answer: { median: '20s', sigma: 0.6 },
    habits: { 'office network': { kind: 'offline', share: 250, onset: '15m', length: '30m', times: 1 } },
  },
  rules: { idle: { after: '6m' }, agents: { capacity: 5 } },
  profiles: {
    bare: {},
    '+transfer': { agents: { handOver: '1m' } },
    all: {
      agents: { handOver: '1m' },
      transfer: { after: '3m', orElse: 'leave_message' },
      afterClose: { policy: 'leave_message' },
    },
  },
  speed: 20,
});
