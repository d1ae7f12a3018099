/** A stretch of time, ms since 1970; `to` is not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The stretches in order, those that touch made one. */
export function united(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.from - b.from);
  const result: Span[] = [];
  for (const span of sorted) {
    const last = result.at(-1);
    if (last && span.from <= last.to) result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else result.push(span);
  }
  return result;
}

/** The parts of a stretch that none of some others covers. @param covered In order and apart, as `united` makes them. */
export function uncovered({ from, to }: Span, covered: readonly Span[]): Span[] {
  const result: Span[] = [];
  let at = from;
  for (const span of covered) {
    if (span.to <= at) continue;
    if (span.from >= to) break;
    if (span.from > at) result.push({ from: at, to: span.from });
    at = span.to;
  }
  if (at < to) result.push({ from: at, to });
  return result;
}

/**
 * What an answer covers: whole steps, so that a step has one value, whoever asks.
 * @param question `from` and `to` both included; `stepMs` 0: every sample for itself.
 */
export function rangeOf({ from, to, stepMs }: Span & { readonly stepMs: number }): Span {
  // Up to the next number that a double can tell, as the end of a span is not in it.
  if (stepMs === 0) return { from, to: to + Math.max(Number.EPSILON * Math.abs(to), Number.MIN_VALUE) };
  return { from: Math.floor(from / stepMs) * stepMs, to: (Math.floor(to / stepMs) + 1) * stepMs };
}
