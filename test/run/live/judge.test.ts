// The step judge alone: it judges any ledger, and it keeps the ledger when there is no verdict.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { message } from '../../../src/language/language.ts';
import { resultSchema, type Result } from '../../../src/result/schema.ts';
import { judge } from '../../../src/run/live/judge.ts';
import type { Prepared } from '../../../src/run/live/state.ts';
import type { RunOutcome } from '../../../src/run/request.ts';
import { simulate } from '../../../src/run/virtual-run.ts';
import { UsageError } from '../../../src/scenario/define.ts';
import { newFolder, reasonsOf } from '../../e2e/support.ts';
import { askers, prepared } from './stage.ts';

/** A virtual run, whose ledger has rows of every party, as over sockets. */
let virtual: RunOutcome;
before(async () => {
  const stop = new AbortController().signal;
  const out = newFolder('judge');
  virtual = await simulate({
    scenario: askers,
    profile: 'bare',
    seed: 'step',
    out,
    ledger: true,
    stop,
    watch: () => undefined,
  });
});

/** A run with a complete ledger that has been read to its end. */
async function played(): Promise<Prepared> {
  const run = await prepared({ speed: 1 });
  copyFileSync(virtual.folder.ledger, run.folder.ledger);
  await run.tail.read();
  return run;
}

const resultIn = ({ folder }: Prepared): Result =>
  resultSchema.parse(JSON.parse(readFileSync(join(folder.path, 'result.json'), 'utf8')));

describe('judge', () => {
  it('comes to the verdict and the numbers of the same rows judged elsewhere, and writes them down', async () => {
    const run = await played();
    const { result } = await judge(run);
    assert.deepEqual(resultIn(run), JSON.parse(JSON.stringify(result)));
    assert.equal(result.verdict, 'pass', reasonsOf(result));
    const { verdict, sessions, messages, timeouts, visitors } = virtual.result;
    assert.deepEqual(
      [result.verdict, result.sessions, result.messages, result.timeouts, result.visitors],
      [verdict, sessions, messages, timeouts, visitors],
    );
  });

  it('what the steps before it have found makes the run invalid, in their words; the numbers stay', async () => {
    const run = await played();
    run.found.broken.push(message('spoilt.unread', { why: 'it hung up' }));
    const { result } = await judge(run);
    assert.deepEqual([result.verdict, result.exitCode], ['invalid', 4]);
    assert.match(reasonsOf(result), /the target could not be read at the end: it hung up/);
    assert.deepEqual(result.messages, virtual.result.messages);
  });

  it('a ledger that cannot be read is judged as invalid, and is no error', async () => {
    const run = await prepared({ speed: 1 });
    rmSync(run.folder.ledger);
    await run.tail.read();
    assert.equal((await judge(run)).result.verdict, 'invalid');
    assert.equal(resultIn(run).verdict, 'invalid');
  });

  it('where result.json cannot be written the error tells the verdict; the ledger stays, and nothing half-written', async () => {
    const run = await played();
    const { path, ledger } = run.folder;
    mkdirSync(join(path, 'result.json', 'taken'), { recursive: true });
    const there = readdirSync(path);
    await assert.rejects(
      judge(run),
      (error) => error instanceof UsageError && /pass.*result\.json/.test(error.message),
    );
    assert.deepEqual(readdirSync(path), there);
    assert.ok(existsSync(ledger));
    assert.deepEqual(readFileSync(ledger), readFileSync(virtual.folder.ledger));
  });
});
