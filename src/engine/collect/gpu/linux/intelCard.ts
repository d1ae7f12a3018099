import type { Origin } from '../../../../protocol/metric';
import type { Gpu, GpuMetric } from '../gpu';
import { bounds, emptyReading, within } from '../gpuReading';
import type { GpuContext } from '../gpuSource';
import type { Card, OpenCard } from './card';
import { firstOf, hwmonOf, temperatureOf } from './hwmon';
import { NumberFile } from './numberFile';
import type { PciGpu } from './pciGpus';

const noLoad =
  'The kernel tells the load of an Intel GPU only to programs with the right CAP_PERFMON, which the monitor does not ask for; "sudo intel_gpu_top" shows it.';
const noMemory = 'The drivers i915 and xe do not tell how much memory of the GPU is in use.';
const noThrottle = 'The monitor does not read what slows an Intel GPU down.';
const noTemperature = 'The driver offers no temperature of this GPU.';
const insidePackage = 'The power of graphics inside the processor is part of that of the CPU package.';
const noPower = 'The driver offers no energy counter of this GPU (i915 does from Linux 6.2 on).';

/** A GPU of Intel with the driver i915 or xe. The card must be awake: reading these files wakes it. */
export class IntelCard implements Card {
  private readonly temperature: NumberFile | undefined;
  private readonly energy: NumberFile | undefined;
  private readonly reading = emptyReading();
  private readonly origin: Origin;
  private readonly isInside: boolean;

  constructor(
    pci: PciGpu,
    private readonly gpu: Gpu,
    private readonly context: Pick<GpuContext, 'clock' | 'hz'>,
  ) {
    const hwmon = hwmonOf(pci.folder, pci.driver);
    // Graphics inside the processor sit on its own bus; a card is always behind a bridge.
    this.isInside = pci.place.startsWith('0000:00:');
    const temperature = hwmon && temperatureOf(hwmon, ['pkg', 'package']);
    this.temperature = temperature === undefined ? undefined : new NumberFile(temperature);
    // Of xe the first counts the card, the second the chip alone.
    const energy = hwmon && firstOf(hwmon, ['energy1_input', 'energy2_input']);
    this.energy = energy === undefined ? undefined : new NumberFile(energy);
    const file = energy?.split('/').at(-1) ?? 'energy1_input';
    this.origin = {
      method: 'energy counter',
      scope: this.isInside ? 'SoC' : file === 'energy2_input' ? 'GPU chip' : 'GPU board',
      source: `${pci.driver} ${file}`,
    };
  }

  read(): void {
    const { reading, gpu, context } = this;
    reading.celsius = within((this.temperature?.read() ?? NaN) / 1000, bounds.celsius);
    gpu.show(reading, (metric) => this.why(metric), context.hz, context.clock.now());
    const at = context.clock.monotonic();
    if (!this.energy) {
      gpu.power.missing(at, NaN, this.origin, this.isInside ? insidePackage : noPower, this.isInside);
      return;
    }
    const joules = this.energy.read() / 1e6;
    if (joules >= 0) gpu.power.joules(at, joules, this.origin, this.isInside);
    else gpu.power.unavailable(this.energy.problem, this.origin, this.isInside);
  }

  close(): void {
    this.temperature?.close();
    this.energy?.close();
  }

  private why(metric: GpuMetric): string {
    switch (metric) {
      case 'system.gpu_percent':
        return noLoad;
      case 'system.gpu_memory_percent':
      case 'system.gpu_memory_used_bytes':
        return noMemory;
      case 'system.gpu_temperature_celsius':
        return this.temperature?.problem ?? noTemperature;
      case 'system.gpu_throttled':
        return noThrottle;
    }
  }
}

export const openIntelCard: OpenCard = (pci, gpu, context) => new IntelCard(pci, gpu, context);
