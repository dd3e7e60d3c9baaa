// Shows the eight policies for a message after the close, one on each channel (R05, R10, R14, R41): what becomes of the messages of the same visitors.
import { defineScenario } from '../src/scenario/define.ts';

export default defineScenario({
  name: 'after-close',
  shows:
    'eight policies for a message after the close, one on each channel, with visitors who all continue to write (R05, R14, R41)',
  locale: 'en',
  arrivals: [{ name: 'evening', for: '40m', visitors: 320 }],
  channels: { web: 1, app: 1, wechat: 1, wecom: 1, mini_program: 1, douyin: 1, whatsapp: 1, messenger: 1 },
  personas: {
    // Visitors who are interrupted, and continue to write although the session may have been closed.
    comparing: {
      weight: 1,
      trade: 'pre_sale',
      turns: 4,
      think: { usually: { median: '60s', sigma: 1 }, sometimes: { from: '8m', to: '20m' }, share: 250 },
      comesBack: 1000,
      endings: { closes: 50, goodbye: 50, silent: 0 },
    },
  },
  agents: { count: 24, answer: { median: '15s', sigma: 0.6 } },
  rules: {
    idle: { after: '6m' },
    agents: { capacity: 5 },
    afterClose: {
      window: '10m',
      byChannel: {
        web: 'same_agent',
        app: 'reopen',
        wechat: 'within_window',
        wecom: 'new_session',
        mini_program: 'sticky',
        douyin: 'refuse',
        whatsapp: 'leave_message',
        messenger: 'drop',
      },
    },
  },
  profiles: { bare: {} },
  speed: 20,
});
