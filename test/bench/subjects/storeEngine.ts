import { BenchEngine, sleep } from '../benchEngine';

/**
 * Takes 1,500 samples a second for some seconds, recorded into a folder where one is named, and prints what that cost:
 * CPU of the second half, and what is resident at the end.
 */
async function main(): Promise<void> {
  const [seconds, dataDir] = process.argv.slice(2);
  const half = Number(seconds) * 500;
  const engine = new BenchEngine(1500, dataDir);
  await engine.store?.start();
  await sleep(half);
  const cpu = process.cpuUsage();
  const began = performance.now();
  await sleep(half);
  const { user, system } = process.cpuUsage(cpu);
  const cpuPercent = (user + system) / 10 / (performance.now() - began);
  const residentMiB = process.memoryUsage.rss() / 2 ** 20;
  await engine.stop();
  process.stdout.write(JSON.stringify({ cpuPercent, residentMiB }));
}

void main();
