// Checks a page: its commands run as it says, its files
// and outputs are real, and its links lead somewhere.
//
//   ```sh blocks            are run, page by page, in one shell in an empty folder; `# exit 2` behind a command promises that code
//   <!-- not run: why -->   above a block: it is not run; the reason may name the test that runs it
//   <!-- file: name -->     above a block: it is written to that file before the commands below it
//   <!-- output of: c -->   above a ```text block: what command c prints; `…` stands for what may differ
//   <!-- output like: c --> the same, and every number may differ
//   <!-- not output: why -->
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { after } from 'node:test';
import { projectRoot } from '../../src/system/entry.ts';
import { anchorsOf, linksOf, markOf, type Block, type Page } from './markdown.ts';
import { missingLines, type Likeness } from './output.ts';
import { bare, commandsOf, promisedCode, Shell, type Ran } from './shell.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillthere-docs-'));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Other names for a shell. They are not allowed, so that every block of commands is tested. */
const SHELLS = ['bash', 'shell', 'console', 'zsh', 'powershell'];
/** The options of a run in real time. */
const REAL_TIME = /--engine (?:node|k6)|--target/;
/** What a run prints on a machine that is too busy for it, by its exit code. */
const TOO_BUSY: Readonly<Record<number, RegExp>> = {
  4: /the load generator was late: p99|is above [\d.]+, the highest reliable speed of this machine/,
};

export const isRun = (block: Block): boolean => block.lang === 'sh' && markOf(block, 'not run') === undefined;
const at = (page: Page, block: Block): string => `${page.path}:${block.line}`;

/** Faults of a page that show without running it. */
export function faultsOf(page: Page): string[] {
  return page.blocks.flatMap((block) => {
    const where = at(page, block);
    const faults: string[] = [];
    if (SHELLS.includes(block.lang)) faults.push(`${where}: write \`\`\`sh instead of \`\`\`${block.lang}`);
    for (const name of ['not run', 'not output']) {
      const why = markOf(block, name);
      if (why !== undefined && why.length < 12) faults.push(`${where}: "${name}" needs a reason`);
      for (const [path] of (why ?? '').matchAll(/(?:test|scripts|\.ci)\/[\w./-]+\w/g))
        if (!existsSync(join(projectRoot(), path))) faults.push(`${where}: there is no ${path}`);
    }
    const isMarked = ['output of', 'output like', 'not output', 'file'].some(
      (name) => markOf(block, name) !== undefined,
    );
    if (block.lang === 'text' && !isMarked)
      faults.push(`${where}: say which command prints this: <!-- output of: … -->`);
    return faults;
  });
}

/** Links of a page whose targets do not exist. */
export function brokenLinks(page: Page): string[] {
  return linksOf(page.text).flatMap((link) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page.path : posix.join(posix.dirname(page.path), path);
    const full = join(projectRoot(), target);
    const isSelf = target === page.path;
    if (!isSelf && !existsSync(full)) return [`${page.path}: there is no ${target}`];
    if (anchor === undefined || !target.endsWith('.md')) return [];
    const isThere = anchorsOf(isSelf ? page.text : readFileSync(full, 'utf8')).has(decodeURIComponent(anchor));
    return isThere ? [] : [`${page.path}: ${target} has no heading #${anchor}`];
  });
}

/** Runs a page from top to bottom. @returns what each command did */
export async function runPage(page: Page, shell: Shell): Promise<Map<string, Ran>> {
  const done = new Map<string, Ran>();
  for (const block of page.blocks) {
    const file = markOf(block, 'file');
    if (file !== undefined) {
      mkdirSync(dirname(join(shell.folder, file)), { recursive: true });
      writeFileSync(join(shell.folder, file), `${block.text}\n`);
    } else if (isRun(block)) {
      for (const ran of await runBlock(block, shell)) {
        const promised = promisedCode(ran.command);
        if (wasTooBusy(ran)) continue;
        assert.equal(ran.code, promised, `${at(page, block)}: ${bare(ran.command)}\n${ran.output}`);
        done.set(bare(ran.command), ran);
      }
    }
  }
  return done;
}

/**
 * Whether a run in real time said that the machine was too busy.
 * The page tells its reader about this, so it is not a fault.
 */
const wasTooBusy = ({ command, code, output }: Ran): boolean =>
  REAL_TIME.test(command) && code !== promisedCode(command) && TOO_BUSY[code]?.test(output) === true;

/**
 * On a busy machine a run in real time may be refused or
 * inconclusive. It is run once more, as a reader would do.
 */
async function runBlock(block: Block, shell: Shell): Promise<Ran[]> {
  const all = await shell.run(commandsOf(block.text));
  for (const [i, { command, code }] of all.entries()) {
    if (!REAL_TIME.test(command) || code === promisedCode(command)) continue;
    const [again] = await shell.run([command]);
    // Background programs of the page have ended by now, so a second failure says little.
    if (again?.code === promisedCode(command)) all[i] = again;
  }
  return all;
}

async function checkOutputs(page: Page, done: ReadonlyMap<string, Ran>, shell: Shell): Promise<void> {
  for (const block of page.blocks) {
    for (const [mark, likeness] of [
      ['output of', 'same'],
      ['output like', 'like'],
    ] as [string, Likeness][]) {
      const command = markOf(block, mark);
      if (command === undefined) continue;
      const ran = done.get(command) ?? (await shell.run([command]))[0];
      const missing = missingLines(block.text, ran?.output ?? '', likeness);
      assert.deepEqual(missing, [], `${at(page, block)}: not printed by ${command}, which printed:\n${ran?.output}`);
    }
  }
}

export const newShell = (): Shell => new Shell(mkdtempSync(join(folder, 'page-')));

/** Whether the page has anything to run. */
export const hasCommands = (page: Page): boolean =>
  page.blocks.some((block) => isRun(block) || block.marks.some(({ name }) => name.startsWith('output')));

/** Whether the page measures real time. Its commands then run alone on the machine. */
export const isInRealTime = (page: Page): boolean =>
  page.blocks.some((block) => isRun(block) && REAL_TIME.test(block.text));

/** Runs a page in its own folder, and compares the outputs that it shows with those printed. */
export async function checkPage(page: Page): Promise<void> {
  const shell = newShell();
  await checkOutputs(page, await runPage(page, shell), shell);
}
