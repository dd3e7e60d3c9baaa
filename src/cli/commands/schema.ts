// `stillthere schema`: prints JSON Schemas of scenarios, rules and documents, made from the
// validators.
import { Argument, type Command } from 'commander';
import { z } from 'zod';
import { say } from '../../language/language.ts';
import { agreementSchema } from '../../result/agreement.ts';
import { remediesSchema } from '../../result/remedies.ts';
import { replicatesSchema } from '../../result/replicates.ts';
import { resultSchema } from '../../result/schema.ts';
import { rulesFileSchema } from '../../scenario/rules/rules-file.ts';
import { scenarioSchema } from '../../scenario/schema.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

const SCHEMAS = {
  scenario: {
    title: 'A scenario of stillthere: who comes when, how they behave, under which rules, and what is expected',
    schema: scenarioSchema,
  },
  rules: {
    title: 'Session rules of a desk, for `--rules` of stillthere',
    schema: rulesFileSchema,
  },
  result: {
    title: 'The result of a run of stillthere (stillthere/result/1); keys may be added, none is removed or redefined',
    schema: resultSchema,
  },
  replicates: {
    title:
      'Many seeds of a scenario of stillthere (stillthere/replicates/1); keys may be added, none is removed or redefined',
    schema: replicatesSchema,
  },
  agreement: {
    title:
      'Virtual time against real sockets, pair by pair (stillthere/agreement/1); keys may be added, none is removed or redefined',
    schema: agreementSchema,
  },
  remedies: {
    title:
      'Remedies on the same people, differences seed by seed (stillthere/remedies/1); keys may be added, none is removed or redefined',
    schema: remediesSchema,
  },
} as const;
export type Document = keyof typeof SCHEMAS;
export const DOCUMENTS = Object.keys(SCHEMAS) as Document[];

/**
 * The JSON Schema (draft 2020-12) of a document; for a scenario, as it is written, before defaults
 * are filled in.
 */
export function schemaOf(document: Document): JsonSchema {
  const isClosed = document === 'scenario' || document === 'rules';
  const { title, schema: validator } = SCHEMAS[document];
  const { $schema: draft, ...rest } = z.toJSONSchema(validator, {
    target: 'draft-2020-12',
    io: 'input',
    override: ({ jsonSchema }) => tidy(jsonSchema, isClosed),
  });
  const schema = { ...(draft !== undefined && { $schema: draft }), title, ...rest };
  if (!isClosed) return schema;
  // Editors look for `$schema` in a file; the validator never sees it.
  const hint = { type: 'string', description: 'Where editors find this schema; of no meaning for a run.' } as const;
  return { ...schema, properties: { $schema: hint, ...rest.properties } };
}

/**
 * Turns names from a closed set into keys that editors offer, and removes limits that only say "a
 * safe integer".
 */
function tidy(schema: JsonSchema, isClosed: boolean): void {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  const { propertyNames, additionalProperties: value } = schema;
  if (typeof propertyNames !== 'object') return;
  delete schema.propertyNames;
  if (propertyNames.enum === undefined || value === undefined) return;
  schema.properties = Object.fromEntries(propertyNames.enum.map((name) => [String(name), value]));
  // A later version of a result may have more names; an unknown name in a scenario is an error.
  schema.additionalProperties = isClosed ? false : value;
}

export function addSchema(program: Command): void {
  program
    .command('schema')
    .description(say('schema.says'))
    .addArgument(new Argument('<document>', say('schema.document')).choices(DOCUMENTS))
    .action((document: Document) => {
      process.stdout.write(`${JSON.stringify(schemaOf(document), null, 2)}\n`);
    });
}
