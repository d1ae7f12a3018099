import type { EnergyDomain } from '../../../energy/energyDomain';
import type { Command, RunProgram } from '../../system/program';
import { Unreadable } from '../../system/unreadable';
import { estimateHint, noInstrument } from '../noInstrument';
import type { PowerContext, PowerReader } from '../powerReader';
import { parseSmartBattery } from './smartBattery';

const command: Command = { file: '/usr/sbin/ioreg', args: ['-r', '-c', 'AppleSmartBattery', '-w', '0', '-d', '1'] };
/** Starting a program holds the whole process for milliseconds. */
const restMs = 10_000;
/** Ticks come some milliseconds early or late. */
const slackMs = 250;

const rootOnly = `macOS tells the power of its processor only to root (powermetrics), which the monitor never asks for. ${estimateHint}`;
const onMains =
  "The Mac runs on mains power; its battery tells the machine's power only while it discharges. Unplug it to see the figure.";
const noRate = 'The battery tells no current and voltage now; the monitor asks again in 10 s.';

/** Power on macOS: the whole machine while it runs on its battery. */
export class MacosPower implements PowerReader {
  readonly isCpuMeasured = false;
  private cpu: EnergyDomain | undefined;
  private battery: EnergyDomain | undefined;
  private isReading = false;
  private nextAt = -Infinity;
  /** Grows when it is closed, so that an answer which comes too late is recognised. */
  private life = 0;

  constructor(
    private readonly context: PowerContext,
    private readonly run: RunProgram,
  ) {}

  read(): void {
    this.cpu ??= this.context.domains.open(noInstrument);
    this.cpu.unavailable(rootOnly);
    const at = this.context.clock.monotonic();
    if (this.isReading || at < this.nextAt) return;
    this.nextAt = at + restMs - slackMs;
    void this.ask(this.life);
  }

  close(reason: string): void {
    this.life++;
    this.nextAt = -Infinity;
    this.cpu?.unavailable(reason);
    this.battery?.unavailable(reason);
  }

  private async ask(life: number): Promise<void> {
    this.isReading = true;
    try {
      const output = await this.run(command);
      if (life === this.life) this.tell(output);
    } catch (error) {
      if (life === this.life) this.battery?.unavailable(reasonFor(error));
    } finally {
      this.isReading = false;
    }
  }

  private tell(output: string): void {
    const found = parseSmartBattery(output);
    if (!found) {
      this.battery?.close();
      this.battery = undefined;
      return;
    }
    const origin = {
      method: 'power sensor',
      scope: 'whole system, on battery',
      source: 'AppleSmartBattery voltage and current',
    } as const;
    this.battery ??= this.context.domains.open({ domain: 'battery', part: 'battery', origin });
    if (found.isOnMains) this.battery.unavailable(onMains);
    else if (found.watts > 0) this.battery.power(this.context.clock.monotonic(), found.watts);
    else this.battery.unavailable(noRate);
  }
}

function reasonFor(error: unknown): string {
  const { happened, next } =
    error instanceof Unreadable
      ? error
      : {
          happened: `Reading the battery failed in a way that was not foreseen (${String(error)}).`,
          next: 'If it stays that way, please report it.',
        };
  return `${happened} The machine's power is missing meanwhile; the monitor asks again every 10 s. ${next}`;
}
