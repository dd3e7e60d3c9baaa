// Texts of `stillthere schema` in Chinese.
import type { Same } from '../en/index.ts';
import type { SCHEMA as EN } from '../en/schema.ts';

export const SCHEMA: Same<typeof EN> = {
  'schema.says': '输出场景文件或运行结果文档的 JSON Schema',
  'schema.document': '哪一种文档',
};
