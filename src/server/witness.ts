// The second witness of the reference server: reads what it has stored through its HTTP API, with a client of its own.
import { message, SaidError, type Said } from '../language/language.ts';
import type { StoredSession } from '../model/desk/ports.ts';
import { leftTold, messageTold, sessionTold } from '../model/desk/told.ts';
import type { Witness } from '../model/ports/target.ts';
import type { StoredLeft, StoredMessage } from '../store/store.ts';

export interface HttpWitnessOptions {
  /** Base address of the server, `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly adminToken: string;
  /** Longest wait for one answer. Default 10 s. */
  readonly answerMs?: number;
  /** Longest time for one whole list, over all its pages. Default 120 s. */
  readonly listMs?: number;
  /** Rows a page. Default 1000. */
  readonly pageRows?: number;
}

const failed = (what: string, why: Said, cause?: unknown): SaidError =>
  new SaidError(message('witness.failed', { what, why }), cause);

/** Reads the reference server. Every list is complete, or its promise rejects within a bounded time and says why. */
export function httpWitness(options: HttpWitnessOptions): Witness {
  const { url, adminToken, answerMs = 10_000, listMs = 120_000, pageRows = 1_000 } = options;

  async function get(path: string, ms: number): Promise<Record<string, unknown>> {
    const what = `GET ${path} at ${url}`;
    let response: Response;
    let body: string;
    try {
      // The signal covers the body too: a server that begins an answer and stops is no better than a silent one.
      response = await fetch(url + path, {
        // No connection is kept: one kept over a restart of the server would fail the first request after it.
        headers: { authorization: `Bearer ${adminToken}`, connection: 'close' },
        signal: AbortSignal.timeout(ms),
      });
      body = await response.text();
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') {
        throw failed(what, message('witness.silent', { ms }), error);
      }
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw failed(what, cause, error);
    }
    if (!response.ok)
      throw failed(what, message('witness.status', { status: response.status, body: body.slice(0, 200) }));
    try {
      return JSON.parse(body) as Record<string, unknown>;
    } catch (error) {
      throw failed(what, message('witness.notJson'), error);
    }
  }

  async function list<T>(path: string, name: string): Promise<T[]> {
    const ends = performance.now() + listMs;
    const rows: T[] = [];
    for (let after = 0; ;) {
      const left = Math.ceil(ends - performance.now());
      if (left <= 0) throw failed(`${path} at ${url}`, message('witness.endless', { rows: rows.length, ms: listMs }));
      const page = await get(`${path}?after=${after}&limit=${pageRows}`, Math.min(left, answerMs));
      const found = page[name];
      const next = page['next'];
      const goesOn = typeof next === 'number' && next > after;
      if (!Array.isArray(found) || (next !== undefined && !goesOn)) {
        throw failed(`${path} at ${url}`, message('witness.notPage', { of: name }));
      }
      for (const row of found as T[]) rows.push(row);
      if (!goesOn) return rows;
      after = next;
    }
  }

  return {
    async sessions() {
      return (await list<StoredSession>('/api/sessions', 'sessions')).map(sessionTold);
    },
    async messages() {
      return (await list<StoredMessage>('/api/messages', 'messages')).map(messageTold);
    },
    async inbox() {
      const { inbox } = await get('/api/inbox', answerMs);
      if (!Array.isArray(inbox)) throw failed(`/api/inbox at ${url}`, message('witness.notAgents'));
      return inbox as { agent: string; sessions: string[] }[];
    },
    async leftMessages() {
      return (await list<StoredLeft>('/api/left-messages', 'left')).map(leftTold);
    },
  };
}
