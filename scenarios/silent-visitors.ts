// Shows the plain case (R01, R20, R21): visitors fall silent after an answer while everything works; a prompt or the bot brings some back (R45, R46, R53, R54).
import { defineScenario } from '../src/scenario/define.ts';

export default defineScenario({
  name: 'silent-visitors',
  shows:
    'visitors who fall silent after an answer while server and network work: when their sessions close, and how many a prompt or bot brings back (R01, R20, R45, R53)',
  locale: 'en',
  arrivals: [{ name: 'afternoon', for: '1h', visitors: 240 }],
  channels: { web: 2, app: 1 },
  personas: {
    // Half of them have finished; the others stop to think, many of them for longer than the idle timeout.
    silent: {
      weight: 1,
      trade: 'pre_sale',
      turns: 4,
      think: { usually: { median: '2m', sigma: 1 }, sometimes: { from: '20m', to: '50m' }, share: 150 },
      endings: { closes: 10, goodbye: 10, silent: 80 },
      answersPrompt: 450,
    },
  },
  agents: { count: 40, answer: { median: '15s', sigma: 0.6 } },
  rules: { idle: { after: '30m' }, agents: { capacity: 8 } },
  profiles: {
    bare: {},
    '+prompt': { prompt: { before: '8m', text: 'Are you still there? This chat ends in a few minutes.' } },
    '+bot': {
      idle: { resets: ['visitor', 'agent', 'click', 'transfer'] },
      bot: {
        after: '15m',
        text: 'May I help with something else?',
        options: [
          { id: 'delivery', label: 'Delivery times', answer: 'Two to three days.' },
          { id: 'human', label: 'Talk to a human' },
        ],
      },
    },
    all: {
      prompt: { before: '8m', text: 'Are you still there? This chat ends in a few minutes.' },
      afterClose: { policy: 'leave_message' },
    },
  },
  speed: 60,
});
