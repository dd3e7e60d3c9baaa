// Makes docs/reference/remedies.md and its JSON Schema from the schema of remedies in the code.
import { schemaOf } from '../../src/cli/commands/schema.ts';
import { REMEDY_METRIC_NAMES } from '../../src/result/remedies.ts';
import { keysOf } from '../keys.ts';
import { keepPages, madeBy } from '../pages.ts';

const schema = schemaOf('remedies');
const keys = (path: string, some?: readonly string[]): string => keysOf(schema, path, some);
const METRIC = `profiles.metrics.${REMEDY_METRIC_NAMES[0]}`;

const page = `${madeBy('scripts/docs/remedies.ts')}

# What remedies are worth

\`remedies.json\` in the folder of \`stillthere remedies\`, and what \`--json\` prints; \`remedies.md\` beside it is the table for people. It is a public
contract, named in its first key: under \`stillthere/remedies/1\` keys may be added, none removed and none given another meaning. The same for
programs: [remedies.schema.json](remedies.schema.json), also printed by \`stillthere schema remedies\`. How to read it:
[compare profiles](../how-to/compare-profiles.md).

${keys('', ['schema', 'tool', 'base', 'comparisons'])}

## \`run\`

${keys('run')}

## \`profiles[]\`

${keys('profiles', ['profile', 'folder', 'verdict'])}

### \`metrics\`

${keys('profiles.metrics')}

Each of them:

${keys(METRIC, ['n', 'mean', 'half95', 'difference'])}

#### \`difference\`

${keys(`${METRIC}.difference`)}
`;

await keepPages({
  'docs/reference/remedies.md': page,
  'docs/reference/remedies.schema.json': JSON.stringify(schema),
});
