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

  /** Newest first: all that are under way and the last that ended, 50 at the most. */
  newest(): RequestInfo[] {
    const underWay = this.requests.filter((request) => request.isUnderWay).slice(-shown);
    const ended = this.requests.filter((request) => !request.isUnderWay);
    return [...underWay, ...ended.slice(Math.max(0, ended.length + underWay.length - shown))]
      .sort((a, b) => b.request.id - a.request.id)
      .map((request) => request.info());
  }

  /** Those under way at some time after `from`, ms of the monotonic clock. */
  *since(from: number): Generator<LiveRequest> {
    for (const live of this.requests) if (live.isUnderWay || live.request.endedAt > from) yield live;
  }
}
