import * as vscode from 'vscode';
import type { MetricId } from '../protocol/catalogue';
import { bytes, percent, watts } from './format';
import { freshValue, type Latest, type LatestValues } from './latestValues';
import { escaped } from './markdown';
import { valueText } from './valueText';

type Row = readonly [name: string, value: string];

/** The metrics behind the rows of GPUs and of power. */
export const hardwareMetrics: readonly MetricId[] = [
  'system.gpu_percent',
  'system.gpu_memory_used_bytes',
  'system.power_watts',
];

/** Which GPUs there are, and what each does where that can be read; none without a GPU. */
export function gpuRows(names: readonly string[], values: LatestValues, now: number): Row[] {
  const { l10n } = vscode;
  const loads = values.all('system.gpu_percent');
  const memories = values.all('system.gpu_memory_used_bytes');
  const labels = [...new Set([...loads, ...memories].map(({ info }) => info.labels['gpu'] ?? ''))];
  return [
    ...names.map((name): Row => [l10n.t('GPU'), escaped(name)]),
    ...labels.map((label): Row => {
      const load = loads.find(({ info }) => info.labels['gpu'] === label);
      const memory = memories.find(({ info }) => info.labels['gpu'] === label);
      const title = labels.length === 1 ? l10n.t('GPU in use') : l10n.t('GPU {0} in use', escaped(label));
      const texts = [valueText(load, now, percent)];
      // A GPU that cannot be read gives one reason, not two.
      if (freshValue(memory, now) !== undefined) texts.push(valueText(memory, now, bytes));
      return [title, texts.join(', ')];
    }),
  ];
}

/** What the machine takes, how that is known and what it covers; none where power is not read. */
export function powerRow(values: LatestValues, now: number): Row[] {
  const all = values.all('system.power_watts');
  const known = all.filter((latest) => freshValue(latest, now) !== undefined);
  const shown = total(known) ?? known[0] ?? total(all) ?? all[0];
  if (!shown) return [];
  const value = valueText(shown, now, watts);
  const isKnown = known.includes(shown);
  return [[vscode.l10n.t('Power'), isKnown ? [value, ...originTexts(shown)].join(', ') : value]];
}

function total(all: readonly Latest[]): Latest | undefined {
  return all.find(({ info }) => info.labels['domain'] === 'total');
}

function originTexts({ info }: Latest): string[] {
  const { l10n } = vscode;
  const quality = info.quality === 'estimated' ? l10n.t('estimated') : l10n.t('measured');
  return info.origin ? [`${quality} (${escaped(info.origin.scope)}; ${escaped(info.origin.source)})`] : [quality];
}
