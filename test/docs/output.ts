// Compares a block that a page calls the output of a command with what the command printed.
import { EN } from '../../src/language/en/index.ts';
import { ZH } from '../../src/language/zh/index.ts';

/** How much of the block must match: everything but `…`, or everything but `…` and numbers. */
export type Likeness = 'same' | 'like';

const squeeze = (line: string): string => line.replaceAll(/\s+/g, ' ').trim();
const NUMBER = /\d[\d.,]*(?: \d{3}\b)*(?: ?(?:ms|µs|min|s|h|%|MB|GB|毫秒|分钟|小时|秒|分)(?![\p{L}]))?/gu;

function pattern(line: string, likeness: Likeness): RegExp {
  const literal = squeeze(likeness === 'like' ? line.replaceAll(NUMBER, '\u0000') : line)
    .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('…', '.*')
    .replaceAll('\u0000', '#');
  return new RegExp(`^${literal}$`, 'u');
}

/** Fixed texts that commands print, such as the headline of `npm start`. */
const said = new Set([...Object.values(EN), ...Object.values(ZH)].filter((text) => typeof text === 'string'));

/**
 * Lines of a block that the output lacks, in their
 * order; a line `…` stands for any number of lines.
 */
export function missingLines(block: string, output: string, likeness: Likeness): string[] {
  const printed = output
    .split(/[\r\n]+/)
    .map((line) => squeeze(likeness === 'like' ? line.replaceAll(NUMBER, '#') : line));
  const missing: string[] = [];
  let at = 0;
  for (const line of block.split('\n')) {
    if (squeeze(line) === '' || squeeze(line) === '…') continue;
    if (likeness === 'like' && said.has(line.trim())) continue;
    const wanted = pattern(line, likeness);
    const found = printed.findIndex((candidate, i) => i >= at && wanted.test(candidate));
    if (found < 0) missing.push(line);
    else at = found + 1;
  }
  return missing;
}
