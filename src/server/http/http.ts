// The HTTP side of the server: health, metrics, and the read-only API for the witness of a run.
import { Hono, type Context } from 'hono';
import type { ServerMetrics } from '../../metrics/server-registry.ts';
import type { Page, Store } from '../../store/store.ts';
import { adminRoutes, type AdminParts, type Plan } from './admin.ts';
import { leftRoutes, type LeftParts } from './left.ts';
import { sameSecret } from '../tokens.ts';

/**
 * Most rows in a page of the API, and the default. Reading a page blocks the sockets for some ms.
 */
export const PAGE_MAX = 2_000;
const PAGE = 1_000;

/** What exists once the server has read its store. */
export interface HttpParts extends AdminParts, LeftParts {
  readonly metrics: ServerMetrics;
}

export interface HttpOptions {
  /** Id of this server, the same that its metrics carry. */
  readonly id: string;
  readonly adminToken: string;
  readonly plan: Plan;
  /** Model zero (unix µs) and speed: a harness that plays against a running server must know them. */
  readonly clock: { readonly epoch: number; readonly speed: number };
  /** Why the server is not ready, or undefined when it is. */
  readonly notReady: () => string | undefined;
  /** Undefined until the store is read. */
  readonly parts: () => HttpParts | undefined;
}

/**
 * A whole number ≥ `least` from a query, `absent` when it is not given, undefined when it is
 * something else.
 */
function numberOf(text: string | undefined, absent: number, least: number): number | undefined {
  if (text === undefined) return absent;
  const value = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least ? value : undefined;
}

/** All routes of the server. */
export function httpApp(options: HttpOptions): Hono {
  const app = new Hono();

  app.get('/healthz', (c) => c.json({ status: 'ok', id: options.id, ...options.clock }));
  app.get('/readyz', (c) => {
    const why = options.notReady();
    return why === undefined ? c.text('ready\n') : c.text(`not ready: ${why}\n`, 503);
  });
  app.get('/metrics', async (c) => {
    const parts = options.parts();
    if (parts === undefined) return c.text('not ready\n', 503);
    const { text, type } = await parts.metrics.expose();
    return c.body(text, 200, { 'content-type': type });
  });

  app.use('/api/*', async (c, next) => {
    const given = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1];
    if (given === undefined) {
      c.header('www-authenticate', 'Bearer');
      return c.json({ error: 'send the admin token of the server as "Authorization: Bearer <token>"' }, 401);
    }
    if (!sameSecret(given, options.adminToken))
      return c.json({ error: 'this is not the admin token: only an administrator may', reason: 'role' }, 403);
    if (options.parts() === undefined) return c.json({ error: 'the server still reads its store' }, 503);
    return next();
  });

  async function paged<T>(
    c: Context,
    name: string,
    read: (store: Store, after: number, limit: number) => Promise<Page<T>>,
  ): Promise<Response> {
    const parts = options.parts();
    const after = numberOf(c.req.query('after'), 0, 0);
    const limit = numberOf(c.req.query('limit'), PAGE, 1);
    if (parts === undefined || after === undefined || limit === undefined || limit > PAGE_MAX) {
      return c.json({ error: `after must be a whole number from 0, limit one from 1 to ${PAGE_MAX}` }, 400);
    }
    const { rows, next } = await read(parts.store, after, limit);
    return c.json({ [name]: rows, ...(next !== undefined && { next }) });
  }

  app.get('/api/sessions', (c) => paged(c, 'sessions', (store, after, limit) => store.sessions(after, limit)));
  app.get('/api/messages', (c) => paged(c, 'messages', (store, after, limit) => store.messages(after, limit)));
  app.get('/api/left-messages', (c) => paged(c, 'left', (store, after, limit) => store.left(after, limit)));
  app.get('/api/inbox', (c) => c.json({ inbox: options.parts()?.desk.inbox() ?? [] }));

  app.route('/api', adminRoutes(options.plan, options.parts));
  app.route('/api', leftRoutes(options.parts));

  app.notFound((c) => c.json({ error: `there is nothing at ${c.req.path}` }, 404));
  app.onError((error, c) => c.json({ error: error.message }, 500));
  return app;
}
