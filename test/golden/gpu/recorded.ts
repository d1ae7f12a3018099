import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a program prints; `recorded/README.md` says where it comes from. */
export const recorded = (name: string): string =>
  readFileSync(path.join(process.cwd(), 'test', 'golden', 'gpu', 'recorded', name), 'utf8');

/** Lays out a recorded tree of files under a folder. */
export function layOut(name: string, root: string): void {
  for (const line of recorded(name).trim().split('\n')) {
    const [file = '', content = ''] = line.split(' = ');
    const whole = path.join(root, file);
    mkdirSync(path.dirname(whole), { recursive: true });
    if (content.startsWith('-> ')) symlinkSync(content.slice(3), whole);
    else if (content.startsWith('hex:')) writeFileSync(whole, Buffer.from(content.slice(4), 'hex'));
    else writeFileSync(whole, `${content}\n`);
  }
}
