// HTTP routes for administrators: session rules and their changes, finding a message, transcripts.
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { tell } from '../../language/language.ts';
import type { DeskApi } from '../../model/desk/api.ts';
import { FIXED, RUNNING } from '../../model/desk/rule-book.ts';
import type { Micros } from '../../model/core/time.ts';
import { actorOf, isVisitor } from '../../model/rows/ids.ts';
import { whereabouts } from '../../model/rows/whereabouts.ts';
import { rulesFaults } from '../../model/rules/validate.ts';
import { changedRules } from '../../scenario/rules/change.ts';
import { rulesOverride } from '../../scenario/rules/desk-rules.ts';
import type { Store } from '../../store/store.ts';
import { bodyOf } from './body.ts';

export interface AdminParts {
  readonly desk: Pick<DeskApi, 'inbox' | 'change' | 'settled' | 'rules'>;
  readonly store: Store;
  /** Model time now, µs. */
  readonly now: () => Micros;
  /** Resolves when everything that was decided so far is stored. */
  readonly stored: () => Promise<void>;
}

/** Service plan of a desk: with `fixed`, there are no session settings over HTTP. */
export const PLANS = ['full', 'fixed'] as const;
export type Plan = (typeof PLANS)[number];

const CHANGE = z.strictObject({
  rules: rulesOverride,
  running: z.enum(RUNNING).default('apply'),
  by: z.string().min(1).max(100).default('administrator'),
});

/** Routes below /api that are not lists; the caller has checked the token. */
export function adminRoutes(plan: Plan, parts: () => AdminParts | undefined): Hono {
  const app = new Hono();
  const ready = (): AdminParts => {
    const found = parts();
    if (found === undefined) throw new Error('the server still reads its store');
    return found;
  };

  app.use('/settings', async (c, next) =>
    plan === 'full'
      ? next()
      : c.json({ error: 'the plan of this desk has no session settings; they are as it came', reason: 'plan' }, 403),
  );
  app.get('/settings', (c) => {
    const { rules } = ready().desk;
    return c.json({ plan, rules, fixed: FIXED, running: RUNNING });
  });
  app.get('/settings/audit', async (c) => c.json({ changes: await ready().store.settings() }));
  app.put('/settings', async (c) => change(c, ready()));
  app.get('/whereabouts', async (c) => find(c, ready()));
  app.get('/transcripts', async (c) => transcripts(c, ready()));
  return app;
}

async function change(c: Context, { desk, now, stored }: AdminParts): Promise<Response> {
  const body = await bodyOf(c, CHANGE, '{"rules": {"idle": {"after": "45m"}}, "running": "keep"}');
  if ('refusal' in body) return body.refusal;
  const { rules: asked, running, by } = body.said;
  const fixed = FIXED.filter((group) => asked[group] !== undefined);
  if (fixed.length > 0)
    return c.json({ error: `rules.${fixed[0] ?? ''} is set when the server starts, and cannot be changed` }, 400);
  const rules = changedRules(desk.rules, asked);
  const faults = rulesFaults(rules).map((fault) => `rules.${tell(fault, 'en')}`);
  if (faults.length > 0) return c.json({ error: faults.join('\n') }, 400);
  desk.change({ at: now(), by, running, rules });
  await stored();
  return c.json({ rules: desk.rules, running, by });
}

async function find(c: Context, { desk, store }: AdminParts): Promise<Response> {
  const message = c.req.query('message') ?? '';
  const visitor = actorOf(message);
  if (visitor === undefined || !isVisitor(message))
    return c.json({ error: 'message must be the id of a message of a visitor, such as v12/3' }, 400);
  const known = await store.ofVisitor(visitor);
  return c.json(whereabouts(message, { ...known, ack: desk.settled(message), inbox: desk.inbox() }));
}

async function transcripts(c: Context, { store }: AdminParts): Promise<Response> {
  const visitor = c.req.query('visitor') ?? '';
  const { sessions, messages, left } = await store.ofVisitor(visitor);
  const changes = await store.leftChanges();
  if (sessions.length === 0 && left.length === 0) return c.json({ error: `nobody is called "${visitor}" here` }, 404);
  return c.json({
    visitor,
    sessions: sessions.map((session) => ({
      ...session,
      messages: messages.filter((m) => m.session === session.id).map(({ session: _, ...message }) => message),
    })),
    left: left.map(({ visitor: _, ...message }) => ({
      ...message,
      handling: changes.filter(({ id }) => id === message.id).map(({ id: _id, ...change }) => change),
    })),
  });
}
