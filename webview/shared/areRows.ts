const mostBlocks = 4096;
const mostValues = 4_000_000;

/** Whether this is an array of `Rows` whose columns have the lengths that they promise and whose times ascend. */
export function areRows(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > mostBlocks) return false;
  let values = 0;
  for (const block of value as unknown[]) {
    const size = valuesOf(block);
    if (size === undefined) return false;
    values += size;
  }
  return values <= mostValues;
}

function valuesOf(block: unknown): number | undefined {
  if (typeof block !== 'object' || block === null) return undefined;
  const { group, timestamps, series, values } = block as Record<string, unknown>;
  if (!Number.isInteger(group) || !(timestamps instanceof Float64Array)) return undefined;
  if (!(series instanceof Int32Array) || !(values instanceof Float64Array)) return undefined;
  if (values.length !== timestamps.length * series.length) return undefined;
  let before = -Infinity;
  for (const time of timestamps) {
    if (!(time >= before && Number.isFinite(time))) return undefined;
    before = time;
  }
  return values.length;
}
