// Shows messages that arrive but are not noticed (R12, R13): agents with many sessions notice messages in the background late.
import { defineScenario } from '../src/scenario/define.ts';

export default defineScenario({
  name: 'unnoticed-sessions',
  shows:
    'agents with eight sessions each, who notice messages in the background late: how long messages wait, and what alerts change (R12, R13)',
  locale: 'en',
  arrivals: [{ name: 'rush', for: '40m', visitors: 200 }],
  channels: { web: 1 },
  personas: {
    shopper: {
      weight: 1,
      trade: 'after_sale',
      turns: 4,
      think: { median: '60s', sigma: 1 },
      endings: { closes: 30, goodbye: 40, silent: 30 },
    },
  },
  // Assumption: every further session adds half of the time until a message is noticed.
  agents: {
    count: 8,
    answer: { median: '20s', sigma: 0.6 },
    notice: { median: '30s', sigma: 1 },
    noticePerSession: 500,
    attention: {
      popup: { median: '5s', sigma: 0.7 },
      dot: { median: '45s', sigma: 1 },
      mark: { median: '3m', sigma: 1 },
    },
  },
  rules: { idle: { after: '8m' }, agents: { capacity: 8 } },
  profiles: {
    bare: {},
    '+alert': {
      slowReply: { after: '30s', as: 'popup' },
      alert: { before: '2m', as: 'popup' },
    },
    '+transfer': { transfer: { after: '3m' }, agents: { supervisors: ['a7'] } },
    all: {
      slowReply: { after: '30s', as: 'popup' },
      alert: { before: '2m', as: 'popup' },
      transfer: { after: '3m' },
      agents: { supervisors: ['a7'] },
      afterClose: { policy: 'leave_message' },
    },
  },
  speed: 20,
});
