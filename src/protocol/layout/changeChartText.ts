import { applyEdits, type Node } from 'jsonc-parser';
import { durationText } from '../text/durations';
import { insertElement, removeElements, setMember } from '../text/edit/textEdits';
import { Problems } from '../text/problems';
import { membersOf } from '../text/tree';
import type { ChartMetric, PanelConfigs } from './layout';
import { LayoutScope } from './layoutText';
import { layoutLimits as limits } from './limits';
import { chartWords, metricWords } from './panelWords';
import { readLayout } from './parseLayout';
import { readChartMetrics, type ReadMetric } from './readChart';
import { soundChart } from './soundPanel';

type ChartConfig = PanelConfigs['performance_chart'];

/** Elements of a list of metrics, those that are left out among them, that are changed one by one. */
const mostElements = 2 * limits.metrics;

/** The text after a chart got other metrics or another stretch of time. Metrics that stay keep their words and comments. */
export function changeChartText(text: string, panel: string, config: ChartConfig): string {
  const sound = soundChart(config);
  const node = readLayout(text).nodes.get(panel);
  if (node === undefined) return text;
  if (configOf(node) === undefined) return applyEdits(text, setMember(text, node, 'config', chartWords(sound)));
  return putMetrics(putTimeWindow(text, panel, sound.timeWindowMs), panel, sound.metrics);
}

function configOf(panel: Node): Node | undefined {
  const config = membersOf(panel)?.get('config')?.value;
  return config?.type === 'object' ? config : undefined;
}

function chartIn(text: string, panel: string): { readonly config: Node; readonly shows: ChartConfig } | undefined {
  const { nodes, layout } = readLayout(text);
  const node = nodes.get(panel);
  const config = node && configOf(node);
  const found = layout?.panels.find(({ id }) => id === panel);
  return config && found?.type === 'performance_chart' ? { config, shows: found.config } : undefined;
}

function putTimeWindow(text: string, panel: string, timeWindowMs: number): string {
  const chart = chartIn(text, panel);
  if (chart === undefined || chart.shows.timeWindowMs === timeWindowMs) return text;
  return applyEdits(text, setMember(text, chart.config, 'timeWindow', durationText(timeWindowMs)));
}

/** One metric after the other, since each moves what comes after it. */
function putMetrics(text: string, panel: string, wanted: readonly ChartMetric[]): string {
  let now = text;
  for (;;) {
    const chart = chartIn(now, panel);
    if (chart === undefined || areSame(chart.shows.metrics, wanted)) return now;
    const list = membersOf(chart.config)?.get('metrics')?.value;
    const read = list && readChartMetrics(list, new LayoutScope(new Problems(now, 0), undefined));
    // In a list of which most is left out, the rest would come up with every one that is taken out.
    const isSound = list !== undefined && (list.children?.length ?? 0) <= mostElements;
    if (!isSound || read === undefined)
      return applyEdits(now, setMember(now, chart.config, 'metrics', wanted.map(metricWords)));
    now = applyEdits(now, nextStep(now, list, read, wanted));
  }
}

function nextStep(
  text: string,
  list: Node,
  read: readonly ReadMetric[],
  wanted: readonly ChartMetric[],
): ReturnType<typeof insertElement> {
  const staying = longestCommon(
    read.map(({ metric }) => keyOf(metric)),
    wanted.map(keyOf),
  );
  const leaving = read.filter((_, index) => !staying.some(([own]) => own === index));
  if (leaving.length > 0)
    return removeElements(
      text,
      list,
      leaving.map(({ index }) => index),
    );
  const missing = wanted.findIndex((_, index) => !staying.some(([, other]) => other === index));
  const at = read[missing]?.index ?? list.children?.length ?? 0;
  return insertElement(text, list, at, metricWords(wanted[missing]!));
}

/** Pairs of places at which two lists agree, as many as can be in one order. */
function longestCommon(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i++;
    else j++;
  }
  return pairs;
}

const areSame = (a: readonly ChartMetric[], b: readonly ChartMetric[]): boolean =>
  a.length === b.length && a.every((metric, index) => keyOf(metric) === keyOf(b[index]!));

function keyOf({ metric, name, labels }: ChartMetric): string {
  const sorted = Object.entries(labels ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([metric, name ?? null, sorted]);
}
