// The schemas of a scenario's people: arrivals, behaviour of visitors and agents, devices,
// networks, client.
import { z } from 'zod';
import { say } from '../language/language.ts';
import { SECOND } from '../model/core/time.ts';
import { EPISODE_KINDS } from '../model/rows/words.ts';
import { duration, some, span, thousandths, weight } from './lengths.ts';

export const arrival = z
  .strictObject({
    name: z.string().min(1).describe('Name of this stretch.'),
    for: span
      .refine((value) => value % SECOND === 0, { error: () => say('shape.wholeSeconds') })
      .describe('How long it lasts, in whole seconds.'),
    visitors: z.number().int().min(0).describe('Expected number of visitors; the seed decides how many come.'),
    ramp: z
      .tuple([z.number().positive(), z.number().positive()])
      .optional()
      .describe('Relative rate at the start and at the end, such as [1, 5]; constant if left out.'),
    curve: z
      .array(z.number().min(0))
      .min(2)
      .optional()
      .describe('Relative rates of equal parts, such as the 24 hours of a day; constant if left out.'),
  })
  .refine((phase) => phase.curve === undefined || phase.for % (phase.curve.length * SECOND) === 0, {
    error: () => say('shape.curveParts'),
  })
  .refine((phase) => phase.curve === undefined || phase.curve.some((w) => w > 0), {
    error: () => say('shape.curveZero'),
  });

export const persona = z.strictObject({
  weight: weight.describe('How many visitors are of this kind, relative to the other kinds.'),
  trade: z
    .enum(['pre_sale', 'after_sale', 'education', 'finance'])
    .describe('Subject of the conversation; selects lines of the text corpus.'),
  turns: z
    .number()
    .min(1)
    .max(100)
    .describe('Mean number of messages that a visitor wants to write; geometric distribution, at least 1.'),
  think: duration.describe('From reading an answer to writing the next turn.'),
  patience: duration
    .prefault({ median: '321s', sigma: 1.86, cap: '1h' })
    .describe('How long a visitor waits for the first answer before giving up.'),
  replyPatience: duration
    .prefault({ median: '8m', sigma: 0.8, cap: '1h' })
    .describe('How long a visitor waits for any later answer.'),
  lingers: duration
    .prefault({ median: '6m', sigma: 1 })
    .describe('How long the page stays open after the last message.'),
  endings: z
    .strictObject({
      closes: weight.describe('Weight of visitors who close the chat themselves.'),
      goodbye: weight.describe('Weight of visitors who say goodbye, so that the agent closes.'),
      silent: weight.describe('Weight of visitors who fall silent, so that the idle timeout closes.'),
    })
    .refine((e) => e.closes + e.goodbye + e.silent > 0, { error: () => say('shape.endingsZero') })
    .describe('How conversations end; these weights alone set most of the timeout rate.'),
  comesBack: thousandths
    .default(700)
    .describe('Thousandths of the visitors with something left to say who write again after their session was closed.'),
  answersPrompt: thousandths
    .default(450)
    .describe('Thousandths of the visitors who answer a prompt ("are you still there?") while they think.'),
  promptDelay: duration.prefault({ median: '40s', sigma: 1 }).describe('How long they take to answer a prompt.'),
  lead: thousandths
    .default(300)
    .describe('Thousandths of the visitors who are ready to buy; counted if their questions go unanswered.'),
  annoyed: thousandths
    .default(300)
    .describe('Thousandths of the visitors who complain when they must repeat everything.'),
  typing: span
    .prefault('0s')
    .describe(
      'How long a visitor types before sending a message, with typing events to the server; 0s means no events.',
    ),
  typingEvery: span
    .prefault('5s')
    .describe(
      'Interval of these typing events; 0s means one event at the beginning. The default is that of Rocket.Chat. A page in the background sends none.',
    ),
  activity: span
    .prefault('0s')
    .describe('Interval of mouse and keyboard events while the page is in front; 0s means no events.'),
});

export const habit = z.strictObject({
  kind: z
    .enum(EPISODE_KINDS)
    .describe(
      'What happens. `hidden`: the tab is behind others. `frozen`: the system has stopped the page. `closed`: the tab is closed or reloaded, and its connection ends with code 1001. `killed`: the app ends for good. `offline`: no network.',
    ),
  share: thousandths.describe('Thousandths of the visitors or agents that it happens to.'),
  onset: duration.describe('Time from arrival, or from the end of the previous episode, to its beginning.'),
  length: duration
    .prefault('0s')
    .describe(
      'How long it lasts. After it a `closed` page opens again for the same visitor. `killed` is final and needs none.',
    ),
  times: z.number().int().min(1).max(50).default(1).describe('How many times it happens.'),
});

const habits = z.record(z.string(), habit);

export const habitsOfVisitors = habits
  .default({})
  .describe('Device and network episodes by name; those of one visitor may overlap.');

export const agents = z.strictObject({
  count: z.number().int().min(0).max(5000).describe('How many agents work.'),
  personas: z
    .record(
      z.string(),
      z.strictObject({
        weight: weight.describe('How many agents are of this kind, relative to the other kinds.'),
        pace: z
          .number()
          .int()
          .min(100)
          .max(10_000)
          .describe('Reading and typing time in thousandths of `answer`: 1600 means 1.6 times as long.'),
      }),
    )
    .default({
      steady: { weight: 70, pace: 1000 },
      rookie: { weight: 20, pace: 1600 },
      overloaded: { weight: 10, pace: 2200 },
    })
    .describe('Kinds of agents, by name.'),
  answer: duration.describe('Time to read a message and type the answer, with one open session.'),
  perSession: z
    .number()
    .int()
    .min(0)
    .max(5000)
    .default(150)
    .describe('How much longer an answer takes for each further open session, in thousandths.'),
  glance: duration
    .prefault({ median: '3s', sigma: 0.5 })
    .describe('Time until the agent sees a message in the session in front.'),
  notice: duration
    .prefault({
      usually: { median: '8s', sigma: 0.7 },
      sometimes: { median: '6m', sigma: 0.8 },
      share: 30,
    })
    .describe('Time until the agent notices a message in a session in the background.'),
  noticePerSession: z
    .number()
    .int()
    .min(0)
    .max(5000)
    .default(0)
    .describe('How much longer noticing takes for each further open session, in thousandths. Alerts are not affected.'),
  attention: z
    .strictObject({
      popup: duration.prefault({ median: '5s', sigma: 0.7 }).describe('A window in front of everything.'),
      dot: duration.prefault({ median: '45s', sigma: 1 }).describe('A red dot.'),
      mark: duration.prefault({ median: '3m', sigma: 1 }).describe('A mark in the list of sessions.'),
    })
    .prefault({})
    .describe('Time until an agent notices an alert, by its form. The defaults are assumptions.'),
  typing: span
    .prefault('0s')
    .describe('Interval of typing events while an agent writes an answer; 0s means no events.'),
  declines: thousandths.default(0).describe('Thousandths of the ringing sessions that the agent does not accept.'),
  habits: habits.default({}).describe('Device and network episodes of agents by name, as for visitors.'),
  spread: span.prefault('0s').describe('Time over which the agents sign in, one after the other.'),
  leave: z
    .strictObject({
      share: thousandths.describe('Thousandths of the agents who leave early.'),
      at: duration.describe('When they leave, from the start.'),
    })
    .optional()
    .describe('Agents who leave before the run ends.'),
});

const clientClock = z
  .strictObject({
    every: some.describe('Silence after which the client sends a ping to the server.'),
    limit: some.describe('Silence after which the client gives up the connection; at least `every`.'),
  })
  .refine((c) => c.limit >= c.every, { error: () => say('shape.limitBelowEvery') });

export const client = z.strictObject({
  liveness: clientClock
    .prefault({ every: '60s', limit: '120s' })
    .describe('How the client detects that the server is gone.'),
  backoff: z
    .strictObject({
      first: some.describe('Wait before the first attempt.'),
      most: some.describe('Longest wait; at least `first`.'),
    })
    .refine((b) => b.most >= b.first, { error: () => say('shape.mostBelowFirst') })
    .prefault({ first: '1s', most: '30s' })
    .describe('Waits before a reconnect: doubled for each attempt, then drawn between half and all of it.'),
  connectFails: some.prefault('2s').describe('How long a connection attempt without network takes to fail.'),
  throttle: z
    .strictObject({
      soon: span.describe('Timer interval in a hidden tab.'),
      late: span.describe('Timer interval in a tab that has been hidden for longer than `after`.'),
      after: span.describe('When `late` replaces `soon`.'),
    })
    .prefault({ soon: '1s', late: '60s', after: '5m' })
    .describe('How a browser throttles the timers of hidden tabs.'),
});
