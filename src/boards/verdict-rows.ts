// The first rows of a board about one run: which run it is, what it was judged to be, and every count that must be zero.
import { RUN } from '../metrics/run.ts';
import { VERDICTS, type Fate, type Verdict } from '../model/rows/words.ts';
import { EXIT } from '../result/verdict.ts';
import type { Row } from './board.ts';
import { ANY_IS_RED, name, stat } from './forms.ts';
import type { Panel, Word } from './panels.ts';
import { judged, latest, outOf, samples, serverIsThere, total, word } from './promql.ts';

const COLORS: Readonly<Record<Verdict, string>> = {
  pass: 'green',
  failed: 'red',
  violated: 'dark-red',
  inconclusive: 'orange',
  invalid: 'purple',
};
/** The verdict as one number: its place in the list of verdicts, from 1. */
const VERDICT_WORDS: readonly Word[] = VERDICTS.map((verdict, n) => ({
  value: n + 1,
  text: `${verdict} (exit ${EXIT[verdict]})`,
  color: COLORS[verdict],
}));
const verdictNumber = VERDICTS.map((verdict, n) => `${latest(RUN.verdict, { where: { verdict } })} * ${n + 1}`).join(
  ' + ',
);

export const WHICH_RUN: Row = {
  title: 'Run',
  panels: [
    name(
      'Scenario',
      'The scenario that is played: who comes when, and how they behave.',
      word(RUN.info, 'scenario'),
      'scenario',
      { width: 5 },
    ),
    name('Profile', 'The set of rules of the scenario that it is played under.', word(RUN.info, 'profile'), 'profile', {
      width: 3,
    }),
    name(
      'Engine',
      'What plays it: sim (virtual time), node or k6 (real sockets).',
      word(RUN.info, 'engine'),
      'engine',
      {
        width: 2,
      },
    ),
    name('Seed', 'The same scenario with the same seed has the same people.', word(RUN.info, 'seed'), 'seed', {
      width: 2,
    }),
    {
      kind: 'stat',
      title: 'Speed',
      about: 'Model seconds per real second; virtual time says 1.',
      unit: 'factor',
      queries: [{ expr: `${latest(RUN.speed)} > 0`, legend: 'Speed' }],
      width: 2,
      empty: 'not chosen yet',
    },
    name(
      'Target',
      'What is played against: the reference server that comes with stillthere, or the address of another.',
      word(RUN.info, 'target'),
      'target',
    ),
    name('Version', 'The version of stillthere that plays the run.', word(RUN.info, 'version'), 'version', {
      width: 2,
    }),
    {
      kind: 'stat',
      title: 'Server of this run',
      about:
        'Has Prometheus scraped the server that this run is played against? Lines of the server are those of this one and of no other; where it is not scraped, they are absent, which is no news of the server.',
      unit: 'count',
      queries: [{ expr: serverIsThere(), legend: 'Server' }],
      width: 4,
      words: [{ value: 1, text: 'scraped', color: 'blue' }],
      empty: 'not scraped',
    },
  ],
};

/** Every message of a person, whatever became of it. */
export const allMessages = total(RUN.messages);
/** Every idle timeout that came, or should have come. */
const allTimeouts = `(${total(RUN.timeoutsByRule)} + ${total(RUN.windowsByRule)})`;

export const NO_MESSAGES = 'no messages, or not judged yet';
const NO_TIMEOUTS = 'no timeouts, or not judged yet';

/** Messages of this kind, of all: any is red. */
const ofMessages = (title: string, about: string, some: string): Panel =>
  stat(title, about, outOf(some, allMessages), { steps: ANY_IS_RED, empty: NO_MESSAGES });
const ended = (title: string, about: string, fate: Fate): Panel =>
  ofMessages(title, about, total(RUN.messages, { where: { fate } }));

const AGAINST = ['early', 'late', 'missed', 'wrong_state'] as const;

export const VERDICT: Row = {
  title: 'Verdict',
  panels: [
    stat(
      'Verdict',
      'What the run was judged to be, and the exit code it ended with. Pass: no fact and no broken limit. Failed: a limit of the scenario is broken. Violated: messages or timeouts went wrong, and that is a fact. Inconclusive and invalid: the run proves nothing.',
      `(${verdictNumber})`,
      { words: VERDICT_WORDS },
    ),
    stat(
      'Load generator',
      'Did the load generator keep its own time? A late generator makes a good server look bad: the run is then invalid whatever it found. In virtual time there is nothing to measure.',
      outOf(latest(RUN.honest), samples(RUN.scheduleLag)),
      {
        words: [
          { value: 0, text: 'late: do not trust', color: 'purple' },
          { value: 1, text: 'on time', color: 'green' },
        ],
        empty: 'nothing measured, or not judged yet',
      },
    ),
    stat(
      'Broken limits',
      'Limits that the run has broken, facts among them, of those that had something to measure. A run that is invalid has tested none.',
      outOf(total(RUN.limitsBroken), total(RUN.limitsTested)),
      { steps: ANY_IS_RED, empty: 'none tested, or not judged yet' },
    ),
    ofMessages(
      'Missed messages',
      'Messages that a person wrote and no person ever read, although the sender was told they had arrived: lost, only in the history, or on a screen that nobody looked at. Equal to the count in result.json.',
      total(RUN.messagesMissed),
    ),
    stat(
      'Premature timeouts',
      'Sessions closed as idle although the visitor was about to write on. Equal to the count in result.json.',
      outOf(total(RUN.timeoutsByPeople, { where: { people: 'premature' } }), total(RUN.timeouts)),
      { steps: ANY_IS_RED, empty: NO_TIMEOUTS },
    ),
    stat(
      'Timeouts against the rules',
      'Timeouts that came too early, too late, in a state where none may come, or not at all; also those at the end of what a channel allows. Any of them is a fault of the server.',
      outOf(
        `(${total(RUN.timeoutsByRule, { where: { rule: AGAINST } })} + ${total(RUN.windowsByRule, { where: { rule: AGAINST } })})`,
        allTimeouts,
      ),
      { steps: ANY_IS_RED, empty: NO_TIMEOUTS },
    ),
    ended(
      'Lost messages',
      'Messages that were acknowledged and that nobody has, in no history and in no inbox.',
      'lost',
    ),
    ended('Misrouted messages', 'Messages that came onto the screen of somebody they were not for.', 'misrouted'),
    ofMessages('Phantom messages', 'Messages that came onto a screen and that nobody has sent.', total(RUN.phantoms)),
    ofMessages(
      'Vanished messages',
      'Messages that were on a screen and are in no history any more.',
      total(RUN.vanished),
    ),
    stat(
      'Forgotten sessions',
      'Sessions that people were told of and that are in no history of the server.',
      outOf(total(RUN.sessionsKnown, { where: { history: 'forgotten' } }), total(RUN.sessionsKnown)),
      { steps: ANY_IS_RED, empty: 'not looked at, or not judged yet' },
    ),
    stat('Idle timeouts', 'Sessions closed by an idle timeout, right or wrong.', total(RUN.timeouts)),
    stat(
      'Still open at the end',
      'Sessions that were open when play ended. How they would have ended is not known: they are in no count of closes.',
      total(RUN.sessionsLeftOpen),
    ),
    name(
      'Which limits are broken',
      'The broken limits by name, as `expect` of the scenario calls them; the report of the run says by how much.',
      judged(`${total(RUN.limitsBroken, { by: ['limit'] })} > 0`),
      'limit',
      { width: 20, empty: 'none that was tested, or not judged yet' },
    ),
  ],
};
