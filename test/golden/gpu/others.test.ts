import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { spawn, type ChildProcess } from 'node:child_process';
import { AppleSource, ioreg } from '../../../src/engine/collect/gpu/apple/appleSource';
import { parseIoregGpus } from '../../../src/engine/collect/gpu/apple/ioregGpu';
import { parseMacmonLine } from '../../../src/engine/collect/gpu/apple/macmonLine';
import { CountersSource } from '../../../src/engine/collect/gpu/windows/countersSource';
import { GpuHarness } from '../../unit/collect/gpu/gpuHarness';
import { recorded } from './recorded';

/** Prints a text, then waits. */
const printing = (text: string): ChildProcess =>
  spawn(process.execPath, ['-e', `process.stdout.write(${JSON.stringify(text)}); setInterval(() => undefined, 1000)`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });

describe('GPU of a Mac', () => {
  let harness: GpuHarness;
  let children: ChildProcess[];
  let source: AppleSource | undefined;
  beforeEach(() => {
    harness = new GpuHarness();
    children = [];
  });
  afterEach(() => {
    source?.stop();
    harness.dispose();
  });

  const start = async (macmon: string | undefined): Promise<void> => {
    source = new AppleSource(harness.context, {
      find: () => Promise.resolve(macmon && '/opt/homebrew/bin/macmon'),
      run: (command) => {
        assert.equal(command, ioreg);
        return Promise.resolve(recorded('ioreg-m4.txt'));
      },
      spawn: () => {
        const child = printing(recorded(macmon ?? ''));
        children.push(child);
        return child;
      },
    });
    await harness.settle();
  };

  it('has load and memory from ioreg, and without macmon says how to get the rest', async () => {
    await start(undefined);
    assert.deepEqual(harness.last(0), [21, NaN, 351141888, NaN, NaN]);
    assert.match(harness.domains.log[0] ?? '', /^gpu0 unavailable .*brew install macmon/);
    assert.deepEqual(harness.board.infos()[0], { index: 0, name: 'Apple M4', vendor: 'Apple', asleep: false });
    assert.equal(harness.sink.of('gpu.0').length, 1);
    harness.pass(2000);
    await harness.settle();
    assert.equal(harness.sink.of('gpu.0').length, 2, 'every 2 s');
  });

  it('has power of GPU, cores and memory and the temperature from macmon where it is installed', async () => {
    await start('macmon-m2.jsonl');
    await harness.until(() => harness.domains.log.includes('gpu0 power 0.017'), 'power of the GPU');
    assert.deepEqual(
      harness.domains.facts.map(({ domain, origin }) => `${domain}: ${origin.source}`).sort().slice(0, 2),
      ['dram: macmon ram_power', 'gpu0: macmon gpu_power'],
    );
    assert.ok(harness.domains.log.includes('package power 0.205'));
    assert.ok(harness.domains.log.includes('dram power 0.116'));
    harness.pass(2000);
    await harness.settle();
    assert.equal(harness.last(0)[3], 36.95167);
    source?.stop();
    assert.ok(harness.domains.log.includes('package gap'));
    await harness.until(() => children[0]?.signalCode === 'SIGKILL', 'the end of macmon');
  });

  it('takes the zeros of sensors that a chip has not for none', () => {
    const m1 = parseMacmonLine(recorded('macmon-m1.jsonl'));
    assert.equal(m1?.gpuWatts, 0.42);
    assert.ok(Number.isNaN(m1.gpuCelsius));
    for (const line of ['', 'null', '[]', '{}', '{"gpu_power":-1}', '{"gpu_power":"high"}', '{"gpu_power":1e9}'])
      assert.equal(parseMacmonLine(line), undefined, line);
  });

  it('clamps what Intel graphics say beyond 100, and makes nothing of other text', () => {
    const [gpu] = parseIoregGpus(recorded('ioreg-intel-mac.txt')) ?? [];
    assert.equal(gpu?.reading.percent, 100);
    assert.ok(Number.isNaN(gpu.reading.memoryUsed));
    assert.equal(parseIoregGpus('no such class'), undefined);
    assert.deepEqual(parseIoregGpus('\n'), []);
    const wild = '+-o A\n"PerformanceStatistics" = {"Device Utilization %"=1e9,"In use system memory"=-3}';
    assert.deepEqual(parseIoregGpus(wild)?.map(({ reading }) => [reading.percent, reading.memoryUsed]), [[NaN, NaN]]);
  });
});

describe('GPUs of Windows', () => {
  it('show the busiest engine, its processes added up, and leave out adapters that never do anything', async () => {
    const harness = new GpuHarness();
    const source = new CountersSource(harness.context, () => printing(recorded('typeperf-gpu.txt')));
    try {
      await harness.until(() => harness.sink.of('gpu.1').length === 3, 'three rows');
      const frames = harness.sink.of('gpu.0').map(({ values }) => Object.values(values).slice(0, 3));
      const memory = 3019898880;
      assert.deepEqual(frames, [
        [NaN, NaN, memory],
        [100, NaN, memory],
        [15.25, NaN, memory],
      ]);
      assert.deepEqual(harness.board.infos().map(({ index }) => index), [0, 1]);
      assert.equal(harness.state('gpu.windows'), 'running');
      assert.match(harness.reason('memory_percent'), /not how much it has/);
    } finally {
      source.stop();
      harness.dispose();
    }
  });

  it('are missing with the reason where counters have names in another language', async () => {
    const harness = new GpuHarness();
    const words = 'Fehler: Keine gültigen Leistungsindikatoren.';
    const child = spawn(process.execPath, ['-e', `console.log(${JSON.stringify(words)}); process.exitCode = 1`], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const source = new CountersSource(harness.context, () => child);
    try {
      await once(child, 'close');
      harness.pass(1000);
      assert.match(harness.state('gpu.windows'), /^degraded: .*Keine gültigen.*English/);
    } finally {
      source.stop();
      harness.dispose();
    }
  });
});
