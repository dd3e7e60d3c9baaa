// The first rows of a board about one run: its identity, its verdict, and every count that must be
// 0.
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
/** The verdict as a number: its place in the list of verdicts, from 1. */
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
      'The scenario of the run: when visitors arrive, and how they behave.',
      word(RUN.info, 'scenario'),
      'scenario',
      { width: 5 },
    ),
    name('Profile', 'The rule profile under which the scenario runs.', word(RUN.info, 'profile'), 'profile', {
      width: 3,
    }),
    name('Engine', 'The engine: sim (virtual time), node or k6 (real sockets).', word(RUN.info, 'engine'), 'engine', {
      width: 2,
    }),
    name(
      'Seed',
      'The same scenario with the same seed has the same visitors and agents.',
      word(RUN.info, 'seed'),
      'seed',
      {
        width: 2,
      },
    ),
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
      'The server under test: the built-in reference server, or the address of another.',
      word(RUN.info, 'target'),
      'target',
    ),
    name('Version', 'The version of stillthere that made the run.', word(RUN.info, 'version'), 'version', {
      width: 2,
    }),
    {
      kind: 'stat',
      title: 'Server of this run',
      about:
        'Whether Prometheus scrapes the server of this run. Server panels show this server only; if it is not scraped, they are empty.',
      unit: 'count',
      queries: [{ expr: serverIsThere(), legend: 'Server' }],
      width: 4,
      words: [{ value: 1, text: 'scraped', color: 'blue' }],
      empty: 'not scraped',
    },
  ],
};

/** All messages of visitors and agents, whatever their fate. */
export const allMessages = total(RUN.messages);
/** All idle timeouts and channel-window closes, including missed ones. */
const allTimeouts = `(${total(RUN.timeoutsByRule)} + ${total(RUN.windowsByRule)})`;

export const NO_MESSAGES = 'no messages, or not judged yet';
const NO_TIMEOUTS = 'no timeouts, or not judged yet';

/** A count of messages out of all; any is red. */
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
      'The verdict and the exit code. Pass: no violation and no broken limit. Failed: a limit of the scenario is broken. Violated: messages were lost or timeouts broke the rules. Inconclusive: not enough evidence. Invalid: the run is not reliable.',
      `(${verdictNumber})`,
      { words: VERDICT_WORDS },
    ),
    stat(
      'Load generator',
      'Whether the load generator was on time. A late generator makes a good server look bad, so the run is then invalid. In virtual time there is nothing to measure.',
      outOf(latest(RUN.honest), samples(RUN.scheduleLag)),
      {
        words: [
          { value: 0, text: 'late: unreliable', color: 'purple' },
          { value: 1, text: 'on time', color: 'green' },
        ],
        empty: 'nothing measured, or not judged yet',
      },
    ),
    stat(
      'Broken limits',
      'Limits that the run has broken, of those that were tested. An invalid run tests none.',
      outOf(total(RUN.limitsBroken), total(RUN.limitsTested)),
      { steps: ANY_IS_RED, empty: 'none tested, or not judged yet' },
    ),
    ofMessages(
      'Missed messages',
      'Missed messages of visitors and agents, although the sender was told they had arrived: lost, only in the history, or on a screen but not looked at. Equal to the count in result.json.',
      total(RUN.messagesMissed),
    ),
    stat(
      'Premature timeouts',
      'Sessions closed as idle although the visitor was about to reply. Equal to the count in result.json.',
      outOf(total(RUN.timeoutsByPeople, { where: { people: 'premature' } }), total(RUN.timeouts)),
      { steps: ANY_IS_RED, empty: NO_TIMEOUTS },
    ),
    stat(
      'Timeouts against the rules',
      'Timeouts that came too early, too late, in the wrong state, or not at all, including closes by the platform of a channel. Any of them is a fault of the server.',
      outOf(
        `(${total(RUN.timeoutsByRule, { where: { rule: AGAINST } })} + ${total(RUN.windowsByRule, { where: { rule: AGAINST } })})`,
        allTimeouts,
      ),
      { steps: ANY_IS_RED, empty: NO_TIMEOUTS },
    ),
    ended('Lost messages', 'Messages that were acknowledged and are missing from every history and inbox.', 'lost'),
    ended('Misrouted messages', 'Messages that were shown to the wrong person.', 'misrouted'),
    ofMessages(
      'Phantom messages',
      'Messages that were shown on a screen and that nobody had sent.',
      total(RUN.phantoms),
    ),
    ofMessages(
      'Vanished messages',
      'Messages that were on a screen and are now missing from every history.',
      total(RUN.vanished),
    ),
    stat(
      'Forgotten sessions',
      'Sessions that people were told of and that are missing from the history of the server.',
      outOf(total(RUN.sessionsKnown, { where: { history: 'forgotten' } }), total(RUN.sessionsKnown)),
      { steps: ANY_IS_RED, empty: 'not checked, or not judged yet' },
    ),
    stat('Idle timeouts', 'Sessions closed by an idle timeout, right or wrong.', total(RUN.timeouts)),
    stat(
      'Still open at the end',
      'Sessions that were open when the run ended. Their end is unknown, so no count of closes includes them.',
      total(RUN.sessionsLeftOpen),
    ),
    name(
      'Which limits are broken',
      'Names of the broken limits, as in `expect` of the scenario; the report of the run has the values.',
      judged(`${total(RUN.limitsBroken, { by: ['limit'] })} > 0`),
      'limit',
      { width: 20, empty: 'none that was tested, or not judged yet' },
    ),
  ],
};
