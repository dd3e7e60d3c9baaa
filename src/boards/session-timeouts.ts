// The board "Session timeouts": what a run says about the timeouts of a desk, from the verdict down to whether it can be trusted.
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
/** Fates of messages that nobody has read. */
const UNREAD = [...MISSED_FATES, 'pending'] as const;
const percent = (q: number): string => `p${q * 100}`;

const soFar = share(now(RUN.timeoutsSeen), now(RUN.endedSeen));

const TIMEOUTS: Row = {
  title: 'Timeout rate, and timeouts that came too early for the visitor',
  panels: [
    stat(
      'Timeout rate',
      'Idle timeouts as a share of the conversations with an agent that ended, as in result.json. What was still open when play ended is in no share: see *Still open at the end*. Zero of a few is not zero: the report of the run gives the upper bound.',
      share(total(RUN.timeouts), total(RUN.sessionsRated)),
      { unit: 'share', width: 8 },
    ),
    stat(
      'Premature share',
      'Idle timeouts that cut off a visitor who would have gone on, as a share of all idle timeouts.',
      share(total(RUN.timeoutsByPeople, { where: { people: 'premature' } }), total(RUN.timeouts)),
      { unit: 'share', width: 8, empty: 'no timeouts, or not judged yet' },
    ),
    stat(
      'Visitors who came back',
      'Idle timeouts whose visitor opened a chat once more: each one had not been through.',
      total(RUN.cameBack),
      { width: 8 },
    ),
    lines(
      'Timeout rate so far',
      'Sessions that somebody was told ended by an idle timeout, as a share of those of an agent that somebody was told ended. It moves while the run goes on, and what ends soon is seen first; the judged rate is above.',
      [{ expr: soFar, legend: 'timed out' }],
      { unit: 'share', width: 8 },
    ),
    lines(
      'Idle timeouts per second',
      'Idle timeouts as visitors and agents are told of them (the harness), and as the server carries them out, in seconds of real time. Where the two part, somebody was not told.',
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
      'Lateness of the timers in the server, p99',
      'How long after it was due a timeout was carried out, in seconds of real time, by what timed out.',
      [{ expr: meanwhile(quantile(0.99, SERVER.lateness, { by: ['kind'] })), legend: '{{kind}}' }],
      { unit: 'seconds', width: 8, empty: NOT_SCRAPED },
    ),
    bars(
      'Timeouts by rule',
      'Did the rule ask for them? Justified ones are right; every other word is a fault of the server.',
      total(RUN.timeoutsByRule, { by: ['rule'] }),
      'rule',
    ),
    bars(
      'Timeouts by people',
      'What the visitor was doing: idle (through, or given up), waiting for an answer, not yet reached by it, or about to write on (premature).',
      total(RUN.timeoutsByPeople, { by: ['people'] }),
      'people',
    ),
    bars(
      'Timeouts by cause',
      'What brought them about: silence, a tab or phone asleep, the network, an agent who did not answer, the channel, the server, or the load generator itself.',
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
      'Messages that nobody has read, by fate. Lost: acknowledged and nowhere to be found. Stored_unseen: only in the history. Unnoticed: on a screen that nobody looked at before the session ended. Pending: unread in a session that was still open when play ended.',
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
      'Whose messages nobody read: those of visitors, or answers of agents.',
      outOf(total(RUN.messages, { by: ['sender'], where: { fate: UNREAD } }), allMessages),
      'sender',
      { steps: ANY_IS_RED, empty: NO_MESSAGES },
    ),
    lines(
      'Missed so far',
      'Acknowledged messages in sessions that are over, that nobody has looked at so far. A visitor who comes back may still find them read: the judged number is the one that counts.',
      [{ expr: now(RUN.missedSoFar), legend: 'missed so far' }],
    ),
    lines(
      'Messages per second',
      'Messages that people meant to say, that were acknowledged, and that came onto a screen, in seconds of real time.',
      [
        { expr: perSecond(RUN.messagesAttempted), legend: 'said' },
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

/** Waits that did not end, of all. */
const never = (
  title: string,
  about: string,
  wait: Wait,
  outcome: readonly (typeof WAIT_ENDS)[number][] = ['never', 'open'],
): Panel =>
  stat(title, about, outOf(total(RUN.waits, { where: { wait, outcome } }), total(RUN.waits, { where: { wait } })), {
    steps: ANY_IS_RED,
    empty: 'not looked at, or not judged yet',
  });

const LATENCY: Row = {
  title: 'Waits and latency over the whole run',
  panels: [
    ofAll(
      'First answer p95',
      "From a visitor's first message to an agent's first on the screen, in seconds of model time. Who never got an answer counts as longer than any time. What the scenario allows (`firstResponseP95`) is a bound of the buckets.",
      quantileOfAll(0.95, RUN.firstResponse),
    ),
    never(
      'Never answered',
      'First messages of visitors that no agent ever answered, or had not answered when play ended.',
      'first_response',
    ),
    ofAll(
      'Acknowledgement p99',
      'From sending a message to its acknowledgement, in seconds of real time. One that was never acknowledged counts as longer than any time.',
      quantileOfAll(0.99, RUN.ack),
    ),
    never(
      'Never acknowledged',
      'Messages that the sender was never told the server has. One that was under way when play was cut, and was settled after that, is not among them.',
      'ack',
      ['never'],
    ),
    ofAll(
      'Delivery p99',
      "From sending a message to the other side's screen, in seconds of real time, where nobody was away. One that never got there counts as longer than any time.",
      quantileOfAll(0.99, RUN.delivery),
    ),
    ofAll(
      'Close lateness p99',
      'How long after it was due a timeout came, in seconds of real time. Timeouts that never came are under those against the rules.',
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
        'From the wish to hand a session over to the new agent, in seconds of model time, over the whole run; read from buckets, so it may differ from the report by the width of one.',
        quantileOfAll(q, RUN.transferTime),
        { unit: 'seconds', width: 8, empty: 'not reached, no transfers, or not judged yet' },
      ),
    ),
    bars(
      'Transfers',
      'Hand-overs between agents that were asked for: carried out, failed, or not decided when the run ended.',
      total(RUN.transfers, { by: ['outcome'] }),
      'outcome',
    ),
    lines(
      'Transfer latency in the server',
      'From the wish to hand over to the new agent as the server sees it, in seconds of model time.',
      QUANTILES.map((q) => ({
        expr: meanwhile(quantile(q, SERVER.transferTook, { where: { outcome: 'completed' } })),
        legend: percent(q),
      })) as [Query, ...Query[]],
      { unit: 'seconds', width: 8, empty: 'no transfers in this time range, or the server is not scraped' },
    ),
    lines(
      'Transfers in the server',
      'Hand-overs per second of real time, by what came of them.',
      [{ expr: meanwhile(perSecond(SERVER.transfers, { by: ['outcome'] })), legend: '{{outcome}}' }],
      { unit: 'perSecond', width: 8, empty: NOT_SCRAPED },
    ),
  ],
};

export const SESSION_TIMEOUTS: Board = {
  uid: 'stillthere-session-timeouts',
  title: 'Session timeouts',
  about:
    'One run of stillthere: which timeouts were right, which messages nobody read, and whether the run can be trusted. Choose the run above. Built from code; see docs/how-to/watch-a-run-in-grafana.md.',
  rows: [WHICH_RUN, VERDICT, TIMEOUTS, MESSAGES, LATENCY, TRANSFERS, SESSIONS, CHANNELS, GENERATOR],
};
