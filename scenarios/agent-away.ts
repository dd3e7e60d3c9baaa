// Shows agents who count as online but are away (R12, R23, R55, R56): a hidden tab, a sleeping laptop, a lunch break without signing off.
import { defineScenario } from '../src/scenario/define.ts';

export default defineScenario({
  name: 'agent-away',
  shows:
    'agents who count as online but are away: sessions wait for them until they time out; what alerts and transfers save (R12, R55, R56)',
  locale: 'en',
  arrivals: [{ name: 'evening', for: '40m', visitors: 200 }],
  channels: { web: 1 },
  personas: {
    shopper: {
      weight: 1,
      trade: 'pre_sale',
      turns: 4,
      think: { median: '45s', sigma: 1 },
      patience: { median: '15m', sigma: 0.7 },
      replyPatience: { median: '15m', sigma: 0.7 },
      endings: { closes: 40, goodbye: 40, silent: 20 },
    },
  },
  agents: {
    count: 14,
    answer: { median: '20s', sigma: 0.6 },
    habits: {
      'looks elsewhere': {
        kind: 'hidden',
        share: 500,
        onset: { median: '5m', sigma: 0.8 },
        length: { median: '12m', sigma: 0.6 },
        times: 2,
      },
      'laptop asleep': {
        kind: 'frozen',
        share: 200,
        onset: { median: '10m', sigma: 0.6 },
        length: { median: '15m', sigma: 0.5 },
      },
    },
  },
  rules: { idle: { after: '10m' }, agents: { capacity: 5 } },
  profiles: {
    bare: {},
    '+alert': { slowReply: { after: '100s', as: 'popup' }, alert: { before: '3m', as: 'popup' } },
    '+transfer': { transfer: { after: '2m' }, agents: { handOver: '1m', supervisors: ['a13'] } },
    '+leave-message': { afterClose: { policy: 'leave_message' } },
    all: {
      slowReply: { after: '100s', as: 'popup' },
      transfer: { after: '2m', orElse: 'queue' },
      agents: { handOver: '1m', supervisors: ['a13'] },
      afterClose: { policy: 'leave_message' },
    },
  },
  speed: 20,
});
