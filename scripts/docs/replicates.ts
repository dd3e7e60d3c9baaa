// Makes docs/reference/replicates.md and its JSON Schema from the schema of replicates in the code.
import { schemaOf, type JsonSchema } from '../../src/cli/commands/schema.ts';
import { METRICS } from '../../src/result/headlines.ts';
import { saysOf } from '../../src/result/replicates.ts';
import { keepPages, madeBy, table } from '../pages.ts';

const schema = schemaOf('replicates');

/** The schema of one part, by its path; the path goes through the items of lists. */
function partOf(path: string): JsonSchema {
  let part: JsonSchema = schema;
  for (const key of path === '' ? [] : path.split('.')) {
    const inner = part.type === 'array' ? (part.items as JsonSchema) : part;
    const next = inner.properties?.[key];
    if (typeof next !== 'object') throw new Error(`the document has no ${path}`);
    part = next;
  }
  return part.type === 'array' ? (part.items as JsonSchema) : part;
}

function typeOf(part: JsonSchema): string {
  if (part.enum !== undefined) return part.enum.map((word) => `\`${String(word)}\``).join(' ');
  if (part.type === 'array') return 'list';
  if (part.type === 'string') return 'text';
  return part.type === 'integer' ? 'whole number' : String(part.type ?? '');
}

/** Keys of a part with their descriptions; `keys` selects some of them. */
function keysOf(path: string, keys?: readonly string[]): string {
  const part = partOf(path);
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

const ofRow = Object.keys(partOf('replicates').properties ?? {}).filter((key) => !(METRICS as string[]).includes(key));

const page = `${madeBy('scripts/docs/replicates.ts')}

# Many seeds of a scenario

\`replicates.json\` in the folder of \`stillthere run … --replicates N\`, and what \`--json\` prints (a list of them for several profiles). It
is a public contract, named in its first key: under \`stillthere/replicates/1\` keys may be added, none removed and none given another meaning.
The same for programs: [replicates.schema.json](replicates.schema.json), also printed by \`stillthere schema replicates\`. How to read it:
[how sure is this number](../how-to/how-sure-is-this-number.md).

For the same seed in virtual time everything is equal to the byte but \`run.id\`, \`run.startedAt\`, \`tool\` and \`resources\`, however many
seeds were played side by side.

${keysOf('', ['schema', 'tool'])}

## \`run\`

${keysOf('run')}

## Verdict

${keysOf('', ['verdict', 'exitCode', 'limits'])}

## \`reasons[]\`

What holds for many replicates is told once.

${keysOf('reasons')}

## \`summary\`

A key for each metric below. What cannot be known is absent: nothing is known of no values, and nothing of the scatter of one.

${keysOf(`summary.${METRICS[0]}`)}

## \`replicates[]\`

${keysOf('replicates', ofRow)}

and the metrics, as far as the replicate had something to measure:

${table(
  ['metric', 'says'],
  METRICS.map((metric) => [`\`${metric}\``, saysOf(metric)]),
)}

## \`resources\`

${keysOf('resources')}
`;

await keepPages({
  'docs/reference/replicates.md': page,
  'docs/reference/replicates.schema.json': JSON.stringify(schema),
});
