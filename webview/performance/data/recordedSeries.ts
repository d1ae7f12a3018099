import type { HistoryAnswer } from '../../../src/protocol/history';
import type { Labels } from '../../../src/protocol/metric';
import { mostPoints } from '../../shared/past/pastStep';
import type { Questions } from '../../shared/questions';
import type { PageTime } from '../../shared/frameLoop';
import { Refreshed } from './refreshed';

const spanMs = 600_000;
const stepMs = 60_000;

/** Which series have been recorded lately, for people to choose from. */
export class RecordedSeries {
  private readonly answer: Refreshed<ReadonlyMap<string, readonly Labels[]>>;

  constructor(
    time: PageTime,
    private readonly questions: Questions,
    changed: () => void,
  ) {
    this.answer = new Refreshed(time, changed);
  }

  /** Labels of the series of each metric. */
  get byMetric(): ReadonlyMap<string, readonly Labels[]> {
    return this.answer.value ?? new Map<string, readonly Labels[]>();
  }

  /** Asks for the series of the 10 min before a time, ms since 1970. */
  look(to: number): void {
    this.answer.look('recorded', to, stepMs, (answered, failed) =>
      this.questions.ask(
        {
          metrics: ['*'],
          from: Math.max(0, to - spanMs),
          to,
          stepMs,
          aggregates: ['count'],
          isWhole: true,
          mostPoints,
        },
        (answer) => {
          answered(seriesOf(answer));
        },
        failed,
      ),
    );
  }

  stop(): void {
    this.answer.stop();
  }
}

function seriesOf({ series }: HistoryAnswer): Map<string, Labels[]> {
  const byMetric = new Map<string, Labels[]>();
  for (const { metric, labels, times } of series) {
    if (times.length === 0) continue;
    const known = byMetric.get(metric);
    if (known) known.push(labels);
    else byMetric.set(metric, [labels]);
  }
  return byMetric;
}
