// The step launch alone: it starts generator, server and
// ledger; a failure keeps the logs and ends all processes.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { SaidError } from '../../../src/language/language.ts';
import { LedgerError } from '../../../src/run/live/append-lines.ts';
import { launch } from '../../../src/run/live/launch.ts';
import { isAlive, readRows } from '../../e2e/support.ts';
import { endAll, prepared, storedSessions } from './stage.ts';

describe('launch', { concurrency: 2 }, () => {
  it('leaves generator and server ready, a clock that begins at 0, and a ledger that says what is played', async () => {
    const run = await prepared();
    const before = Date.now() * 1000;
    const launched = await launch(run);
    assert.ok(launched.epoch > before, 'model zero lies behind the start of the server');
    assert.equal(launched.ahead, 0, 'our own server has the clock of the run');
    const [first, second, ...others] = readRows(run.folder.ledger);
    assert.ok(first?.what === 'run' && first.seed === 'step' && first.speed === 10, JSON.stringify(first));
    assert.equal(first.visitors, run.plan.visitors);
    assert.ok(second?.what === 'phase' && second.phase === 'start', JSON.stringify(second));
    assert.deepEqual(others, [], 'nobody has come');
    assert.equal(launched.isHopeless(), false);
    assert.deepEqual(await storedSessions(run), [], 'the server answers, and has met nobody');
    const pid = run.target.pid() ?? 0;
    assert.ok(isAlive(pid));
    await endAll(run);
    assert.ok(!isAlive(pid), 'the server is ended');
    assert.deepEqual(await launched.engine.done, { rows: 0, whole: false }, 'and so is the generator');
  });

  it('a server that does not start ends it: its last words are told, its log and the ledger stay, the generator is ended', async () => {
    const run = await prepared({ places: { store: '/dev/null/server.db' } });
    await assert.rejects(launch(run), (error) => error instanceof SaidError && error.said.key === 'spoilt.serverGone');
    await endAll(run);
    assert.ok(readFileSync(run.folder.serverLog, 'utf8').length > 0);
    assert.deepEqual(readRows(run.folder.ledger), []);
    assert.equal(run.target.pid(), undefined);
  });

  it('Ctrl-C before the generator is ready ends it: no server is started, and the ledger stays', async () => {
    const run = await prepared({ request: { stop: AbortSignal.abort() } });
    await assert.rejects(launch(run), (error) => error instanceof SaidError && error.said.key === 'spoilt.stopped');
    await endAll(run);
    assert.ok(!existsSync(run.folder.serverLog) && !existsSync(run.folder.store));
    assert.deepEqual(readRows(run.folder.ledger), []);
  });

  it('a ledger that cannot be written ends it: the server that runs by then is ended, its database stays', async () => {
    const run = await prepared();
    const { ledger } = run.folder;
    const folder = { ...run.folder, ledger: join(dirname(ledger), 'taken') };
    mkdirSync(folder.ledger);
    await assert.rejects(launch({ ...run, folder }), LedgerError);
    const pid = run.target.pid() ?? 0;
    assert.ok(isAlive(pid));
    await endAll(run);
    assert.ok(!isAlive(pid));
    assert.ok(existsSync(run.folder.store), 'nobody has read what it knows');
  });
});
