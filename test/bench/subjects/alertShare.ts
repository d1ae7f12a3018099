import { defaults } from '../../../src/engine/config/defaults';
import { ownEngine } from '../../support/ownEngine';
import { sleep } from '../benchEngine';

/** What follows a change of the setting itself, such as finding the series of every rule, is not counted. */
const settleMs = 5000;

/** Runs an engine with the default rules and prints its CPU with and without them in turn, % of a core for each turn. */
async function main(): Promise<void> {
  const [dataDir = '', rounds, seconds] = process.argv.slice(2);
  const engine = ownEngine(dataDir);
  await engine.start();
  await sleep(2 * settleMs);
  const withAlerts: number[] = [];
  const without: number[] = [];
  for (let round = 0; round < Number(rounds); round++) {
    // The other way round each time, so that a drift of the machine's speed favours neither.
    const turns = round % 2 === 0 ? [true, false] : [false, true];
    for (const isOn of turns) {
      engine.configure({ ...defaults(), 'server.port': 0, 'proxy.port': 0, 'alerts.enabled': isOn });
      await sleep(settleMs);
      (isOn ? withAlerts : without).push(await cpuPercent(Number(seconds) * 1000));
    }
  }
  await engine.stop();
  process.stdout.write(JSON.stringify({ withAlerts, without }));
}

/** Of this process and all its threads, % of a core. */
async function cpuPercent(ms: number): Promise<number> {
  const before = process.cpuUsage();
  const from = performance.now();
  await sleep(ms);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 10 / (performance.now() - from);
}

void main();
