// Shows a whole day of a large desk in virtual time: a million visitors, about twenty messages each, under a five-minute idle timeout.
import { defineScenario } from '../src/scenario/define.ts';

/** Visitors by hour, from midnight: quiet nights, a plateau by day, a peak in the evening. An assumption, like all shares here. */
const DAY = [2, 1, 1, 1, 1, 2, 4, 8, 12, 14, 15, 14, 12, 13, 14, 14, 14, 14, 15, 16, 16, 14, 9, 5];

export default defineScenario({
  name: 'million-day',
  shows: 'virtual time: a day with a million visitors of twenty messages each, at a desk of 3 600 agents',
  locale: 'zh_CN',
  arrivals: [{ name: 'day', for: '1d', visitors: 1_000_000, curve: DAY }],
  channels: { web: 45, app: 35, wechat: 20 },
  personas: {
    pre_sale: {
      weight: 60,
      trade: 'pre_sale',
      turns: 13,
      think: { median: '10s', sigma: 0.8, cap: '10m' },
      endings: { closes: 45, goodbye: 35, silent: 20 },
      lingers: '30s',
      lead: 500,
    },
    after_sale: {
      weight: 40,
      trade: 'after_sale',
      turns: 13,
      think: { median: '12s', sigma: 1, cap: '10m' },
      endings: { closes: 45, goodbye: 35, silent: 20 },
      lingers: '30s',
      annoyed: 500,
    },
  },
  turnsMost: 24,
  habits: {
    'tab hidden': { kind: 'hidden', share: 100, onset: { median: '3m', sigma: 1 }, length: { median: '1m', sigma: 1 } },
    'metro tunnel': {
      kind: 'offline',
      share: 20,
      onset: { median: '2m', sigma: 0.5 },
      length: { median: '35s', sigma: 0.7 },
    },
  },
  agents: { count: 3600, answer: { median: '12s', sigma: 0.5, cap: '2m' } },
  rules: { idle: { after: '5m' }, agents: { capacity: 8 } },
  profiles: {
    bare: {},
    all: {
      idle: { resets: ['visitor', 'agent', 'bot', 'transfer'] },
      prompt: { before: '2m', text: '您好，还在吗？如果还有需要，请直接回复；会话将在几分钟后结束。' },
      afterClose: { policy: 'leave_message' },
      agents: { handOver: '2m' },
      queue: { timeout: '10m', then: 'leave_message' },
    },
  },
});
