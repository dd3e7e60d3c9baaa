// `stillthere explain` finds a run by id, folder or
// ledger, and reports sessions, messages and visitors.
import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Row } from '../../../src/model/rows/rows.ts';
import { stillthere } from '../support.ts';
import type { Result } from '../../../src/result/schema.ts';

const out = mkdtempSync(join(tmpdir(), 'stillthere-explain-'));
after(() => rmSync(out, { recursive: true, force: true }));
let id = '';
let session = '';
let visitor = '';

before(async () => {
  await stillthere(['run', 'smoke', '--engine', 'sim', '--ledger', '--out', out]);
  id = readdirSync(out)[0] ?? assert.fail('no run folder');
  const rows = readFileSync(join(out, id, 'ledger.ndjson'), 'utf8')
    .trim()
    .split('\n');
  const timedOut = rows
    .map((line) => JSON.parse(line) as Row)
    .find((row) => row.what === 'w_session' && row.session.reason === 'idle_timeout');
  assert.ok(timedOut?.what === 'w_session', 'no session timed out');
  session = timedOut.session.id;
  visitor = timedOut.session.visitor;
});

const AXES =
  /verdict: s\d+ timed out .*\n {2}by rule: {3}justified: .*\n {2}by people: \w+: .*\n {2}by cause: {2}\w+: /;

test('by run id, by folder and by ledger: the same story, with the verdict on all three axes at its end', async () => {
  const said = await Promise.all(
    [id, join(out, id), join(out, id, 'ledger.ndjson')].map((run) =>
      stillthere(['explain', run, session, '--out', out]),
    ),
  );
  assert.deepEqual(
    said.map((s) => s.code),
    [0, 0, 0],
    said[0]?.stderr,
  );
  assert.match(said[0]?.stdout ?? '', AXES);
  assert.match(said[0]?.stdout ?? '', new RegExp(`${visitor} +writes message ${visitor}/0`));
  assert.equal(new Set(said.map((s) => s.stdout)).size, 1);
});

test('of a visitor: all of that life, and the verdict on each session', async () => {
  const { code, stdout } = await stillthere(['explain', join(out, id), visitor]);
  assert.equal(code, 0);
  assert.match(stdout, new RegExp(`${visitor} +arrives`));
  assert.match(stdout, AXES);
});

test('a ledger alone, its last line cut off: the story without what needs the rules', async () => {
  const alone = join(out, 'alone.ndjson');
  copyFileSync(join(out, id, 'ledger.ndjson'), alone);
  appendFileSync(alone, '{"t":1,"by":"v');
  const { code, stdout, stderr } = await stillthere(['explain', alone, session]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /without the rules of the run it cannot be judged/);
});

test('a run that is not there: what can be named, and where it was looked for', async () => {
  const { code, stderr } = await stillthere(['explain', 'nothing', 's1', '--out', out]);
  assert.equal(code, 1);
  assert.match(stderr, /unknown run "nothing".*by its id.*--out/);
});

test('an id that is not there: the ids that are, of visitors, agents and sessions, and of the messages of somebody who is there', async () => {
  const { code, stderr } = await stillthere(['explain', join(out, id), 'v3/99']);
  assert.equal(code, 1);
  assert.match(stderr, /has no session, message, visitor or agent "v3\/99"; it has messages v3\/0 to v3\/\d+ of v3, /);
  assert.match(stderr, /visitors v0 to v\d+, agents a0 to a\d+, sessions s\d+ to s\d+$/m);
});

test('a message that was dropped: the rule that says so, by its path in the scenario', async () => {
  const runs = join(out, 'dropped');
  const { stdout } = await stillthere(['run', 'first-evening', '--engine', 'sim', '--json', '--out', runs]);
  const { run, messages } = JSON.parse(stdout) as Result;
  const lost = messages.examples['lost']?.[0] ?? assert.fail('nothing was lost');
  const said = await stillthere(['explain', join(runs, run.id), lost]);
  assert.match(said.stdout, /^rule: afterClose\.byChannel\.app: drop: .* are acknowledged, but not stored$/m);
});
