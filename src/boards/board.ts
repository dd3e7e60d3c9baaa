// Builds a dashboard from rows of panels: its variables, annotations, ids and fixed settings.
import {
  AnnotationQueryBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
  type Dashboard,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { RUN, RUN_LABEL } from '../metrics/run.ts';
import { SERVER } from '../metrics/server.ts';
import { DATASOURCE, panelBuilder, type Panel } from './panels.ts';
import { ALL_ITS_LIFE, highest } from './promql.ts';

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface Board {
  /** Never changes, because links to the board contain it. */
  readonly uid: string;
  readonly title: string;
  readonly about: string;
  readonly rows: readonly Row[];
}

const TAG = 'stillthere';

/** A board as classic dashboard JSON, the form that file provisioning takes. */
export function buildBoard({ uid, title, about, rows }: Board): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(about)
    .tags([TAG])
    .timezone('browser')
    .time({ from: 'now-15m', to: 'now' })
    .refresh('5s')
    .tooltip(DashboardCursorSync.Crosshair)
    .readonly()
    .variables(variables())
    .annotation(begin())
    .annotation(judgement())
    .link(others());
  let id = 1;
  for (const row of rows) {
    builder.withRow(new RowBuilder(row.title).id(id++));
    for (const panel of row.panels) builder.withPanel(panelBuilder(panel, id++));
  }
  const board = builder.build();
  // The builder puts annotations and links into a menu where users do not look for them.
  for (const item of [...(board.annotations?.list ?? []), ...(board.links ?? [])]) delete item.placement;
  return board;
}

function variables(): (DatasourceVariableBuilder | QueryVariableBuilder)[] {
  return [
    new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'),
    // Not label_values(): the board opens with the first of the list, which should be the newest
    // run.
    query(
      RUN_LABEL,
      'Run',
      `query_result(sort_desc(max by (${RUN_LABEL}) (last_over_time(${RUN.start.name}${ALL_ITS_LIFE}))))`,
    ).regex(`/${RUN_LABEL}="([^"]+)"/`),
    ofServer('job', 'Job', SERVER.build.name),
    ofServer('instance', 'Instance', `${SERVER.build.name}{job=~"$job"}`),
  ];
}

const query = (name: string, label: string, text: string): QueryVariableBuilder =>
  new QueryVariableBuilder(name)
    .label(label)
    .datasource(DATASOURCE)
    .query({ query: text, refId: name })
    .definition(text)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.Disabled);

/** The choice of servers; default: all. */
const ofServer = (name: string, label: string, of: string): QueryVariableBuilder =>
  query(name, label, `label_values(${of}, ${name})`).multi(true).includeAll(true).allValue('.+');

const moment = (name: string, expr: string, color: string): AnnotationQueryBuilder =>
  new AnnotationQueryBuilder()
    .name(name)
    .datasource(DATASOURCE)
    .enable(true)
    .iconColor(color)
    .expr(expr)
    .titleFormat(name)
    .useValueForTime(true);

// Over the whole time range, because the series of a run end after its last scrape.
const begin = (): AnnotationQueryBuilder => moment('Run began', `${highest(RUN.start)} * 1000`, 'blue');
const judgement = (): AnnotationQueryBuilder => moment('Run judged', `(${highest(RUN.end)} > 0) * 1000`, 'purple');

const others = (): DashboardLinkBuilder =>
  new DashboardLinkBuilder('Boards')
    .type(DashboardLinkType.Dashboards)
    .tags([TAG])
    .asDropdown(true)
    .includeVars(true)
    .keepTime(true);
