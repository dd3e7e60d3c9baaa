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
    ...unheard(cost),
  ];
  return lines.join('\n');
}

/** What it cost; nothing when it cost nothing: the shares above carry the bounds on that. */
function unheard(cost: Result['cost']): string[] {
  const lines: string[] = [];
  if (cost.consultationsLost > 0) {
    const buyers = cost.conversionsLost > 0 ? ` (ready to buy: ${whole(cost.conversionsLost)})` : '';
    lines.push(`Visitors left unheard: ${whole(cost.consultationsLost)}${buyers}.`);
  }
  if (cost.repeatedDescriptions > 0)
    lines.push(`Explained again to somebody new: ${whole(cost.repeatedDescriptions)} messages.`);
  return lines;
}

function missedParts({ messages }: Result): string {
  const parts = (['lost', 'stored_unseen', 'unnoticed'] as const)
    .filter((fate) => messages.fates[fate] > 0)
    .map((fate) => `${whole(messages.fates[fate])} ${FATE_SAYS[fate]}`);
  return parts.length === 0 ? '' : `\n  ${parts.join('\n  ')}`;
}

type Rows = readonly (readonly string[])[];

/** The words of a tally that occurred: word, count, what it means. */
const some = (tally: Readonly<Record<string, number>>, says: Readonly<Record<string, string>>): string[][] =>
  Object.entries(tally)
    .filter(([, n]) => n > 0)
    .map(([word, n]) => [word, whole(n), says[word] ?? '']);

/** The same for people who do not know the words: count, what it means, and the word last. */
const said = (tally: Readonly<Record<string, number>>, says: Readonly<Record<string, string>>): string[][] =>
  some(tally, says).map(([word = '', n = '', meaning = '']) => [n, meaning, `(${word})`]);

/** A headed table, or nothing when there is nothing to say. */
const section = (head: string, rows: Rows, columns?: readonly string[]): string[] =>
  rows.length === 0 ? [] : [head, table(rows, columns)];

function details(result: Result): string {
  const { sessions, timeouts, messages } = result;
  return [
    ...section('Messages', some(messages.fates, FATE_SAYS)),
    ...section('Sessions closed', [
      ...some(sessions.closed, REASON_SAYS),
      ...some({ left_message: sessions.leftMessage }, { left_message: 'turned into a leave-message' }),
      ...some({ 'still open': sessions.stillOpen }, {}),
    ]),
    ...section('Idle timeouts: what the visitors were doing', said(timeouts.byPeople, PEOPLE_SAYS)),
    ...section('Idle timeouts: what caused them', said(timeouts.byCause, CAUSE_SAYS)),
    ...section('Times', times(result), ['', 'p50', 'p95', 'p99', '']),
    ...section('Run', aboutRun(result)),
  ].join('\n');
}

/** Times that were measured. In virtual time nothing takes real time: what a server would need is not observable there. */
function times({ run, latency: { model, real } }: Result): Rows {
  const all: [string, { n: number; p50: number; p95: number; p99: number }][] = [
    ['first answer (model time)', model.firstResponse],
    ['message noticed by agent (model)', model.notice],
    ['transfer (model)', model.transfer],
  ];
  if (run.engine !== 'sim') {
    all.push(
      ['acknowledged (real time)', real.ack],
      ['delivered (real)', real.delivery],
      ['close later than due (real)', real.closeLateness],
    );
  }
  return all
    .filter(([, { n }]) => n > 0)
    .map(([name, t]) => [name, time(t.p50), time(t.p95), time(t.p99), `${whole(t.n)}×`]);
}

function aboutRun({ run, generator, transfers, resources }: Result): Rows {
  const { lateness, loopLag, honest } = generator;
  const machine =
    run.engine === 'sim'
      ? [['engine', 'sim, in virtual time: says nothing about what a server or a network can bear']]
      : [
          ['speed', `${run.speed}× (${generator.speedBound})`],
          [
            'generator',
            `${run.engine}, late p99 ${time(lateness.p99)}, max ${time(lateness.max)}, event loop at most ${time(loopLag.max)}: ${honest ? 'trustworthy' : 'not trustworthy'}`,
          ],
        ];
  const { asked, done, failed } = transfers;
  return [
    ...machine,
    ...(asked > 0 ? [['transfers', `${whole(asked)} asked, ${whole(done)} done, ${whole(failed)} failed`]] : []),
    [
      'resources',
      `${resources.wallSeconds} s wall, ${resources.cpuSeconds} s CPU, ${bytes(resources.peakRssBytes)} peak, ${whole(resources.rows)} ledger rows`,
    ],
  ];
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
  /** A count that is worth a row only where it occurred. */
  const seen = (name: string, of: (r: Result) => number): string[][] =>
    results.every((r) => of(r) === 0) ? [] : [row(name, (r) => whole(of(r)))];
  const share = (rate: { count: number; of: number; high: number }): string =>
    rate.of === 0
      ? '–'
      : `${whole(rate.count)} (${rate.count === 0 ? `at most ${percent(rate.high)}` : percent(rate.count / rate.of)})`;
  return table(
    [
      row('verdict', (r) => r.verdict),
      row('visitors', (r) => whole(r.visitors.arrived)),
      row('sessions that reached an agent', (r) => whole(r.sessions.active)),
      row('idle timeouts', (r) => share(r.timeouts.rate)),
      row('… too early for the visitor', (r) => share(r.timeouts.premature)),
      ...seen('… while the visitor waited', (r) => r.timeouts.byPeople.waiting),
      row('messages written', (r) => whole(r.messages.attempted)),
      row('messages nobody ever read', (r) => share(r.messages.missed)),
      ...seen('… of those, written by visitors', (r) => missedOf(r.messages.bySender['visitor'] ?? {})),
      row('… acknowledged and lost', (r) => whole(r.messages.fates.lost)),
      ...seen('… only in the history', (r) => r.messages.fates.stored_unseen),
      ...seen('… on a screen, never looked at', (r) => r.messages.fates.unnoticed),
      ...seen('kept as leave-messages', (r) => r.messages.fates.left_message),
      ...seen('visitors left unheard', (r) => r.cost.consultationsLost),
      ...seen('… who were ready to buy', (r) => r.cost.conversionsLost),
      ...seen('explained again to somebody new', (r) => r.cost.repeatedDescriptions),
      ...seen('transfers done', (r) => r.transfers.done),
      row('first answer, median', (r) => time(r.latency.model.firstResponse.p50)),
      row('first answer, p95', (r) => time(r.latency.model.firstResponse.p95)),
    ],
    ['', ...results.map((r) => r.run.profile)],
  );
}
