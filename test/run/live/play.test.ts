// The step play alone: it ends when all visitors have left,
// or early when nobody can go on; the ledger is kept.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { message } from '../../../src/language/language.ts';
import type { Row } from '../../../src/model/rows/rows.ts';
import { launch } from '../../../src/run/live/launch.ts';
import { play } from '../../../src/run/live/play.ts';
import type { Launched } from '../../../src/run/live/state.ts';
import { readRows, rowsOf, signal } from '../../e2e/support.ts';
import { until } from '../../until.ts';
import { prepared, storedSessions, type Staged } from './stage.ts';

/** A run that is ready to play. */
const launched = async (staged: Staged = {}): Promise<Launched> => launch(await prepared(staged));

const rows = ({ folder }: Launched): Row[] => readRows(folder.ledger);

/** Resolves when a message has been acknowledged, so that play is under way. */
const underWay = (run: Launched): Promise<unknown> =>
  until('an acknowledged message', () => rowsOf(rows(run), 'ack').length > 0, 60_000);

/** The phases in the ledger with their reasons. */
const phases = (run: Launched): string[] =>
  rowsOf(rows(run), 'phase').map(({ phase, why }) => (why === undefined ? phase : `${phase}: ${why}`));

describe('play', { concurrency: 2 }, () => {
  it('goes on until everybody has left and no session is open', async () => {
    const run = await launched();
    await play(run);
    assert.deepEqual(phases(run), ['start', 'arrivals_end', 'play_end: ended']);
    const came = new Set(rowsOf(rows(run), 'say').map(({ id }) => id.split('/')[0]));
    assert.equal([...came].filter((by) => by?.startsWith('v')).length, run.plan.visitors, 'each visitor spoke');
    assert.equal(rowsOf(rows(run), 'leave').length, run.plan.visitors);
    assert.deepEqual(run.found.broken, []);
    assert.ok(run.tail.live.acked > 0, 'the ledger was followed meanwhile');
  });

  it('ends when the server dies: what died is named, and the rows so far stay', async () => {
    const run = await launched();
    const playing = play(run);
    await underWay(run);
    const before = rows(run);
    signal(run.target.pid() ?? 0, 'SIGKILL');
    await playing;
    assert.deepEqual(phases(run).at(-1), 'play_end: stopped');
    assert.deepEqual(
      run.target.faults().map(({ key }) => key),
      ['spoilt.serverEnded'],
    );
    assert.deepEqual(rows(run).slice(0, before.length), before);
  });

  it('ends when the generator says that it cannot go on', async () => {
    const run = await launched();
    const playing = play(run);
    await underWay(run);
    run.health.fault(message('spoilt.worker', { shard: 0, why: 'out of memory' }));
    await playing;
    assert.deepEqual(phases(run).at(-1), 'play_end: stopped');
  });

  it('ends on Ctrl-C; the server lives on, to be read', async () => {
    const ctrlC = new AbortController();
    const run = await launched({ request: { stop: ctrlC.signal } });
    const playing = play(run);
    await underWay(run);
    ctrlC.abort();
    await playing;
    assert.deepEqual(phases(run).at(-1), 'play_end: stopped');
    assert.ok((await storedSessions(run)).length > 0);
    assert.deepEqual([run.target.faults(), run.found.broken], [[], []]);
  });
});
