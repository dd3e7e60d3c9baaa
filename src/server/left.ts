// What is done with leave-messages over HTTP: who is told, who takes care of one, what was answered.
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { LeftChange } from '../model/desk/ports.ts';
import { actorOf } from '../model/rows/ids.ts';
import { ID_FORM } from '../model/protocol/descriptor.ts';
import { TEXT_MAX } from '../model/protocol/frames.ts';
import type { Store } from '../store/store.ts';

export interface LeftParts {
  readonly store: Store;
  /** Keeps what was done with a leave-message. */
  readonly changed: (change: Omit<LeftChange, 'at'>) => void;
  readonly stored: () => Promise<void>;
}

const ASSIGN = z.strictObject({ id: z.string(), agent: z.string().regex(ID_FORM).max(128) });
const REPLY = z.strictObject({
  id: z.string(),
  agent: z.string().regex(ID_FORM).max(128),
  text: z.string().min(1).max(TEXT_MAX),
});

/** Routes below /api; the caller has checked the token. */
export function leftRoutes(parts: () => LeftParts | undefined): Hono {
  const app = new Hono();
  const ready = (): LeftParts => {
    const found = parts();
    if (found === undefined) throw new Error('the server still reads its store');
    return found;
  };
  app.get('/left-messages/handling', async (c) => c.json({ changes: await ready().store.leftChanges() }));
  app.get('/notifications', async (c) => {
    const changes = await ready().store.leftChanges();
    const notifications = changes.filter(({ what, via }) => what === 'notified' && via === 'in_app');
    return c.json({ notifications: notifications.map(({ id, at }) => ({ id, at })) });
  });
  app.post('/left-messages/assign', async (c) =>
    done(c, ready(), ASSIGN, ({ id, agent }) => ({ id, what: 'assigned', agent })),
  );
  app.post('/left-messages/reply', async (c) =>
    done(c, ready(), REPLY, ({ id, agent, text }) => ({ id, what: 'replied', agent, text })),
  );
  return app;
}

async function done<T extends { readonly id: string }>(
  c: Context,
  { store, changed, stored }: LeftParts,
  schema: z.ZodType<T>,
  change: (body: T) => Omit<LeftChange, 'at'>,
): Promise<Response> {
  const body = schema.safeParse(await c.req.json().catch(() => undefined));
  if (!body.success) return c.json({ error: z.prettifyError(body.error) }, 400);
  const { left } = await store.ofVisitor(actorOf(body.data.id) ?? '');
  if (!left.some(({ id }) => id === body.data.id))
    return c.json({ error: `there is no leave-message ${body.data.id}` }, 404);
  changed(change(body.data));
  await stored();
  return c.json({ done: change(body.data) });
}
