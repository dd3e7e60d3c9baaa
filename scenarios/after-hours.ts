// Shows what becomes of messages when the desk closes for the day (R42, R59): from half an hour before closing time to an hour after it.
import { defineScenario } from '../src/scenario/define.ts';

export default defineScenario({
  name: 'after-hours',
  shows:
    'half an hour before closing time and an hour after it: who writes when no agent is left, and whether the message is kept (R42)',
  locale: 'en',
  arrivals: [
    { name: 'before closing', for: '30m', visitors: 90 },
    { name: 'after closing', for: '1h', visitors: 60 },
  ],
  channels: { web: 2, app: 1 },
  personas: {
    shopper: {
      weight: 1,
      trade: 'pre_sale',
      turns: 3,
      think: { median: '45s', sigma: 1 },
      patience: { mean: '10m' },
      endings: { closes: 30, goodbye: 30, silent: 40 },
    },
  },
  // All agents leave a quarter of an hour after closing time.
  agents: { count: 8, answer: { median: '20s', sigma: 0.6 }, leave: { share: 1000, at: '45m' } },
  rules: {
    idle: { after: '10m' },
    agents: { capacity: 4, handOver: '1m' },
    queue: { timeout: '20m' },
  },
  profiles: {
    // The desk has no office hours: late visitors wait in a queue without agents.
    bare: {},
    '+leave-message': { hours: { opens: '9:00', closes: '21:00', starts: '20:30' }, queue: { then: 'leave_message' } },
    all: {
      hours: { opens: '9:00', closes: '21:00', starts: '20:30' },
      queue: { then: 'leave_message', nobody: 'leave_message' },
      afterClose: { policy: 'leave_message' },
    },
  },
  speed: 20,
});
