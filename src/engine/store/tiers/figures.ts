import type { BucketColumns } from '../chunk';

/** What is told of buckets that have a sample, one after the other. */
export type Figures = Omit<BucketColumns, 'sketches'>;

/** The figures of the buckets that have a sample. */
export function figuresOf(buckets: BucketColumns): Figures {
  const { count, sum, m2, min, max, first, last } = buckets;
  if (count.every((n) => n > 0)) return buckets;
  const present = (column: Float64Array): Float64Array => column.filter((_, row) => count[row]! > 0);
  return {
    count: present(count),
    sum: present(sum),
    m2: present(m2),
    min: present(min),
    max: present(max),
    first: present(first),
    last: present(last),
  };
}
