import type { RequestInfo } from '../../protocol/requests';
import type { LiveRequest } from './liveRequest';

const kept = 200;
const shown = 50;

/** The last 200 requests, those under way among them. */
export class RequestLog {
  private requests: LiveRequest[] = [];

  add(live: LiveRequest): void {
    this.requests.push(live);
    if (this.requests.length <= kept * 2) return;
    // Requests under way stay, however many began after them.
    const ended = this.requests.filter((request) => !request.isUnderWay);
    const excess = new Set(ended.slice(0, Math.max(0, this.requests.length - kept)));
    this.requests = this.requests.filter((request) => !excess.has(request));
  }

  /** Newest first, 50 at the most. */
  newest(): RequestInfo[] {
    return this.requests
      .slice(-shown)
      .reverse()
      .map((request) => request.info());
  }

  /** Those under way at some time after `from`, ms of the monotonic clock. */
  *since(from: number): Generator<LiveRequest> {
    for (const live of this.requests) if (live.isUnderWay || live.request.endedAt > from) yield live;
  }
}
