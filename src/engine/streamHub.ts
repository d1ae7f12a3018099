import type { StreamRequest } from '../protocol/engineLink';
import { matchesAny } from '../protocol/glob';
import { ActivityFeed, type ActivitySource } from './activityFeed';
import type { Clock } from './clock';
import type { Pipeline } from './pipeline';
import { Stream, type StreamMessage } from './stream';
import type { Stoppable, Ticker } from './ticker';

/** One who watches, until it is closed. */
export interface OpenStream {
  readonly request: StreamRequest;
  stop(): void;
}

const leastHz = 0.1;
const mostHz = 60;

/** Everyone who watches, each at its own rate. Without watchers nothing happens here. */
export class StreamHub {
  private readonly streams = new Set<OpenStream>();
  /** Messages sent to all readers since the start. */
  sent = 0;

  constructor(
    private readonly pipeline: Pipeline,
    private readonly ticker: Ticker,
    private readonly clock: Clock,
    private readonly activity: ActivitySource,
    private readonly demandChanged: () => void,
  ) {}

  /** Whether some stream asks for this metric by a pattern that names its family, such as `system.process_*`. */
  isWatched(metric: string): boolean {
    for (const { request } of this.streams) if (matchesAny(request.metrics, metric)) return true;
    return false;
  }

  /** Whether a view is open, and not only an item of the status bar. */
  get hasViewer(): boolean {
    for (const { request } of this.streams) if (request.activity) return true;
    return false;
  }

  get size(): number {
    return this.streams.size;
  }

  /** @param id What the reader calls the stream; another reader may have one of the same name. */
  open(id: number, request: StreamRequest, deliver: (message: StreamMessage) => void): OpenStream {
    const send = (message: StreamMessage): void => {
      this.sent++;
      deliver(message);
    };
    const stream = new Stream(id, request, this.pipeline, send);
    const periodMs = 1000 / Math.min(mostHz, Math.max(leastHz, request.maxHz));
    const past = stream.history(this.clock.now());
    const feed = request.activity ? new ActivityFeed(id, this.activity, this.clock, send) : undefined;
    let immediate: NodeJS.Immediate | undefined;
    let live: Stoppable | undefined;
    const next = (): void => {
      immediate = undefined;
      if (past.next().done === true)
        live = this.ticker.every(periodMs, () => {
          stream.flush();
          feed?.flush();
        });
      else immediate = setImmediate(next);
    };
    immediate = setImmediate(next);
    const open = {
      request,
      stop: () => {
        clearImmediate(immediate);
        live?.stop();
      },
    };
    this.streams.add(open);
    this.demandChanged();
    return open;
  }

  close(open: OpenStream): void {
    open.stop();
    if (this.streams.delete(open)) this.demandChanged();
  }

  closeAll(): void {
    for (const open of [...this.streams]) this.close(open);
  }
}
