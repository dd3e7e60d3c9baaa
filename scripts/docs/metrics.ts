// Makes docs/reference/metrics.md: every metric of a run and of the server, from their declarations.
import type { Metric, Unit } from '../../src/metrics/declare.ts';
import { RUN_LABEL, RUN_METRICS } from '../../src/metrics/run.ts';
import { SERVER_METRICS } from '../../src/metrics/server.ts';
import { WAIT_MOST } from '../../src/run/watch/wait-most.ts';
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
  and prints it. When the run has been judged, the command stays until its final numbers were scraped: until everybody who scrapes
  again and again has them, at most ${WAIT_MOST / 1000} s, which is enough for a Prometheus that scrapes every 15 s. With
  \`--metrics-wait <duration>\` they stay for all of that time, whoever scrapes. Ctrl-C ends the wait at once.
* \`--remote-write <url>\` pushes every series of the run at its start, every 5 s and at its end; a name and a password may stand in the
  address. Such series carry \`job="stillthere"\`. When the run is over they end with stale markers: the last values hold for 5 s, as long
  as a push does, and are found by queries over a range and by \`last_over_time\` after that. A push that fails is a note in
  \`result.json\`, and the run goes on. Prometheus takes pushes when it is started with \`--web.enable-remote-write-receiver\`.
* Both may be given. Every series is then stored twice, under the \`job\` and \`instance\` of the scrape and under those of the push, and
  a plain \`sum\` would count it twice: take the higher of the two first, as the board does, \`sum(max by (channel) (…))\` with the
  labels that the table below names.
* All of it works with every engine, and for several profiles in one command. In virtual time (\`--engine sim\`) nothing is to be seen
  before the end.
* The reference server serves its own at \`/metrics\`.

## What holds for all of them

* Every series of a run carries the label \`${RUN_LABEL}\`, the run id, which is the name of the run's folder. Other ids, addresses and texts
  are labels only of the metrics that are always 1; an address stands there without name, password and query.
* Every series is there from the start, at 0; labels take no words but those below.
* **Live** metrics move while a run goes on, as its rows are read. **Judged** ones are 0 until the run has been judged; they are then set once
  and equal \`result.json\`. For exact totals ask for \`last_over_time(name{${RUN_LABEL}="…"}[1h])\`; \`increase()\` estimates.
* Times in *model time* are seconds that the people lived through, times in *real time* are seconds of the clock on the wall; they
  differ by \`stillthere_speed\`.
* Buckets in real time: ${boundsOf('seconds')} s. Buckets in model time:
  ${boundsOf('model_seconds')} s. What machines are held to (20 ms, 100 ms, 200 ms) is among them, and what \`expect\` of a scenario allows for first answers is one more bound of that run. Whole bounds are
  written \`60.0\`, as Prometheus 3 does. A wait that never ended, such as that of a visitor whom nobody answered, is in the last bucket
  and in \`_count\`, and not in \`_sum\`: so the share that waited at most 60 s is one of all who waited. The histograms of a run are made from finer ones, which are exact to 0.8 %.
* \`chat_build_info\` has the id of its server, \`stillthere_run_server_info\` the id of the server that a run is played against. So
  \`chat_sessions and on (job, instance) (chat_build_info and on (server) stillthere_run_server_info{${RUN_LABEL}="…"})\` are the sessions
  of that server and of no other.

## Of a run: judged

${ofRun('judged')}

## Of a run: live

${ofRun('live')}

The page of a run also has what the client library says of every Node process: \`process_*\` and \`nodejs_*\`.

## Of the reference server

${table(HEAD, SERVER_METRICS.map(rowOf))}
`;

await keepPages({ 'docs/reference/metrics.md': page });
