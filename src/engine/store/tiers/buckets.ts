import type { ClosedSketch } from '../../windows/sketch';
import type { BucketColumns } from '../chunk';

/** Buckets that are being filled. */
export type OpenBuckets = BucketColumns & { readonly sketches?: ClosedSketch[] };

const noSketch: ClosedSketch = new Uint32Array(0);

/** So many buckets without a sample. */
export function emptyBuckets(rows: number, withSketches: boolean): OpenBuckets {
  const absent = (): Float64Array => new Float64Array(rows).fill(NaN);
  return {
    count: new Float64Array(rows),
    sum: absent(),
    m2: absent(),
    min: absent(),
    max: absent(),
    first: absent(),
    last: absent(),
    ...(withSketches ? { sketches: new Array<ClosedSketch>(rows).fill(noSketch) } : {}),
  };
}
