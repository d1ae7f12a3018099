import type { RequestInfo } from '../../protocol/requests';
import type { RecordEvent } from './recordEvent';
import { requestData } from './requestData';

/** Energy is attributed every half second and may come a little late, ms. */
const settleMs = 2000;
const mostWaiting = 1000;

/** A request that is over. Asked again, it tells what became known meanwhile. */
export interface EndedRequest {
  info(): RequestInfo;
}

/** Makes a `model.request` of each request that is over, once its energy is known. */
export class RequestEvents {
  private waiting: { readonly request: EndedRequest; readonly dueAt: number }[] = [];

  constructor(private readonly record: RecordEvent) {}

  /** @param at Monotonic ms. */
  ended(request: EndedRequest, at: number): void {
    this.waiting.push({ request, dueAt: at + settleMs });
    if (this.waiting.length > mostWaiting) this.tell(this.waiting.splice(0, 1));
  }

  /** Tells of what has waited long enough. Meant to be called about once a second. @param at Monotonic ms. */
  flush(at: number): void {
    const later = this.waiting.findIndex(({ dueAt }) => dueAt > at);
    this.tell(this.waiting.splice(0, later < 0 ? this.waiting.length : later));
  }

  /** Tells of all that wait: nothing becomes known any more. */
  flushAll(): void {
    this.tell(this.waiting.splice(0));
  }

  private tell(due: readonly { readonly request: EndedRequest }[]): void {
    for (const { request } of due) {
      const data = requestData(request.info());
      if (data) this.record('model.request', data);
    }
  }
}
