import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { NvidiaGpus } from '../../../src/engine/collect/gpu/nvidia/nvidiaGpus';
import { smiColumns, type SmiColumns } from '../../../src/engine/collect/gpu/nvidia/smiFields';
import { parseSmiProcesses } from '../../../src/engine/collect/gpu/nvidia/smiProcesses';
import { GpuHarness } from '../../unit/collect/gpu/gpuHarness';
import { recorded } from './recorded';

const mebibyte = 1024 * 1024;

function columnsOf(driver: number): SmiColumns {
  const columns = smiColumns(recorded(`nvidia-help-${driver}.txt`));
  assert.ok(columns);
  return columns;
}

describe('fields of nvidia-smi', () => {
  const shared = ['index', 'pci.bus_id', 'utilization.gpu', 'memory.used', 'memory.total', 'temperature.gpu'];
  const reasons = (prefix: string): string[] =>
    ['hw_thermal_slowdown', 'hw_power_brake_slowdown', 'sw_thermal_slowdown', 'sw_power_cap', 'hw_slowdown'].map(
      (reason) => `${prefix}.${reason}`,
    );
  const average = ['power.draw.average', 'power.draw', 'power.draw.instant'];
  const module_ = ['module.power.draw.average', 'module.power.draw.instant'];

  for (const [driver, powers, prefix] of [
    [470, ['power.draw'], 'clocks_throttle_reasons'],
    [535, average, 'clocks_event_reasons'],
    [550, [...average, ...module_], 'clocks_event_reasons'],
    [580, [...average, ...module_], 'clocks_event_reasons'],
  ] as const)
    it(`of driver ${driver} are those that it lists, the name last`, () => {
      assert.deepEqual(columnsOf(driver).fields, [...shared, ...powers, ...reasons(prefix), 'name']);
    });

  it('are none when the text is no list of them', () => {
    for (const text of ['', 'NVIDIA-SMI has failed', '"--query-gpu"', 'prose about an "index" in a line'])
      assert.equal(smiColumns(text), undefined);
  });
});

describe('rows of nvidia-smi', () => {
  let harness: GpuHarness;
  beforeEach(() => {
    harness = new GpuHarness();
  });
  afterEach(() => {
    harness.dispose();
  });

  /** Takes the rows in, half a second apart. */
  const take = (driver: number, name: string): void => {
    const gpus = new NvidiaGpus(harness.context, columnsOf(driver));
    for (const line of recorded(name).trim().split('\n')) {
      assert.ok(gpus.take(line), line);
      harness.pass(500);
    }
  };
  const power = (): string[] => harness.domains.log.filter((line) => / power \d/.test(line));

  it('470, GeForce: a power cap is throttling', () => {
    take(470, 'nvidia-470-geforce.csv');
    const [first, second] = harness.sink.of('gpu.0').map(({ values }) => Object.values(values));
    assert.deepEqual(first, [37, (100 * 2873) / 5941, 2873 * mebibyte, 64, 0]);
    assert.equal(second?.[4], 1);
    assert.deepEqual(power(), ['gpu0 power 71.32', 'gpu0 power 119.8']);
    assert.deepEqual(harness.domains.facts, [
      {
        domain: 'gpu0',
        part: 'gpu',
        origin: { method: 'integrated power', scope: 'GPU board', source: 'nvidia-smi power.draw' },
      },
    ]);
    assert.deepEqual(harness.board.infos(), [
      { index: 0, name: 'NVIDIA GeForce GTX 1660 Ti', vendor: 'NVIDIA', asleep: false },
    ]);
  });

  it('535, laptop: what is [N/A] is passed over for what is there', () => {
    take(535, 'nvidia-535-laptop.csv');
    assert.deepEqual(power(), ['gpu0 power 14.21', 'gpu0 power 74.02']);
    assert.equal(harness.last(0)[4], 1, 'software thermal slowdown');
  });

  it('535, MIG: no load is no load, with a reason', () => {
    take(535, 'nvidia-535-mig.csv');
    assert.equal(harness.last(0)[0], 63);
    assert.ok(Number.isNaN(harness.last(1)[0]));
    assert.match(harness.reason('percent', 1), /MIG/);
    assert.equal(harness.reason('percent', 0), '');
    assert.equal(harness.last(1)[2], 36537 * mebibyte);
    assert.equal(harness.reason('memory_used_bytes', 1), '');
  });

  it('550, four H100: each is itself', () => {
    take(550, 'nvidia-550-h100.csv');
    assert.deepEqual([0, 1, 2, 3].map((gpu) => harness.last(gpu)[0]), [100, 100, 0, 0]);
    assert.deepEqual(power(), ['gpu0 power 689.74', 'gpu1 power 655.02', 'gpu2 power 70.21', 'gpu3 power 71.5']);
    assert.deepEqual([0, 1].map((gpu) => harness.last(gpu)[4]), [1, 0]);
  });

  it('580, Grace Hopper: only the module tells its power, and the scope says so', () => {
    take(580, 'nvidia-580-grace.csv');
    assert.deepEqual(harness.domains.facts[0]?.origin, {
      method: 'integrated power',
      scope: 'module',
      source: 'nvidia-smi module.power.draw.average',
    });
    assert.deepEqual(power(), ['gpu0 power 545.31']);
  });

  it('580, Jetson: nothing is told, and nothing is 0', () => {
    take(580, 'nvidia-580-jetson.csv');
    assert.ok(harness.last(0).every(Number.isNaN));
    for (const metric of ['percent', 'memory_percent', 'memory_used_bytes', 'temperature_celsius', 'throttled'] as const)
      assert.notEqual(harness.reason(metric), '');
    assert.deepEqual(power(), []);
    assert.match(harness.domains.log[0] ?? '', /^gpu0 unavailable nvidia-smi tells no power of this GPU\.$/);
    assert.equal(harness.board.infos()[0]?.name, 'Orin (nvgpu)');
  });

  it('550, WSL', () => {
    take(550, 'nvidia-550-wsl.csv');
    assert.deepEqual(harness.last(0), [4, (100 * 2210) / 24564, 2210 * mebibyte, 41, 0]);
    assert.deepEqual(power(), ['gpu0 power 21.93']);
  });

  it('580, faults: errors and impossible figures are missing, and a name keeps its comma', () => {
    take(580, 'nvidia-580-faults.csv');
    assert.ok(harness.last(0).every(Number.isNaN));
    assert.deepEqual(harness.last(1), [NaN, NaN, NaN, NaN, 0]);
    assert.deepEqual(power(), ['gpu1 power 120.1'], 'negative and absurd powers are passed over');
    assert.deepEqual(harness.board.infos().map(({ name }) => name), ['Quadro RTX 6000, passive', 'Tesla T4']);
  });

  it('estimates power without a sensor only where a rated power is set: a tenth of it idle, the rest by load', () => {
    harness.ratedWatts = 200;
    const columns = columnsOf(470);
    const gpus = new NvidiaGpus(harness.context, columns);
    const row = (percent: string): string =>
      `0, 00000000:01:00.0, ${percent}, 10, 100, 40, [N/A], Not Active, Not Active, Not Active, Not Active, Not Active, T1`;
    for (const percent of ['0', '50', '100', '[N/A]']) gpus.take(row(percent));
    assert.deepEqual(power(), ['gpu0 power 20', 'gpu0 power 110', 'gpu0 power 200']);
    assert.equal(harness.domains.facts[0]?.origin.method, 'estimate');
    assert.match(harness.domains.log.at(-1) ?? '', /unavailable .*load is not known either/);
    harness.ratedWatts = null;
    gpus.take(row('50'));
    assert.match(harness.domains.log.at(-1) ?? '', /unavailable .*Set wirthforge\.energy\.gpuRatedWatts/);
  });

  it('that come no more make a GPU unavailable, and the numbers of the others stay', () => {
    const gpus = new NvidiaGpus(harness.context, columnsOf(535));
    const rows = recorded('nvidia-535-mig.csv').trim().split('\n');
    for (const row of rows) gpus.take(row);
    for (let i = 0; i < 20; i++) {
      harness.pass(1000);
      gpus.take(rows[1]!);
      gpus.dropSilent();
    }
    assert.match(harness.reason('temperature_celsius', 0), /no longer lists/);
    assert.equal(harness.reason('temperature_celsius', 1), '');
    assert.equal(harness.last(1)[3], 33);
    gpus.take(rows[0]!);
    assert.equal(harness.reason('temperature_celsius', 0), '', 'it is back');
  });
});

describe('processes of nvidia-smi', () => {
  it('are added up over GPUs; those without a number are left out', () => {
    assert.deepEqual(parseSmiProcesses(recorded('nvidia-processes.csv')), [
      { id: 4242, name: 'ollama', bytes: 25_600 * mebibyte },
      { id: 977, name: 'Xorg', bytes: 312 * mebibyte },
      { id: 31337, bytes: 812 * mebibyte },
      { id: 6001, name: 'app.exe', bytes: 44 * mebibyte },
    ]);
  });
});
