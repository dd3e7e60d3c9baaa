// The Markdown summary: a verdict in words, intervals, what
// to do next, and texts that cannot change its markup.
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { speak } from '../../../src/language/language.ts';
import type { Reported } from '../../../src/report/run/junit.ts';
import { code, codeBlock, inline, table } from '../../../src/report/markdown.ts';
import { MOST_BYTES, summaryOf } from '../../../src/report/run/summary.ts';
import { defineScenario } from '../../../src/scenario/define.ts';
import { tooShort } from '../../scenario/too-short.ts';
import { everyVerdict, ODD_SEED, virtual } from '../runs.ts';

const runs = await everyVerdict();
const one = (run: Reported): string => summaryOf([run]);
/** The cells of the table line that starts with this. */
function cells(text: string, name: string): string[] {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`| ${name}`));
  assert.ok(line !== undefined, `no line "${name}" in\n${text}`);
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}

describe('a summary of one run', () => {
  test('starts with what was run and the verdict in words', () => {
    const [head, , verdict] = one(runs.violated).split('\n');
    assert.equal(head, '## ❌ too-short (bare, sim)');
    assert.equal(verdict, '**VIOLATED: messages were lost or timeouts broke the rules** (exit code 3)');
    assert.match(one(runs.pass), /^## ✅ smoke \(bare, sim\)\n\n\*\*PASS\*\* \(exit code 0\)/);
    assert.match(one(runs.invalid), /^## ⚠️ .*\n\n\*\*INVALID: /);
  });

  test('says why', () => {
    assert.match(one(runs.violated), /\n- \d+ acknowledged messages are missing\n/);
    assert.match(one(runs.failed), /\n- first response p95 of [\d.]+ s is above the limit of 1 s\n/);
  });

  test('has one table with the numbers: the value, its interval, what is allowed, and where it is broken', () => {
    const text = one(runs.violated);
    const { missed, fates } = runs.violated.result.messages;
    const [name, value, interval, allowed] = cells(text, '… acknowledged and lost');
    assert.match(value ?? '', new RegExp(`^${fates.lost} \\([\\d.]+ %\\) ❌$`), name);
    assert.match(interval ?? '', /^\d+\.\d\d?–\d+\.\d\d? %$/);
    assert.equal(allowed, '0');
    assert.match(cells(text, 'missed messages')[1] ?? '', new RegExp(`^${missed.count} \\(`));
  });

  test('zero comes with its upper bound', () => {
    const [, value, interval] = cells(one(runs.pass), 'missed messages');
    assert.equal(value, '0');
    assert.match(interval ?? '', /^0\.00–\d\.\d\d %$/);
  });

  test('says what to look at and how to repeat it, as code to copy', () => {
    const { result, folder, repeat } = runs.violated;
    const lost = result.messages.examples['lost']?.[0] ?? '';
    assert.ok(one(runs.violated).includes(`\`\`\`sh\nnpx stillthere explain ${folder} ${lost}\n\`\`\``));
    assert.ok(one(runs.violated).includes(`\`\`\`sh\n${repeat}\n\`\`\``));
    assert.doesNotMatch(one(runs.pass), /explain/, 'where nothing is bad there is nothing to look at');
  });

  test('a shorter run that goes wrong in the same way has a block of its own, where there is one', () => {
    const shortest = 'npx stillthere run x --only v3,a1 --until 9m';
    const text = one({ ...runs.violated, shortest });
    assert.ok(text.includes(`\`\`\`sh\n${runs.violated.repeat}\n\`\`\``));
    assert.match(text, /Shortest repeat.*\n\n```sh\nnpx stillthere run x --only v3,a1 --until 9m\n```/);
    assert.doesNotMatch(one(runs.violated), /Shortest repeat/);
  });

  test('folds the rest: all checks, fates, closes, the run', () => {
    const text = one(runs.violated);
    const titles = [...text.matchAll(/<summary>(.*)<\/summary>/g)].map(([, title]) => title);
    assert.equal(titles[0], 'All 16 checks');
    assert.equal(titles.at(-1), 'About this run');
    assert.equal(text.match(/<details>/g)?.length, text.match(/<\/details>/g)?.length);
    assert.equal(cells(text, '`lost` |')[1], '❌ failed');
    assert.match(cells(text, '`run`|`populationHash`'.split('|')[1] ?? '')[1] ?? '', /^`\w+`$/);
  });
});

describe('a summary of several runs', () => {
  test('has a section each, and their numbers side by side above them', async () => {
    const other = await virtual(defineScenario(tooShort), '+leave-message');
    const text = summaryOf([runs.violated, other]);
    assert.match(text, /^## Same visitors, side by side\n\n\|  \| bare \| \+leave-message \|\n/);
    assert.deepEqual(cells(text, 'verdict').slice(1), ['❌ violated', `✅ pass`]);
    assert.equal(cells(text, '… acknowledged and lost')[2], '0');
    assert.equal(text.match(/^## /gm)?.length, 3);
  });

  test('runs with other people do not stand side by side: it says why', () => {
    const text = summaryOf([runs.violated, runs.pass], { others: 'these runs cannot be compared' });
    assert.match(text, /^these runs cannot be compared\n/);
    assert.doesNotMatch(text, /side by side/);
  });
});

describe('whatever is in a text stays text', () => {
  test('signs of Markdown and HTML are escaped, line ends become blanks', () => {
    assert.equal(inline('a|b `c` <i>&amp;</i>\n# x'), 'a\\|b \\`c\\` \\<i\\>\\&amp;\\</i\\> \\# x');
    assert.equal(
      inline('stored_unseen _x_ **y** [z](u) ~~v~~ $m$'),
      'stored_unseen \\_x\\_ \\*\\*y\\*\\* \\[z\\](u) \\~\\~v\\~\\~ \\$m\\$',
    );
    assert.equal(inline('访客|说'), '访客\\|说');
  });

  test('code holds backticks, and cells hold bars', () => {
    assert.equal(code('a`b'), '``a`b``');
    assert.equal(code('`'), '`` ` ``');
    assert.equal(table(['a'], [[code('x|y')]]), '| a |\n| --- |\n| `x\\|y` |');
    assert.equal(codeBlock('sh', 'a\n```\nb'), '````sh\na\n```\nb\n````');
  });

  test('an odd seed opens no tag, ends no code and adds no cell', async () => {
    const run = await virtual(defineScenario(tooShort), 'bare', ODD_SEED);
    const text = one(run);
    const outside = text
      .replace(/(`{3,})\w*\n[\s\S]*?\n\1\n/g, '')
      .replace(/(`+)[^`](?:[\s\S]*?[^`])??\1(?!`)/g, 'CODE');
    assert.doesNotMatch(outside, /(?<!\\)<(?!\/?(?:details|summary)>)/);
    assert.doesNotMatch(text, /[\u0000-\u0008\u001b]/);
    assert.equal(cells(text, '`seed`').length, 2);
    assert.equal(text.match(/^## /gm)?.length, 1);
  });
});

describe('a summary fits', () => {
  const many = Array.from({ length: 5000 }, (_, i) => ({ limit: 'ledger', text: `row ${i} ${'x'.repeat(2000)}` }));
  const crowded: Reported = { ...runs.invalid, result: { ...runs.invalid.result, reasons: many } };
  const few: Reported = { ...runs.invalid, result: { ...runs.invalid.result, reasons: many.slice(0, 30) } };

  test('reasons are counted where they are too many, and cut where they are too long', () => {
    const text = one(crowded);
    assert.match(text, /… and 4\s980 more reasons in result\.json/);
    assert.ok(text.length < 40_000, `${text.length} characters`);
  });

  test('into 1 MiB, however many runs: details go first, then all but the verdicts', () => {
    const full = summaryOf(Array.from({ length: 3 }, () => runs.violated));
    const brief = summaryOf(Array.from({ length: 300 }, () => runs.violated));
    const least = summaryOf(Array.from({ length: 400 }, () => few));
    for (const text of [full, brief, least]) assert.ok(Buffer.byteLength(text) <= MOST_BYTES);
    // assert.match would print a megabyte when it fails.
    assert.ok(full.includes('<details>'));
    assert.ok(/^This summary was too long and is cut here/m.test(brief));
    assert.ok(!brief.includes('<details>') && brief.includes('npx stillthere run'));
    assert.equal(least.match(/INVALID/g)?.length, 400);
  });

  test('into what is left of a page that others have written on', () => {
    const most = 3000;
    assert.ok(Buffer.byteLength(summaryOf([runs.violated], { most })) <= most);
  });
});

test('it speaks the language of the reader', () => {
  speak('zh-CN');
  try {
    const text = one(runs.violated);
    assert.match(text, /退出码 3/);
    assert.match(text, /重新运行/);
    assert.doesNotMatch(
      text.replace(/`[^`]*`|<[^>]*>|```[\s\S]*?```/g, ''),
      /\b(messages|timeouts|allowed|Evidence)\b/,
    );
  } finally {
    speak('en');
  }
});
