// Functions for the kinds of panels, each with its usual settings.
import type { Panel, Query, Step } from './panels.ts';
import { judged } from './promql.ts';

const NOT_JUDGED = 'not judged yet';
/** Green at zero, red from 1 on; only for counts that are `outOf` something. */
export const ANY_IS_RED: readonly Step[] = [{ from: 1, color: 'red' }];

/** A number of the judged run. */
export const stat = (title: string, about: string, expr: string, more: Partial<Panel> = {}): Panel => ({
  kind: 'stat',
  title,
  about,
  unit: 'count',
  queries: [{ expr: judged(expr), legend: title }],
  width: 4,
  empty: NOT_JUDGED,
  ...more,
});

/** A text that is known from the start of the run. */
export const name = (title: string, about: string, expr: string, label: string, more: Partial<Panel> = {}): Panel => ({
  kind: 'name',
  title,
  about,
  unit: 'count',
  queries: [{ expr, legend: `{{${label}}}` }],
  width: 4,
  empty: 'no run',
  ...more,
});

/** Numbers of the judged run, one bar for each label value. */
export const bars = (title: string, about: string, expr: string, label: string, more: Partial<Panel> = {}): Panel => ({
  kind: 'bars',
  title,
  about,
  unit: 'count',
  queries: [{ expr: judged(expr), legend: `{{${label}}}` }],
  width: 8,
  empty: NOT_JUDGED,
  ...more,
});

/** Values over time during a run. */
export const lines = (
  title: string,
  about: string,
  queries: [Query, ...Query[]],
  more: Partial<Panel> = {},
): Panel => ({
  kind: 'lines',
  title,
  about,
  unit: 'count',
  queries,
  width: 12,
  empty: 'nothing in this time range',
  ...more,
});
