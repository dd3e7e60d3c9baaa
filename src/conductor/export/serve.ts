// GET /metrics on loopback, and who has asked for it: the last numbers must be fetched before the process may go.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { say } from '../../language/language.ts';
import type { RunRegistry } from '../../metrics/run-registry.ts';
import { UsageError } from '../../scenario/define.ts';

const HOST = '127.0.0.1';

export interface MetricsServer {
  readonly url: string;
  /** Resolves when a scrape that began after this call has been answered. */
  nextScrape(): Promise<void>;
  close(): Promise<void>;
}

/** Serves a registry on a port of this machine; 0 takes a free one. @throws UsageError when the port cannot be had */
export async function serveMetrics(registry: RunRegistry, port: number): Promise<MetricsServer> {
  const waiting = new Set<() => void>();

  async function answer(response: ServerResponse): Promise<void> {
    // Who waits now is content with this scrape; who comes while it is made is not.
    const content = [...waiting];
    const { text, type } = await registry.expose();
    response.writeHead(200, { 'content-type': type }).end(text, () => {
      for (const resolve of content) resolve();
    });
  }

  const server = createServer((request, response) => {
    const isAsked = request.url?.split('?', 1)[0] === '/metrics';
    if (isAsked && request.method === 'GET') answer(response).catch(() => response.destroy());
    else response.writeHead(isAsked ? 405 : 404, { 'content-type': 'text/plain' }).end('GET /metrics\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(
        new UsageError(
          isTaken ? say('metrics.portTaken', { port }) : say('metrics.portRefused', { port, why: error.message }),
        ),
      );
    });
    server.listen(port, HOST, resolve);
  });
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}/metrics`,
    nextScrape: () => new Promise((resolve) => waiting.add(resolve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
