import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FakeMachine } from '../../unit/collect/system/fakeMachine';

const folder = path.join(process.cwd(), 'test', 'golden', 'power', 'recorded');

/** What a program printed, as it was recorded. */
export const recorded = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

/** Lays a recorded tree of the kernel's files out on a machine. */
export function layOut(machine: FakeMachine, name: string): void {
  for (const line of recorded(`${name}.sysfs`).split('\n')) {
    const [file, text] = line.split('\t');
    if (file !== undefined && text !== undefined) machine.write(`sys/class/${file}`, `${text}\n`);
  }
}
