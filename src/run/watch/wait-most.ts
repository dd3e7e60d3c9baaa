// How long the last metrics of a run can be scraped.
// A separate file, so that a command that serves no metrics does not load the server for it.

/**
 * Longest wait for a last scrape if no other was set, ms: two intervals of 15 s, plus the time of a
 * scrape. Most Prometheus servers scrape at least every 15 s.
 */
export const WAIT_MOST = 35_000;
