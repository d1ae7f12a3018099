/** What one reading of a GPU told; NaN where there is no value. Filled anew for each reading. */
export interface GpuReading {
  /** Share of time with work, 0 to 100. */
  percent: number;
  /** Bytes. */
  memoryUsed: number;
  /** Bytes. */
  memoryTotal: number;
  celsius: number;
  /** 1 while heat or power holds it back, else 0. */
  throttled: number;
}

export const emptyReading = (): GpuReading => ({
  percent: NaN,
  memoryUsed: NaN,
  memoryTotal: NaN,
  celsius: NaN,
  throttled: NaN,
});

/** What no GPU goes beyond: a figure outside is a fault of its driver and counts as missing. */
export const bounds = {
  percent: [0, 100],
  bytes: [0, 2 ** 50],
  celsius: [-50, 250],
  /** The largest modules take some 3 kW. */
  watts: [0, 20_000],
} as const;

/** The value, or NaN when it is outside of the bounds or no number. */
export function within(value: number, [least, most]: readonly [number, number]): number {
  return value >= least && value <= most ? value : NaN;
}
