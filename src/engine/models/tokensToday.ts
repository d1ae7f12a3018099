import type { Sink } from '../collect/collector';
import type { Group } from '../metrics/group';
import type { Series } from '../metrics/series';
import type { DayTokens } from './dayTokens';

const estimatedReason =
  'A part of today was recorded before the monitor was started anew, and counted from what passed by.';

/** Writes how many tokens all models together took since midnight. */
export class TokensToday {
  private readonly group: Group;
  private readonly series: Series;

  /** @param hz How often it is written. */
  constructor(
    private readonly sink: Sink,
    hz: number,
  ) {
    this.group = sink.group('model.today', hz);
    this.series = sink.series('model.tokens_today');
    this.group.setLayout([this.series]);
  }

  /** @param now Milliseconds since 1970. */
  write(now: number, models: Iterable<DayTokens>): void {
    let tokens = 0;
    let isEstimated = false;
    for (const { input, output, isEstimated: isOneEstimated } of models) {
      tokens += input + output;
      isEstimated ||= isOneEstimated;
    }
    if (isEstimated) this.sink.setQuality(this.series, 'estimated', estimatedReason);
    else this.sink.setQuality(this.series, 'measured');
    this.group.values[0] = tokens;
    this.sink.commit(this.group, now);
  }
}
