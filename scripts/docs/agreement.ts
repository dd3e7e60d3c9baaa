// Makes docs/reference/agreement.md and its JSON Schema from the schema of comparisons in the code.
import { schemaOf } from '../../src/cli/commands/schema.ts';
import { AGREE_METRICS, AGREE_SHAPES } from '../../src/result/agreement.ts';
import { keysOf } from '../keys.ts';
import { keepPages, madeBy } from '../pages.ts';

const schema = schemaOf('agreement');
const keys = (path: string, some?: readonly string[]): string => keysOf(schema, path, some);
const COMPARISONS = 'speeds.comparisons';

const page = `${madeBy('scripts/docs/agreement.ts')}

# Agreement of virtual time with real sockets

\`agreement.json\` in the folder of \`stillthere agree\`, and what \`--json\` prints. It is a public contract, named in its first key: under
\`stillthere/agreement/1\` keys may be added, none removed and none given another meaning. The same for programs:
[agreement.schema.json](agreement.schema.json), also printed by \`stillthere schema agreement\`. What is compared, and why:
[agreement with reality](../explanation/agreement.md).

${keys('')}

## \`run\`

${keys('run')}

## \`machine\` and \`loopback\`

${keys('machine')}

${keys('loopback')}

## \`speeds[]\`

${keys('speeds')}

### \`engines[]\`

${keys('speeds.engines')}

### \`comparisons[]\`

${keys(COMPARISONS)}

#### \`metrics\`

${keys(`${COMPARISONS}.metrics`)}

Each of them:

${keys(`${COMPARISONS}.metrics.${AGREE_METRICS[0]}`)}

#### \`shapes\`

${keys(`${COMPARISONS}.shapes`)}

Each of them:

${keys(`${COMPARISONS}.shapes.${AGREE_SHAPES[0]}`)}

## \`runs[]\`

${keys('runs')}
`;

await keepPages({
  'docs/reference/agreement.md': page,
  'docs/reference/agreement.schema.json': JSON.stringify(schema),
});
