// How long the last metrics of a run can be scraped: apart, so that a command that serves none can name it without loading what serves them.

/**
 * Longest wait for a last scrape where nobody has said how long. Two intervals of 15 s, which is as seldom as Prometheus scrapes in
 * most places, and what a scrape may take. ms
 */
export const WAIT_MOST = 35_000;
