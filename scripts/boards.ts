// `npm run boards`: builds dashboards/*.json from src/boards/ and the declared metrics.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boardFiles } from '../src/boards/files.ts';
import { projectRoot } from '../src/system/entry.ts';

for (const [path, text] of boardFiles()) {
  mkdirSync(join(projectRoot(), 'dashboards'), { recursive: true });
  writeFileSync(join(projectRoot(), path), text);
  console.log(path);
}
