// Reads PromQL with Prometheus' own grammar: the series
// of a query, their functions and their groupings.
import { parser } from '@prometheus-io/lezer-promql';

export interface Selector {
  readonly name: string;
  readonly matchers: readonly { readonly label: string; readonly op: string; readonly value: string }[];
  /** Functions and aggregations round it, innermost first: `rate`, `sum`, … */
  readonly inside: readonly string[];
  /** The range of the selector, such as `$__range`; undefined for an instant. */
  readonly range: string | undefined;
}

export interface ReadQuery {
  /** Syntax errors; empty when the query is valid. */
  readonly errors: readonly string[];
  readonly selectors: readonly Selector[];
  /** The labels of each `by (…)` and the series below it, without filters (right of `and`). */
  readonly groups: readonly { readonly by: readonly string[]; readonly names: readonly string[] }[];
  /** The part that gives the value: what stands left of `and` and of comparisons. */
  readonly value: { readonly isRatio: boolean; readonly selectors: readonly Selector[] };
}

type Tree = ReturnType<typeof parser.parse>['topNode'];

/** Values for the ranges that Grafana fills in, in a form that the grammar accepts. */
const RANGES: Readonly<Record<string, string>> = { $__rate_interval: '11s', $__range: '901s' };

export function readQuery(expr: string): ReadQuery {
  const text = Object.entries(RANGES).reduce(
    (all, [variable, range]) => all.replaceAll(`[${variable}]`, `[${range}]`),
    expr,
  );
  const { topNode } = parser.parse(text);
  const errors: string[] = [];
  topNode.cursor().iterate((node) => {
    if (node.type.isError) errors.push(`at ${node.from}: …${text.slice(Math.max(0, node.from - 20), node.from + 20)}…`);
  });
  const selectors = selectorsIn(topNode, text);
  const value = valueOf(topNode.firstChild ?? topNode);
  return {
    errors,
    selectors,
    groups: all(topNode, 'AggregateExpr').flatMap((node) => {
      const labels = child(child(node, 'AggregateModifier'), 'GroupingLabels');
      const names = all(node, 'VectorSelector')
        .filter((series) => !isCondition(series, node))
        .map((series) => selector(series, text).name);
      return labels === undefined ? [] : [{ by: all(labels, 'LabelName').map((n) => textOf(n, text)), names }];
    }),
    value: { isRatio: all(value, 'Div').length > 0, selectors: selectorsIn(value, text) },
  };
}

const textOf = (node: Tree, text: string): string => text.slice(node.from, node.to);

function child(node: Tree | undefined, name: string): Tree | undefined {
  return node?.getChild(name) ?? undefined;
}

function all(node: Tree, name: string): Tree[] {
  const found: Tree[] = [];
  node.cursor().iterate((n) => {
    if (n.name === name) found.push(n.node);
  });
  // A cursor leaves its node when the node is the last one, so only nodes within it are kept.
  return found.filter((n) => n.from >= node.from && n.to <= node.to);
}

const KEEPS_THE_LEFT = ['And', 'Gte', 'Gtr', 'Lss', 'Lte', 'Eql'];

/** Removes brackets, `and …` and comparisons. */
function valueOf(node: Tree): Tree {
  const first = node.firstChild;
  if (first === null) return node;
  if (node.name === 'ParenExpr') return valueOf(first);
  if (node.name === 'BinaryExpr' && KEEPS_THE_LEFT.some((op) => node.getChild(op) !== null)) return valueOf(first);
  return node;
}

/** Whether it stands right of an `and` below this node. */
function isCondition(node: Tree, below: Tree): boolean {
  for (let up = node; up.parent !== null && up.from >= below.from && up.to <= below.to; up = up.parent) {
    const { parent } = up;
    if (parent.from < below.from || parent.to > below.to) return false;
    if (parent.name === 'BinaryExpr' && parent.getChild('And') !== null && parent.lastChild?.from === up.from)
      return true;
  }
  return false;
}

const selectorsIn = (root: Tree, text: string): Selector[] =>
  all(root, 'VectorSelector').map((node) => selector(node, text));

function selector(node: Tree, text: string): Selector {
  const name = child(node, 'Identifier');
  const around = node.parent;
  const duration = around?.name === 'MatrixSelector' ? child(around, 'DurationExpr') : undefined;
  const range = duration === undefined ? undefined : textOf(duration, text);
  return {
    name: name === undefined ? '' : textOf(name, text),
    matchers: all(node, 'UnquotedLabelMatcher').map((matcher) => ({
      label: textOf(matcher.getChild('LabelName') ?? matcher, text),
      op: textOf(matcher.getChild('MatchOp') ?? matcher, text),
      value: textOf(matcher.getChild('StringLiteral') ?? matcher, text).slice(1, -1),
    })),
    inside: functionsRound(node, text),
    range: Object.entries(RANGES).find(([, known]) => known === range)?.[0] ?? range,
  };
}

function functionsRound(node: Tree, text: string): string[] {
  const names: string[] = [];
  for (let up = node.parent; up !== null; up = up.parent) {
    const named = up.getChild('FunctionIdentifier') ?? up.getChild('AggregateOp');
    if (named !== null) names.push(textOf(named, text));
  }
  return names;
}
