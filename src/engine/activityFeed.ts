import type { FromEngine } from '../protocol/engineLink';
import type { Activity } from '../protocol/requests';
import type { Clock } from './clock';

const leastMs = 250;

/** What models and requests do, besides metrics. */
export interface ActivitySource {
  /** Grows with everything that `activity` shows. */
  readonly revision: number;
  activity(): Activity;
}

/** Tells one reader of activity when it changed, four times a second at the most. */
export class ActivityFeed {
  private sentRevision = -1;
  private sentAt = -Infinity;

  constructor(
    private readonly stream: number,
    private readonly source: ActivitySource,
    private readonly clock: Clock,
    private readonly send: (message: Extract<FromEngine, { type: 'activity' }>) => void,
  ) {}

  /** Meant to be called at the reader's own rate. */
  flush(): void {
    const at = this.clock.monotonic();
    const { revision } = this.source;
    if (revision === this.sentRevision || at - this.sentAt < leastMs) return;
    this.sentRevision = revision;
    this.sentAt = at;
    this.send({ type: 'activity', stream: this.stream, activity: this.source.activity() });
  }
}
