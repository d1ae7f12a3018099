import si from 'systeminformation';

/** The same figures through the library, asked for at 10 Hz; it serves repeats between its own, slower readings. */
let busy = false;

async function tick(): Promise<void> {
  if (busy) return;
  busy = true;
  await Promise.all([si.currentLoad(), si.mem(), si.networkStats('*'), si.disksIO()]);
  busy = false;
}

setInterval(() => void tick(), 100);
