import type { GpuContext, RunningSource } from '../gpuSource';
import { NvidiaSource, type NvidiaOptions } from '../nvidia/nvidiaSource';
import { CountersSource } from './countersSource';

/**
 * GPUs of Windows: nvidia-smi where it is, else the counters of Windows. Not both, because Windows does not say which of
 * its counters belong to the GPUs that nvidia-smi tells of: they would be shown twice.
 */
export class WindowsSource implements RunningSource {
  private source: RunningSource | undefined;
  private isStopped = false;

  constructor(context: GpuContext, options: NvidiaOptions) {
    void options.find().then((file) => {
      if (this.isStopped) return;
      this.source =
        file === undefined ? new CountersSource(context, options.spawn) : new NvidiaSource(context, options);
    });
  }

  stop(): void {
    this.isStopped = true;
    this.source?.stop();
  }

  get processMemory(): RunningSource['processMemory'] {
    // Until it is known what is there, there is nobody to ask.
    return this.source ? this.source.processMemory : () => Promise.resolve([]);
  }
}
