import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder that stands for /proc and /sys. */
export class FakeMachine {
  readonly root = mkdtempSync(path.join(tmpdir(), 'wirthforge-machine-'));
  readonly proc = path.join(this.root, 'proc');
  readonly sys = path.join(this.root, 'sys');

  write(file: string, text: string): void {
    const whole = path.join(this.root, file);
    mkdirSync(path.dirname(whole), { recursive: true });
    writeFileSync(whole, text);
  }

  folder(name: string): void {
    mkdirSync(path.join(this.root, name), { recursive: true });
  }

  remove(name: string): void {
    rmSync(path.join(this.root, name), { recursive: true, force: true });
  }

  /** CPU lines of /proc/stat, the first one all together, each user, nice, system, idle, iowait, irq, softirq, steal. */
  stat(total: readonly number[], cores: Readonly<Record<number, readonly number[]>> = {}): void {
    const lines = Object.entries(cores).map(([id, times]) => `cpu${id} ${times.join(' ')} 0 0`);
    this.write(
      'proc/stat',
      [`cpu  ${total.join(' ')} 0 0`, ...lines, 'intr 1143182 0 0', 'ctxt 3134759', ''].join('\n'),
    );
  }

  /** Disks with the bytes read from and written to each. */
  disks(disks: Readonly<Record<string, readonly [read: number, written: number]>>): void {
    const lines = Object.entries(disks).map(
      ([name, [read, written]], index) =>
        ` 254 ${String(index).padStart(7)} ${name} 64499 16442 ${read / 512} 37967 30624 85341 ${written / 512} 26663 0 10092 65805\n`,
    );
    this.write('proc/diskstats', lines.join(''));
  }

  /** Network interfaces with the bytes received and sent by each. */
  interfaces(interfaces: Readonly<Record<string, readonly [received: number, sent: number]>>): void {
    const lines = Object.entries(interfaces).map(
      ([name, [received, sent]]) =>
        `${name.padStart(6)}: ${received}   26677    0    0    0     0          0         0 ${sent}   17438    0    0    0     0       0          0\n`,
    );
    const heading = [
      'Inter-|   Receive                                                |  Transmit\n',
      ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n',
    ];
    this.write('proc/net/dev', [...heading, ...lines].join(''));
  }

  memory(kibibytes: Readonly<Record<string, number>>): void {
    const lines = Object.entries(kibibytes).map(([key, value]) => `${`${key}:`.padEnd(16)}${value} kB\n`);
    this.write('proc/meminfo', lines.join(''));
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
