// Shows the limits of platforms on their own channels (R26, R27, R63): visitors answer after hours or days, and the desk waits three days.
import { defineScenario } from '../src/scenario/define.ts';

export default defineScenario({
  name: 'channel-windows',
  shows:
    'visitors who answer after hours or days: on the web the desk waits three days; on other channels the platform ends the session or blocks messages (R26, R27, R63)',
  locale: 'en',
  arrivals: [{ name: 'day', for: '12h', visitors: 280 }],
  channels: { web: 1, wechat: 1, wecom: 1, mini_program: 1, douyin: 1, whatsapp: 1, messenger: 1 },
  personas: {
    // Asynchronous channels have think times of hours with a heavy tail: docs/explanation/assumptions.md.
    patient: {
      weight: 1,
      trade: 'after_sale',
      turns: 4,
      think: { median: '4h', sigma: 1.7, cap: '7d' },
      patience: { median: '12h', sigma: 1 },
      replyPatience: { median: '12h', sigma: 1 },
      lingers: '1h',
      endings: { closes: 10, goodbye: 30, silent: 60 },
      answersPrompt: 200,
      promptDelay: { median: '1h', sigma: 1 },
    },
  },
  agents: { count: 20, answer: { median: '5m', sigma: 1 } },
  rules: {
    idle: { after: '3d' },
    channels: {
      wechat: 'documented',
      wecom: 'documented',
      mini_program: 'documented',
      douyin: 'documented',
      whatsapp: 'documented',
      messenger: 'documented',
    },
    agents: { capacity: 30 },
  },
  profiles: {
    bare: {},
    // Reminders count against the quota of the platform, so it may block the answer of the agent.
    '+prompt': {
      idle: { resets: ['visitor', 'agent', 'transfer'] },
      prompt: { before: '70h', text: 'Is there anything else?', max: 8, every: '4h' },
    },
  },
  tail: { atMost: '90d' },
  speed: 3600,
});
