import type { RawChunk } from '../../chunk';

interface Span {
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

/** Two files that hold rows of one group of one session in the same stretch of time. */
export interface Overlap {
  readonly key: string;
  readonly files: readonly [string, string];
  /** Milliseconds since 1970, both included. */
  readonly from: number;
  readonly to: number;
}

/** Which stretch of each group every file holds. Rows can be in the store twice only where two of them overlap. */
export class GroupSpans {
  private readonly spans = new Map<string, Map<string, Span>>();

  add(file: string, chunk: RawChunk): void {
    const { times } = chunk;
    if (times.length === 0) return;
    const key = groupKey(chunk);
    let files = this.spans.get(key);
    if (!files) this.spans.set(key, (files = new Map<string, Span>()));
    const known = files.get(file);
    const from = Math.min(known?.from ?? Infinity, times[0]!);
    const to = Math.max(known?.to ?? -Infinity, times[times.length - 1]!);
    files.set(file, { file, from, to });
  }

  *overlaps(): Generator<Overlap> {
    for (const [key, files] of this.spans) {
      const sorted = [...files.values()].sort((a, b) => a.from - b.from);
      for (const [i, a] of sorted.entries())
        for (let j = i + 1; j < sorted.length && sorted[j]!.from <= a.to; j++) {
          const b = sorted[j]!;
          yield { key, files: [a.file, b.file], from: b.from, to: Math.min(a.to, b.to) };
        }
    }
  }
}

export function groupKey({ session, group }: RawChunk): string {
  return JSON.stringify([session, group]);
}
