// Shows two reasons why a message does not arrive (R03, R04, R60): the platform does not push, or the desk does not receive. All four cases, one on each channel.
import { defineScenario } from '../src/scenario/define.ts';

export default defineScenario({
  name: 'two-causes',
  shows:
    'two reasons why a message after the close does not arrive, in all four combinations: the channel stops pushing, the desk stops receiving (R03, R04, R60)',
  locale: 'en',
  arrivals: [{ name: 'evening', for: '30m', visitors: 160 }],
  channels: { wechat: 1, wecom: 1, mini_program: 1, douyin: 1 },
  personas: {
    comparing: {
      weight: 1,
      trade: 'pre_sale',
      turns: 4,
      think: { usually: { median: '60s', sigma: 1 }, sometimes: { from: '8m', to: '20m' }, share: 250 },
      comesBack: 1000,
      endings: { closes: 50, goodbye: 50, silent: 0 },
    },
  },
  agents: { count: 16, answer: { median: '15s', sigma: 0.6 } },
  rules: {
    idle: { after: '6m' },
    agents: { capacity: 6 },
    afterClose: { policy: 'drop', byChannel: { wechat: 'sticky', wecom: 'sticky' } },
    channels: {
      // wechat: neither; wecom: the channel; mini_program: the desk; douyin: both.
      wechat: { window: '48h', quota: 5, code: '45015' },
      wecom: { window: '48h', quota: 5, code: '95018', cut: true },
      mini_program: { window: '48h', quota: 5, code: '45015' },
      douyin: { window: '48h', quota: 5, cut: true },
    },
  },
  profiles: {
    bare: {},
    // The desk receives again. Messages that the platform does not push stay lost.
    '+leave-message': { afterClose: { policy: 'leave_message' } },
    // Both.
    all: {
      afterClose: { policy: 'leave_message' },
      channels: {
        wecom: { window: '48h', quota: 5, code: '95018' },
        douyin: { window: '48h', quota: 5 },
      },
    },
  },
  speed: 20,
});
