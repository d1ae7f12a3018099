import type { Group } from '../../metrics/group';
import type { Series } from '../../metrics/series';
import type { Sink } from '../collector';
import { countersEach, Rates } from './rates';

/** Bytes a second of network interfaces, from their counters of bytes received and sent. */
export class NetworkFrame {
  private readonly rates = new Rates();
  private readonly loopback: Series;
  private loopbackAt = -1;
  private others: readonly number[] = [];

  /** @param loopbackName What the platform calls the interface through which programs on it talk to each other. */
  constructor(
    private readonly loopbackName: string,
    private readonly sink: Sink,
    private readonly group: Group,
  ) {
    this.loopback = sink.series('system.loopback_bytes_per_second');
    group.setLayout([this.loopback]);
  }

  rename(names: readonly string[]): void {
    this.rates.rename(names);
    this.loopbackAt = names.indexOf(this.loopbackName);
    if (this.loopbackAt < 0)
      this.sink.setQuality(this.loopback, 'unavailable', `There is no interface ${this.loopbackName} on this machine.`);
    else this.sink.setQuality(this.loopback, 'measured');
    this.others = [...names.keys()].filter((index) => index !== this.loopbackAt);
    this.group.setLayout([
      this.loopback,
      ...this.others.flatMap((index) => {
        const labels = { interface: names[index]! };
        return [
          this.sink.series('system.network_rx_bytes_per_second', labels),
          this.sink.series('system.network_tx_bytes_per_second', labels),
        ];
      }),
    ]);
  }

  /** @param at When the counters were read, in ms of a clock that nobody sets. */
  fill(counters: Float64Array, at: number): void {
    const { rates, others, loopbackAt } = this;
    const { values } = this.group;
    rates.update(counters, at);
    // Each byte is received as often as it is sent here; one of the two says it all.
    values[0] = loopbackAt < 0 ? NaN : rates.values[loopbackAt * countersEach]!;
    let column = 1;
    for (const other of others) {
      const from = other * countersEach;
      values[column++] = rates.values[from]!;
      values[column++] = rates.values[from + 1]!;
    }
  }

  reset(): void {
    this.rates.reset();
  }
}
