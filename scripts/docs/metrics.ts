// Makes docs/reference/metrics.md: every metric of a run and of the server, from their declarations.
import type { Metric, Unit } from '../../src/metrics/declare.ts';
import { RUN_LABEL, RUN_METRICS } from '../../src/metrics/run.ts';
import { SERVER_METRICS } from '../../src/metrics/server.ts';
import { keepPages, madeBy, table } from '../pages.ts';

const UNITS: Partial<Record<Unit, string>> = {
  seconds: 's, real time',
  model_seconds: 's, model time',
  unix_seconds: 's since 1970',
  boolean: '0 or 1',
};

function labelsOf({ labels, free = [] }: Metric): string {
  const closed = Object.entries(labels).map(([label, words]) => `\`${label}\`: ${words.join(' ')}`);
  return [...closed, ...free.map((label) => `\`${label}\``)].join('<br>');
}

const rowOf = (metric: Metric): string[] => [
  `\`${metric.name}\``,
  metric.type,
  UNITS[metric.unit] ?? metric.unit,
  labelsOf(metric),
  metric.help,
];

const HEAD = ['name', 'type', 'unit', 'labels', 'meaning'];

const ofRun = (when: Metric['when']): string =>
  table(
    HEAD,
    RUN_METRICS.filter((metric) => metric.when === when).map((metric) => rowOf(metric)),
  );

const boundsOf = (unit: Unit): string => {
  const buckets = RUN_METRICS.find((metric) => metric.type === 'histogram' && metric.unit === unit)?.buckets ?? [];
  return buckets.join(', ');
};

const page = `${madeBy('scripts/docs/metrics.ts')}

# Metrics

Two programs speak to Prometheus: a run says what happened to the people (\`stillthere_*\`), the reference server says what it did
(\`chat_*\`). The server cannot know whether a timeout was right; the run can. So they are never added up.

## How to get at them

\`\`\`sh
npx stillthere run smoke --engine node --metrics-port 9464
npx stillthere run smoke --engine sim --remote-write http://127.0.0.1:9090/api/v1/write
\`\`\`

* \`--metrics-port <port>\` serves \`http://127.0.0.1:<port>/metrics\` while the run goes on, on this machine only; 0 takes a free port
  and prints it. When the run has been judged, the command stays until its final numbers were scraped once, at most
  \`--metrics-wait <duration>\` (15 s). Scrape at least that often, every second to every five.
* \`--remote-write <url>\` pushes every series of the run at its start, every 5 s and at its end; a name and a password may stand in the
  address. Such series carry \`job="stillthere"\`. A push that fails is a note in \`result.json\`, and the run goes on. Prometheus takes pushes
  when it is started with \`--web.enable-remote-write-receiver\`.
* Both may be given, with every engine, and for several profiles in one command. In virtual time (\`--engine sim\`) nothing is to be seen
  before the end.
* The reference server serves its own at \`/metrics\`.

## What holds for all of them

* Every series of a run carries the label \`${RUN_LABEL}\`, the run id, which is the name of the run's folder. Ids, addresses and texts are never labels.
* Every series is there from the start, at 0; labels take no words but those below.
* **Live** metrics move while a run goes on, as its rows are read. **Judged** ones are 0 until the run has been judged; they are then set once
  and equal \`result.json\`. For exact totals ask for \`max_over_time(name{${RUN_LABEL}="…"}[1h])\`; \`increase()\` estimates.
* Times in *model time* are seconds that the people lived through, times in *real time* are seconds of the clock on the wall; they
  differ by \`stillthere_speed\`.
* No bucket has a whole number as its bound, which Prometheus 2 and 3 write differently. Buckets in real time: ${boundsOf('seconds')} s. Buckets
  in model time: ${boundsOf('model_seconds')} s. The histograms of a run are made from finer ones, which are exact to 0.8 %.

## Of a run: judged

${ofRun('judged')}

## Of a run: live

${ofRun('live')}

The page of a run also has what the client library says of every Node process: \`process_*\` and \`nodejs_*\`.

## Of the reference server

${table(HEAD, SERVER_METRICS.map(rowOf))}
`;

await keepPages({ 'docs/reference/metrics.md': page });
