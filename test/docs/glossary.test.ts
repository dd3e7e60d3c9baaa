// docs/reference/glossary.md: every word once, with one
// sentence, a Chinese word, and an entry for each product.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { projectRoot } from '../../src/system/entry.ts';

const COLUMNS = ['word', '中文', 'says', 'Zendesk', 'Genesys', 'Meiqia', 'k6'];

/** Words that the rest of the documentation uses without explanation. */
const NEEDED =
  'visitor, agent, session, conversation, thread, idle timeout, premature timeout, missed message, transfer, wrap-up, leave-message, ledger, fate, profile, replicate, honest speed, virtual time, verdict, drain'.split(
    ', ',
  );

test('docs/reference/glossary.md', () => {
  const page = readFileSync(join(projectRoot(), 'docs/reference/glossary.md'), 'utf8');
  const lines = page.split('\n').filter((line) => line.startsWith('|') && !/^\|[-|]+$/.test(line));
  const cells = lines.map((line) => line.slice(2, -2).split(' | '));
  const rows = cells.filter(([word]) => word !== 'word');
  assert.deepEqual(new Set(cells.filter(([word]) => word === 'word').map(String)), new Set([COLUMNS.join()]));
  for (const row of rows) {
    assert.equal(row.length, COLUMNS.length, row.join(' | '));
    assert.ok(
      row.every((cell) => cell.trim() !== ''),
      row.join(' | '),
    );
    const [, chinese = '', says = ''] = row;
    assert.match(chinese, /^\p{Script=Han}+$/u);
    assert.doesNotMatch(says, /[.!?]\s|\.$/, 'one sentence, without a full stop, as in other tables');
  }
  const words = rows.map(([word]) => word ?? '');
  assert.equal(new Set(words).size, words.length, 'no word stands there twice');
  assert.deepEqual(
    NEEDED.filter((word) => !words.includes(word)),
    [],
  );
});
