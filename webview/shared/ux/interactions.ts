/** The least that browsers tell of, ms; what is faster nobody waits for. */
const leastMs = 16;

/** Without a number of its own, an entry of an older browser is told by its name. */
const interactionNames: ReadonlySet<string> = new Set(['keydown', 'keyup', 'pointerdown', 'pointerup', 'click']);

type EventTiming = PerformanceEntry & { readonly interactionId?: number };

/**
 * Calls with the time from each key or click until its effect was painted, ms: as the browser measured it, which leaves
 * out those that took less than 16 ms, else until the frame after it. Returns how to stop.
 */
export function watchInteractions(took: (ms: number) => void): () => void {
  if (PerformanceObserver.supportedEntryTypes.includes('event')) {
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (isInteraction(entry)) took(entry.duration);
    });
    observer.observe({ type: 'event', durationThreshold: leastMs } as PerformanceObserverInit);
    return () => {
      observer.disconnect();
    };
  }
  const timed = ({ timeStamp }: Event): void => {
    requestAnimationFrame(() => {
      setTimeout(() => {
        took(performance.now() - timeStamp);
      });
    });
  };
  const ending = new AbortController();
  const listening = { capture: true, passive: true, signal: ending.signal };
  for (const name of ['keydown', 'pointerup']) addEventListener(name, timed, listening);
  return () => {
    ending.abort();
  };
}

function isInteraction({ name, interactionId }: EventTiming): boolean {
  return interactionId === undefined ? interactionNames.has(name) : interactionId > 0;
}
