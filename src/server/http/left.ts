// HTTP routes for leave-messages: notifications, assignment, and replies.
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { LeftChange } from '../../model/desk/ports.ts';
import { actorOf } from '../../model/rows/ids.ts';
import { ID_FORM } from '../../model/protocol/descriptor.ts';
import { TEXT_MAX } from '../../model/protocol/frames.ts';
import type { Store } from '../../store/store.ts';
import { bodyOf } from './body.ts';

export interface LeftParts {
  readonly store: Store;
  /** Stores what was done with a leave-message. */
  readonly changed: (change: Omit<LeftChange, 'at'>) => void;
  readonly stored: () => Promise<void>;
}

const id = z.string();
const agent = z.string().regex(ID_FORM, { error: 'must be the name of an agent, such as a1' }).max(128);
const text = z.string().min(1).max(TEXT_MAX);

/** Schemas of the bodies, each with an example. */
const ASSIGN = [z.strictObject({ id, agent }), '{"id": "v12/3", "agent": "a1"}'] as const;
const REPLY = [
  z.strictObject({ id, agent, text }),
  '{"id": "v12/3", "agent": "a1", "text": "we call at ten"}',
] as const;

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
  [schema, example]: readonly [z.ZodType<T>, example: string],
  change: (body: T) => Omit<LeftChange, 'at'>,
): Promise<Response> {
  const body = await bodyOf(c, schema, example);
  if ('refusal' in body) return body.refusal;
  const { id } = body.said;
  const { left } = await store.ofVisitor(actorOf(id) ?? '');
  if (!left.some((one) => one.id === id)) return c.json({ error: `there is no leave-message ${id}` }, 404);
  const what = change(body.said);
  changed(what);
  await stored();
  return c.json({ done: what });
}
