// Serves GET /metrics on loopback and tracks who scrapes it.
// The last numbers must be fetched before the process may exit.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { say } from '../../language/language.ts';
import type { RunRegistry } from '../../metrics/run-registry.ts';
import { UsageError } from '../../scenario/define.ts';

const HOST = '127.0.0.1';

export interface MetricsServer {
  readonly url: string;
  /**
   * Resolves when every regular scraper has received a scrape that began after this call; if there
   * is none, when anybody has. Two Prometheus servers often watch the same targets. Somebody with a
   * browser is not a regular scraper.
   */
  nextScrape(): Promise<void>;
  close(): Promise<void>;
}

interface Wait {
  /** Regular scrapers that have not been here since. */
  readonly regular: Set<string>;
  readonly resolve: () => void;
}

/**
 * Serves a registry on a port of this machine; 0 takes a free one.
 * @throws UsageError when the port is not available
 */
export async function serveMetrics(registry: RunRegistry, port: number): Promise<MetricsServer> {
  /** Number of requests by address and program. */
  const asked = new Map<string, number>();
  const waits = new Set<Wait>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const who = `${request.socket.remoteAddress} ${request.headers['user-agent']}`;
    asked.set(who, (asked.get(who) ?? 0) + 1);
    // A wait that begins during this scrape is not served by it.
    const content = [...waits];
    const { text, type } = await registry.expose();
    response.writeHead(200, { 'content-type': type }).end(text, () => {
      for (const wait of content) {
        if (wait.regular.size > 0 && !wait.regular.delete(who)) continue;
        if (wait.regular.size > 0) continue;
        waits.delete(wait);
        wait.resolve();
      }
    });
  }

  const server = createServer((request, response) => {
    const isAsked = request.url?.split('?', 1)[0] === '/metrics';
    if (isAsked && request.method === 'GET') answer(request, response).catch(() => response.destroy());
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
    nextScrape: () =>
      new Promise((resolve) => {
        const regular = [...asked].filter(([, times]) => times > 1).map(([who]) => who);
        waits.add({ regular: new Set(regular), resolve });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
