import * as l10n from '@vscode/l10n';
import type { MetricId } from '../../src/protocol/catalogue';
import { noValue, notAvailable } from '../shared/format';
import { newestReading, textOf, type Reading } from '../shared/reading';
import type { SeriesStore } from '../shared/seriesStore';
import type { Fact } from './factsList';
import { gpuName } from '../shared/gpuName';

/** What is known of each GPU besides its lines, and why something is not. */
export function gpuFacts(store: SeriesStore): Fact[] {
  const all = [...store.all('system.gpu_percent'), ...store.all('system.gpu_memory_percent')];
  const labels = new Set(all.map(({ info }) => info.labels['gpu'] ?? ''));
  return [...labels].map((label) => gpuFact(store, label));
}

function gpuFact(store: SeriesStore, label: string): Fact {
  const of = (metric: MetricId) => store.all(metric).find(({ info }) => info.labels['gpu'] === label);
  const base = { key: label, name: gpuName(label) };
  const load = of('system.gpu_percent') ?? of('system.gpu_memory_percent');
  if (load?.info.quality === 'unavailable') {
    const reason = load.info.reason ?? l10n.t('It tells nothing.');
    return { ...base, text: isAsleep(reason) ? l10n.t('asleep') : notAvailable, hint: reason };
  }
  const reading = (metric: MetricId): Reading => newestReading(of(metric), store.newest);
  const [memory, heat] = [reading('system.gpu_memory_used_bytes'), reading('system.gpu_temperature_celsius')];
  const throttled = of('system.gpu_throttled')?.trace.freshValue(store.newest);
  const parts = [
    ...(memory.hasValue ? [l10n.t('memory')] : []),
    ...(heat.hasValue ? [textOf(heat)] : heat.hint === undefined ? [] : [l10n.t('temperature n/a')]),
    ...(throttled === undefined
      ? []
      : [throttled > 0 ? l10n.t('slowed down by heat or power') : l10n.t('not throttled')]),
  ];
  const hint = heat.hint ?? memory.hint;
  return {
    ...base,
    ...(memory.hasValue ? { figure: textOf(memory) } : {}),
    text: parts.join(' · ') || noValue,
    ...(hint === undefined ? {} : { hint }),
  };
}

/** A GPU that is powered down is not woken to be asked; that is no fault. */
function isAsleep(reason: string): boolean {
  return /\b(asleep|sleeps|sleeping|suspended)\b/i.test(reason);
}
