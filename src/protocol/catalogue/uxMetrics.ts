import type { MetricDefinition } from '../metric';

const page = 'Clock of a page of the monitor, once a second while it is looked at and draws or is used';

/** How the monitor's own pages, and the editor around them, feel to their user. */
export const uxMetrics = {
  'ux.frame_time_ms': {
    unit: 'milliseconds',
    kind: 'gauge',
    meaning: 'Mean time that a page took for a frame, from the beginning of drawing until it was painted.',
    source: page,
    decimals: 2,
    labels: ['view'],
    otel: 'wirthforge.ux.frame_time',
    prometheus: 'ux_frame_time_seconds',
  },
  'ux.jank_percent': {
    unit: 'percent',
    kind: 'gauge',
    meaning: 'Share of the frames of a page that took longer than 16.67 ms, so that a screen at 60 Hz misses one.',
    source: page,
    decimals: 1,
    labels: ['view'],
    otel: 'wirthforge.ux.jank',
    prometheus: 'ux_jank_ratio',
  },
  'ux.interaction_ms': {
    unit: 'milliseconds',
    kind: 'gauge',
    meaning: 'Longest time in a second from a key or a click in a page until its effect was painted.',
    source: page,
    decimals: 0,
    labels: ['view'],
    otel: 'wirthforge.ux.interaction',
    prometheus: 'ux_interaction_seconds',
  },
  'ux.host_lag_ms': {
    unit: 'milliseconds',
    kind: 'gauge',
    meaning: 'Longest time in the last second for which the extension host of a window could not do what was due.',
    source: 'Lateness of a timer that is due every 50 ms in the thread that all extensions of the window share',
    decimals: 1,
    labels: ['window'],
    otel: 'wirthforge.ux.host_lag',
    prometheus: 'ux_host_lag_seconds',
  },
} as const satisfies Record<string, MetricDefinition>;
