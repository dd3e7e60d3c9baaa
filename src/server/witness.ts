// The second witness of the reference server: reads its stored data over HTTP, with its own client.
import { message, SaidError, type Said } from '../language/language.ts';
import type { StoredSession } from '../model/desk/ports.ts';
import { toWitnessLeft, toWitnessMessage, toWitnessSession } from '../model/desk/state/witness.ts';
import type { Pages, Witness } from '../model/ports/target.ts';
import type { WitnessLeft, WitnessMessage, WitnessSession } from '../model/rows/rows.ts';
import type { StoredLeft, StoredMessage } from '../store/store.ts';

export interface HttpWitnessOptions {
  /** Base address of the server, `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly adminToken: string;
  /** Longest wait for one answer. Default 10 s. */
  readonly answerMs?: number;
  /**
   * Longest wait for a whole list, over all its pages, without the reader's own time in between.
   * Default 120 s.
   */
  readonly listMs?: number;
  /** Rows per page. Default 1000. */
  readonly pageRows?: number;
}

const failed = (what: string, why: Said, cause?: unknown): SaidError =>
  new SaidError(message('witness.failed', { what, why }), cause);

/**
 * Reads the reference server page by page. A list is complete, or its iteration rejects within a
 * bounded time and says why. A server without paging answers with the whole list and no `next`:
 * that is a single page.
 */
export function httpWitness(options: HttpWitnessOptions): Witness {
  const { url, adminToken, answerMs = 10_000, listMs = 120_000, pageRows = 1_000 } = options;

  async function get(path: string, ms: number): Promise<Record<string, unknown>> {
    const what = `GET ${path} at ${url}`;
    let response: Response;
    let body: string;
    try {
      // The signal covers the body too, because a server may begin an answer and then stop.
      response = await fetch(url + path, {
        // No keep-alive: a connection kept over a restart of the server would fail the next
        // request.
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

  async function* list<Stored, Told>(path: string, name: string, told: (row: Stored) => Told): Pages<Told> {
    let waited = 0;
    let rows = 0;
    for (let after = 0; ;) {
      const left = Math.ceil(listMs - waited);
      if (left <= 0) throw failed(`${path} at ${url}`, message('witness.endless', { rows, ms: listMs }));
      const asked = performance.now();
      const page = await get(`${path}?after=${after}&limit=${pageRows}`, Math.min(left, answerMs));
      waited += performance.now() - asked;
      const found = page[name];
      const next = page['next'];
      const goesOn = typeof next === 'number' && next > after;
      if (!Array.isArray(found) || (next !== undefined && !goesOn)) {
        throw failed(`${path} at ${url}`, message('witness.notPage', { of: name }));
      }
      rows += found.length;
      yield (found as Stored[]).map(told);
      if (!goesOn) return;
      after = next;
    }
  }

  return {
    sessions: () => list<StoredSession, WitnessSession>('/api/sessions', 'sessions', toWitnessSession),
    messages: () => list<StoredMessage, WitnessMessage>('/api/messages', 'messages', toWitnessMessage),
    async inbox() {
      const { inbox } = await get('/api/inbox', answerMs);
      if (!Array.isArray(inbox)) throw failed(`/api/inbox at ${url}`, message('witness.notAgents'));
      return inbox as { agent: string; sessions: string[] }[];
    },
    leftMessages: () => list<StoredLeft, WitnessLeft>('/api/left-messages', 'left', toWitnessLeft),
  };
}
