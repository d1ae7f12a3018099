import type { AlertMark } from '../../../src/protocol/marks';
import { severities, type Severity } from '../../../src/protocol/rules/rule';

/** Alert marks that lie so near each other that one glyph stands for all. */
export interface MarkCluster {
  /** Where the glyph stands, CSS pixels. */
  readonly x: number;
  /** The greatest of its marks. */
  readonly severity: Severity;
  readonly marks: readonly AlertMark[];
}

/** Distance of two glyphs, CSS pixels. */
export const glyphDistance = 14;
/** A glyph is hit so far around its middle: 24 px across, which a finger can meet too. */
const reach = 12;

const rank = (severity: Severity): number => severities.indexOf(severity);

/**
 * Glyphs for the alerts that fire in an area, ascending. One stands where its alert began, or at the left edge where that
 * was before.
 */
export function clustersOf(
  alerts: readonly AlertMark[],
  xOf: (time: number) => number,
  left: number,
  right: number,
): MarkCluster[] {
  const clusters: { x: number; severity: Severity; marks: AlertMark[] }[] = [];
  const inside = alerts.filter(({ from, to }) => xOf(from) <= right && (to === null || xOf(to) >= left));
  for (const mark of inside.sort((a, b) => a.from - b.from)) {
    const x = Math.max(left, xOf(mark.from));
    const last = clusters[clusters.length - 1];
    if (last && x - last.x < glyphDistance) {
      last.marks.push(mark);
      if (rank(mark.severity) > rank(last.severity)) last.severity = mark.severity;
    } else clusters.push({ x, severity: mark.severity, marks: [mark] });
  }
  return clusters;
}

/** The cluster whose glyph is nearest to a place, if it is hit. @param y Distance from the row of glyphs. */
export function clusterAt(clusters: readonly MarkCluster[], x: number, y: number): MarkCluster | undefined {
  if (Math.abs(y) > reach) return undefined;
  let nearest: MarkCluster | undefined;
  for (const cluster of clusters) {
    const distance = Math.abs(cluster.x - x);
    if (distance <= reach && (!nearest || distance < Math.abs(nearest.x - x))) nearest = cluster;
  }
  return nearest;
}

/** The alerts that fired at a time. */
export function alertsAt(alerts: readonly AlertMark[], time: number): AlertMark[] {
  return alerts.filter(({ from, to }) => from <= time && (to === null || time <= to));
}
