// The committed board "Session timeouts" is up to date,
// follows the rules, and has the required panels.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { boardFiles } from '../../src/boards/files.ts';
import { LATENESS_MOST } from '../../src/boards/load-rows.ts';
import { LATENESS_P99_MOST } from '../../src/capacity/speed.ts';
import { RUN_METRICS } from '../../src/metrics/run.ts';
import { SERVER_METRICS } from '../../src/metrics/server.ts';
import { projectRoot } from '../../src/system/entry.ts';
import { boardFindings, type BoardJson, type PanelJson } from './rules.ts';

const FILE = 'dashboards/session-timeouts.json';
const METRICS = [...RUN_METRICS, ...SERVER_METRICS];
const committed = readFileSync(join(projectRoot(), FILE), 'utf8');
const board = JSON.parse(committed) as BoardJson;
const shown = board.panels.filter(({ type }) => type !== 'row');

describe('the board "Session timeouts"', () => {
  it('is committed as it is built', () => {
    assert.equal(boardFiles().get(FILE), committed, `${FILE} is stale: run npm run boards`);
  });

  it('keeps to the rules of boards', () => {
    assert.deepEqual(boardFindings(board, METRICS), []);
  });

  it('is classic JSON for file provisioning, under a fixed uid, not to be changed in the browser', () => {
    assert.equal(board.schemaVersion, 42);
    assert.equal(board.uid, 'stillthere-session-timeouts');
    assert.deepEqual(board.tags, ['stillthere']);
    assert.equal(board.timezone, 'browser');
    assert.equal(board.editable, false);
    assert.equal(board.refresh, '5s');
    assert.doesNotMatch(committed, /inControlsMenu/, 'annotations and links are not hidden in a menu');
  });

  it('lets one choose data source, run, job and instance, newest run first', () => {
    const { list } = board.templating;
    assert.deepEqual(
      list.map(({ name, label, type }) => `${name} ${label} ${type}`),
      ['datasource Data source datasource', 'testid Run query', 'job Job query', 'instance Instance query'],
    );
    for (const { name, refresh } of list.slice(1)) assert.equal(refresh, 2, `${name} follows the time range`);
  });

  it('has the promised rows', () => {
    assert.deepEqual(
      board.panels.filter(({ type }) => type === 'row').map(({ title }) => title),
      [
        'Run',
        'Verdict',
        'Timeout rate and premature timeouts',
        'Missed messages by fate',
        'Waits and latency over the whole run',
        'Transfer latency',
        'Open sessions and queue',
        'By channel',
        'Is this run reliable?',
      ],
    );
  });

  it('says nothing about a run that has not been judged: no zero that looks fine', () => {
    const judgedMetrics = RUN_METRICS.filter(({ when }) => when === 'judged').map(({ name }) => name);
    for (const { title, targets = [] } of shown) {
      for (const { expr } of targets) {
        if (!judgedMetrics.some((name) => expr.includes(name))) continue;
        assert.match(
          expr,
          /and on \(\) \(max\(last_over_time\(stillthere_run_end_timestamp_seconds\S+ offset -30d\)\) > 0\)$/,
          title,
        );
      }
    }
  });

  it('draws the limit of lateness where the run is judged by it', () => {
    assert.equal(LATENESS_MOST, LATENESS_P99_MOST / 1e6);
  });
});

describe('the rules of boards can fail', () => {
  const panel = (change: Partial<PanelJson>): BoardJson => ({
    ...board,
    panels: [{ ...(shown[0] as PanelJson), ...change }],
  });
  const finds = (changed: BoardJson, expected: RegExp): void =>
    assert.match(boardFindings(changed, METRICS).join('\n'), expected);
  const asks = (expr: string, expected: RegExp, legendFormat = 'x'): void => {
    const [target] = shown[0]?.targets ?? [];
    assert.ok(target !== undefined);
    finds(panel({ targets: [{ ...target, expr, legendFormat }] }), expected);
  };

  it('in the layout', () => {
    const [a, b] = shown as [PanelJson, PanelJson];
    finds({ ...board, panels: [a, { ...b, id: a.id }] }, /the same id/);
    finds({ ...board, panels: [a, { ...b, gridPos: a.gridPos }] }, /lie on each other/);
    finds(panel({ gridPos: { x: 20, y: 0, w: 8, h: 4 } }), /24 columns/);
    finds(panel({ gridPos: { x: 0, y: 0, w: 8, h: 4 } }), /leave a gap/);
  });

  it('in a panel', () => {
    finds(panel({ title: '' }), /no title/);
    finds(panel({ description: 'Missed' }), /no description/);
    finds(panel({ targets: [] }), /no query/);
    finds(panel({ datasource: { uid: 'prometheus' } }), /bound to one data source/);
    finds(panel({ fieldConfig: { defaults: {} } }), /no unit/);
    finds(panel({ type: 'timeseries' }), /asks for an instant/);
  });

  it('in what is good news: not of no data, not of 0 out of 0', () => {
    const missed = shown.find(({ title }) => title === 'Missed messages');
    const { defaults } = missed?.fieldConfig ?? assert.fail();
    const with_ = (change: object): BoardJson =>
      panel({ ...missed, fieldConfig: { defaults: { ...defaults, ...change } } });
    assert.deepEqual(boardFindings(panel({ ...missed, gridPos: { x: 0, y: 0, w: 24, h: 4 } }), METRICS), []);
    finds(with_({ thresholds: { steps: [{ value: null, color: 'green' }] } }), /a colour when there is nothing/);
    finds(with_({ mappings: [] }), /does not say in grey/);
    finds(with_({ unit: 'short' }), /1\.23 K/);
    finds(with_({ decimals: undefined }), /cut digits off/);
    finds(with_({ unit: 'percentunit', decimals: 0 }), /0 % or 100 %/);
    const [target] = missed?.targets ?? [];
    const expr = target?.expr.replace(/ and on \(\) \(sum\(.*?\) > 0\)/, '') ?? '';
    finds(panel({ ...missed, targets: [{ ...(target ?? assert.fail()), expr }] }), /green at 0 of 0/);
  });

  it('in a query', () => {
    const run = 'testid="$testid"';
    const server = 'job=~"$job",instance=~"$instance"';
    asks('', /is empty/);
    asks(`sum(stillthere_speed{${run}}`, /no PromQL/);
    asks(`sum(stillthere_no_such_thing{${run}})`, /is not declared/);
    asks(`sum(stillthere_transfer_seconds{${run}})`, /is not declared/);
    asks(`sum(stillthere_timeouts_total)`, /not limited to \$testid/);
    asks(`sum(chat_sessions{job=~"$job"})`, /not limited to \$job and \$instance/);
    asks(`sum(rate(chat_sessions{${server}}[$__rate_interval]))`, /a gauge: it has no rate/);
    asks(`sum(rate(chat_transfers_total{${server}}[5m]))`, /not over \$__rate_interval/);
    asks(`sum(chat_transfers_total{${server}})`, /outlives a run/);
    asks(`sum(rate(stillthere_timeouts_total{${run}}[$__rate_interval]))`, /set once/);
    asks(`sum(stillthere_timeouts_total{${run},color="red"})`, /no label color/);
    asks(`sum(stillthere_messages_total{${run},fate=~"lost|eaten"})`, /never "eaten"/);
    asks(`sum by (fate) (stillthere_timeouts_total{${run}})`, /grouped by fate/);
    asks(`sum(stillthere_timeouts_total{${run}})`, /its legend names channel/, '{{channel}}');
    asks(`sum(stillthere_speed{${run}}) / sum(stillthere_speed{${run}})`, /shows percentunit in the unit locale/);
    asks(`sum(stillthere_model_time_seconds{${run}})`, /shows s in the unit locale/);
    asks(`sum(stillthere_sessions_open{${run}})`, /counts twice when it is there twice/);
    asks(`sum(max by (state) (chat_sessions{${server}}))`, /that of any server/);
    asks(`max(stillthere_timeouts_total{${run}})`, /only a look at the whole run/);
    asks(`max(last_over_time(stillthere_timeouts_total{${run}}[$__range]))`, /not wherever the run is/);
  });
});
