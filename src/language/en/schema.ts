// Texts of `stillthere schema` in English.
export const SCHEMA = {
  'schema.says': 'print the JSON Schema of a scenario file, or of a document that runs write',
  'schema.document': 'which document',
} as const;
