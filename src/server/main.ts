// The server as a process: configuration from stdin, readiness on stdout, end when stdin closes.
import { StoreError } from '../store/store.ts';
import { ConfigError, serverConfig, type ServerConfig } from './config.ts';
import { runServer, type RunningServer } from './server.ts';

const log = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);

function end(why: string): never {
  log(why);
  process.exit(1);
}

/**
 * An error that an operator can fix becomes one line. Any other error is a bug, so its stack is
 * shown.
 */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof StoreError) return `cannot start: ${error.message}`;
  return `internal error, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

let running: RunningServer | undefined;
let stopping = false;

function stop(why: string): void {
  if (stopping) return;
  stopping = true;
  log(`shutting down: ${why}`);
  if (running === undefined) process.exit(0);
  running.stop().then(
    () => {
      log('stopped');
      process.exit(0);
    },
    (error: unknown) => end(`stopped the hard way: ${error instanceof Error ? error.message : String(error)}`),
  );
}

async function start(line: string): Promise<void> {
  let config: ServerConfig;
  try {
    config = serverConfig(JSON.parse(line));
    running = await runServer(config, { log, failed: end });
  } catch (error) {
    end(error instanceof SyntaxError ? 'cannot start: the first line on stdin is not JSON' : explain(error));
  }
  const { port } = running;
  process.stdout.write(`${JSON.stringify({ ready: true, port, pid: process.pid })}\n`);
  log(`listening on ${config.host} port ${port}, speed ${config.speed}, store ${config.store.kind}`);
  for (const defect of config.defects ?? []) log(`defect switched on: ${defect}; for self-tests only`);
  if (stopping) await running.stop().finally(() => process.exit(0));
}

// The parent process may have ended and closed these pipes. That must not raise an exception.
for (const stream of [process.stdout, process.stderr, process.stdin]) stream.on('error', () => undefined);
process.on('uncaughtException', (error) => end(explain(error)));
process.on('unhandledRejection', (error) => end(explain(error)));
process.on('SIGTERM', () => stop('SIGTERM'));
process.on('SIGINT', () => stop('SIGINT'));

let text = '';
let started = false;
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk: string) => {
  if (started) return;
  text += chunk;
  const newline = text.indexOf('\n');
  if (newline < 0) return;
  started = true;
  void start(text.slice(0, newline));
});
process.stdin.on('end', () => {
  if (started) stop('stdin is closed');
  else end('cannot start: stdin ended before a line with the configuration');
});
