// Shows timeouts that are too short for what visitors do (R25, R30, R61): the same four trades on four channels with 10, 30, 60 and 120 minutes.
import { defineScenario } from '../src/scenario/define.ts';

export default defineScenario({
  name: 'short-timeout',
  shows:
    'four trades with four idle times, one on each channel: how many visitors are cut off while they compare, look something up or think (R25, R30, R61)',
  locale: 'en',
  arrivals: [{ name: 'evening', for: '1h', visitors: 480 }],
  // The channels differ only in their idle times; every trade comes on all of them.
  channels: { web: 1, app: 1, wechat: 1, wecom: 1 },
  personas: {
    'pre-sale': {
      weight: 1,
      trade: 'pre_sale',
      turns: 4,
      think: { usually: { median: '60s', sigma: 1.3, cap: '2h' }, sometimes: { from: '10m', to: '40m' }, share: 80 },
      endings: { closes: 50, goodbye: 50, silent: 0 },
    },
    'after-sale': {
      weight: 1,
      trade: 'after_sale',
      turns: 4,
      think: { usually: { median: '2m', sigma: 1.5, cap: '2h' }, sometimes: { from: '10m', to: '40m' }, share: 100 },
      endings: { closes: 50, goodbye: 50, silent: 0 },
    },
    education: {
      weight: 1,
      trade: 'education',
      turns: 4,
      think: { usually: { median: '4m', sigma: 1.7, cap: '2h' }, sometimes: { from: '10m', to: '40m' }, share: 80 },
      endings: { closes: 50, goodbye: 50, silent: 0 },
    },
    finance: {
      weight: 1,
      trade: 'finance',
      turns: 4,
      think: { usually: { median: '4m', sigma: 1.7, cap: '2h' }, sometimes: { from: '10m', to: '40m' }, share: 80 },
      endings: { closes: 50, goodbye: 50, silent: 0 },
    },
  },
  agents: { count: 60, answer: { median: '15s', sigma: 0.6 } },
  rules: {
    idle: { after: '10m', byChannel: { app: '30m', wechat: '1h', wecom: '2h' } },
    agents: { capacity: 20 },
  },
  profiles: { bare: {}, '+prompt': { prompt: { before: '4m', text: 'Are you still there?' } } },
  speed: 60,
});
