// The people of a scenario: who comes when, how visitors and agents behave, what their devices, networks and programs do.
import { z } from 'zod';
import { say } from '../language/language.ts';
import { SECOND } from '../model/core/time.ts';
import { EPISODE_KINDS } from '../model/rows/words.ts';
import { duration, some, span, thousandths, weight } from './lengths.ts';

export const arrival = z
  .strictObject({
    name: z.string().min(1).describe('What you call this stretch of the evening.'),
    for: span
      .refine((value) => value % SECOND === 0, { error: () => say('shape.wholeSeconds') })
      .describe('How long it lasts, in whole seconds.'),
    visitors: z.number().int().min(0).describe('How many visitors are expected in it; the seed decides how many come.'),
    ramp: z
      .tuple([z.number().positive(), z.number().positive()])
      .optional()
      .describe('Rate at the start and at the end, relative to each other, such as [1, 5]; flat when left out.'),
    curve: z
      .array(z.number().min(0))
      .min(2)
      .optional()
      .describe('Relative rates of equal parts, such as the 24 hours of a day; flat when left out.'),
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
    .describe('What they talk about: chooses the lines of the text corpus.'),
  turns: z.number().min(1).max(100).describe('Mean number of things a visitor has to say; geometric, at least 1.'),
  think: duration.describe('From reading an answer to writing the next turn.'),
  patience: duration
    .prefault({ median: '321s', sigma: 1.86, cap: '1h' })
    .describe('How long a visitor waits for the first answer before giving up.'),
  replyPatience: duration
    .prefault({ median: '8m', sigma: 0.8, cap: '1h' })
    .describe('How long a visitor waits for any later answer.'),
  lingers: duration.prefault({ median: '6m', sigma: 1 }).describe('How long the page stays open after the last word.'),
  endings: z
    .strictObject({
      closes: weight.describe('Weight of visitors who close the chat themselves.'),
      goodbye: weight.describe('Weight of visitors who say goodbye, so that the agent closes.'),
      silent: weight.describe('Weight of visitors who fall silent: the idle timeout closes.'),
    })
    .refine((e) => e.closes + e.goodbye + e.silent > 0, { error: () => say('shape.endingsZero') })
    .describe('How conversations end; these weights alone set most of the timeout rate.'),
  comesBack: thousandths
    .default(700)
    .describe('Thousandths who write on after their session was closed while they had something left to say.'),
  answersPrompt: thousandths
    .default(450)
    .describe('Thousandths who answer a prompt ("are you still there?") while they think.'),
  promptDelay: duration.prefault({ median: '40s', sigma: 1 }).describe('How long they take to answer a prompt.'),
  lead: thousandths.default(300).describe('Thousandths who are ready to buy: counted when they go unheard.'),
  annoyed: thousandths.default(300).describe('Thousandths who complain when they must explain everything again.'),
  typing: span
    .prefault('0s')
    .describe('How long a visitor types before a turn is sent, and the server hears of it; 0s = it never does.'),
  typingEvery: span
    .prefault('5s')
    .describe(
      'How often the server hears of it meanwhile; 0s = once, at the beginning. The default is that of Rocket.Chat. A page that is not in front does not type.',
    ),
  activity: span
    .prefault('0s')
    .describe('How often the server hears of mouse and keyboard while the page is in front; 0s = it never does.'),
});

export const habit = z.strictObject({
  kind: z
    .enum(EPISODE_KINDS)
    .describe(
      'What happens: a tab behind others (`hidden`), a page that the system has stopped (`frozen`), a tab that is closed or loaded again, so that its connection ends at once with code 1001 (`closed`), an app ended for good (`killed`), no network (`offline`).',
    ),
  share: thousandths.describe('Thousandths of the people it happens to.'),
  onset: duration.describe('From arrival, or from the end of the last time, to when it begins.'),
  length: duration
    .prefault('0s')
    .describe(
      'How long it lasts; after it a `closed` page is there again, with the same visitor. `killed` is for good and needs none.',
    ),
  times: z.number().int().min(1).max(50).default(1).describe('How many times it happens.'),
});

const habits = z.record(z.string(), habit);

export const habitsOfVisitors = habits
  .default({})
  .describe('Named patterns of device and network; those of one visitor may overlap.');

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
          .describe('Reading and typing time in thousandths of `answer`: 1600 is 1.6 times as slow.'),
      }),
    )
    .default({
      steady: { weight: 70, pace: 1000 },
      rookie: { weight: 20, pace: 1600 },
      overloaded: { weight: 10, pace: 2200 },
    })
    .describe('Kinds of agents, by name.'),
  answer: duration.describe('Reading a message and typing the answer, with one session open.'),
  perSession: z
    .number()
    .int()
    .min(0)
    .max(5000)
    .default(150)
    .describe('How much longer an answer takes for each further session open, in thousandths.'),
  glance: duration
    .prefault({ median: '3s', sigma: 0.5 })
    .describe('How long until a message in the session in front is seen.'),
  notice: duration
    .prefault({
      usually: { median: '8s', sigma: 0.7 },
      sometimes: { median: '6m', sigma: 0.8 },
      share: 30,
    })
    .describe('How long until a message in a session that is not in front is noticed.'),
  noticePerSession: z
    .number()
    .int()
    .min(0)
    .max(5000)
    .default(0)
    .describe(
      'How much longer that takes for each further session open, in thousandths; alerts are noticed as fast as ever.',
    ),
  attention: z
    .strictObject({
      popup: duration.prefault({ median: '5s', sigma: 0.7 }).describe('A window in front of everything.'),
      dot: duration.prefault({ median: '45s', sigma: 1 }).describe('A red dot.'),
      mark: duration.prefault({ median: '3m', sigma: 1 }).describe('A mark in the list of sessions.'),
    })
    .prefault({})
    .describe('How long until an agent notices an alert, by its form. Assumptions.'),
  typing: span
    .prefault('0s')
    .describe(
      'How often the server hears that an agent is typing while an answer is being written; 0s = it never does.',
    ),
  declines: thousandths
    .default(0)
    .describe('Of the sessions that ring, how many the agent does not take, in thousandths.'),
  habits: habits.default({}).describe('Named patterns of device and network of agents, as for visitors.'),
  spread: span.prefault('0s').describe('Agents sign in one after the other over this time.'),
  leave: z
    .strictObject({
      share: thousandths.describe('Thousandths of the agents who go home early.'),
      at: duration.describe('When they go, from the start.'),
    })
    .optional()
    .describe('Agents who go home before the evening is over.'),
});

const clientClock = z
  .strictObject({
    every: some.describe('Silence after which the client asks the server.'),
    limit: some.describe('Silence after which it gives the connection up; not shorter than `every`.'),
  })
  .refine((c) => c.limit >= c.every, { error: () => say('shape.limitBelowEvery') });

export const client = z.strictObject({
  liveness: clientClock
    .prefault({ every: '60s', limit: '120s' })
    .describe('How the client program finds out that the server is gone.'),
  backoff: z
    .strictObject({
      first: some.describe('Wait before the first attempt.'),
      most: some.describe('Longest wait; not shorter than `first`.'),
    })
    .refine((b) => b.most >= b.first, { error: () => say('shape.mostBelowFirst') })
    .prefault({ first: '1s', most: '30s' })
    .describe('Waits before reconnecting: doubled each time, drawn between half and whole.'),
  connectFails: some.prefault('2s').describe('How long an attempt to connect without network takes to fail.'),
  throttle: z
    .strictObject({
      soon: span.describe('Grid of timers in a tab that is hidden.'),
      late: span.describe('Grid of timers in a tab that has been hidden for long.'),
      after: span.describe('What is long.'),
    })
    .prefault({ soon: '1s', late: '60s', after: '5m' })
    .describe('How a browser slows the timers of hidden tabs.'),
});
