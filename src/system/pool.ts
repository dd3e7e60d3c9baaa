// Runs jobs in worker threads, one job per thread at a time. No thread outlives the call.
import { parentPort, type Worker } from 'node:worker_threads';
import { message, saidBy, tell, type Said } from '../language/language.ts';
import { startWorker } from './entry.ts';

/** What a worker sends: its answer, its progress, or why it cannot do its job. */
type FromWorker<Answer, Report> = { readonly done: Answer } | { readonly report: Report } | { readonly fault: Said };

/** A job that failed; `said` is the message for the user. */
export class JobError extends Error {
  override name = 'JobError';
  /** Which job, from 0. */
  readonly at: number;
  readonly said: Said;
  constructor(at: number, said: Said) {
    super(tell(said, 'en'));
    this.at = at;
    this.said = said;
  }
}

export interface PoolOptions<Report> {
  /** The file of the worker, which calls {@link serveJobs}: `new URL('./worker.ts', import.meta.url)`. */
  readonly url: URL;
  /** What every worker knows before its first job. */
  readonly workerData?: unknown;
  /** Number of threads in parallel; never more than jobs. */
  readonly workers: number;
  /** Heap limit of a thread, bytes. */
  readonly heap?: number;
  /** Aborting it ends all threads at once; jobs that are not done then stay undone. */
  readonly stop?: AbortSignal;
  /** A worker reports its progress with a job. */
  readonly heard?: (at: number, report: Report) => void;
  /** A job is done. */
  readonly done?: (at: number) => void;
}

const MEGABYTE = 1 << 20;

/**
 * Does all jobs.
 * @returns an answer for each, in the order of the jobs; undefined only where `stop` came first
 * @throws JobError for the first job that failed or whose thread died; by then all threads have
 * ended
 */
export async function inWorkers<Job, Answer, Report = never>(
  jobs: readonly Job[],
  options: PoolOptions<Report>,
): Promise<(Answer | undefined)[]> {
  const { url, workerData, heap, stop } = options;
  const answers = Array.from<Answer | undefined>({ length: jobs.length });
  const threads = new Set<Worker>();
  let next = 0;
  let fault: Error | undefined;
  const isOver = (): boolean => fault !== undefined || stop?.aborted === true;
  const endAll = async (): Promise<void> => void (await Promise.all([...threads].map((worker) => worker.terminate())));
  const thread = async (n: number): Promise<void> => {
    const worker = startWorker(url, {
      workerData,
      name: `worker-${n}`,
      ...(heap !== undefined && { resourceLimits: { maxOldGenerationSizeMb: Math.ceil(heap / MEGABYTE) } }),
    });
    threads.add(worker);
    // The job of a thread reports why the thread died. Without a job it does not matter.
    worker.on('error', () => {});
    for (let at = next++; at < jobs.length && !isOver(); at = next++) {
      const answer = await ask<Job, Answer, Report>(worker, at, jobs[at] as Job, options).catch((error: Error) => {
        // A thread that is terminated on purpose fails here, too.
        if (!isOver()) fault = error;
        return undefined;
      });
      if (answer === undefined) break;
      answers[at] = answer.done;
      options.done?.(at);
    }
    await (isOver() ? endAll() : worker.terminate());
  };
  const stopped = (): void => void endAll();
  stop?.addEventListener('abort', stopped);
  if (!isOver()) await Promise.all(Array.from({ length: Math.min(options.workers, jobs.length) }, (_, n) => thread(n)));
  stop?.removeEventListener('abort', stopped);
  if (fault !== undefined) throw fault;
  return answers;
}

/** One job to one worker. @throws JobError, also when the worker ends before it has answered */
function ask<Job, Answer, Report>(
  worker: Worker,
  at: number,
  job: Job,
  { heard, heap }: PoolOptions<Report>,
): Promise<{ readonly done: Answer }> {
  return new Promise((resolve, reject) => {
    const heardFrom = (said: FromWorker<Answer, Report>): void => {
      if ('report' in said) return heard?.(at, said.report);
      leave();
      if ('done' in said) resolve(said);
      else reject(new JobError(at, said.fault));
    };
    const failed = (error: NodeJS.ErrnoException): void => {
      leave();
      reject(new JobError(at, whyDied(error, heap)));
    };
    const gone = (code: number): void => {
      leave();
      reject(new JobError(at, message('replicates.workerGone', { code })));
    };
    const leave = (): void => void worker.off('message', heardFrom).off('error', failed).off('exit', gone);
    worker.on('message', heardFrom).on('error', failed).on('exit', gone);
    worker.postMessage(job);
  });
}

function whyDied(error: NodeJS.ErrnoException, heap: number | undefined): Said {
  if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return error.message;
  return message('replicates.workerFull', { megabytes: Math.ceil((heap ?? 0) / MEGABYTE) });
}

/** The worker's side: does the jobs that it is given, one after the other. */
export function serveJobs<Job, Answer, Report = never>(
  play: (job: Job, report: (report: Report) => void) => Promise<Answer>,
): void {
  const port = parentPort;
  if (port === null) throw new Error('this file is a worker thread of a pool and does nothing by itself');
  const post = (said: FromWorker<Answer, Report>): void => port.postMessage(said);
  port.on('message', (job: Job) => {
    void play(job, (report) => post({ report })).then(
      (done) => post({ done }),
      (error: unknown) => post({ fault: saidBy(error) }),
    );
  });
}
