// Runs as Markdown for a CI job page: the verdict, the numbers, what to do next; details are
// folded.
import { retell, say, type Noted } from '../../language/language.ts';
import { whole } from '../../language/numbers.ts';
import { rateOf } from '../../stats/rates.ts';
import type { Result } from '../../result/schema.ts';
import type { CloseReason } from '../../model/rows/words.ts';
import { checksOf, type Check, type Status } from './checks.ts';
import { exactPercent, percent, time, waited } from '../format.ts';
import type { Reported } from './junit.ts';
import { code, codeBlock, folded, inline, table } from '../markdown.ts';
import { worstOf } from './terminal.ts';
import { runColumn } from '../trust.ts';

/** GitHub's limit for one step, bytes; a longer summary is not shown at all. */
export const MOST_BYTES = 1024 * 1024;
/** The most reasons that are listed, and the most characters of each. */
const REASONS_MOST = 20;
const CHARACTERS_MOST = 600;

const SIGNS: Readonly<Record<Result['verdict'], string>> = {
  pass: '✅',
  failed: '❌',
  violated: '❌',
  inconclusive: '⚠️',
  invalid: '⚠️',
};
const CHECK_SIGNS: Readonly<Record<Status, string>> = { passed: '✅', failed: '❌', error: '⚠️', skipped: '–' };

export interface SummaryOptions {
  /** The greatest length, bytes of UTF-8. */
  readonly most?: number;
  /** Why these runs cannot be compared; if set, they are not put side by side. */
  readonly others?: string | undefined;
}

/**
 * The document: a section for each run, and several runs side by side. If it is too long, the least
 * important parts are left out.
 */
export function summaryOf(runs: readonly Reported[], { most = MOST_BYTES, others }: SummaryOptions = {}): string {
  const side = others !== undefined ? [inline(others)] : runs.length > 1 ? [sideBySide(runs)] : [];
  const shortened = say('summary.shortened');
  const everything = [...side, ...runs.map((run) => section(run, true))].join('\n\n');
  if (Buffer.byteLength(everything) < most) return `${everything}\n`;
  const brief = [...side, ...runs.map((run) => section(run, false)), shortened].join('\n\n');
  if (Buffer.byteLength(brief) < most) return `${brief}\n`;
  return `${[...runs.map(verdictOf), shortened].join('\n\n')}\n`;
}

function section(reported: Reported, hasDetails: boolean): string {
  const { result, folder, repeat, shortest } = reported;
  const parts = [verdictOf(reported), ...reasons(result), numbers(result), ...next(result, folder)];
  parts.push(inline(say('summary.repeat')), codeBlock('sh', repeat));
  if (shortest !== undefined) parts.push(inline(say('replay.shortestHead')), codeBlock('sh', shortest));
  if (hasDetails) parts.push(...details(result));
  return parts.join('\n\n');
}

const verdictOf = ({ result }: Reported): string => verdictHead(result);

/** The head of a section: the verdict as a sign in the heading and in words, and the exit code. */
export function verdictHead({ run, verdict, exitCode }: Headed): string {
  const { scenario, profile, engine } = run;
  const head = `## ${SIGNS[verdict]} ${inline(clip(`${scenario} (${profile}, ${engine})`))}`;
  return `${head}\n\n**${inline(say(`verdict.${verdict}`))}** ${say('summary.exit', { code: exitCode })}`;
}

interface Headed extends Pick<Result, 'verdict' | 'exitCode'> {
  readonly run: Pick<Result['run'], 'scenario' | 'profile' | 'engine'>;
}

const clip = (text: string): string =>
  text.length <= CHARACTERS_MOST ? text : `${text.slice(0, CHARACTERS_MOST).replace(/\p{Cs}$/u, '')}…`;

const reasons = (result: Result): string[] => reasonList(result.reasons, 'result.json');

/** The first reasons as a list. @param file which has the others */
export function reasonList(all: readonly (Noted & { readonly limit: string })[], file: string): string[] {
  const listed = all.slice(0, REASONS_MOST).map((reason) => {
    const text = retell(reason);
    return `- ${inline(clip(reason.limit === 'note' ? say('report.note', { text }) : text))}`;
  });
  if (listed.length === 0) return [];
  const rest = all.length - listed.length;
  const more = rest > 0 ? [`- ${inline(say('summary.more', { n: rest, file }))}`] : [];
  return [[...listed, ...more].join('\n')];
}

function next(result: Result, folder: string): string[] {
  const worst = worstOf(result);
  const look =
    worst === undefined
      ? []
      : [inline(say('summary.next')), codeBlock('sh', `npx stillthere explain ${folder} ${worst.subject}`)];
  return [...look, `${inline(say('summary.evidence'))} ${code(folder)}`];
}

// ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Line {
  readonly name: string;
  readonly value: string;
  /** 95 % interval of a share. */
  readonly interval?: string;
  /** The key of `expect` that limits it. */
  readonly check?: string;
}

/** The main numbers: the same lines for every run, so that several can be put side by side. */
function lines(result: Result): Line[] {
  const { visitors, sessions, timeouts, messages, cost, latency } = result;
  const { firstResponse } = latency.model;
  const { early, late, missed, wrong_state } = timeouts.byRule;
  return [
    { name: say('side.visitors'), value: whole(visitors.arrived) },
    { name: say('side.active'), value: whole(sessions.active) },
    { name: say('side.timeouts'), ...share(timeouts.rate), check: 'timeoutRate' },
    { name: say('side.premature'), ...share(timeouts.premature), check: 'prematureRate' },
    { name: say('summary.wrong'), value: whole(early + late + missed + wrong_state), check: 'wrongTimeouts' },
    { name: say('side.written'), value: whole(messages.attempted) },
    { name: say('side.missed'), ...share(messages.missed), check: 'missedRate' },
    { name: say('side.lost'), ...share(rateOf(messages.fates.lost, messages.attempted)), check: 'lost' },
    { name: say('side.unheard'), value: whole(cost.consultationsLost) },
    {
      name: say('side.answered'),
      value: say('report.ofAll', { n: firstResponse.n, of: firstResponse.of ?? firstResponse.n }),
    },
    { name: say('side.median'), value: waited(firstResponse, firstResponse.p50) },
    { name: say('side.p95'), value: waited(firstResponse, firstResponse.p95), check: 'firstResponseP95' },
  ];
}

function share({ count, of, low, high, open = 0 }: Result['messages']['missed']): Pick<Line, 'value' | 'interval'> {
  const beside = open > 0 ? say('report.besideOpen', { open }) : '';
  if (of === 0) return { value: `–${beside}` };
  const value = (count === 0 ? '0' : say('report.share', { count, share: percent(count / of) })) + beside;
  return { value, interval: `${exactPercent(low).replace(/ ?%$/, '')}–${exactPercent(high)}` };
}

function numbers(result: Result): string {
  const allowed = new Map(checksOf(result).map(({ name, allowed: text, status }) => [name, { text, status }]));
  const rows = lines(result).map(({ name, value, interval = '', check = '' }) => {
    const limit = allowed.get(check);
    const sign = limit?.status === 'failed' || limit?.status === 'error' ? ` ${CHECK_SIGNS[limit.status]}` : '';
    return [inline(name), `${inline(value)}${sign}`, inline(interval), inline(limit?.text ?? '')];
  });
  const head = [say('summary.number'), say('summary.value'), say('summary.interval'), say('summary.limit')];
  return table(head.map(inline), rows, { isNumeric: true });
}

function sideBySide(runs: readonly Reported[]): string {
  const columns = runs.map(({ result }) => lines(result));
  const rows = (columns[0] ?? []).map(({ name }, i) => [name, ...columns.map((column) => column[i]?.value ?? '')]);
  const verdicts = [
    say('side.verdict'),
    ...runs.map(({ result: { verdict } }) => `${SIGNS[verdict]} ${say(`word.verdict.${verdict}`)}`),
  ];
  const marked = runs.map(({ result }) => runColumn(result));
  const head = ['', ...marked.map((column) => column.head)];
  const notes = marked.flatMap((column) => column.notes).map((note) => `\n\n${inline(note)}`);
  const body = [verdicts, ...rows].map((row) => row.map(inline));
  return `## ${inline(say('summary.same'))}\n\n${table(head.map(inline), body, { isNumeric: true })}${notes.join('')}`;
}

// ── what is folded ───────────────────────────────────────────────────────────────────────────────────────────────────

function details(result: Result): string[] {
  const { messages, sessions, timeouts } = result;
  const checks = checksOf(result);
  return [
    folded(say('summary.checks', { n: checks.length }), checkTable(checks)),
    ...tally(say('report.messages'), messages.fates, (word) => say(`fate.${word}`)),
    ...tally(say('report.closed'), ended(sessions), endSays),
    ...tally(say('report.byPeople'), timeouts.byPeople, (word) => say(`people.${word}`)),
    ...tally(say('report.byCause'), timeouts.byCause, (word) => say(`cause.${word}`)),
    folded(say('summary.about'), about(result)),
  ];
}

type End = CloseReason | 'left_message' | 'still_open';

/** How many sessions ended in which way, and how many were still open. */
const ended = ({ closed, leftMessage, stillOpen }: Result['sessions']): Record<End, number> => ({
  ...closed,
  left_message: leftMessage,
  still_open: stillOpen,
});

function endSays(end: End): string {
  if (end === 'left_message') return say('report.leftMessage');
  return end === 'still_open' ? say('report.stillOpen') : say(`reason.${end}`);
}

function checkTable(checks: readonly Check[]): string {
  const rows = checks.map(({ name, status, text, reasons: why }) => [
    code(name),
    `${CHECK_SIGNS[status]} ${inline(say(`summary.status.${status}`))}`,
    inline(clip([text, ...why].join(' · '))),
  ]);
  return table([say('summary.check'), say('summary.status'), say('summary.finding')].map(inline), rows);
}

/** The rows of a tally with a count above 0, folded; nothing when there are none. */
function tally<W extends string>(
  title: string,
  counts: Readonly<Record<W, number>>,
  says: (word: W) => string,
): string[] {
  const seen = (Object.entries(counts) as [W, number][]).filter(([, n]) => n > 0);
  if (seen.length === 0) return [];
  const rows = seen.map(([word, n]) => [code(word), whole(n), inline(says(word))]);
  return [folded(title, table([say('summary.word'), say('summary.count'), ''].map(inline), rows))];
}

function about({ run, tool, generator, resources }: Result): string {
  const rows = Object.entries({
    ...run,
    version: [tool.version, `Node ${tool.node}`, ...(tool.k6 === undefined ? [] : [tool.k6])].join(', '),
    'generator.lateness.p99': time(generator.lateness.p99),
    wallSeconds: resources.wallSeconds,
  }).map(([name, value]) => [code(name), code(clip(String(value)))]);
  return table(['', ''], rows);
}
