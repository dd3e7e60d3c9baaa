// The built-in engine: shards in worker threads over `ws`. It needs no k6, and is compared with it.
import { appendFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { message, SaidError, tell, type Said } from '../../language/language.ts';
import { deferred } from '../../system/deferred.ts';
import { startWorker } from '../../system/entry.ts';
import type { ToShard } from '../control.ts';
import type { Engine, EngineOptions, EngineRun } from '../engine.ts';
import type { FromWorker } from './worker.ts';

export const nodeEngine: Engine = {
  name: 'node',
  shards: () => Math.max(1, Math.min(4, availableParallelism() - 1)),
  launch,
};

function launch({ job, ledger, hooks, log }: EngineOptions): EngineRun {
  let ready = 0;
  let finished = 0;
  let rows = 0;
  let gone = 0;
  const isReady = deferred<void>();
  const isDone = deferred<{ rows: number; whole: boolean }>();
  // A rejection that nobody awaits yet must not end the process.
  isReady.promise.catch(() => {});
  const workers = Array.from({ length: job.shards }, (_, shard) => {
    const worker = startWorker(new URL('./worker.ts', import.meta.url), {
      workerData: { job, shard },
      name: `shard-${shard}`,
    });
    worker.on('message', (message: FromWorker) => {
      if (message.c === 'rows') append(message.lines);
      else if (message.c === 'health') hooks.health(message.shard, message);
      else if (message.c === 'fault') fail(message.text);
      else if (message.c === 'ready') {
        if (++ready === job.shards) isReady.resolve();
      } else {
        rows += message.rows;
        if (++finished === job.shards) isDone.resolve({ rows, whole: true });
      }
    });
    worker.on('error', (error) => fail(message('spoilt.worker', { shard, why: error.message })));
    worker.on('exit', () => {
      gone += 1;
      isReady.reject(new SaidError(message('spoilt.workerGone')));
      if (gone === job.shards) isDone.resolve({ rows, whole: finished === job.shards });
    });
    return worker;
  });
  function append(lines: string): void {
    try {
      appendFileSync(ledger, lines);
    } catch (error) {
      hooks.fault(message('spoilt.ledger', { why: (error as Error).message }));
    }
  }
  function fail(what: Said): void {
    hooks.fault(what);
    try {
      appendFileSync(log, `${tell(what, 'en')}\n`);
    } catch {
      // The disk may be full. The fault is in the result anyway.
    }
  }
  const all = (message: ToShard): void => {
    for (const worker of workers) worker.postMessage(message);
  };
  return {
    ready: isReady.promise,
    done: isDone.promise,
    start: (epoch, speed) => all({ c: 'start', epoch, speed }),
    rest: () => all({ c: 'rest' }),
    fence: () => all({ c: 'fence' }),
    finish: () => all({ c: 'finish' }),
    dispose: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  };
}
