import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Config } from '../protocol/settings';
import { DisposableSlot, type Disposable } from './disposable';
import { measuresUx } from './measuresUx';
import type { Observed } from './observable';

/**
 * Node's own timer runs no JavaScript. Due every 50 ms it costs 0.12 % of a core, less than a timer of ours at 10 Hz, and
 * sees every block of 100 ms as at least half as long; one at 4 Hz, for 0.06 %, sees some of them as 2 ms. At 20 ms it
 * would cost 0.3 %.
 */
const resolutionMs = 50;
const reportMs = 1000;

/** How late the extension host's thread was, told once a second while the setting allows it. */
export class HostLag implements Disposable {
  private readonly running = new DisposableSlot();
  private readonly watching: Disposable;

  /** @param tell Told the longest time in the last second for which the thread could not run what was due, ms. */
  constructor(
    config: Observed<Config>,
    private readonly tell: (lagMs: number) => void,
  ) {
    this.watching = config.onChange((next) => {
      this.follow(next);
    });
    this.follow(config.value);
  }

  dispose(): void {
    this.watching.dispose();
    this.running.clear();
  }

  private follow(config: Config): void {
    if (!measuresUx(config)) this.running.clear();
    else if (this.running.isEmpty) this.running.set(this.begin());
  }

  private begin(): Disposable {
    const delays = monitorEventLoopDelay({ resolution: resolutionMs });
    delays.enable();
    const telling = setInterval(() => {
      // It holds times between two runs, in ns, which are the resolution where nothing is late.
      this.tell(Math.max(0, delays.max / 1e6 - resolutionMs));
      delays.reset();
    }, reportMs);
    return {
      dispose: () => {
        clearInterval(telling);
        delays.disable();
      },
    };
  }
}
