/** The k-th smallest (from 0) of the first `length` values, which are reordered (Hoare's quickselect). */
export function select(values: Float64Array, length: number, k: number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const pivot = values[(low + high) >>> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const swapped = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swapped;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return values[k]!;
}

/** The value at nearest rank `ceil(q * length)` of the first `length` values, which are reordered. */
export function nearestRank(values: Float64Array, length: number, q: number): number {
  return select(values, length, Math.max(0, Math.ceil(q * length) - 1));
}
