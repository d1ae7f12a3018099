import type { CDPSession, Page } from 'playwright-core';

/** What a page keeps at a time. */
export interface Kept {
  readonly atMs: number;
  /** Objects of scripts and what typed arrays hold, after collecting garbage. */
  readonly bytes: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** Looks at what a page keeps when nothing is left to collect. */
export class MemoryWatch {
  private constructor(private readonly session: CDPSession) {}

  static async of(page: Page): Promise<MemoryWatch> {
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.enable');
    return new MemoryWatch(session);
  }

  async look(): Promise<Kept> {
    const { session } = this;
    // What the first collection lets go of may hold more, that the second one finds.
    await session.send('HeapProfiler.collectGarbage');
    await session.send('HeapProfiler.collectGarbage');
    const heap = await session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    return {
      atMs: performance.now(),
      bytes: heap.usedSize + heap.backingStorageSize,
      nodes,
      listeners: jsEventListeners,
    };
  }
}

/** The median of the slopes between any two points, which single points that lie far off do not move. */
export function slopeOf(points: readonly { readonly x: number; readonly y: number }[]): number {
  const slopes = points.flatMap((a, at) => points.slice(at + 1).map((b) => (b.y - a.y) / (b.x - a.x)));
  return slopes.sort((a, b) => a - b)[Math.floor(slopes.length / 2)] ?? NaN;
}

/** The least of the slopes from each point to the next: what leaks does so all the time, what is compiled or cached once. */
export function steadySlopeOf(points: readonly { readonly x: number; readonly y: number }[]): number {
  return Math.min(...points.slice(1).map((point, at) => slopeOf([points[at]!, point])));
}
