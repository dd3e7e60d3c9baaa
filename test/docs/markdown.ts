// Reads the parts of a Markdown page that tests need:
// fenced blocks with their marks, headings and links.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { projectRoot } from '../../src/system/entry.ts';

/** A fenced block, and the comments that stand right above it. */
export interface Block {
  readonly lang: string;
  readonly text: string;
  /** Line of its fence, from 1. */
  readonly line: number;
  /** `<!-- name: value -->`, in order. */
  readonly marks: readonly { readonly name: string; readonly value: string }[];
}

export interface Page {
  /** Path from the root of the project, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** Both READMEs, if there are two, and everything under docs/. */
export function allPages(): Page[] {
  const root = projectRoot();
  const docs = readdirSync(join(root, 'docs'), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
  return ['README.md', 'README.zh-CN.md', ...docs.sort()]
    .filter((path) => existsSync(join(root, path)))
    .map((path) => pageOf(path, readFileSync(join(root, path), 'utf8')));
}

export const pageOf = (path: string, text: string): Page => ({ path, text, blocks: blocksOf(text) });

const FENCE = /^(`{3,})([\w-]*)\s*$/;
const MARK = /^<!--\s*([a-z ]+):\s*(.*?)\s*-->$/;

function blocksOf(text: string): Block[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  for (let i = 0; i < lines.length; i++) {
    const [, fence, lang = ''] = FENCE.exec(lines[i] ?? '') ?? [];
    if (fence === undefined) continue;
    const end = lines.indexOf(fence, i + 1);
    const last = end < 0 ? lines.length : end;
    blocks.push({ lang, text: lines.slice(i + 1, last).join('\n'), line: i + 1, marks: marksAbove(lines, i) });
    i = last;
  }
  return blocks;
}

/** Comments directly above a line; blank lines may stand between. */
function marksAbove(lines: readonly string[], at: number): Block['marks'] {
  const marks: { name: string; value: string }[] = [];
  for (let i = at - 1; i >= 0; i--) {
    const line = (lines[i] ?? '').trim();
    if (line === '') continue;
    const [, name, value] = MARK.exec(line) ?? [];
    if (name === undefined || value === undefined) break;
    marks.unshift({ name, value });
  }
  return marks;
}

export const markOf = (block: Block, name: string): string | undefined =>
  block.marks.find((mark) => mark.name === name)?.value;

/** The page without its fenced blocks and comments: prose, headings, tables. */
export function proseOf(text: string): string {
  let inside = '';
  return text
    .split('\n')
    .filter((line) => {
      const fence = FENCE.exec(line)?.[1] ?? '';
      if (inside === '' && fence !== '') {
        inside = fence;
        return false;
      }
      if (inside !== '' && line === inside) {
        inside = '';
        return false;
      }
      return inside === '';
    })
    .join('\n')
    .replaceAll(/<!--[\s\S]*?-->/g, '');
}

/** Names by which the headings of a page can be linked to, as GitHub makes them. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of proseOf(text).matchAll(/^#{1,6}\s+(.+?)\s*$/gm)) {
    const slug = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
      .replaceAll(/\s/g, '-');
    for (let n = 0; ; n++) {
      const name = n === 0 ? slug : `${slug}-${n}`;
      if (anchors.has(name)) continue;
      anchors.add(name);
      break;
    }
  }
  return anchors;
}

/** Targets of all links and images of a page. */
export const linksOf = (text: string): string[] =>
  [
    ...proseOf(text)
      .replaceAll(/`[^`]*`/g, '')
      .matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g),
  ].map(([, target = '']) => target);
