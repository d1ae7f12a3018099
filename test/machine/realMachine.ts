import { readFileSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { eventually } from '../../build/vscode/eventually.mjs';
import { systemClock } from '../../src/engine/clock';
import { SystemCollector } from '../../src/engine/collect/system/systemCollector';
import type { SystemMetricGroup } from '../../src/engine/collect/system/systemSettings';
import { Components } from '../../src/engine/components';
import { Ticker } from '../../src/engine/ticker';
import { cpuTicks } from '../support/cores';
import { FakeSink, type Frame } from '../unit/collect/system/fakeSink';

/** The collector as it runs, on the machine that the test runs on. */
export class RealMachine {
  readonly sink = new FakeSink();
  private readonly ticker = new Ticker(systemClock, (error) => {
    throw error;
  });
  readonly collector: SystemCollector;
  private readonly burners: ChildProcess[] = [];

  constructor(groups: readonly SystemMetricGroup[], networkHz = 1) {
    this.collector = new SystemCollector({
      ticker: this.ticker,
      clock: systemClock,
      components: new Components(() => undefined),
      settings: { systemHz: 10, networkHz, groups: new Set(groups) },
    });
    this.collector.start(this.sink);
  }

  /** Waits for the next frame of a group and returns it. */
  async next(group: string): Promise<Frame> {
    const [frame] = await this.nextWith(group, () => undefined);
    return frame;
  }

  /** Waits for the next frame of a group and returns it, with what `read` gave in the moment in which it was taken. */
  async nextWith<T>(group: string, read: () => T): Promise<[Frame, T]> {
    let found: [Frame, T] | undefined;
    this.sink.onFrame = (frame) => {
      if (frame.group === group) found ??= [frame, read()];
    };
    return eventually(`a frame of the group ${group}`, () => found);
  }

  /** Keeps some cores busy until the end. Returns the numbers of the processes. */
  burn(cores: number): number[] {
    return Array.from({ length: cores }, () => {
      const burner = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
      this.burners.push(burner);
      return burner.pid ?? 0;
    });
  }

  dispose(): void {
    for (const burner of this.burners) burner.kill('SIGKILL');
    this.collector.stop();
    this.ticker.stop();
  }
}

/** The sum of what speeds of all series of a metric amount to over some frames, each lasting since the one before it. */
export function amountOf(frames: readonly Frame[], metric: string): number {
  return frames.slice(1).reduce((sum, frame, index) => {
    const seconds = (frame.timestamp - frames[index]!.timestamp) / 1000;
    const speeds = Object.entries(frame.values).filter(([name]) => name.startsWith(metric));
    return sum + speeds.reduce((all, [, speed]) => all + (Number.isNaN(speed) ? 0 : speed), 0) * seconds;
  }, 0);
}

export const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/** Time that one process used, and that all cores had, in the kernel's ticks. */
export function processTicks(id: number): { used: number; total: number } {
  const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
  // The second field is the program's name, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { used: Number(fields[11]) + Number(fields[12]), total: cpuTicks().total };
}

/** Whether two figures are at most 2 % of the second apart. */
export const within2Percent = (figure: number, truth: number): boolean => Math.abs(figure - truth) <= truth * 0.02;

/**
 * Tries up to three times: other programs on the machine write and talk too, and what they do cannot be taken out. Throws
 * with all figures when none came out right.
 */
export async function oneOfThree(
  what: string,
  attempt: () => Promise<{ figure: number; truth: number }>,
): Promise<void> {
  const seen: string[] = [];
  for (let i = 0; i < 3; i++) {
    const { figure, truth } = await attempt();
    if (within2Percent(figure, truth)) return;
    seen.push(`${Math.round(figure)} instead of ${Math.round(truth)}`);
  }
  throw new Error(`${what} was not within 2 %: ${seen.join('; ')}.`);
}
