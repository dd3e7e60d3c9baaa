// A local WebSocket server that answers every frame, to measure lateness and frame cost against.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/** Starts it. It answers with `answer`, or else with what it was sent. */
export async function echo(answer?: string): Promise<{ readonly url: string; close(): void }> {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  server.on('connection', (socket) => {
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => socket.send(answer ?? data.toString('utf8')));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', 4096, resolve));
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    close() {
      for (const socket of server.clients) socket.terminate();
      server.close();
      http.close();
    },
  };
}
