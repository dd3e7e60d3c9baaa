// Shared by scripts/docs/: writes the generated pages,
// or with --check only names those that are stale.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The comment on top of a generated page that names the script. */
export const madeBy = (script: string): string => `<!-- Made by ${script}: change that, then npm run docs -->`;

/** A Markdown table. Bars in cells are escaped; an empty list of rows gives an empty text. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/**
 * Writes the pages that differ, or with `--check` names them and sets the exit code to 1. JSON is
 * formatted as in the rest of the project.
 * @param pages text by path from the root of the project
 */
export async function keepPages(pages: Readonly<Record<string, string>>, args = process.argv): Promise<void> {
  for (const [path, text] of Object.entries(pages)) {
    const full = join(ROOT, path);
    const wanted = path.endsWith('.json') ? await laidOut(full, text) : `${text.trimEnd()}\n`;
    const found = await readFile(full, 'utf8').catch(() => undefined);
    if (found === wanted) continue;
    if (args.includes('--check')) {
      console.error(`${path} is ${found === undefined ? 'missing' : 'stale'}: run npm run docs`);
      process.exitCode = 1;
      continue;
    }
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, wanted);
    console.log(`written: ${path}`);
  }
}

async function laidOut(path: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}
