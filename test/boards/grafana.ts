// What Grafana does with the queries of a board before it asks Prometheus.

/** The query with the chosen run, all servers, a time range and the window of rates in it. Seconds */
export const asked = (expr: string, testid: string, range: number, rate: number): string =>
  expr
    .replaceAll('$testid', testid)
    .replaceAll('$job', '.+')
    .replaceAll('$instance', '.+')
    .replaceAll('$__range', `${range}s`)
    .replaceAll('$__rate_interval', `${rate}s`);

/** The same query of one copy of the series of a run only: those that this job brought. */
export const copy = (expr: string, job: string): string => expr.replaceAll(/(stillthere_\w+\{)/g, `$1job="${job}",`);
