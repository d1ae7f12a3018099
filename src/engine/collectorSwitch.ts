import type { Collector, Sink } from './collect/collector';

/** Runs all collectors unless the user paused them or turned the monitor off. */
export class CollectorSwitch {
  private isOn = false;

  /** @param turned Told whether anything is measured from now on. */
  constructor(
    private readonly collectors: readonly Pick<Collector, 'start' | 'stop'>[],
    private readonly sink: Sink,
    private readonly turned: (isOn: boolean) => void,
  ) {}

  set(isOn: boolean): void {
    if (isOn === this.isOn) return;
    this.isOn = isOn;
    this.turned(isOn);
    for (const collector of this.collectors) {
      if (isOn) collector.start(this.sink);
      else collector.stop();
    }
  }

  /** Stops them for good, where nobody cares any more that nothing is measured. */
  stop(): void {
    for (const collector of this.collectors) collector.stop();
  }
}
