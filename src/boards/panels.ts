// Builds the four kinds of panels from short descriptions, so that all of a kind look alike.
import { PanelBuilder as BarsBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as LinesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import * as units from '@grafana/grafana-foundation-sdk/units';

/** Grafana units for panels. */
const UNIT = {
  seconds: units.Seconds,
  share: units.PercentUnit,
  perSecond: units.CountsPerSecond,
  /** Counts show all digits, not `1.23 K`. */
  count: units.LocaleFormat,
  factor: units.NoUnit,
} as const;

/**
 * Decimals where Grafana's own rounding would be wrong: a count has none, and 99.96 % must not
 * become 100 %.
 */
const DECIMALS: Partial<Record<keyof typeof UNIT, number>> = { count: 0, share: 2 };

export interface Query {
  readonly expr: string;
  /** Name of its series; `{{label}}` stands for a label value. */
  readonly legend: string;
}

/** The colour from this value on. */
export interface Step {
  readonly from: number;
  readonly color: string;
}

/** A number that is shown as a word. */
export interface Word {
  readonly value: number;
  readonly text: string;
  readonly color: string;
}

export interface Panel {
  /**
   * `stat`: one number of the run; `name`: a text; `bars`: one bar for each label value; `lines`:
   * values over time.
   */
  readonly kind: 'stat' | 'name' | 'bars' | 'lines';
  readonly title: string;
  /** What it shows and how to read it, for readers who do not know the metric. */
  readonly about: string;
  readonly unit: keyof typeof UNIT;
  readonly queries: readonly [Query, ...Query[]];
  /** In 24ths of the page. */
  readonly width: number;
  readonly steps?: readonly Step[];
  readonly words?: readonly Word[];
  /** The text when there is no data. */
  readonly empty: string;
}

/** Every query uses the data source that is selected at the top of the board. */
export const DATASOURCE: common.DataSourceRef = { type: 'prometheus', uid: '${datasource}' };

/**
 * The scrape interval that the board assumes. `$__rate_interval` becomes four of them, whatever the
 * data source says.
 */
const INTERVAL = '5s';

const HEIGHT: Readonly<Record<Panel['kind'], number>> = { stat: 4, name: 4, bars: 8, lines: 8 };

type Builder = StatBuilder | BarsBuilder | LinesBuilder;

/** A panel as Grafana expects it. @param id unique in its board */
export function panelBuilder(panel: Panel, id: number): Builder {
  const builder = kinds[panel.kind](panel);
  builder
    .id(id)
    .title(panel.title)
    .description(panel.about)
    .datasource(DATASOURCE)
    .unit(UNIT[panel.unit])
    .min(0)
    .noValue(panel.empty)
    .thresholds(thresholds(panel))
    .span(panel.width)
    .height(HEIGHT[panel.kind]);
  const decimals = panel.kind === 'lines' ? undefined : DECIMALS[panel.unit];
  if (decimals !== undefined) builder.decimals(decimals);
  if (panel.kind !== 'lines')
    builder.mappings([...(panel.words === undefined ? [] : [mapping(panel.words)]), nothing(panel)]);
  panel.queries.forEach((query, n) => builder.withTarget(target(query, n, panel.kind === 'lines')));
  return builder;
}

const last = (): common.ReduceDataOptionsBuilder => new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']);

const kinds: Readonly<Record<Panel['kind'], (panel: Panel) => Builder>> = {
  stat: ({ words }) =>
    new StatBuilder()
      .reduceOptions(last())
      .graphMode(common.BigValueGraphMode.None)
      .colorMode(words === undefined ? common.BigValueColorMode.Value : common.BigValueColorMode.Background),
  name: () =>
    new StatBuilder()
      .reduceOptions(last())
      .graphMode(common.BigValueGraphMode.None)
      .textMode(common.BigValueTextMode.Name)
      .colorMode(common.BigValueColorMode.None),
  bars: () =>
    new BarsBuilder()
      .reduceOptions(last())
      .displayMode(common.BarGaugeDisplayMode.Basic)
      .orientation(common.VizOrientation.Horizontal),
  lines: ({ steps }) =>
    new LinesBuilder()
      .lineWidth(2)
      .fillOpacity(8)
      .showPoints(common.VisibilityMode.Auto)
      .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.PaletteClassic))
      .thresholdsStyle(
        new common.GraphThresholdsStyleConfigBuilder().mode(
          steps === undefined ? common.GraphThresholdsStyleMode.Off : common.GraphThresholdsStyleMode.Dashed,
        ),
      )
      .legend(
        new common.VizLegendOptionsBuilder()
          .showLegend(true)
          .displayMode(common.LegendDisplayMode.List)
          .placement(common.LegendPlacement.Bottom),
      )
      .tooltip(
        new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending),
      ),
};

/** The colour of panels without data. Grafana's own text colour is white on a dark page. */
export const GREY = '#808080';

function thresholds({ kind, steps = [], words }: Panel): dashboard.ThresholdsConfigBuilder {
  // The step without a value is also the colour of a panel without data, so it must not look good.
  const isJudged = kind !== 'lines' && steps.length > 0;
  const none = { value: null, color: isJudged || words !== undefined ? GREY : 'text' };
  const good = isJudged ? [{ value: 0, color: 'green' }] : [];
  return new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps([none, ...good, ...steps.map(({ from, color }) => ({ value: from, color }))]);
}

function mapping(words: readonly Word[]): dashboard.ValueMapping {
  const options = Object.fromEntries(words.map(({ value, text, color }, index) => [value, { text, color, index }]));
  return { type: dashboard.MappingType.ValueToText, options };
}

/** Shows a text instead of a missing number. */
const nothing = ({ empty, words = [] }: Panel): dashboard.ValueMapping => ({
  type: dashboard.MappingType.SpecialValue,
  options: {
    match: dashboard.SpecialValueMatch.NullAndNan,
    result: { text: empty, color: GREY, index: words.length },
  },
});

function target({ expr, legend }: Query, n: number, isOverTime: boolean): DataqueryBuilder {
  const query = new DataqueryBuilder()
    .refId(String.fromCharCode('A'.charCodeAt(0) + n))
    .datasource(DATASOURCE)
    .expr(expr)
    .legendFormat(legend)
    .interval(INTERVAL);
  return isOverTime ? query.range() : query.instant();
}
