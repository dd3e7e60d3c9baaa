// Makes docs/reference/requirements.md: each requirement
// of the mission, and the test files named after it.
import { keepPages, madeBy, table } from '../pages.ts';
import { filesByRequirement, REQUIREMENTS } from '../requirements.ts';

const found = filesByRequirement();
const short = (file: string): string => `\`${file.replace(/^test\//, '').replace(/(\.long)?\.test\.ts$/, '')}\``;

await keepPages({
  'docs/reference/requirements.md': `${madeBy('scripts/docs/requirements.ts')}

# Requirements and their tests

What the tool and its reference server were made to do, with the tests that are named after each. \`npm run requirements\` plays them and prints the same table with results; it fails when a
requirement has no test, or one that fails.

${table(
  ['', 'asks for', 'tests, below `test/`'],
  Object.entries(REQUIREMENTS).map(([id, says]) => [id, says, (found.get(id) ?? []).map(short).join(', ')]),
)}
`,
});
