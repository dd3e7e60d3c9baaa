// Runs our own files as child processes or workers, from TypeScript sources or compiled.
import { fileURLToPath } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** What `spawn(process.execPath, [...execArgv, path])` needs. */
export interface EntryPoint {
  readonly path: string;
  readonly execArgv: readonly string[];
}

const FROM_SOURCE = import.meta.url.endsWith('.ts');

/** The file as it exists here: the `.ts` itself, or the `.js` that the build made of it. */
function built(url: URL): URL {
  return FROM_SOURCE ? url : new URL(url.href.replace(/\.ts$/, '.js'));
}

/**
 * How to run one of our files as a child process.
 * @param url the source file, written as `new URL('./main.ts', import.meta.url)`
 */
export function entryPoint(url: URL): EntryPoint {
  return { path: fileURLToPath(built(url)), execArgv: FROM_SOURCE ? ['--import', import.meta.resolve('tsx')] : [] };
}

/**
 * Starts one of our files as a worker thread.
 * @param url the source file, written as `new URL('./worker.ts', import.meta.url)`
 */
export function startWorker(url: URL, options: WorkerOptions = {}): Worker {
  if (!FROM_SOURCE) return new Worker(built(url), { ...options, execArgv: [] });
  // `--import tsx` does not reach a worker (tsx registers its hooks in main threads only), so the
  // worker registers them itself.
  const tsx = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const source = `import(${tsx}).then((api) => { api.register(); return import(${JSON.stringify(url.href)}); })`;
  return new Worker(source, { ...options, execArgv: [], eval: true });
}

/** The folder that holds package.json of this package, from sources and compiled alike. */
export function projectRoot(): string {
  return fileURLToPath(new URL(FROM_SOURCE ? '../..' : '../../..', import.meta.url));
}
