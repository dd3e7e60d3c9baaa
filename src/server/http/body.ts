// Reads and validates the JSON body of a request, up to a size limit. Each fault becomes one line.
import type { Context } from 'hono';
import type { z } from 'zod';
import { FaultWords } from '../../scenario/faults.ts';

const BODY_MAX = 64 * 1024;

/** The validated body, or the response that refuses it. */
export type Body<T> = { readonly said: T } | { readonly refusal: Response };

/**
 * Reads and validates the body of a request.
 * @param example a valid body, shown when the given one is not JSON
 */
export async function bodyOf<T>(c: Context, schema: z.ZodType<T>, example: string): Promise<Body<T>> {
  const text = await c.req.text();
  if (text.length > BODY_MAX)
    return { refusal: c.json({ error: `the body is longer than ${BODY_MAX} characters` }, 413) };
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    return { refusal: c.json({ error: `the body is no JSON; write ${example}` }, 400) };
  }
  const words = new FaultWords();
  const parsed = schema.safeParse(written, { error: words.map });
  if (!parsed.success) return { refusal: c.json({ error: words.lines(parsed.error, written).join('\n') }, 400) };
  return { said: parsed.data };
}
