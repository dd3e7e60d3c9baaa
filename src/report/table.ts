// A table in a terminal: columns without lines, aligned also for Chinese.
import Table from 'cli-table3';

/** Two columns without lines, aligned also for Chinese. */
export function table(rows: readonly (readonly string[])[], head?: readonly string[]): string {
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
