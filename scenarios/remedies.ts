// Shows what each remedy improves (R70): one busy hour with every kind of problem, under all seven profiles. Run it with `stillthere remedies`.
import { defineScenario } from '../src/scenario/define.ts';

export default defineScenario({
  name: 'remedies',
  shows: 'one busy hour with every kind of problem, under all seven profiles: what each remedy improves (R70)',
  locale: 'en',
  arrivals: [
    { name: 'calm', for: '20m', visitors: 80 },
    { name: 'rush', for: '20m', visitors: 200, ramp: [1, 2] },
    { name: 'after', for: '20m', visitors: 80 },
  ],
  channels: { web: 3, app: 2, wechat: 1 },
  personas: {
    shopper: {
      weight: 2,
      trade: 'pre_sale',
      turns: 4,
      think: { usually: { median: '60s', sigma: 1.3 }, sometimes: { from: '10m', to: '40m' }, share: 100 },
      endings: { closes: 25, goodbye: 30, silent: 45 },
      lead: 500,
    },
    customer: {
      weight: 1,
      trade: 'after_sale',
      turns: 5,
      think: { median: '2m', sigma: 1.5, cap: '1h' },
      endings: { closes: 20, goodbye: 40, silent: 40 },
      annoyed: 500,
    },
  },
  habits: {
    'phone in the pocket': {
      kind: 'frozen',
      share: 200,
      onset: { median: '2m', sigma: 1 },
      length: { median: '5m', sigma: 1 },
    },
    'metro tunnel': {
      kind: 'offline',
      share: 100,
      onset: { median: '2m', sigma: 0.5 },
      length: { median: '40s', sigma: 0.7 },
      times: 3,
    },
  },
  agents: {
    count: 40,
    answer: { median: '25s', sigma: 0.7 },
    notice: { median: '20s', sigma: 1 },
    noticePerSession: 200,
    habits: {
      'away from the desk': {
        kind: 'hidden',
        share: 300,
        onset: { median: '15m', sigma: 0.6 },
        length: { median: '8m', sigma: 0.6 },
      },
      'office VPN drops': {
        kind: 'offline',
        share: 150,
        onset: { median: '20m', sigma: 0.6 },
        length: { median: '5m', sigma: 0.8 },
      },
    },
  },
  rules: {
    idle: { after: '15m' },
    afterClose: { policy: 'new_session', byChannel: { app: 'drop' } },
    agents: { capacity: 5 },
    channels: { wechat: 'documented' },
  },
  profiles: {
    bare: {},
    '+prompt': { prompt: { before: '5m', text: 'Are you still there? Reply, or this chat ends in a few minutes.' } },
    '+alert': { slowReply: { after: '100s', as: 'popup' }, alert: { before: '4m', as: 'popup' } },
    '+bot': {
      idle: { resets: ['visitor', 'agent', 'click', 'transfer'] },
      bot: {
        after: '8m',
        text: 'May I help with something else?',
        options: [
          { id: 'delivery', label: 'Delivery times', answer: 'Two to three days.' },
          { id: 'human', label: 'Talk to a human' },
        ],
      },
    },
    '+transfer': { transfer: { after: '3m' }, agents: { handOver: '1m' } },
    '+leave-message': {
      afterClose: { policy: 'leave_message' },
      queue: { timeout: '8m', then: 'leave_message' },
    },
    all: {
      prompt: { before: '5m', text: 'Are you still there? Reply, or this chat ends in a few minutes.' },
      slowReply: { after: '100s', as: 'popup' },
      transfer: { after: '3m' },
      agents: { handOver: '1m' },
      afterClose: { policy: 'leave_message' },
      queue: { timeout: '8m', then: 'leave_message' },
    },
  },
  speed: 20,
});
