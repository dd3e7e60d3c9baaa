// README.md and README.zh-CN.md have the same sections, commands, tables, links and exit codes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { projectRoot } from '../../src/system/entry.ts';
import { linksOf } from './markdown.ts';

const read = (name: string): string => readFileSync(join(projectRoot(), name), 'utf8');
const ENGLISH = read('README.md');
const CHINESE = read('README.zh-CN.md');

/** Commands of all sh blocks, without their comments. */
const commands = (text: string): string[] =>
  [...text.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, block = '']) =>
    block.split('\n').flatMap((line) => {
      const command = line.replace(/#.*/, '').trim();
      return command === '' ? [] : [command];
    }),
  );
const headings = (text: string): string[] => [...text.matchAll(/^(#+) /gm)].map(([, level = '']) => level);
const tableRows = (text: string): number[] => [...text.matchAll(/^\|.*\|$/gm)].map(([row]) => row.split('|').length);
const exitCodes = (text: string): string[] => [...text.matchAll(/\*\*(\d)\*\*/g)].map(([, code = '']) => code);
/** The numbers in the outputs of a README, in order. */
const figures = (text: string): string[] =>
  [...(/```text\n([^]*?)```/.exec(text)?.[1] ?? '').matchAll(/\d+/g)].map(([n]) => n);

describe('the two READMEs', () => {
  const same = (what: string, of: (text: string) => unknown[]): void => {
    const [en, zh] = [of(ENGLISH), of(CHINESE)];
    assert.ok(en.length > 1, `no ${what} in README.md`);
    assert.deepEqual(zh, en);
  };
  it('have the same sections', () => same('sections', headings));
  it('show the same commands', () => same('commands', commands));
  it('have the same tables', () => same('tables', tableRows));
  it('name the same exit codes', () => same('exit codes', exitCodes));
  it('show the same figures of the same run', () => same('figures', figures));
  it('lead to the same pages, and to each other', () => {
    const others = (text: string): string[] => linksOf(text).filter((link) => !link.startsWith('README'));
    same('links', others);
    assert.ok(linksOf(ENGLISH).includes('README.zh-CN.md') && linksOf(CHINESE).includes('README.md'));
  });
});
