import * as l10n from '@vscode/l10n';
import { catalogue, metricIds, type MetricId } from '../../../src/protocol/catalogue';
import type { ChartMetric } from '../../../src/protocol/layout/layout';
import type { Labels } from '../../../src/protocol/metric';
import { unitWord } from '../../shared/unitWord';
import { metricMeaning } from '../../shared/metricMeaning';
import { labelsText } from '../data/pickedLines';
import { isPicked } from '../state/picks';

/** One thing that can be picked: a metric, or one of its series. */
export interface PickerOption {
  readonly key: string;
  readonly pick: ChartMetric;
  readonly isSeries: boolean;
  readonly isPicked: boolean;
  readonly title: string;
  readonly detail: string;
}

export interface PickerGroup {
  readonly name: string;
  readonly options: readonly PickerOption[];
}

const unitWords = (id: MetricId): string => unitWord(catalogue[id].unit);

/**
 * The metrics that a search finds, by the first part of their names; in each group those with data come first. Below a
 * metric that is picked stand its series, where it has several.
 * @param series Labels of the series that are known of each metric.
 */
export function pickerGroups(
  search: string,
  picks: readonly ChartMetric[],
  series: ReadonlyMap<string, readonly Labels[]>,
): PickerGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = metricIds.filter((id) => {
    const text = `${id} ${metricMeaning(id)} ${unitWords(id)} ${catalogue[id].source}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const names = [...new Set(found.map(groupOf))];
  return names.map((name) => {
    const members = found.filter((id) => groupOf(id) === name);
    const [known, unknown] = [members.filter((id) => series.has(id)), members.filter((id) => !series.has(id))];
    return { name, options: [...known, ...unknown].flatMap((id) => optionsOf(id, picks, series.get(id) ?? [])) };
  });
}

const groupOf = (id: string): string => id.slice(0, id.indexOf('.'));

function optionsOf(id: MetricId, picks: readonly ChartMetric[], series: readonly Labels[]): PickerOption[] {
  const own = picks.filter(({ metric }) => metric === id);
  const count =
    series.length === 0 ? l10n.t('no data now') : series.length === 1 ? '' : l10n.t('{0} series', series.length);
  const metric: PickerOption = {
    key: id,
    pick: { metric: id },
    isSeries: false,
    isPicked: own.length > 0,
    title: id,
    detail: [unitWords(id), count, metricMeaning(id)].filter(Boolean).join(' · '),
  };
  if (own.length === 0 || series.length < 2) return [metric];
  const parts = series.map((labels): PickerOption => {
    const isOn = own.some((pick) => isPicked(pick, id, labels));
    const title = labelsText(labels);
    return { key: `${id} ${title}`, pick: { metric: id, labels }, isSeries: true, isPicked: isOn, title, detail: '' };
  });
  return [metric, ...parts];
}
