import type { HistoryAnswer, HistoryRequest } from '../../../src/protocol/history';
import type { PageTime } from '../../shared/frameLoop';
import { mostPoints } from '../../shared/past/pastStep';
import type { Questions } from '../../shared/questions';
import type { Ask } from './asker';
import { Refreshed } from './refreshed';

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** Nothing is kept longer. */
const mostDays = 3650;
/** Retention takes away the oldest now and then. */
const refreshMs = 3_600_000;

interface Found {
  /** Milliseconds since 1970; undefined where nothing was recorded. */
  readonly from: number | undefined;
}

/** When recording of metrics began, or how far back it is kept: its day first, then its minute. */
export class OldestRecorded {
  private readonly found: Refreshed<Found>;

  constructor(
    time: PageTime,
    private readonly questions: Questions,
    changed: () => void,
  ) {
    this.found = new Refreshed(time, changed);
  }

  /** Milliseconds since 1970, to a minute where its series are few; undefined while that is not known, or where there is nothing. */
  get from(): number | undefined {
    return this.found.current?.from;
  }

  look(metrics: readonly string[], now: number): void {
    this.found.look(metrics.join(' '), now, refreshMs, this.asking(metrics, now));
  }

  stop(): void {
    this.found.stop();
  }

  private asking(metrics: readonly string[], now: number): Ask<Found> {
    const request = (from: number, to: number, stepMs: number): HistoryRequest => ({
      ...{ metrics, from, to, stepMs, mostPoints },
      aggregates: ['count'],
    });
    return (answered, failed) => {
      const first = Math.max(0, now - mostDays * dayMs);
      let withdraw = this.questions.ask(
        request(first, now, dayMs),
        (days) => {
          const day = oldestOf(days);
          if (day === undefined) {
            answered({ from: undefined });
            return;
          }
          withdraw = this.questions.ask(
            request(day, Math.min(now, day + days.stepMs), stepOf(days)),
            (minutes) => {
              answered({ from: oldestOf(minutes) ?? day });
            },
            () => {
              // Not as near, but far better than nothing.
              answered({ from: day });
            },
          );
        },
        failed,
      );
      return () => {
        withdraw();
      };
    };
  }
}

/** The fewest minutes by which one answer has room for such a step of all its series, ms. */
function stepOf({ stepMs, series }: HistoryAnswer): number {
  const steps = mostPoints / series.length - 1;
  return minuteMs * Math.ceil(stepMs / minuteMs / Math.max(1, steps));
}

/** The beginning of the first step in which something has a value. */
function oldestOf({ series }: HistoryAnswer): number | undefined {
  const oldest = series.reduce((least, { times, values }) => {
    const at = values[0]?.findIndex((count) => count > 0) ?? -1;
    return Math.min(least, times[at] ?? Infinity);
  }, Infinity);
  return Number.isFinite(oldest) ? oldest : undefined;
}
