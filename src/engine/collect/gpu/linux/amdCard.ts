import type { Origin } from '../../../../protocol/metric';
import { ProcFile } from '../../system/linux/procFile';
import { Unreadable } from '../../system/unreadable';
import type { Gpu, GpuMetric } from '../gpu';
import { bounds, emptyReading, within } from '../gpuReading';
import type { GpuContext } from '../gpuSource';
import type { Card, OpenCard } from './card';
import { gpuMetricsHeader, throttledOf } from './gpuMetrics';
import { firstOf, hwmonOf, temperatureOf, type Hwmon } from './hwmon';
import { NumberFile } from './numberFile';
import type { PciGpu } from './pciGpus';
import { firstLine } from './sysFiles';

const noPower = 'amdgpu tells no power of this GPU.';

/** A GPU of AMD with the driver amdgpu. The card must be awake: reading these files wakes it. */
export class AmdCard implements Card {
  private readonly busy: NumberFile;
  private readonly used: readonly NumberFile[];
  private readonly total: readonly NumberFile[];
  private readonly temperature: NumberFile | undefined;
  private readonly watts: NumberFile | undefined;
  private readonly metrics: ProcFile;
  private readonly reading = emptyReading();
  private readonly origin: Origin;
  private readonly isApu: boolean;

  constructor(
    pci: PciGpu,
    private readonly gpu: Gpu,
    private readonly context: Pick<GpuContext, 'clock' | 'hz'>,
  ) {
    const { folder } = pci;
    const hwmon = hwmonOf(folder, 'amdgpu');
    this.metrics = new ProcFile(`${folder}/gpu_metrics`);
    this.isApu = this.readsAsApu() || isApuByVoltage(hwmon);
    this.busy = new NumberFile(`${folder}/gpu_busy_percent`);
    // A processor with graphics has little memory set aside and takes the rest from the machine's through the GTT.
    const kinds = this.isApu ? ['vram', 'gtt'] : ['vram'];
    this.used = kinds.map((kind) => new NumberFile(`${folder}/mem_info_${kind}_used`));
    this.total = kinds.map((kind) => new NumberFile(`${folder}/mem_info_${kind}_total`));
    this.temperature = opened(hwmon && temperatureOf(hwmon, ['edge', 'junction']));
    const power = hwmon && firstOf(hwmon, ['power1_average', 'power1_input']);
    this.watts = opened(power);
    this.origin = {
      method: 'integrated power',
      scope: this.isApu ? 'SoC' : 'GPU board',
      source: `amdgpu ${power?.split('/').at(-1) ?? 'power1_average'}`,
    };
    gpu.rename(firstLine(`${folder}/product_name`));
  }

  read(): void {
    const { reading, gpu, context } = this;
    const percent = this.busy.read();
    reading.percent = within(percent, bounds.percent);
    reading.memoryUsed = within(sum(this.used), bounds.bytes);
    reading.memoryTotal = within(sum(this.total), bounds.bytes);
    reading.celsius = within((this.temperature?.read() ?? NaN) / 1000, bounds.celsius);
    reading.throttled = this.throttled();
    const watts = within((this.watts?.read() ?? NaN) / 1e6, bounds.watts);
    if (Number.isNaN(percent + reading.memoryUsed) && Number.isNaN(watts) && Number.isNaN(reading.celsius))
      throw new Unreadable(this.busy.problem, 'Check that the driver amdgpu works ("dmesg" says more).');
    gpu.show(reading, (metric) => this.why(metric), context.hz, context.clock.now());
    const at = context.clock.monotonic();
    if (!this.watts) gpu.power.missing(at, reading.percent, this.origin, noPower, this.isApu);
    else if (Number.isNaN(watts)) gpu.power.gap();
    else gpu.power.watts(at, watts, this.origin, this.isApu);
  }

  close(): void {
    for (const file of [this.busy, ...this.used, ...this.total, this.temperature, this.watts, this.metrics])
      file?.close();
  }

  private throttled(): number {
    const length = this.readMetrics();
    return throttledOf(this.metrics.buffer, length);
  }

  private readsAsApu(): boolean {
    const header = gpuMetricsHeader(this.metrics.buffer, this.readMetrics());
    return header !== undefined && header.format >= 2;
  }

  /** Bytes read; 0 when there is no such file, as with chips older than Vega 12 and Renoir. */
  private readMetrics(): number {
    try {
      return this.metrics.readHead();
    } catch {
      this.metrics.close();
      return 0;
    }
  }

  private why(metric: GpuMetric): string {
    switch (metric) {
      case 'system.gpu_percent':
        return this.busy.problem;
      case 'system.gpu_memory_percent':
      case 'system.gpu_memory_used_bytes':
        return [...this.used, ...this.total].find((file) => Number.isNaN(file.read()))?.problem ?? noMemory;
      case 'system.gpu_temperature_celsius':
        return this.temperature?.problem ?? 'amdgpu offers no temperature of this GPU.';
      case 'system.gpu_throttled':
        return 'amdgpu offers no throttle status of this GPU in a form (gpu_metrics 1.3, 2.2, 2.3 or 2.4) that means the same on every chip.';
    }
  }
}

const noMemory = 'amdgpu tells more memory in use than there is.';

export const openAmdCard: OpenCard = (pci, gpu, context) => new AmdCard(pci, gpu, context);

/** Only processors with graphics have a voltage of the north bridge. */
function isApuByVoltage(hwmon: Hwmon | undefined): boolean {
  return hwmon !== undefined && firstLine(`${hwmon.folder}/in1_label`) === 'vddnb';
}

const opened = (path: string | undefined): NumberFile | undefined =>
  path === undefined ? undefined : new NumberFile(path);

function sum(files: readonly NumberFile[]): number {
  let total = 0;
  for (const file of files) total += file.read();
  return total;
}
