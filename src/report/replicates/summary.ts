// Replicates as Markdown for a CI job page: the verdict, means with intervals, one line for each
// seed.
import { say } from '../../language/language.ts';
import { code, codeBlock, inline, table } from '../markdown.ts';
import {
  metricGrid,
  neverSeen,
  opening,
  pairedGrid,
  pairedNotes,
  ROWS_MOST,
  seedGrid,
  seedToLookAt,
  type Grid,
  type ReportedReplicates,
} from './terminal.ts';
import { MOST_BYTES, reasonList, verdictHead } from '../run/summary.ts';

/** The document: all profiles side by side, then a section for each; cut to `most` bytes. */
export function replicatesSummaryOf(all: readonly ReportedReplicates[], most = MOST_BYTES): string {
  const heads = all.map(({ document }) => verdictHead(document));
  const full = [...paired(all), ...all.map(section)].join('\n\n');
  if (Buffer.byteLength(full) < most) return `${full}\n`;
  return `${[...heads, say('summary.shortened')].join('\n\n')}\n`;
}

function section({ document, folder, again }: ReportedReplicates): string {
  const { replicates: rows } = document;
  const parts = [verdictHead(document), ...reasonList(document.reasons, 'replicates.json')];
  if (rows.length > 0) {
    parts.push(...opening(document).map(inline), laidOut(metricGrid(document)), ...neverSeen(document).map(inline));
    parts.push(`### ${inline(say('replicates.each'))}`, laidOut(seedGrid(rows)));
    if (rows.length > ROWS_MOST) parts.push(inline(say('replicates.more', { n: rows.length - ROWS_MOST })));
  }
  const seed = seedToLookAt(document);
  if (seed !== undefined) parts.push(inline(say('summary.oneSeed')), codeBlock('sh', again.one(seed)));
  parts.push(inline(say('summary.repeatAll')), codeBlock('sh', again.all));
  return [...parts, `${inline(say('summary.evidence'))} ${code(folder)}`].join('\n\n');
}

function paired(all: readonly ReportedReplicates[]): string[] {
  if (all.length < 2) return [];
  const title = inline(say('replicates.paired', { sets: all.length }));
  const documents = all.map(({ document }) => document);
  const head = `## ${inline(say('summary.same'))}`;
  return [head, title, laidOut(pairedGrid(documents)), ...pairedNotes(documents).map(inline)];
}

/** A table. Markdown needs a head, and the same number of cells in each line. */
function laidOut({ head, rows }: Grid): string {
  const width = Math.max(head?.length ?? 0, ...rows.map((row) => row.length));
  const whole = (cells: readonly string[]): string[] => Array.from({ length: width }, (_, i) => inline(cells[i] ?? ''));
  return table(whole(head ?? []), rows.map(whole), { isNumeric: true });
}
