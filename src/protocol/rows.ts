/**
 * Samples of one group as columns: row `r` of series `series[c]` is `values[c * timestamps.length + r]`.
 * NaN says that there was no value. History and live updates have the same shape, so a reader has one way in.
 */
export interface Rows {
  readonly group: number;
  /** Milliseconds since 1970, ascending. */
  readonly timestamps: Float64Array;
  readonly series: Int32Array;
  readonly values: Float64Array;
}

/** The buffers of some rows, to hand to `postMessage` as transferables. */
export function buffersOf(rows: readonly Rows[]): ArrayBuffer[] {
  return rows.flatMap((r) => [r.timestamps.buffer, r.series.buffer, r.values.buffer] as ArrayBuffer[]);
}
