// Terminal report of a run: the verdict, tables, what to look at next, and the command that repeats
// it.
import { retell, say, type Noted } from '../../language/language.ts';
import { whole } from '../../language/numbers.ts';
import { MISSED_FATES, type ByPeople, type Cause, type CloseReason, type Fate } from '../../model/rows/words.ts';
import type { Result } from '../../result/schema.ts';
import { bytes, paint, percent, rateText, rounded, time, waited } from '../format.ts';
import { table } from '../table.ts';
import { runColumn } from '../trust.ts';
import { causeSays, fateSays, peopleSays, reasonSays, verdictSays, wordSays } from '../words.ts';

/**
 * The whole report of one run.
 * @param shortest the command of a shorter run that fails in the same way
 */
export function terminalReport(result: Result, folder: string, repeat: string, shortest?: string): string {
  const after = next(result, folder, repeat);
  if (shortest !== undefined) after.push(say('replay.shortest', { command: shortest }));
  return [headline(result), '', story(result), '', details(result), '', ...after].join('\n');
}

/** The verdict in words with its reasons: of a run, or of many together. */
export function headline(
  result: Pick<Result, 'verdict'> & { readonly reasons: readonly (Noted & { readonly limit: string })[] },
): string {
  const colour =
    result.verdict === 'pass'
      ? 'green'
      : result.verdict === 'inconclusive' || result.verdict === 'invalid'
        ? 'yellow'
        : 'red';
  const lines = [paint(colour, verdictSays(result.verdict))];
  for (const reason of result.reasons) {
    const text = retell(reason);
    lines.push(`  ${reason.limit === 'note' ? say('report.note', { text }) : `- ${text}`}`);
  }
  return lines.join('\n');
}

/** What happened, in sentences without special terms. */
export function story(result: Result): string {
  const { sessions, timeouts, messages, visitors, cost } = result;
  const lines = [
    say('report.came', { visitors: visitors.arrived, opened: sessions.opened, active: sessions.active }),
    ...played(result.play),
    say('report.timedOut', { rate: rateText(timeouts.rate), open: timeouts.rate.open ?? 0 }) +
      (timeouts.rate.count > 0 ? say('report.tooEarly', { rate: rateText(timeouts.premature) }) : ''),
    ...answered(result.latency.model.firstResponse),
    say('report.missed', { rate: rateText(messages.missed) }) + missedParts(result),
    ...((visitors.waiting ?? 0) > 0 ? [say('report.waiting', { visitors: visitors.waiting ?? 0 })] : []),
    ...unheard(cost),
  ];
  return lines.join('\n');
}

/** How long it took until everything had ended, or why it did not end. */
function played(play: Result['play']): string[] {
  if (play === undefined) return [];
  const { arrivals, end, why } = play;
  // Play that ended before the last arrival has only its own end time.
  return [say(`report.played.${why}`, { arrivals: time(arrivals), more: end > arrivals ? time(end - arrivals) : '' })];
}

/** How many of those who asked were answered, and how many were not. */
function answered({
  n,
  of = n,
  open = 0,
  afterGivingUp: late = 0,
}: Waited & { afterGivingUp?: number | undefined }): string[] {
  return of === 0 ? [] : [say('report.answered', { n, of, late, open })];
}

/** Lost visitors and orders, and repeated descriptions; no lines where there were none. */
function unheard(cost: Result['cost']): string[] {
  const { consultationsLost: visitors, conversionsLost: buyers, repeatedDescriptions: messages } = cost;
  const lines: string[] = [];
  if (visitors > 0)
    lines.push(buyers > 0 ? say('report.unheardBuyers', { visitors, buyers }) : say('report.unheard', { visitors }));
  if (messages > 0) lines.push(say('report.repeated', { messages }));
  return lines;
}

function missedParts({ messages }: Result): string {
  const parts = (['lost', 'stored_unseen', 'unnoticed', 'pending'] as const)
    .filter((fate) => messages.fates[fate] > 0)
    .map((fate) => say('report.missedPart', { count: messages.fates[fate], what: fateSays(fate) }));
  return parts.length === 0 ? '' : `\n  ${parts.join('\n  ')}`;
}

type Rows = readonly (readonly string[])[];

/** The rows of a tally with a count above 0: word, count, meaning. */
const some = <W extends string>(tally: Readonly<Record<W, number>>, says: (word: W) => string): string[][] =>
  (Object.entries(tally) as [W, number][]).filter(([, n]) => n > 0).map(([word, n]) => [word, whole(n), says(word)]);

/** The same for readers who do not know the words: count, meaning, and the word last. */
const said = <W extends string>(tally: Readonly<Record<W, number>>, says: (word: W) => string): string[][] =>
  some(tally, says).map(([word = '', n = '', meaning = '']) => [n, meaning, say('report.word', { word })]);

/** A table with a title; no lines for an empty table. */
const section = (head: string, rows: Rows, columns?: readonly string[]): string[] =>
  rows.length === 0 ? [] : [head, table(rows, columns)];

function details(result: Result): string {
  const { sessions, timeouts, messages } = result;
  return [
    ...section(say('report.messages'), some<Fate>(messages.fates, fateSays)),
    ...section(say('report.closed'), [
      ...some<CloseReason>(sessions.closed, reasonSays),
      ...some({ left_message: sessions.leftMessage }, () => say('report.leftMessage')),
      ...some({ [say('report.stillOpen')]: sessions.stillOpen }, () => ''),
    ]),
    ...section(say('report.byPeople'), said<ByPeople>(timeouts.byPeople, peopleSays)),
    ...section(say('report.byCause'), said<Cause>(timeouts.byCause, causeSays)),
    ...section(say('report.times'), times(result), ['', 'p50', 'p95', 'p99', '']),
    ...section(say('report.run'), aboutRun(result)),
  ].join('\n');
}

/**
 * Measured times. Virtual time takes no real time, so what a server would need cannot be observed
 * there.
 */
function times({ run, latency: { model, real } }: Result): Rows {
  const all: [string, Waited][] = [
    [say('report.firstResponse'), model.firstResponse],
    [say('report.notice'), model.notice],
    [say('report.transfer'), model.transfer],
  ];
  if (run.engine !== 'sim') {
    all.push(
      [say('report.ack'), real.ack],
      [say('report.delivery'), real.delivery],
      [say('report.closeLateness'), real.closeLateness],
    );
  }
  return all
    .filter(([, { n, of = n }]) => of > 0)
    .map(([name, t]) => [name, waited(t, t.p50), waited(t, t.p95), waited(t, t.p99), waitedText(t)]);
}

/** Times of finished waits, and how many were still open. */
type Waited = Omit<Result['latency']['model']['transfer'], 'max'>;

const waitedText = ({ n, of = n, open = 0 }: Waited): string =>
  n === of ? say('report.times.all', { n }) : say('report.times.some', { n, of, open });

function aboutRun({ run, generator, transfers, alerts, resources }: Result): Rows {
  const { wallSeconds: wall, cpuSeconds: cpu, peakRssBytes, rows } = resources;
  return [
    ...(run.engine === 'sim' ? [[say('report.engine'), say('report.engineSim')]] : aboutPlay(run, generator)),
    ...(transfers.asked > 0 ? [[say('report.transfers'), say('report.transfersDone', transfers)]] : []),
    ...(alerts !== undefined && alerts.expiring > 0
      ? [[say('report.alerts'), say('report.alertsHandled', alerts)]]
      : []),
    [
      say('report.resources'),
      say('report.resourcesUsed', { wall: rounded(wall), cpu: rounded(cpu), peak: bytes(peakRssBytes), rows }),
    ],
  ];
}

function aboutPlay({ engine, speed }: Result['run'], generator: Result['generator']): Rows {
  const { lateness, loopLag, honest, speedBound, speedWhy } = generator;
  const late = {
    engine,
    p99: time(lateness.p99),
    max: time(lateness.max),
    lag: time(loopLag.max),
    trust: say(honest ? 'report.trust' : 'report.noTrust'),
  };
  return [
    [say('report.speed'), say('report.speedWhy', { speed, why: retell({ text: speedBound, ...speedWhy }) })],
    [say('report.generator'), say('report.generatorLate', late)],
  ];
}

function next(result: Result, folder: string, repeat: string): string[] {
  const lines = [say('report.evidence', { folder })];
  const worst = worstOf(result);
  if (worst !== undefined) lines.push(say('report.look', { folder, ...worst }));
  lines.push(say('report.repeat', { command: repeat }));
  return lines;
}

const missedOf = (fates: Readonly<Record<string, number>>): number =>
  MISSED_FATES.reduce((sum, fate) => sum + (fates[fate] ?? 0), 0);

/**
 * A message to look at first, and its fate. A stopped run in virtual time has none, because it
 * cannot be replayed to the same point.
 */
export function worstOf({ run, play, messages }: Result): { subject: string; word: string } | undefined {
  if (run.engine === 'sim' && play?.why === 'stopped') return undefined;
  const [first] = Object.entries(messages.examples);
  return first === undefined ? undefined : { word: first[0], subject: first[1][0] ?? '' };
}

/** Two or more runs of the same visitors side by side. */
export function sideBySide(results: readonly Result[]): string {
  const columns = results.map(runColumn);
  const row = (name: string, of: (r: Result) => string): string[] => [name, ...results.map(of)];
  /** A row for a count that occurred at least once. */
  const seen = (name: string, of: (r: Result) => number): string[][] =>
    results.every((r) => of(r) === 0) ? [] : [row(name, (r) => whole(of(r)))];
  const laid = table(
    [
      row(say('side.verdict'), (r) => wordSays('verdict', r.verdict)),
      row(say('side.visitors'), (r) => whole(r.visitors.arrived)),
      row(say('side.active'), (r) => whole(r.sessions.active)),
      row(say('side.timeouts'), (r) => share(r.timeouts.rate)),
      row(say('side.premature'), (r) => share(r.timeouts.premature)),
      ...seen(say('side.waiting'), (r) => r.timeouts.byPeople.waiting),
      row(say('side.written'), (r) => whole(r.messages.attempted)),
      row(say('side.missed'), (r) => share(r.messages.missed)),
      ...seen(say('side.byVisitors'), (r) => missedOf(r.messages.bySender['visitor'] ?? {})),
      row(say('side.lost'), (r) => whole(r.messages.fates.lost)),
      ...seen(say('side.unseen'), (r) => r.messages.fates.stored_unseen),
      ...seen(say('side.unnoticed'), (r) => r.messages.fates.unnoticed),
      ...seen(say('side.kept'), (r) => r.messages.fates.left_message),
      ...seen(say('side.unheard'), (r) => r.cost.consultationsLost),
      ...seen(say('side.buyers'), (r) => r.cost.conversionsLost),
      ...seen(say('side.repeated'), (r) => r.cost.repeatedDescriptions),
      ...seen(say('side.transfers'), (r) => r.transfers.done),
      row(say('side.answered'), ({ latency: { model } }) =>
        say('report.ofAll', { n: model.firstResponse.n, of: model.firstResponse.of ?? model.firstResponse.n }),
      ),
      row(say('side.median'), ({ latency: { model } }) => waited(model.firstResponse, model.firstResponse.p50)),
      row(say('side.p95'), ({ latency: { model } }) => waited(model.firstResponse, model.firstResponse.p95)),
    ],
    ['', ...columns.map(({ head }) => head)],
  );
  return [laid, ...columns.flatMap(({ notes }) => notes)].join('\n');
}

/** A share, and the number still open, which a share of conversations does not include. */
function share({ count, of, high, open = 0 }: Result['timeouts']['rate']): string {
  const beside = open > 0 ? say('report.besideOpen', { open }) : '';
  if (of === 0) return `–${beside}`;
  const part = count === 0 ? say('report.atMost', { high: percent(high) }) : percent(count / of);
  return say('report.share', { count, share: part }) + beside;
}
