import type { Group } from '../../metrics/group';
import type { Sink } from '../collector';
import { countersEach, Rates } from './rates';

/** Bytes a second of whole disks, from counters of bytes read and written, of which some may belong to other devices. */
export class DiskFrame {
  private readonly rates = new Rates();
  private disks: readonly number[] = [];

  constructor(
    private readonly sink: Sink,
    private readonly group: Group,
  ) {}

  rename(names: readonly string[], isDisk: (name: string) => boolean = () => true): void {
    this.rates.rename(names);
    this.disks = [...names.keys()].filter((index) => isDisk(names[index]!));
    this.group.setLayout(
      this.disks.flatMap((index) => {
        const labels = { device: names[index]! };
        return [
          this.sink.series('system.disk_read_bytes_per_second', labels),
          this.sink.series('system.disk_write_bytes_per_second', labels),
        ];
      }),
    );
  }

  /** @param at When the counters were read, in ms of a clock that nobody sets. */
  fill(counters: Float64Array, at: number): void {
    const { rates, disks } = this;
    const { values } = this.group;
    rates.update(counters, at);
    let column = 0;
    for (const disk of disks) {
      const from = disk * countersEach;
      values[column++] = rates.values[from]!;
      values[column++] = rates.values[from + 1]!;
    }
  }

  reset(): void {
    this.rates.reset();
  }
}
