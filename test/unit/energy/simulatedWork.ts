import type { Work, Worker } from '../../../src/engine/energy/work';
import type { Quality } from '../../../src/protocol/metric';

/** A request of a model, with what was attributed to it. */
export interface SimulatedRequest {
  readonly model: string;
  readonly from: number;
  readonly to: number;
  aboveIdle: number;
  gross: number;
}

/** Requests of which it is known beforehand when they run. */
export class SimulatedWork implements Work {
  readonly requests: SimulatedRequest[] = [];
  readonly reasons: (string | undefined)[] = [];
  readonly qualities = new Set<Quality>();
  readonly intervals: (readonly [from: number, to: number])[] = [];

  add(model: string, from: number, to: number): SimulatedRequest {
    const request = { model, from, to, aboveIdle: 0, gross: 0 };
    this.requests.push(request);
    return request;
  }

  underWay(from: number, to: number): readonly Worker[] {
    this.intervals.push([from, to]);
    return this.requests.flatMap((request) => {
      const requestMs = Math.min(to, request.to) - Math.max(from, request.from);
      if (requestMs <= 0) return [];
      const take: Worker['take'] = (aboveIdle, gross, quality) => {
        request.aboveIdle += aboveIdle;
        request.gross += gross;
        this.qualities.add(quality);
      };
      return [{ requestMs, take }];
    });
  }

  energyShared(): void {
    // Who wants to know puts a function of its own here.
  }

  energyUnknown(reason: string | undefined): void {
    this.reasons.push(reason);
  }

  sum(of: 'aboveIdle' | 'gross', model?: string): number {
    const mine = this.requests.filter((request) => model === undefined || request.model === model);
    return mine.reduce((sum, request) => sum + request[of], 0);
  }
}
