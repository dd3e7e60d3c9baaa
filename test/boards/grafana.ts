// Replaces the variables in the queries of a board, as Grafana does before it asks Prometheus.

/**
 * The query with the chosen run, all servers, a time
 * range and the window of rates filled in. Seconds
 */
export const asked = (expr: string, testid: string, range: number, rate: number): string =>
  expr
    .replaceAll('$testid', testid)
    .replaceAll('$job', '.+')
    .replaceAll('$instance', '.+')
    .replaceAll('$__range', `${range}s`)
    .replaceAll('$__rate_interval', `${rate}s`);

/** The same query for the series of one job only. */
export const copy = (expr: string, job: string): string => expr.replaceAll(/(stillthere_\w+\{)/g, `$1job="${job}",`);
