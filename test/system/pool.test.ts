// Jobs in worker threads: answers in the order of jobs,
// one clear fault with the job, and no thread left.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { inWorkers, JobError, type PoolOptions } from '../../src/system/pool.ts';
import { Random, SEED } from '../model/random.ts';
import type { Answered, Task } from './pool-worker.ts';

const MEGABYTE = 1 << 20;
const beats = new Int32Array(new SharedArrayBuffer(4));

const play = (tasks: readonly Task[], more: Partial<PoolOptions<string>> = {}): Promise<(Answered | undefined)[]> =>
  inWorkers<Task, Answered, string>(tasks, {
    url: new URL('./pool-worker.ts', import.meta.url),
    workerData: beats.buffer,
    workers: 2,
    ...more,
  });

/** Checks that all workers of this file have ended: their counter no longer changes. */
async function assertAllEnded(): Promise<void> {
  const then = Atomics.load(beats, 0);
  assert.ok(then > 0, 'workers beat while they live');
  await sleep(200);
  assert.equal(Atomics.load(beats, 0), then, 'a worker lives on');
}

const named = (answers: readonly (Answered | undefined)[]): (string | undefined)[] => answers.map((a) => a?.name);

describe('a pool of workers', () => {
  it('answers in the order of the jobs, whichever is done first', async () => {
    const random = new Random(`pool ${SEED}`);
    const tasks = random.shuffled([0, 30, 60, 90, 120, 150]).map((after, i) => ({ name: `job ${i}`, after }));
    const done: number[] = [];
    const answers = await play([{ name: 'slow', after: 400 }, ...tasks], { workers: 3, done: (at) => done.push(at) });
    assert.deepEqual(named(answers), ['slow', ...tasks.map(({ name }) => name)]);
    assert.notDeepEqual(done, [0, 1, 2, 3, 4, 5, 6], 'the slow one was not done first');
    assert.deepEqual(
      [...done].sort((a, b) => a - b),
      [0, 1, 2, 3, 4, 5, 6],
      'each is done once',
    );
    await assertAllEnded();
  });

  it('starts no more threads than it may, and than there are jobs', async () => {
    const threads = async (jobs: number, workers: number): Promise<number> => {
      const tasks = Array.from({ length: jobs }, (_, i) => ({ name: `${i}`, after: 50 }));
      return new Set((await play(tasks, { workers })).map((a) => a?.thread)).size;
    };
    assert.equal(await threads(6, 1), 1);
    assert.ok((await threads(6, 2)) <= 2);
    assert.equal(await threads(1, 4), 1);
    assert.deepEqual(await play([]), []);
  });

  it('hears what a worker says while it is at a job, and which job that is', async () => {
    const heard = new Map<number, string>();
    await play([{ name: 'a' }, { name: 'b' }, { name: 'c' }], { heard: (at, text) => heard.set(at, text) });
    assert.deepEqual(
      [...heard].sort(([a], [b]) => a - b),
      [
        [0, 'a begins'],
        [1, 'b begins'],
        [2, 'c begins'],
      ],
    );
  });

  for (const [does, says] of [
    ['fault', /^bad cannot be done$/],
    ['throw', /^bad blew up$/],
    ['exit', /ended early \(exit code 7\)/],
    ['devour', /needed more than its share of memory, 64 MB/],
  ] as const)
    it(`of which one comes to "${does}": names the job and why, and ends the others`, async () => {
      const tasks: Task[] = [{ name: 'good' }, { name: 'bad', does }, { name: 'endless', does: 'hang' }];
      await assert.rejects(play(tasks, { workers: 3, heap: 64 * MEGABYTE }), (error: unknown) => {
        assert.ok(error instanceof JobError);
        assert.equal(error.at, 1);
        assert.match(error.message, says);
        return true;
      });
      await assertAllEnded();
    });

  it('that is stopped: what is done is kept, what is under way is not, and nothing lives on', async () => {
    const stop = new AbortController();
    const tasks: Task[] = [{ name: 'quick' }, { name: 'endless', does: 'hang' }, { name: 'later', does: 'hang' }];
    const answers = await play(tasks, { stop: stop.signal, done: () => stop.abort() });
    assert.deepEqual(named(answers), ['quick', undefined, undefined]);
    await assertAllEnded();
    assert.deepEqual(named(await play(tasks, { stop: stop.signal })), [undefined, undefined, undefined]);
  });
});
