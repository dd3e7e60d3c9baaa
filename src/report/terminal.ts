// The result of a run in a terminal: a verdict in words, a table, what to look at next, and the command that repeats it.
import Table from 'cli-table3';
import { MISSED_FATES } from '../model/rows/words.ts';
import type { Result } from '../result/schema.ts';
import { bytes, paint, percent, rateText, time, whole } from './format.ts';
import { CAUSE_SAYS, FATE_SAYS, PEOPLE_SAYS, REASON_SAYS, VERDICT_SAYS } from './words.ts';

/** Two columns without lines, aligned also for Chinese. */
function table(rows: readonly (readonly string[])[], head?: readonly string[]): string {
  const none = '';
  const made = new Table({
    chars: {
      top: none,
      'top-mid': none,
      'top-left': none,
      'top-right': none,
      bottom: none,
      'bottom-mid': none,
      'bottom-left': none,
      'bottom-right': none,
      left: '  ',
      'left-mid': none,
      mid: none,
      'mid-mid': none,
      right: none,
      'right-mid': none,
      middle: '  ',
    },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    ...(head !== undefined && { head: [...head] }),
  });
  for (const row of rows) made.push([...row]);
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n');
}

/** The whole report of one run. */
export function terminalReport(result: Result, folder: string, repeat: string): string {
  return [headline(result), '', story(result), '', details(result), '', next(result, folder, repeat)].join('\n');
}

function headline(result: Result): string {
  const colour =
    result.verdict === 'pass'
      ? 'green'
      : result.verdict === 'inconclusive' || result.verdict === 'invalid'
        ? 'yellow'
        : 'red';
  const lines = [paint(colour, VERDICT_SAYS[result.verdict])];
  for (const { limit, text } of result.reasons) lines.push(`  ${limit === 'note' ? 'note: ' : '- '}${text}`);
  return lines.join('\n');
}

/** What happened, in sentences that need no glossary. */
export function story(result: Result): string {
  const { sessions, timeouts, messages, visitors, cost } = result;
  const lines = [
    `${whole(visitors.arrived)} visitors came; ${whole(sessions.opened)} sessions were opened, ${whole(sessions.active)} reached an agent.`,
    `Timed out while idle: ${rateText(timeouts.rate)}.` +
      (timeouts.rate.count > 0
        ? ` Too early for the visitor, who was about to write on: ${rateText(timeouts.premature)}.`
        : ''),
    `Messages nobody ever read: ${rateText(messages.missed)}.` + missedParts(result),
    `Visitors left unheard: ${whole(cost.consultationsLost)}, of whom ${whole(cost.conversionsLost)} were ready to buy; ${whole(cost.repeatedDescriptions)} messages had to be explained again to somebody new.`,
  ];
  return lines.join('\n');
}

function missedParts({ messages }: Result): string {
  const parts = (['lost', 'stored_unseen', 'unnoticed'] as const)
    .filter((fate) => messages.fates[fate] > 0)
    .map((fate) => `${whole(messages.fates[fate])} ${FATE_SAYS[fate]}`);
  return parts.length === 0 ? '' : `\n  ${parts.join('\n  ')}`;
}

function details(result: Result): string {
  const { sessions, timeouts, messages, latency, transfers, generator, resources } = result;
  const { model, real } = latency;
  const spread = (t: { n: number; p50: number; p95: number; p99: number }): string[] =>
    t.n === 0 ? ['none'] : [time(t.p50), time(t.p95), time(t.p99), `${whole(t.n)}×`];
  const some = (record: Readonly<Record<string, number>>, says: Readonly<Record<string, string>>): string[][] =>
    Object.entries(record)
      .filter(([, n]) => n > 0)
      .map(([word, n]) => [word, whole(n), says[word] ?? '']);
  return [
    'Messages',
    table(some(messages.fates, FATE_SAYS)),
    'Sessions closed',
    table([
      ...some(sessions.closed, REASON_SAYS),
      ...(sessions.leftMessage > 0
        ? [['left_message', whole(sessions.leftMessage), 'turned into a leave-message']]
        : []),
      ['still open', whole(sessions.stillOpen), ''],
    ]),
    ...(timeouts.rate.count > 0
      ? [
          'Idle timeouts',
          table(
            [...some(timeouts.byPeople, PEOPLE_SAYS), ...some(timeouts.byCause, CAUSE_SAYS)].map(
              ([word = '', n = '', says = '']) => [word, n, says],
            ),
          ),
        ]
      : []),
    'Times',
    table(
      [
        ['first answer (model time)', ...spread(model.firstResponse)],
        ['message noticed by agent (model)', ...spread(model.notice)],
        ['transfer (model)', ...spread(model.transfer)],
        ['acknowledged (real time)', ...spread(real.ack)],
        ['delivered (real)', ...spread(real.delivery)],
        ['close later than due (real)', ...spread(real.closeLateness)],
      ],
      ['', 'p50', 'p95', 'p99', ''],
    ),
    'Run',
    table([
      ['speed', `${result.run.speed}× (${generator.speedBound})`],
      [
        'generator',
        `${result.run.engine}, late p99 ${time(generator.lateness.p99)}, max ${time(generator.lateness.max)}: ${generator.honest ? 'trustworthy' : 'not trustworthy'}`,
      ],
      [
        'transfers',
        `${whole(transfers.asked)} asked, ${whole(transfers.done)} done, ${whole(transfers.failed)} failed`,
      ],
      [
        'resources',
        `${resources.wallSeconds} s wall, ${resources.cpuSeconds} s CPU, ${bytes(resources.peakRssBytes)} peak, ${whole(resources.rows)} ledger rows`,
      ],
    ]),
  ].join('\n');
}

function next(result: Result, folder: string, repeat: string): string {
  const lines = [`Evidence: ${folder}`];
  const worst = Object.entries(result.messages.examples)[0];
  if (worst !== undefined)
    lines.push(`Look at one of them: npx stillthere explain ${folder} ${worst[1][0] ?? ''}   (${worst[0]})`);
  lines.push(`Repeat this run:     ${repeat}`);
  return lines.join('\n');
}

const missedOf = (fates: Readonly<Record<string, number>>): number =>
  MISSED_FATES.reduce((sum, fate) => sum + (fates[fate] ?? 0), 0);

/** Two or more runs of the same people side by side. */
export function sideBySide(results: readonly Result[]): string {
  const row = (name: string, of: (r: Result) => string): string[] => [name, ...results.map(of)];
  const share = (rate: { count: number; of: number }): string =>
    rate.of === 0 ? '–' : `${whole(rate.count)} (${percent(rate.count / rate.of)})`;
  return table(
    [
      row('verdict', (r) => r.verdict),
      row('visitors', (r) => whole(r.visitors.arrived)),
      row('sessions that reached an agent', (r) => whole(r.sessions.active)),
      row('idle timeouts', (r) => share(r.timeouts.rate)),
      row('… too early for the visitor', (r) => share(r.timeouts.premature)),
      row('… while the visitor waited', (r) => whole(r.timeouts.byPeople.waiting)),
      row('messages written', (r) => whole(r.messages.attempted)),
      row('messages nobody ever read', (r) => share(r.messages.missed)),
      row('… of those, written by visitors', (r) => whole(missedOf(r.messages.bySender['visitor'] ?? {}))),
      row('… acknowledged and lost', (r) => whole(r.messages.fates.lost)),
      row('… only in the history', (r) => whole(r.messages.fates.stored_unseen)),
      row('… on a screen, never looked at', (r) => whole(r.messages.fates.unnoticed)),
      row('kept as leave-messages', (r) => whole(r.messages.fates.left_message)),
      row('visitors left unheard', (r) => whole(r.cost.consultationsLost)),
      row('… who were ready to buy', (r) => whole(r.cost.conversionsLost)),
      row('explained again to somebody new', (r) => whole(r.cost.repeatedDescriptions)),
      row('transfers done', (r) => whole(r.transfers.done)),
      row('first answer, median', (r) => time(r.latency.model.firstResponse.p50)),
      row('first answer, p95', (r) => time(r.latency.model.firstResponse.p95)),
    ],
    ['', ...results.map((r) => r.run.profile)],
  );
}
