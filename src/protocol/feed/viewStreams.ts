import type { StreamRequest } from '../engineLink';
import type { ViewName } from '../ux';

const fiveMinutesMs = 300_000;

/** What each view is sent from the beginning, until it asks for other metrics. */
export const viewStreams: Readonly<Record<ViewName, StreamRequest>> = {
  dashboard: {
    metrics: ['system.*', 'model.*', 'monitor.*', 'ux.*'],
    maxHz: 10,
    historyMs: fiveMinutesMs,
    activity: true,
  },
  // Its picture glides by itself between readings, which the page takes twice a second; these are never much older.
  energy: {
    metrics: ['system.power_watts', 'system.energy_joules', 'system.*_bytes_per_second', 'model.*', 'monitor.*'],
    maxHz: 5,
    historyMs: 60_000,
    activity: true,
  },
  performance: {
    metrics: ['system.cpu_percent', 'system.memory_percent', 'model.tokens_per_second', 'monitor.*'],
    maxHz: 10,
    historyMs: fiveMinutesMs,
  },
  overview: {
    metrics: [
      'system.cpu_percent',
      'system.memory_percent',
      'system.memory_used_bytes',
      'system.gpu_percent',
      'system.power_watts',
      'model.tokens_per_second',
      'monitor.cpu_percent',
      'monitor.memory_bytes',
    ],
    maxHz: 2,
    historyMs: 65_000,
  },
};
