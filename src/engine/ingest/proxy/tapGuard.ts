import type { IncomingHttpHeaders } from 'node:http';
import type { Log } from '../../log';
import type { ExchangeEnd, ExchangeTap, OpenTap, RequestHead } from './exchangeTap';

/** Opens taps that cannot disturb the exchanges they watch, and says once what went wrong with them. */
export class TapGuard {
  private lastFault = '';

  constructor(
    private readonly openTap: OpenTap,
    private readonly log: Log,
  ) {}

  open(head: RequestHead): GuardedTap {
    try {
      return new GuardedTap(this.openTap(head), this.failed);
    } catch (error) {
      this.failed(error);
      return new GuardedTap(undefined, this.failed);
    }
  }

  private readonly failed = (error: unknown): void => {
    const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
    // The same fault in every exchange is said once, not once per exchange.
    if (fault === this.lastFault) return;
    this.lastFault = fault;
    this.log(
      'error',
      `A request through the proxy is passed on but not measured, which is a fault of the monitor: ${fault}. Please report it.`,
    );
  };
}

/** Gives on what a tap is to see until it has seen the end or has thrown. */
export class GuardedTap implements ExchangeTap {
  constructor(
    private tap: ExchangeTap | undefined,
    private readonly failed: (error: unknown) => void,
  ) {}

  requestData(chunk: Buffer, at: number): void {
    try {
      this.tap?.requestData(chunk, at);
    } catch (error) {
      this.drop(error, at);
    }
  }

  requestEnd(at: number): void {
    try {
      this.tap?.requestEnd(at);
    } catch (error) {
      this.drop(error, at);
    }
  }

  response(status: number, headers: IncomingHttpHeaders, at: number): void {
    try {
      this.tap?.response(status, headers, at);
    } catch (error) {
      this.drop(error, at);
    }
  }

  responseData(chunk: Buffer, at: number): void {
    try {
      this.tap?.responseData(chunk, at);
    } catch (error) {
      this.drop(error, at);
    }
  }

  ended(how: ExchangeEnd, at: number): void {
    const { tap } = this;
    this.tap = undefined;
    try {
      tap?.ended(how, at);
    } catch (error) {
      this.failed(error);
    }
  }

  /** What the tap watched is over for it, so that nobody waits for the rest. */
  private drop(error: unknown, at: number): void {
    this.failed(error);
    this.ended('dropped', at);
  }
}
