import { setImmediate as turn } from 'node:timers/promises';
import type { HistoryAnswer, HistoryRequest, HistorySeries } from '../protocol/history';
import { messageOf } from '../protocol/messageOf';
import type { Log } from './log';
import { storedKey } from './store/storedSeries';
import type { PastWish, RollingFigures } from './windows/rolling/rollingFigures';
import type { StoredBucket } from './windows/rolling/storedBucket';

const stepMs = 60_000;
const columns = ['count', 'sum', 'min', 'max', 'first', 'last', 'stddev'] as const;
/** A day of minutes of several hundred series. */
const mostPoints = 1_000_000;

/** Fills the figures of rules whose windows reach further back than memory with what was recorded. */
export class AlertPast {
  private isAsking = false;
  private hasFailed = false;

  constructor(
    private readonly figures: Pick<RollingFigures, 'wantsPast' | 'fill'>,
    private readonly history: (request: HistoryRequest) => Promise<HistoryAnswer>,
    private readonly log: Log,
  ) {}

  /** Asks for what is missing, if something is and nothing is asked for already. Never rejects. @param now ms since 1970 */
  async fill(now: number): Promise<void> {
    if (this.isAsking) return;
    const wishes = [...this.figures.wantsPast(now)];
    if (wishes.length === 0) return;
    this.isAsking = true;
    try {
      await this.take(wishes, await this.history(requestFor(wishes)));
      this.hasFailed = false;
    } catch (error) {
      this.failed(error);
    } finally {
      this.isAsking = false;
    }
  }

  /** Asking goes on, so this is told once and not at every try. */
  private failed(error: unknown): void {
    if (this.hasFailed) return;
    this.hasFailed = true;
    this.log(
      'warn',
      `Alert rules begin without the recorded past: ${messageOf(error)} They learn it anew as it goes on.`,
    );
  }

  /** A day of several hundred series is a million figures: others have their turn between two of them. */
  private async take(wishes: readonly PastWish[], answer: HistoryAnswer): Promise<void> {
    const byKey = new Map(answer.series.map((series) => [storedKey(series.metric, series.labels), series]));
    for (const { series, from, to } of wishes) {
      const past = byKey.get(storedKey(series.metric, series.labels));
      if (!past) continue;
      this.figures.fill(series, bucketsOf(past, answer.stepMs, from, to));
      await turn();
    }
  }
}

function requestFor(wishes: readonly PastWish[]): HistoryRequest {
  return {
    metrics: [...new Set(wishes.map(({ series }) => series.metric))],
    from: Math.max(0, Math.min(...wishes.map(({ from }) => from))),
    to: Math.max(...wishes.map(({ to }) => to)),
    stepMs,
    aggregates: columns,
    mostPoints,
  };
}

function* bucketsOf(
  { times, values }: HistorySeries,
  widthMs: number,
  from: number,
  to: number,
): Generator<StoredBucket> {
  const [count, sum, min, max, first, last, stddev] = values;
  if (!count || !sum || !min || !max || !first || !last || !stddev) return;
  for (let i = 0; i < times.length; i++) {
    const at = times[i]!;
    if (at < from || at + widthMs > to) continue;
    yield {
      at,
      widthMs,
      count: count[i]!,
      sum: sum[i]!,
      min: min[i]!,
      max: max[i]!,
      first: first[i]!,
      last: last[i]!,
      stddev: stddev[i]!,
    };
  }
}
