import { openSync, readSync } from 'node:fs';

/** The floor: a Node process that reads the same four files at 10 Hz and does nothing with them. */
const files = ['/proc/stat', '/proc/meminfo', '/proc/net/dev', '/proc/diskstats'].map((path) => openSync(path, 'r'));
const buffer = Buffer.alloc(65_536);
const periodMs = 100;
let due = performance.now();

function tick(): void {
  for (const file of files) readSync(file, buffer, 0, buffer.length, 0);
  due += periodMs;
  setTimeout(tick, due - performance.now());
}

tick();
