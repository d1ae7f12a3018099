import type { SeriesInfo } from '../../src/protocol/metric';

export interface SteadyFeedOptions {
  readonly series: readonly Pick<SeriesInfo, 'id' | 'metric'>[];
  /** Time of the first live row, ms since 1970. */
  readonly start: number;
  /** How much is told at once of the time before, ms. */
  readonly pastMs: number;
  readonly hz: number;
}

/**
 * Runs in a page: tells it the past of some series, then goes on live, a message for each row, for as long as the page
 * lives. Answers what the page asks, and keeps nothing of what it says. It is sent there as text, so it uses nothing from
 * outside.
 */
export function feedSteadily({ series, start, pastMs, hz }: SteadyFeedOptions): void {
  const { fakeHost } = window;
  const periodMs = 1000 / hz;
  const ids = series.map(({ id }) => id);
  const tell = (data: unknown): void => {
    window.dispatchEvent(new MessageEvent('message', { data }));
  };
  const valueOf = (metric: string, id: number, time: number): number => {
    if (metric.endsWith('_joules')) return ((time - start) / 1000) * 40 + 1e6;
    if (metric.endsWith('_bytes') || metric.endsWith('_bytes_per_second'))
      return 1e9 + 5e8 * Math.sin(time / 7000 + id);
    return 50 + 40 * Math.sin(time / 7000 + id);
  };
  let row = -Math.round(pastMs / periodMs);
  const tellUntil = (end: number): void => {
    const count = end - row;
    if (count <= 0) return;
    const timestamps = Float64Array.from({ length: count }, (_, at) => start + (row + at) * periodMs);
    const values = new Float64Array(count * series.length);
    series.forEach(({ metric, id }, column) => {
      for (let at = 0; at < count; at++) values[column * count + at] = valueOf(metric, id, timestamps[at]!);
    });
    row = end;
    tell({ type: 'rows', rows: [{ group: 0, timestamps, series: Int32Array.from(ids), values }] });
  };
  const answerAll = (): void => {
    fakeHost.felt.length = 0;
    for (const asked of fakeHost.heard.splice(0)) {
      if (asked.type === 'marks')
        tell({ type: 'marks', question: asked.question, marks: { alerts: [], sessions: [], isComplete: true } });
      if (asked.type === 'history')
        tell({
          type: 'history',
          question: asked.question,
          answer: { from: asked.request.from, to: asked.request.to, stepMs: asked.request.stepMs, series: [] },
        });
    }
  };
  // As the host does it: some of the past at a time.
  while (row < 0) tellUntil(Math.min(0, row + 512));
  tell({ type: 'live' });
  const began = performance.now();
  setInterval(() => {
    tellUntil(Math.floor((performance.now() - began) / periodMs));
    answerAll();
  }, periodMs);
}
