// The load rows of the board "Session timeouts": open sessions, queue, channels, load generator.
import { RUN } from '../metrics/run.ts';
import { SERVER } from '../metrics/server.ts';
import type { Row } from './board.ts';
import { bars, lines } from './forms.ts';
import { meanwhile, now, quantile, share, total } from './promql.ts';

/** The highest p99 lateness of a reliable generator, seconds. Above it a run is judged invalid. */
export const LATENESS_MOST = 0.02;

export const NOT_SCRAPED = 'no data in this time range, or the server is not scraped';

export const SESSIONS: Row = {
  title: 'Open sessions and queue',
  panels: [
    lines(
      'Open sessions',
      'Open sessions as visitors and agents know them, and as the server counts them. If the server has fewer, somebody writes into a session that is over.',
      [
        { expr: now(RUN.sessionsOpen), legend: 'visitors and agents' },
        { expr: meanwhile(now(SERVER.sessions)), legend: 'server' },
      ],
    ),
    lines(
      'Sessions by state',
      'Open sessions in the server: waiting, offered to an agent, active, warned of a timeout, or in wrap-up.',
      [{ expr: meanwhile(now(SERVER.sessions, { by: ['state'] })), legend: '{{state}}' }],
      { empty: NOT_SCRAPED },
    ),
    lines('Queue', 'Sessions that wait for an agent, as visitors know them and as the server counts them.', [
      { expr: now(RUN.sessionsQueued), legend: 'visitors' },
      { expr: meanwhile(now(SERVER.queued)), legend: 'server' },
    ]),
    lines(
      'Wait in the queue, p95',
      'How long sessions waited for an agent, in seconds of model time, by outcome.',
      [{ expr: meanwhile(quantile(0.95, SERVER.waited, { by: ['outcome'] })), legend: '{{outcome}}' }],
      { unit: 'seconds', empty: 'nobody waited in this time range, or the server is not scraped' },
    ),
  ],
};

export const CHANNELS: Row = {
  title: 'By channel',
  panels: [
    bars(
      'Timeout rate by channel',
      'Idle timeouts as a share of the conversations with an agent that ended. Channels on which none ended are left out.',
      share(total(RUN.timeouts, { by: ['channel'] }), total(RUN.sessionsRated, { by: ['channel'] })),
      'channel',
      { unit: 'share' },
    ),
    lines(
      'Open sessions by channel',
      'Open sessions as visitors and agents know them.',
      [{ expr: now(RUN.sessionsOpen, { by: ['channel'] }), legend: '{{channel}}' }],
      { width: 8 },
    ),
    lines(
      'First response by channel, p95',
      "From a visitor's first message to an agent's first on the screen, in seconds of model time, for recent answers. Visitors who still wait are not included.",
      [{ expr: quantile(0.95, RUN.firstResponseSeen, { by: ['channel'] }), legend: '{{channel}}' }],
      { width: 8, unit: 'seconds' },
    ),
  ],
};

export const GENERATOR: Row = {
  title: 'Is this run reliable?',
  panels: [
    lines(
      'Timer delay of the load generator, p99',
      'How late visitors and agents acted, in seconds of real time. This is the generator, not the server. A p99 above the dashed line over the whole run makes it invalid.',
      [{ expr: quantile(0.99, RUN.scheduleLag), legend: 'late' }],
      { unit: 'seconds', width: 8, steps: [{ from: LATENESS_MOST, color: 'red' }] },
    ),
    lines(
      'Event loop of the load generator',
      'Event-loop delay, in seconds of real time: last measured, and largest so far.',
      [
        { expr: now(RUN.loopLag), legend: 'last measured' },
        { expr: now(RUN.loopLagMax), legend: 'largest so far' },
      ],
      { unit: 'seconds', width: 8 },
    ),
    lines(
      'Visitors',
      'Visitors due by now, visitors who have arrived, and open connections of visitors and agents. The first two are equal while the generator is on time.',
      [
        { expr: now(RUN.visitorsDue), legend: 'due' },
        { expr: now(RUN.visitorsArrived), legend: 'came' },
        { expr: now(RUN.connected), legend: 'connected' },
      ],
      { width: 8 },
    ),
  ],
};
