import { matchesGlob } from '../../../src/protocol/glob';

/** As many patterns as the host takes. */
const mostPatterns = 64;

/** The fewest names and patterns by which all wanted metrics are sent, in order; whole sources where they are too many. */
export function watchedMetrics(wanted: readonly string[]): readonly string[] {
  const least = withoutCovered(wanted);
  if (least.length <= mostPatterns) return least;
  return withoutCovered(least.map((pattern) => `${pattern.slice(0, pattern.indexOf('.'))}.*`));
}

function withoutCovered(patterns: readonly string[]): readonly string[] {
  const all = [...new Set(patterns)].sort();
  return all.filter((one) => !all.some((other) => other !== one && matchesGlob(other, one)));
}
