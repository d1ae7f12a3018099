import type { Stoppable } from '../../../ticker';
import type { RunProgram } from '../../system/program';
import { Unreadable } from '../../system/unreadable';
import { asleepReason } from '../asleep';
import type { FindProgram } from '../findProgram';
import type { GpuContext, HeldMemory, RunningSource } from '../gpuSource';
import type { SpawnProgram } from '../lineProgram';
import { LineProgram } from '../lineProgram';
import type { PciGpu } from '../linux/pciGpus';
import { NvidiaGpus } from './nvidiaGpus';
import { parseSmiProcesses, processFields } from './smiProcesses';
import { smiColumns, type SmiColumns } from './smiFields';

export interface NvidiaOptions {
  readonly find: FindProgram;
  readonly run: RunProgram;
  readonly spawn: SpawnProgram;
  /** The NVIDIA GPUs that the system lists without asking the driver; undefined where it lists none, be there one or not. */
  readonly listed: () => readonly PciGpu[] | undefined;
  /** Whether one of them sleeps now. */
  readonly isAsleep: (gpu: PciGpu) => boolean;
}

const format = '--format=csv,noheader,nounits';
const watchMs = 1000;
/** The first row of a machine with many GPUs, whose driver has to start first, takes some seconds. */
const silentMs = 20_000;
/** GPUs in boxes come and go. */
const listMs = 10_000;
/** Installing a driver is not waited for more closely than that. */
const searchMs = 60_000;
const otherAsleep =
  'Another GPU of NVIDIA is asleep, and nvidia-smi would wake it; figures come as soon as all are awake.';
const noDevice = /no devices were found|couldn't communicate with the nvidia driver/i;

/** GPUs of NVIDIA, through one nvidia-smi that goes on; none is started while a GPU sleeps. */
export class NvidiaSource implements RunningSource {
  private readonly ticking: Stoppable;
  private program: LineProgram | undefined;
  private file: string | undefined;
  private gpus: NvidiaGpus | undefined;
  private isBusy = false;
  private isStopped = false;
  private tryAt = -Infinity;
  private listed: readonly PciGpu[] | undefined;
  private listAt = -Infinity;

  constructor(
    private readonly context: GpuContext,
    private readonly options: NvidiaOptions,
  ) {
    this.ticking = context.ticker.every(watchMs, () => {
      this.tick();
    });
    this.tick();
  }

  stop(): void {
    this.isStopped = true;
    this.ticking.stop();
    this.program?.stop();
  }

  readonly processMemory = async (): Promise<readonly HeldMemory[]> => {
    // Asking would wake a GPU that sleeps; one that gives rows is awake.
    if (!this.file || !this.program?.isReading) return [];
    return parseSmiProcesses(
      await this.options.run({ file: this.file, args: [`--query-compute-apps=${processFields}`, format] }),
    );
  };

  private tick(): void {
    if (this.isBusy || this.isStopped) return;
    if (!this.program?.isRunning && this.sleeps()) return;
    if (this.program) this.watch(this.program);
    else if (this.context.clock.monotonic() >= this.tryAt) void this.prepare();
  }

  /** While one sleeps none is read: the driver's program touches all of them. */
  private sleeps(): boolean {
    const now = this.context.clock.monotonic();
    if (now >= this.listAt) {
      this.listAt = now + listMs;
      this.listed = this.options.listed();
    }
    const all = (this.listed ?? []).map((pci) => ({ pci, asleep: this.options.isAsleep(pci) }));
    const isAnyAsleep = all.some(({ asleep }) => asleep);
    for (const { pci, asleep } of all) {
      const gpu = this.context.board.at(pci);
      gpu?.setAsleep(asleep);
      if (isAnyAsleep) gpu?.unavailable(asleep ? asleepReason : otherAsleep);
    }
    if (isAnyAsleep) this.context.component('gpu.nvidia').stopped();
    return isAnyAsleep;
  }

  /** Finds the program and learns what it knows, once. */
  private async prepare(): Promise<void> {
    this.isBusy = true;
    try {
      const file = await this.options.find();
      if (file === undefined) {
        this.tryAt = this.context.clock.monotonic() + searchMs;
        this.notFound();
        return;
      }
      const help = await this.options.run({ file, args: ['--help-query-gpu'] });
      const columns = smiColumns(help);
      if (!columns)
        throw new Unreadable(
          `"${file} --help-query-gpu" does not list the fields of a GPU.`,
          'Check that it is the program of the NVIDIA driver.',
        );
      if (!this.isStopped) this.begin(file, columns);
    } catch (error) {
      this.tryAt = this.context.clock.monotonic() + searchMs;
      if (!this.isStopped) this.failed(error);
    } finally {
      this.isBusy = false;
    }
  }

  private begin(file: string, columns: SmiColumns): void {
    const { clock, hz } = this.context;
    const gpus = new NvidiaGpus(this.context, columns);
    this.file = file;
    this.gpus = gpus;
    this.program = new LineProgram({
      clock,
      spawn: this.options.spawn,
      command: {
        file,
        args: [`--query-gpu=${columns.fields.join(',')}`, format, '-lms', String(Math.round(1000 / hz))],
      },
      tryIt: file,
      silentMs,
      take: (line) => {
        if (!gpus.take(line)) return false;
        this.context.component('gpu.nvidia').running();
        return true;
      },
    });
    this.context.component('gpu.nvidia').starting();
    this.watch(this.program);
  }

  private watch(program: LineProgram): void {
    program.tick();
    if (program.failure) this.failed(program.failure);
    else this.gpus?.dropSilent();
  }

  private notFound(): void {
    if (!this.listed?.length) return;
    this.failed(
      new Unreadable(
        'This machine has a GPU of NVIDIA, but nvidia-smi was not found.',
        'Install the NVIDIA driver with its tools, so that nvidia-smi is on the PATH.',
      ),
    );
  }

  private failed(error: unknown): void {
    // The tools may be installed where no GPU is, as in many containers: nothing is missing then.
    const isAbsent = this.program
      ? !this.listed?.length && noDevice.test(this.program.lastWords)
      : this.listed?.length === 0;
    if (isAbsent) {
      this.context.component('gpu.nvidia').stopped();
      return;
    }
    const text = error instanceof Unreadable ? `${error.happened} %s ${error.next}` : `${String(error)} %s`;
    const reason = text.replace('%s', 'Figures of NVIDIA GPUs are missing meanwhile; the monitor goes on trying.');
    for (const pci of this.listed ?? []) this.context.board.at(pci)?.unavailable(reason);
    this.gpus?.unavailable(reason);
    this.context.component('gpu.nvidia').degraded(reason);
  }
}
