import type { PrometheusSample } from '../parse/prometheusText';
import { seriesKey } from '../parse/seriesKey';
import { Counter } from './counter';

/** No page of a runtime has more series of one counter; what comes beyond is not counted. */
const mostSeries = 256;

/**
 * A counter that a page keeps in several series, such as one for each engine or each way to end. They are followed one
 * by one, so that an engine that leaves or restarts does not look like a restart of all.
 */
export class CounterSet {
  total = 0;
  private readonly counters = new Map<string, Counter>();
  private unread = 0;
  private source = -1;

  /** Whether a value was ever taken, so that `total` means something. */
  get hasStarted(): boolean {
    for (const counter of this.counters.values()) if (counter.hasStarted) return true;
    return false;
  }

  /** Values that no counter can have. */
  get badInputs(): number {
    let sum = this.unread;
    for (const counter of this.counters.values()) sum += counter.badInputs;
    return sum;
  }

  /**
   * Takes the series of a page and returns by how much the total grew.
   * @param source Which of the names that a runtime may use they go by: another name tells of the same things again.
   * @param areNewFromZero Whether series that were not seen before are known to have begun since the last page.
   */
  take(samples: readonly PrometheusSample[], source: number, areNewFromZero: boolean): number {
    const isSameSource = this.source === -1 || source === this.source;
    this.source = source;
    let grown = 0;
    for (const { name, labels, value } of samples) {
      const counter = this.open(seriesKey(name, labels), areNewFromZero && isSameSource);
      if (counter) grown += counter.take(value);
      else this.unread++;
    }
    this.total += grown;
    return grown;
  }

  /** The program is known to have restarted. */
  restarted(): void {
    this.source = -1;
    for (const counter of this.counters.values()) counter.restarted();
  }

  private open(key: string, isNewFromZero: boolean): Counter | undefined {
    let counter = this.counters.get(key);
    if (counter || this.counters.size >= mostSeries) return counter;
    counter = new Counter();
    if (isNewFromZero) counter.take(0);
    this.counters.set(key, counter);
    return counter;
  }
}
