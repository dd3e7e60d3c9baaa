// Makes docs/reference/scenario.md, three JSON Schemas
// and the example that `stillthere init` writes.
import { schemaOf, type JsonSchema } from '../../src/cli/commands/schema.ts';
import { firstScenario } from '../../src/scenario/first.ts';
import { keepPages, madeBy, table } from '../pages.ts';

/** Definitions that have a section of their own. */
const ANCHORS: Readonly<Record<string, string>> = {
  length: '[length](#lengths-of-time)',
  simpleDistribution: '[distribution](#lengths-of-time)',
  distribution: '[distribution or mixture](#lengths-of-time)',
  rules: '[rules](#rules)',
};

interface Section {
  readonly title: string;
  readonly schema: JsonSchema;
}

const refOf = (schema: JsonSchema): string | undefined => schema.$ref?.replace('#/$defs/', '');

/** The kind of value that a schema allows, in a few words. */
function kindOf(schema: JsonSchema): string {
  const ref = refOf(schema);
  if (ref !== undefined) return ANCHORS[ref] ?? ref;
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${String(word)}\``).join(', ');
  if (schema.anyOf !== undefined) return schema.anyOf.map((one) => kindOf(one)).join(' or ');
  switch (schema.type) {
    case 'integer':
    case 'number':
      return `${schema.type === 'integer' ? 'whole number' : 'number'}${rangeOf(schema)}`;
    case 'array':
      return schema.prefixItems === undefined ? `list of ${itemOf(schema)}` : 'list of two numbers above 0';
    case 'object':
      return 'keys, see below';
    case 'string':
      return 'text';
    default:
      return String(schema.type ?? '');
  }
}

const itemOf = ({ items }: JsonSchema): string => {
  const kind = typeof items === 'object' && !Array.isArray(items) ? kindOf(items) : '';
  return kind.startsWith('keys') ? 'entries, see below' : kind.startsWith('number') ? `numbers${kind.slice(6)}` : kind;
};

function rangeOf({ minimum, maximum }: JsonSchema): string {
  if (minimum !== undefined && maximum !== undefined) return ` ${minimum} to ${maximum}`;
  return minimum === undefined ? '' : ` from ${minimum}`;
}

/** The mapping inside a value, with the path that becomes the title of its section. */
function below(title: string, schema: JsonSchema): Section | undefined {
  if (schema.properties !== undefined || typeof schema.additionalProperties === 'object') return { title, schema };
  const { items, anyOf } = schema;
  if (schema.type === 'array' && typeof items === 'object') return below(`${title}[]`, items as JsonSchema);
  for (const one of anyOf ?? []) {
    const found = below(title, one);
    if (found !== undefined) return found;
  }
  return undefined;
}

function defaultOf(schema: JsonSchema): string {
  return schema.default === undefined ? '' : `\`${JSON.stringify(schema.default).replaceAll('"', '')}\``;
}

/** A section and those below it. */
function sections({ title, schema }: Section, level: string): string[] {
  const names = schema.additionalProperties;
  if (schema.properties === undefined && typeof names === 'object') {
    const under = below(`${title}.<name>`, names);
    return under === undefined ? [] : sections(under, level);
  }
  const entries = Object.entries(schema.properties ?? {}) as [string, JsonSchema][];
  // A closed set of names with one meaning: the kind of value is described once, above.
  const isSet = entries.length > 1 && entries.every(([, value]) => value.description === undefined);
  if (isSet)
    return [
      `${level} \`${title}\``,
      `Each of ${entries.map(([key]) => `\`${key}\``).join(', ')}: ${kindOf(entries[0]?.[1] ?? {})}.`,
    ];
  const rows = entries.map(([key, value]) => [
    `\`${key}\``,
    kindOf(value),
    (schema.required ?? []).includes(key) ? '**must be there**' : defaultOf(value),
    value.description ?? '',
  ]);
  return [
    ...(title === '' ? [] : [`${level} \`${title}\``]),
    table(['key', 'value', 'default', 'meaning'], rows),
    ...entries.flatMap(([key, value]) => {
      const found = refOf(value) === undefined ? below(title === '' ? key : `${title}.${key}`, value) : undefined;
      return found === undefined ? [] : sections(found, title === '' ? '##' : '###');
    }),
  ];
}

function page(): string {
  const schema = schemaOf('scenario');
  const defs = (schema.$defs ?? {}) as Readonly<Record<string, JsonSchema>>;
  const one = (name: string): string => `* **${name}**: ${defs[name]?.description ?? ''}`;
  const forms = defs['simpleDistribution']?.anyOf ?? [];
  const mixture = (defs['distribution']?.anyOf ?? [])[1];
  const keys = [...forms, ...(mixture === undefined ? [] : [mixture])].flatMap(
    (form) => Object.entries(form.properties ?? {}) as [string, JsonSchema][],
  );
  return [
    madeBy('scripts/docs/scenario.ts'),
    '# Scenario',
    'Every key of a scenario. The same in YAML, JSON and TypeScript; a misspelt key or a wrong value is refused with its place, what was found and what to write.',
    'For editors there is a JSON Schema: [scenario.schema.json](scenario.schema.json), also printed by `stillthere schema scenario`. How to write one: [write a scenario](../how-to/write-a-scenario.md).',
    'In thousandths: 300 is 30 %. Times are model time.',
    ...sections({ title: '', schema }, '##'),
    ...sections({ title: 'rules', schema: defs['rules'] ?? {} }, '##'),
    '## Lengths of time',
    [one('length'), one('simpleDistribution'), one('distribution')].join('\n'),
    table(
      ['key', 'value', 'meaning'],
      keys.map(([key, value]) => [`\`${key}\``, kindOf(value), value.description ?? '']),
    ),
  ].join('\n\n');
}

await keepPages({
  'docs/reference/rules.schema.json': JSON.stringify(schemaOf('rules')),
  'docs/reference/scenario.md': page(),
  'docs/reference/scenario.schema.json': JSON.stringify(schemaOf('scenario')),
  'docs/reference/result.schema.json': JSON.stringify(schemaOf('result')),
  'scenarios/first-evening.yaml': firstScenario({
    name: 'first-evening',
    form: 'yaml',
    file: 'first-evening',
    schema: '../docs/reference/scenario.schema.json',
  }),
});
