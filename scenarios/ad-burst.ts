// Shows a campaign that sends an hour of visitors within minutes (R44, R57, R59): who is answered, who waits in vain, and which leads are kept.
import { defineScenario } from '../src/scenario/define.ts';

export default defineScenario({
  name: 'ad-burst',
  shows:
    'a campaign that sends an hour of visitors within five minutes: who waits in vain, and which leads are kept (R44, R57, R59)',
  locale: 'en',
  arrivals: [
    { name: 'before', for: '10m', visitors: 40 },
    { name: 'burst', for: '5m', visitors: 240, ramp: [3, 1] },
    { name: 'after', for: '25m', visitors: 100 },
  ],
  channels: { web: 1, douyin: 2 },
  personas: {
    lead: {
      weight: 1,
      trade: 'pre_sale',
      turns: 3,
      think: { median: '45s', sigma: 1 },
      patience: { median: '321s', sigma: 1.86, cap: '1h' },
      endings: { closes: 40, goodbye: 30, silent: 30 },
      lead: 600,
    },
  },
  agents: { count: 12, answer: { median: '20s', sigma: 0.6 } },
  rules: { idle: { after: '10m' }, agents: { capacity: 5 } },
  profiles: {
    bare: {},
    '+bot': { welcome: { text: 'Hello! Tell us what you need, an agent is on the way.' } },
    '+transfer': { transfer: { after: '2m' } },
    '+leave-message': {
      queue: { timeout: '3m', then: 'leave_message' },
      afterClose: { policy: 'leave_message' },
    },
    all: {
      welcome: { text: 'Hello! Tell us what you need, an agent is on the way.' },
      queue: { timeout: '3m', then: 'leave_message' },
      afterClose: { policy: 'leave_message' },
      transfer: { after: '2m' },
      inactive: { after: '3m' },
    },
  },
  speed: 20,
});
