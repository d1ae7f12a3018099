import type { Origin } from '../../../../protocol/metric';
import type { Gpu, GpuMetric } from '../gpu';
import { emptyReading } from '../gpuReading';
import type { GpuContext } from '../gpuSource';
import { powerFields, type PowerField, type SmiColumns } from './smiFields';
import { emptyRow, parseSmiRow, powerOf } from './smiRow';

interface SeenGpu {
  readonly gpu: Gpu;
  power: PowerField | undefined;
  heardAt: number;
  isGone: boolean;
}

const goneMs = 15_000;
const goneReason =
  'nvidia-smi no longer lists this GPU. It was unplugged, given to a virtual machine or has failed; the kernel log says more.';

const missing: Readonly<Record<GpuMetric, string>> = {
  'system.gpu_percent': 'nvidia-smi tells no load of this GPU; with MIG switched on, and on Jetson, no driver does.',
  'system.gpu_memory_percent': 'nvidia-smi tells not how much memory this GPU has, or not how much is in use.',
  'system.gpu_memory_used_bytes': 'nvidia-smi tells not how much memory of this GPU is in use.',
  'system.gpu_temperature_celsius': 'nvidia-smi tells no temperature of this GPU.',
  'system.gpu_throttled': 'nvidia-smi tells not why the clocks of this GPU are low.',
};
const noPower = 'nvidia-smi tells no power of this GPU.';

/** What becomes of nvidia-smi's rows. */
export class NvidiaGpus {
  private readonly seen = new Map<number, SeenGpu>();
  private readonly row = emptyRow();
  private readonly reading = emptyReading();

  constructor(
    private readonly context: GpuContext,
    private readonly columns: SmiColumns,
  ) {}

  /** Takes a line; false when it is no row. */
  take(line: string): boolean {
    const { row, reading, columns } = this;
    if (!parseSmiRow(line, columns, row, reading)) return false;
    const at = this.context.clock.monotonic();
    const one = this.find();
    if (!one) return true;
    one.heardAt = at;
    one.isGone = false;
    one.gpu.rename(row.name);
    one.gpu.show(reading, (metric) => missing[metric], this.context.hz, this.context.clock.now());
    this.takePower(one, at);
    return true;
  }

  /** Marks those that rows came of, but come of no more. */
  dropSilent(): void {
    const now = this.context.clock.monotonic();
    for (const one of this.seen.values()) {
      if (one.isGone || now - one.heardAt <= goneMs) continue;
      one.isGone = true;
      one.gpu.unavailable(goneReason);
    }
  }

  unavailable(reason: string): void {
    for (const { gpu } of this.seen.values()) gpu.unavailable(reason);
  }

  private find(): SeenGpu | undefined {
    const { index, place, name } = this.row;
    const known = this.seen.get(index);
    if (known) return known;
    const facts = { place: place || `nvidia ${index}`, vendor: 'NVIDIA', name: name || 'NVIDIA GPU' } as const;
    const gpu = this.context.board.at(facts);
    if (!gpu) return undefined;
    const one = { gpu, power: undefined, heardAt: 0, isGone: false };
    this.seen.set(index, one);
    return one;
  }

  private takePower(one: SeenGpu, at: number): void {
    const { row, reading, columns } = this;
    // Once chosen it stays, so that one row with a gap does not mix two ways of measuring.
    one.power ??= powerFields.find((field) => !Number.isNaN(powerOf(field, columns, row)));
    if (one.power === undefined) {
      one.gpu.power.missing(at, reading.percent, originOf('power.draw'), noPower);
      return;
    }
    const watts = powerOf(one.power, columns, row);
    if (Number.isNaN(watts)) one.gpu.power.gap();
    else one.gpu.power.watts(at, watts, originOf(one.power));
  }
}

function originOf(field: PowerField): Origin {
  const scope = field.startsWith('module.') ? 'module' : 'GPU board';
  return { method: 'integrated power', scope, source: `nvidia-smi ${field}` };
}
