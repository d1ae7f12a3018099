import type { Stoppable } from '../../../ticker';
import { unexpectedOutput, type Command, type RunProgram } from '../../system/program';
import { Unreadable } from '../../system/unreadable';
import type { FindProgram } from '../findProgram';
import type { Gpu, GpuMetric } from '../gpu';
import type { GpuContext, RunningSource } from '../gpuSource';
import { LineProgram, type SpawnProgram } from '../lineProgram';
import { parseIoregGpus, type IoregGpu } from './ioregGpu';
import { gpuOrigin, MacmonPower } from './macmonPower';
import { parseMacmonLine, type MacmonReading } from './macmonLine';

export interface AppleOptions {
  readonly find: FindProgram;
  readonly run: RunProgram;
  readonly spawn: SpawnProgram;
}

export const ioreg: Command = { file: '/usr/sbin/ioreg', args: ['-r', '-d', '1', '-w', '0', '-c', 'IOAccelerator'] };
const watchMs = 1000;
/** Starting a program holds the whole process for milliseconds. */
const ioregHz = 0.5;
const retryMs = 30_000;
const macmonMs = 1000;
const silentMs = 15_000;
const freshMs = 5000;

const missing: Readonly<Record<GpuMetric, string>> = {
  'system.gpu_percent': 'The driver of this GPU tells ioreg no load.',
  'system.gpu_memory_percent': "The GPU uses the machine's own memory, of which no part is set aside for it.",
  'system.gpu_memory_used_bytes': 'The driver of this GPU tells ioreg no memory in use.',
  'system.gpu_temperature_celsius':
    'macOS tells the temperature of the GPU to no program without help: install macmon ("brew install macmon").',
  'system.gpu_throttled': 'macOS does not tell why the clocks of the GPU are low.',
};
const noPower = 'macOS tells the power of the GPU to no program without help: install macmon ("brew install macmon").';

/** The GPU of a Mac: load and memory from ioreg, power and temperature from macmon where it is installed. */
export class AppleSource implements RunningSource {
  private readonly ticking: Stoppable;
  private readonly power: MacmonPower;
  private macmon: LineProgram | undefined;
  private latest: MacmonReading | undefined;
  private latestAt = -Infinity;
  private gpus: readonly Gpu[] = [];
  private isBusy = false;
  private isStopped = false;
  private readAt = -Infinity;

  constructor(
    private readonly context: GpuContext,
    private readonly options: AppleOptions,
  ) {
    this.power = new MacmonPower(context.domains);
    void this.findMacmon();
    this.ticking = context.ticker.every(watchMs, () => {
      this.tick();
    });
    this.tick();
  }

  stop(): void {
    this.isStopped = true;
    this.ticking.stop();
    this.macmon?.stop();
    this.power.gap();
  }

  private tick(): void {
    this.macmon?.tick();
    if (this.macmon?.failure) this.power.gap();
    const now = this.context.clock.monotonic();
    if (this.isBusy || now < this.readAt) return;
    // Ticks come a little early or late; one must not wait for the next but one.
    this.readAt = now + 1000 / ioregHz - watchMs / 2;
    void this.read();
  }

  private async findMacmon(): Promise<void> {
    const file = await this.options.find();
    if (file === undefined || this.isStopped) return;
    this.macmon = new LineProgram({
      clock: this.context.clock,
      spawn: this.options.spawn,
      command: { file, args: ['pipe', '-i', String(macmonMs)] },
      tryIt: `${file} pipe -s 1`,
      silentMs,
      take: (line) => this.takeMacmon(line),
    });
    this.macmon.tick();
  }

  private takeMacmon(line: string): boolean {
    const reading = parseMacmonLine(line);
    if (!reading) return false;
    const at = this.context.clock.monotonic();
    this.latest = reading;
    this.latestAt = at;
    this.power.take(at, reading);
    // It tells of the one GPU that Apple's chips have.
    const gpu = this.gpus[0];
    if (gpu && !Number.isNaN(reading.gpuWatts)) gpu.power.watts(at, reading.gpuWatts, gpuOrigin);
    return true;
  }

  private async read(): Promise<void> {
    this.isBusy = true;
    try {
      const found = parseIoregGpus(await this.options.run(ioreg));
      if (!found) throw unexpectedOutput(ioreg);
      if (!this.isStopped) this.show(found);
    } catch (error) {
      this.readAt = this.context.clock.monotonic() + retryMs;
      if (!this.isStopped) this.failed(error);
    } finally {
      this.isBusy = false;
    }
  }

  private show(found: readonly IoregGpu[]): void {
    const { board, clock } = this.context;
    const at = clock.monotonic();
    const fresh = at - this.latestAt <= freshMs ? this.latest : undefined;
    this.gpus = found.flatMap(({ name }, index) => {
      const facts = { place: `accelerator ${index}`, vendor: 'Apple', name: name || 'GPU' } as const;
      return board.at(facts) ?? [];
    });
    this.gpus.forEach((gpu, index) => {
      const one = found[index]!;
      if (index === 0) one.reading.celsius = fresh?.gpuCelsius ?? NaN;
      gpu.rename(one.name);
      gpu.show(one.reading, (metric) => missing[metric], ioregHz, clock.now());
      const hasSensor = index === 0 && fresh !== undefined && !Number.isNaN(fresh.gpuWatts);
      if (!hasSensor) gpu.power.missing(at, one.reading.percent, gpuOrigin, noPower);
    });
    if (found.length > 0) this.context.component('gpu.apple').running();
  }

  private failed(error: unknown): void {
    const text = error instanceof Unreadable ? `${error.happened} %s ${error.next}` : `${String(error)} %s`;
    const reason = text.replace('%s', 'GPU figures are missing meanwhile; the monitor goes on trying.');
    for (const gpu of this.gpus) gpu.unavailable(reason);
    this.context.component('gpu.apple').degraded(reason);
  }
}
