// Reads all rows of a paged list.
import type { Pages } from '../src/model/ports/target.ts';

export async function everything<T>(pages: Pages<T>): Promise<T[]> {
  const rows: T[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}
