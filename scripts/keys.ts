// Makes tables of the keys of a document from its JSON Schema, for the pages about documents.
import type { JsonSchema } from '../src/cli/commands/schema.ts';
import { table } from './pages.ts';

/**
 * The schema of one part, by its path; the path goes through the items of lists.
 * @throws Error when the document has no such part
 */
export function partOf(schema: JsonSchema, path: string): JsonSchema {
  let part = schema;
  for (const key of path === '' ? [] : path.split('.')) {
    const next = inside(part).properties?.[key];
    if (typeof next !== 'object') throw new Error(`the document has no ${path}`);
    part = next;
  }
  return inside(part);
}

const inside = (part: JsonSchema): JsonSchema => (part.type === 'array' ? (part.items as JsonSchema) : part);

function typeOf(part: JsonSchema): string {
  if (part.const !== undefined) return `\`${String(part.const)}\``;
  if (part.enum !== undefined) return part.enum.map((word) => `\`${String(word)}\``).join(' ');
  if (part.type === 'array') return 'list';
  if (part.type === 'string') return 'text';
  return part.type === 'integer' ? 'whole number' : String(part.type ?? '');
}

/**
 * The keys of a part with their descriptions; `keys` selects some of them.
 * @throws Error for a key without a description
 */
export function keysOf(schema: JsonSchema, path: string, keys?: readonly string[]): string {
  const part = partOf(schema, path);
  const entries = Object.entries(part.properties ?? {}) as [string, JsonSchema][];
  const rows = entries
    .filter(([key]) => keys === undefined || keys.includes(key))
    .map(([key, value]) => {
      if (value.description === undefined) throw new Error(`${path}.${key} has no description`);
      const isOptional = !(part.required ?? []).includes(key);
      return [`\`${key}\``, `${typeOf(value)}${isOptional ? ', may be absent' : ''}`, value.description];
    });
  return table(['key', 'type', 'says'], rows);
}
