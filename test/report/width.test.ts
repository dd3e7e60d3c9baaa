// Reports fit into the terminal: prose breaks between words, tables between cells, commands never.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, describe } from 'node:test';
import { table } from '../../src/report/table.ts';
import { columns, fitted, terminalWidth, wrapped } from '../../src/report/width.ts';
import { stillthere } from '../cli/support.ts';

const out = mkdtempSync(join(tmpdir(), 'stillthere-width-'));
after(() => rmSync(out, { recursive: true, force: true }));

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

describe('text', () => {
  const line = '  - 18 messages were acknowledged and are nowhere, in 4 of 4 seeds: S/1, S/2, S/3, S/4';

  test('is broken between words, hangs under its beginning, and says the same', () => {
    const lines = fitted(line, 40).split('\n');
    assert.ok(lines.length > 2 && lines.every((one) => columns(one) <= 40), lines.join('\n'));
    assert.deepEqual(words(lines.join(' ')), words(line));
    for (const more of lines.slice(1)) assert.match(more, /^ {4}\S/);
  });

  test('in Chinese between characters, and no line begins with a mark', () => {
    const text = '空闲超时关闭了百分之五十五的会话，其中百分之二十一的访客正要回复。其余的人已经离开。';
    const lines = wrapped(text, 20);
    assert.equal(lines.join(''), text);
    for (const one of lines) assert.ok(columns(one) <= 22 && !/^[，。]/u.test(one), one);
  });

  test('a command is not broken: it is there to be copied', () => {
    const command = 'npx stillthere run double-eleven-peak --engine sim --profile bare --seed 1 --only v18,a16';
    assert.ok(fitted(`Repeat this run:     ${command}`, 60).includes(command));
  });

  test('stays as it is where nobody says how wide the output is', () => assert.equal(fitted(line, Infinity), line));
});

describe('tables', () => {
  const head = ['', 'bare', 'all', 'all+10m', 'all+30m', 'all+60m'];
  const rows = ['idle timeouts', '… premature: the visitor was about to reply', 'messages nobody read'].map((name) => [
    name,
    ...head.slice(1).map((_, i) => `${i * 111} (${i} %)`),
  ]);

  for (const width of [40, 60, 80, 120])
    test(`fit into ${width} columns, and no cell is lost`, () => {
      const text = table(rows, head, width);
      for (const one of text.split('\n')) assert.ok(columns(one) <= width, `${columns(one)}: ${one}`);
      for (const cell of rows.flatMap((row) => row.slice(1))) assert.ok(text.includes(cell), cell);
      for (const cell of head) assert.ok(text.includes(cell), cell);
    });

  test('are as ever where there is room', () => assert.equal(table(rows, head, Infinity), table(rows, head, 500)));
});

test('the width is that of COLUMNS, else of the terminal, else none', () => {
  const terminal = { isTTY: true, columns: 72 };
  assert.equal(terminalWidth(terminal, { COLUMNS: '60' }), 60);
  assert.equal(terminalWidth(terminal, { COLUMNS: 'wide' }), 72);
  assert.equal(terminalWidth({ isTTY: false, columns: 72 }, {}), Infinity);
});

describe('every report at 60 columns', () => {
  const wide = (text: string): string[] =>
    text.split('\n').filter((one) => columns(one) > 60 && !/npx stillthere |\/|:\/\//.test(one));
  for (const [name, args] of [
    ['run and explain', ['run', 'first-evening', '--engine', 'sim', '--profile', 'bare,all']],
    [
      'replicates, in Chinese',
      ['run', 'smoke', '--engine', 'sim', '--replicates', '2', '--profile', 'bare,all', '--lang', 'zh'],
    ],
    ['remedies', ['remedies', 'smoke', '--replicates', '2']],
    ['plan, in Chinese', ['plan', 'first-evening', '--lang', 'zh']],
    ['rules show', ['rules', 'show', 'meiqia-like']],
    ['help, in Chinese', ['run', '--help', '--lang', 'zh']],
  ] as const)
    test(name, async () => {
      const folder = args[0] === 'run' || args[0] === 'remedies' ? ['--out', out] : [];
      const { stdout } = await stillthere([...args, ...folder], { COLUMNS: '60' });
      assert.deepEqual(wide(stdout), []);
      assert.ok(stdout.length > 100);
      const [, story] = /npx stillthere (explain \S+ \S+)/.exec(stdout) ?? [];
      if (story === undefined) return;
      assert.deepEqual(wide((await stillthere(story.split(' '), { COLUMNS: '60' })).stdout), []);
    });
});
