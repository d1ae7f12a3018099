import type { ClosedSketch } from '../../windows/sketch';

/** The counts of two sketches added up. */
export function mergeSketches(a: ClosedSketch, b: ClosedSketch): ClosedSketch {
  const merged = new Uint32Array(a.length + b.length);
  let length = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length; length += 2) {
    const [binA, binB] = [a[i] ?? Infinity, b[j] ?? Infinity];
    merged[length] = Math.min(binA, binB);
    if (binA <= binB) {
      merged[length + 1]! += a[i + 1]!;
      i += 2;
    }
    if (binB <= binA) {
      merged[length + 1]! += b[j + 1]!;
      j += 2;
    }
  }
  return merged.slice(0, length);
}
