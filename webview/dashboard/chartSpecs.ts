import * as l10n from '@vscode/l10n';
import type { MetricId } from '../../src/protocol/catalogue';
import type { Line } from '../shared/line';
import { formatValue } from '../shared/format';
import { meanReading, newestReading, readingOf } from '../shared/reading';
import { lineColours, type LineColour } from '../shared/palette';
import type { LineSource } from '../shared/lineTrace';
import type { PastMetrics } from '../shared/past/pastStore';
import type { SeriesStore, StoreOptions } from '../shared/seriesStore';
import type { ChartSpec, Headline } from './chartSpec';
import { drawable, flowLines, isShown, lineOf, modelLines } from './lines';

/** The metrics of which charts, or means of the last second, need the past. */
export const storeOptions: StoreOptions = {
  drawn: [
    'system.cpu_percent',
    'system.memory_percent',
    'system.swap_percent',
    'system.disk_read_bytes_per_second',
    'system.disk_write_bytes_per_second',
    'system.network_rx_bytes_per_second',
    'system.network_tx_bytes_per_second',
    'system.loopback_bytes_per_second',
    'system.gpu_percent',
    'system.gpu_memory_percent',
    'system.power_watts',
    'model.tokens_per_second',
    'model.entropy_bits',
    'monitor.cpu_percent',
    'ux.frame_time_ms',
    'ux.host_lag_ms',
  ],
  summed: [
    'system.disk_read_bytes_per_second',
    'system.disk_write_bytes_per_second',
    'system.network_rx_bytes_per_second',
    'system.network_tx_bytes_per_second',
  ],
};

/** The metrics of which charts show the recorded past: all that are drawn as lines. */
export const pastMetrics: PastMetrics = {
  drawn: storeOptions.drawn.filter((metric) => metric !== 'model.entropy_bits'),
  summed: storeOptions.summed,
};

const coresText = (cores: number): string => (cores === 1 ? l10n.t('of 1 core') : l10n.t('of {0} cores', cores));

const only = (source: LineSource, metric: MetricId, name: string, colour: LineColour) => {
  const known = source.one(metric);
  return known ? [lineOf(known, name, colour)] : [];
};

export const cpuChart: ChartSpec = {
  id: 'cpu',
  title: l10n.t('CPU'),
  about: l10n.t('Share of all cores that was not idle.'),
  unit: 'percent',
  scale: 'percent',
  isFilled: true,
  lines: (source) => only(source, 'system.cpu_percent', l10n.t('All cores'), 'blue'),
  headline: (store, status) => ({
    reading: meanReading(store.one('system.cpu_percent'), store.newest),
    ...(status ? { detail: coresText(status.machine.cores) } : {}),
  }),
};

export const memoryChart: ChartSpec = {
  id: 'memory',
  title: l10n.t('Memory'),
  about: l10n.t('Memory that programs could not get without swapping, and swap space in use.'),
  unit: 'percent',
  scale: 'percent',
  isFilled: true,
  lines: (source) => [
    ...only(source, 'system.memory_percent', l10n.t('Used'), 'purple'),
    ...only(source, 'system.swap_percent', l10n.t('Swap'), 'orange'),
  ],
  headline: (store, status) => ({
    reading: newestReading(store.one('system.memory_used_bytes'), store.newest),
    ...(status ? { detail: l10n.t('of {0}', formatValue(status.machine.memoryBytes, 'bytes')) } : {}),
  }),
};

export const diskChart: ChartSpec = {
  id: 'disk',
  title: l10n.t('Disk'),
  about: l10n.t('Bytes read from and written to whole disks, per second.'),
  unit: 'bytes_per_second',
  scale: 'bytes',
  isFilled: false,
  lines: (source) =>
    flowLines(source, 'device', [
      {
        metric: 'system.disk_read_bytes_per_second',
        name: l10n.t('Read'),
        nameOf: (device) => l10n.t('{0} read', device),
        colours: ['blue', 'green'],
      },
      {
        metric: 'system.disk_write_bytes_per_second',
        name: l10n.t('Write'),
        nameOf: (device) => l10n.t('{0} write', device),
        colours: ['orange', 'red'],
      },
    ]),
};

export const networkChart: ChartSpec = {
  id: 'network',
  title: l10n.t('Network'),
  about: l10n.t(
    'Bytes received and sent by network interfaces, and passed between programs of this machine, per second.',
  ),
  unit: 'bytes_per_second',
  scale: 'bytes',
  isFilled: false,
  lines: (source) => [
    ...flowLines(source, 'interface', [
      {
        metric: 'system.network_rx_bytes_per_second',
        name: l10n.t('Received'),
        nameOf: (device) => l10n.t('{0} received', device),
        colours: ['blue', 'green'],
      },
      {
        metric: 'system.network_tx_bytes_per_second',
        name: l10n.t('Sent'),
        nameOf: (device) => l10n.t('{0} sent', device),
        colours: ['orange', 'red'],
      },
    ]),
    ...only(source, 'system.loopback_bytes_per_second', l10n.t('Loopback'), 'purple'),
  ],
};

export const tokensChart: ChartSpec = {
  id: 'tokens',
  title: l10n.t('Tokens per second'),
  about: l10n.t('Tokens that each model generated per second, all its requests together.'),
  unit: 'tokens_per_second',
  scale: 'decimal',
  isFilled: true,
  lines: (source) => modelLines(source, 'model.tokens_per_second'),
  headline: tokensHeadline,
};

export const monitorChart: ChartSpec = {
  id: 'monitor',
  title: l10n.t('Cost of the monitor'),
  about: l10n.t("The monitor's own CPU, as a share of one core."),
  unit: 'percent',
  scale: 'decimal',
  isFilled: true,
  lines: (source) => only(source, 'monitor.cpu_percent', l10n.t('CPU, of one core'), 'green'),
  headline: (store) => ({
    reading: meanReading(store.one('monitor.cpu_percent'), store.newest),
    detail: l10n.t('of one core'),
  }),
};

export const experienceChart: ChartSpec = {
  id: 'experience',
  title: l10n.t('User experience'),
  about: l10n.t("How long the monitor's pages take for a frame, and how late the extension host of each window was."),
  unit: 'milliseconds',
  scale: 'decimal',
  isFilled: false,
  lines: (source, shown) =>
    drawable(
      [
        ...labelledLines(source, 'ux.frame_time_ms', 'view', (view) => l10n.t('Frame, {0}', view)),
        ...labelledLines(source, 'ux.host_lag_ms', 'window', (window) => l10n.t('Lag, window {0}', window), 3),
      ],
      shown,
    ),
};

/** One line for each value of a label. @param first The colour to begin with. */
function labelledLines(
  source: LineSource,
  metric: MetricId,
  label: string,
  name: (value: string) => string,
  first = 0,
): Line[] {
  return source
    .all(metric)
    .filter(isShown)
    .map((known, at) => {
      const colour = lineColours[(first + at) % lineColours.length]!;
      return lineOf(known, name(known.info.labels[label] ?? ''), colour, at >= lineColours.length);
    });
}

function tokensHeadline(store: SeriesStore): Headline {
  const all = store.all('model.tokens_per_second');
  const known = all.filter(({ info }) => info.quality !== 'unavailable');
  const generating = known.filter(({ trace }) => trace.freshValue(store.newest) !== undefined);
  if (generating.length === 0) return { reading: newestReading(known[0] ?? all[0], store.newest) };
  const total = generating.reduce((sum, { trace }) => sum + (trace.freshMean(store.newest) ?? 0), 0);
  const estimate = generating.find(({ info, trace }) => info.quality === 'estimated' && trace.value > 0)?.info;
  const reading = readingOf(total, 'tokens_per_second', estimate?.quality, estimate?.reason);
  if (total === 0) return { reading, detail: l10n.t('idle') };
  return generating.length > 1 ? { reading, detail: l10n.t('of {0} models', generating.length) } : { reading };
}
