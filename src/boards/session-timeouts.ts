// The board "Session timeouts": one run from its verdict down to the reliability of the generator.
import { RUN, type Wait, type WAIT_ENDS } from '../metrics/run.ts';
import { SERVER } from '../metrics/server.ts';
import { MISSED_FATES } from '../model/rows/words.ts';
import type { Board, Row } from './board.ts';
import { ANY_IS_RED, bars, lines, stat } from './forms.ts';
import type { Panel, Query } from './panels.ts';
import { CHANNELS, GENERATOR, NOT_SCRAPED, SESSIONS } from './load-rows.ts';
import { meanwhile, now, outOf, perSecond, quantile, quantileOfAll, share, total } from './promql.ts';
import { allMessages, NO_MESSAGES, VERDICT, WHICH_RUN } from './verdict-rows.ts';

const QUANTILES = [0.5, 0.95, 0.99] as const;
/** Fates of missed messages. */
const UNREAD = [...MISSED_FATES, 'pending'] as const;
const percent = (q: number): string => `p${q * 100}`;

const soFar = share(now(RUN.timeoutsSeen), now(RUN.endedSeen));

const TIMEOUTS: Row = {
  title: 'Timeout rate and premature timeouts',
  panels: [
    stat(
      'Timeout rate',
      'Idle timeouts as a share of the conversations with an agent that ended, as in result.json. Sessions still open at the end are not included: see *Still open at the end*. For a rate of zero, the report of the run gives the upper bound.',
      share(total(RUN.timeouts), total(RUN.sessionsRated)),
      { unit: 'share', width: 8 },
    ),
    stat(
      'Premature share',
      'Idle timeouts although the visitor was about to reply, as a share of all idle timeouts.',
      share(total(RUN.timeoutsByPeople, { where: { people: 'premature' } }), total(RUN.timeouts)),
      { unit: 'share', width: 8, empty: 'no timeouts, or not judged yet' },
    ),
    stat(
      'Visitors who came back',
      'Idle timeouts whose visitor opened another chat afterwards, because something was left to say.',
      total(RUN.cameBack),
      { width: 8 },
    ),
    lines(
      'Timeout rate so far',
      'Sessions known to have ended by an idle timeout, as a share of sessions with an agent known to have ended. Short sessions are seen first, so this rate changes during the run; the judged rate is above.',
      [{ expr: soFar, legend: 'timed out' }],
      { unit: 'share', width: 8 },
    ),
    lines(
      'Idle timeouts per second',
      'Idle timeouts per second of real time: as visitors and agents are told of them, and as the server carries them out. If they differ, somebody was not told.',
      [
        { expr: perSecond(RUN.timeoutsSeen), legend: 'told to visitors and agents' },
        {
          expr: meanwhile(perSecond(SERVER.fired, { where: { kind: 'idle_timeout' } })),
          legend: 'fired by the server',
        },
      ],
      { unit: 'perSecond', width: 8 },
    ),
    lines(
      'Timer delay of the server, p99',
      'Delay of timeouts after they were due, in seconds of real time, by kind of timeout.',
      [{ expr: meanwhile(quantile(0.99, SERVER.lateness, { by: ['kind'] })), legend: '{{kind}}' }],
      { unit: 'seconds', width: 8, empty: NOT_SCRAPED },
    ),
    bars(
      'Timeouts by rule',
      'Whether timeouts follow the rules. Every word but `justified` is a fault of the server.',
      total(RUN.timeoutsByRule, { by: ['rule'] }),
      'rule',
    ),
    bars(
      'Timeouts by people',
      'What the visitor was doing. Idle: finished, or given up. Waiting: for an answer. Unreached: the answer had not arrived yet. Premature: about to reply.',
      total(RUN.timeoutsByPeople, { by: ['people'] }),
      'people',
    ),
    bars(
      'Timeouts by cause',
      'Why sessions timed out: silence, a sleeping tab or phone, the network, an agent who did not answer, the channel, the server, or the load generator.',
      total(RUN.timeoutsByCause, { by: ['cause'] }),
      'cause',
    ),
  ],
};

const MESSAGES: Row = {
  title: 'Missed messages by fate',
  panels: [
    bars(
      'Missed by fate',
      'Missed messages by fate. Lost: acknowledged, but missing. Stored_unseen: only in the history. Unnoticed: on a screen, but not looked at before the session ended. Pending: not looked at, in a session still open when the run ended.',
      outOf(total(RUN.messages, { by: ['fate'], where: { fate: UNREAD } }), allMessages),
      'fate',
      { steps: ANY_IS_RED, empty: NO_MESSAGES },
    ),
    bars(
      'All messages',
      'Every message of a visitor or an agent ends in exactly one fate.',
      total(RUN.messages, { by: ['fate'] }),
      'fate',
    ),
    bars(
      'Missed by sender',
      'Missed messages by sender: visitors or agents.',
      outOf(total(RUN.messages, { by: ['sender'], where: { fate: UNREAD } }), allMessages),
      'sender',
      { steps: ANY_IS_RED, empty: NO_MESSAGES },
    ),
    lines(
      'Missed so far',
      'Acknowledged messages in sessions that are over and not looked at so far. A visitor who returns may still read them, so the judged number is the one that counts.',
      [{ expr: now(RUN.missedSoFar), legend: 'missed so far' }],
    ),
    lines(
      'Messages per second',
      'Messages written, acknowledged and shown on a screen, per second of real time.',
      [
        { expr: perSecond(RUN.messagesAttempted), legend: 'written' },
        { expr: perSecond(RUN.messagesAcked), legend: 'acknowledged' },
        { expr: perSecond(RUN.messagesShown), legend: 'shown' },
      ],
      { unit: 'perSecond' },
    ),
  ],
};

const NOT_REACHED = 'not reached, none, or not judged yet';
const ofAll = (title: string, about: string, expr: string): Panel =>
  stat(title, about, expr, { unit: 'seconds', empty: NOT_REACHED });

/** The number of waits that did not end, out of all. */
const never = (
  title: string,
  about: string,
  wait: Wait,
  outcome: readonly (typeof WAIT_ENDS)[number][] = ['never', 'open'],
): Panel =>
  stat(title, about, outOf(total(RUN.waits, { where: { wait, outcome } }), total(RUN.waits, { where: { wait } })), {
    steps: ANY_IS_RED,
    empty: 'not checked, or not judged yet',
  });

const LATENCY: Row = {
  title: 'Waits and latency over the whole run',
  panels: [
    ofAll(
      'First response p95',
      "From a visitor's first message to an agent's first on the screen, in seconds of model time. A question that was never answered counts as longer than any time. The limit of the scenario (`firstResponseP95`) is a bound of the buckets.",
      quantileOfAll(0.95, RUN.firstResponse),
    ),
    never(
      'Never answered',
      'First messages of visitors that no agent had answered when the run ended.',
      'first_response',
    ),
    ofAll(
      'Acknowledgement p99',
      'From sending a message to its acknowledgement, in seconds of real time. A message that was never acknowledged counts as longer than any time.',
      quantileOfAll(0.99, RUN.ack),
    ),
    never(
      'Never acknowledged',
      'Messages whose acknowledgement never reached the sender. Messages in flight when the run was cut, and settled afterwards, are not included.',
      'ack',
      ['never'],
    ),
    ofAll(
      'Delivery p99',
      "From sending a message to the other side's screen, in seconds of real time, if both sides were connected. A message that never arrived counts as longer than any time.",
      quantileOfAll(0.99, RUN.delivery),
    ),
    ofAll(
      'Close lateness p99',
      'Delay of timeouts after they were due, in seconds of real time. Timeouts that never came count as timeouts against the rules.',
      quantileOfAll(0.99, RUN.closeLateness),
    ),
  ],
};

const TRANSFERS: Row = {
  title: 'Transfer latency',
  panels: [
    ...QUANTILES.map((q) =>
      stat(
        `Transfer ${percent(q)}`,
        'From the request of a transfer to the new agent, in seconds of model time, over the whole run. It is read from buckets, so it may differ from the report by one bucket.',
        quantileOfAll(q, RUN.transferTime),
        { unit: 'seconds', width: 8, empty: 'not reached, no transfers, or not judged yet' },
      ),
    ),
    bars(
      'Transfers',
      'Requested transfers between agents: done, failed, or still open when the run ended.',
      total(RUN.transfers, { by: ['outcome'] }),
      'outcome',
    ),
    lines(
      'Transfer latency in the server',
      'From the request of a transfer to the new agent, as the server measures it, in seconds of model time.',
      QUANTILES.map((q) => ({
        expr: meanwhile(quantile(q, SERVER.transferTook, { where: { outcome: 'completed' } })),
        legend: percent(q),
      })) as [Query, ...Query[]],
      { unit: 'seconds', width: 8, empty: 'no transfers in this time range, or the server is not scraped' },
    ),
    lines(
      'Transfers in the server',
      'Transfers per second of real time, by outcome.',
      [{ expr: meanwhile(perSecond(SERVER.transfers, { by: ['outcome'] })), legend: '{{outcome}}' }],
      { unit: 'perSecond', width: 8, empty: NOT_SCRAPED },
    ),
  ],
};

export const SESSION_TIMEOUTS: Board = {
  uid: 'stillthere-session-timeouts',
  title: 'Session timeouts',
  about:
    'One run of stillthere: timeouts and their verdicts, missed messages, and whether the run is reliable. Choose the run above. Built from code; see docs/how-to/watch-a-run-in-grafana.md.',
  rows: [WHICH_RUN, VERDICT, TIMEOUTS, MESSAGES, LATENCY, TRANSFERS, SESSIONS, CHANNELS, GENERATOR],
};
