import path from 'node:path';
import type { Origin } from '../../../../protocol/metric';
import type { Stoppable } from '../../../ticker';
import { parseTypeperfHeading, parseTypeperfRow } from '../../system/windows/typeperfRow';
import type { GpuMetric } from '../gpu';
import type { GpuContext, RunningSource } from '../gpuSource';
import { LineProgram, type SpawnProgram } from '../lineProgram';
import { counters, GpuCounters } from './gpuCounters';

const watchMs = 1000;
/** Rows of a second each. typeperf knows only the processes that were there when it started, so it starts anew. */
const rowsARun = 30;
const silentMs = 20_000;
/** Each process has a column for each engine. */
const longestLine = 2 * 1024 * 1024;

const missing: Readonly<Record<GpuMetric, string>> = {
  'system.gpu_percent': 'Windows counts no engine of this GPU.',
  'system.gpu_memory_percent':
    'The counters of Windows tell how much memory of the GPU is in use, not how much it has.',
  'system.gpu_memory_used_bytes': 'Windows counts no memory of this GPU.',
  'system.gpu_temperature_celsius': 'Windows has no counter for the temperature of a GPU.',
  'system.gpu_throttled': 'Windows has no counter for what slows a GPU down.',
};
const noPower = 'Windows has no counter for the power of a GPU.';
const noSensor: Origin = { method: 'power sensor', scope: 'GPU board', source: 'performance counters of Windows' };
const otherLanguage =
  'Its counters have English names where Windows speaks English only; in another language GPUs are read where nvidia-smi is installed.';

/** GPUs of any maker on Windows, through one typeperf that goes on. */
export class CountersSource implements RunningSource {
  private readonly ticking: Stoppable;
  private readonly program: LineProgram;
  private counters: GpuCounters | undefined;
  private columns = 0;
  /** Adapters that did something. Windows lists some that are no GPU, such as the one that draws by processor. */
  private readonly used = new Set<string>();

  constructor(
    private readonly context: GpuContext,
    spawn: SpawnProgram,
  ) {
    const file = path.win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'typeperf.exe');
    this.program = new LineProgram({
      clock: context.clock,
      spawn,
      command: { file, args: ['-si', '1', '-sc', String(rowsARun), ...counters] },
      tryIt: `typeperf -si 1 -sc 3 "${counters[0]}"`,
      silentMs,
      longestLine,
      starting: () => {
        this.counters = undefined;
      },
      take: (line) => this.take(line),
    });
    this.ticking = context.ticker.every(watchMs, () => {
      this.tick();
    });
    this.tick();
  }

  stop(): void {
    this.ticking.stop();
    this.program.stop();
  }

  private tick(): void {
    this.program.tick();
    const { failure } = this.program;
    if (!failure) return;
    const reason = `${failure.happened} GPU figures are missing meanwhile; the monitor goes on trying. ${otherLanguage}`;
    for (const name of this.used) this.gpuOf(name)?.unavailable(reason);
    this.context.component('gpu.windows').degraded(reason);
  }

  private take(line: string): boolean {
    if (!this.counters) {
      const columns = parseTypeperfHeading(line);
      if (!columns) return false;
      this.columns = columns.length;
      this.counters = new GpuCounters(columns);
      return true;
    }
    const values = parseTypeperfRow(line, this.columns);
    if (!values) return false;
    this.counters.fill(values);
    this.show(this.counters);
    this.context.component('gpu.windows').running();
    return true;
  }

  private show({ adapters }: GpuCounters): void {
    const { clock } = this.context;
    for (const { name, reading } of adapters) {
      if (reading.percent > 0 || reading.memoryUsed > 0) this.used.add(name);
      if (!this.used.has(name)) continue;
      const gpu = this.gpuOf(name);
      gpu?.show(reading, (metric) => missing[metric], 1, clock.now());
      gpu?.power.missing(clock.monotonic(), reading.percent, noSensor, noPower);
    }
  }

  private gpuOf(name: string): ReturnType<GpuContext['board']['at']> {
    return this.context.board.at({ place: name, vendor: 'unknown', name: 'GPU' });
  }
}
