import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { GpuCollector } from '../../../../src/engine/collect/gpu/gpuCollector';
import type { GpuPlatform, HeldMemory, RunningSource } from '../../../../src/engine/collect/gpu/gpuSource';
import { Unreadable } from '../../../../src/engine/collect/system/unreadable';
import { FakeMachine } from '../system/fakeMachine';
import { isOnBattery } from '../../../../src/engine/collect/gpu/linux/battery';
import { GpuHarness } from './gpuHarness';

const first = { place: '0000:01:00.0', vendor: 'NVIDIA', name: 'One', asleep: true } as const;
const second = { place: '0000:02:00.0', vendor: 'AMD', name: 'Two', asleep: false } as const;

describe('GPU collector', () => {
  let harness: GpuHarness;
  let running: number;
  let starts: number;
  let onBattery: boolean;
  let held: (() => Promise<readonly HeldMemory[]>)[];
  let collector: GpuCollector | undefined;
  beforeEach(() => {
    harness = new GpuHarness();
    running = 0;
    starts = 0;
    onBattery = false;
    held = [];
  });
  afterEach(() => {
    collector?.stop();
    harness.dispose();
  });

  const make = (known: GpuPlatform['known'] = () => [first, second], enabled = true): GpuCollector => {
    const source = (processMemory?: RunningSource['processMemory']): RunningSource => {
      running++;
      starts++;
      return {
        processMemory,
        stop: () => {
          running--;
        },
      };
    };
    const { ticker, clock, components, domains } = harness;
    collector = new GpuCollector({
      ticker,
      clock,
      components,
      domains,
      enabled,
      ratedWatts: null,
      changed: () => {
        harness.changes++;
      },
      platform: {
        known,
        sources: [
          (context) => {
            context.component('gpu.nvidia').running();
            return source(held[0]);
          },
          (context) => {
            // A source that meets its GPU first must not change its number.
            context.board.at(second);
            return source(held[1]);
          },
        ],
        isOnBattery: () => onBattery,
        processName: (id) => Promise.resolve(id === 1 ? 'init' : undefined),
      },
    });
    return collector;
  };

  it('reads nothing until somebody wants it, and ends 10 s after nobody does', () => {
    const gpu = make();
    gpu.start(harness.sink);
    harness.pass(60_000);
    assert.equal(running, 0);
    gpu.setDemanded(true);
    assert.equal(running, 2);
    harness.pass(60_000);
    gpu.setDemanded(false);
    harness.pass(9000);
    assert.equal(running, 2);
    harness.pass(3000);
    assert.equal(running, 0);
    assert.equal(harness.state('gpu.nvidia'), 'stopped');
  });

  it('does not end and start for a view that is closed and opened in passing', () => {
    const gpu = make();
    gpu.start(harness.sink);
    for (let i = 0; i < 10; i++) {
      gpu.setDemanded(true);
      harness.pass(3000);
      gpu.setDemanded(false);
      harness.pass(3000);
    }
    assert.equal(starts, 2);
  });

  it('knows GPUs and their numbers by address before anything is read', () => {
    const gpu = make();
    assert.deepEqual(gpu.gpus(), []);
    gpu.start(harness.sink);
    assert.deepEqual(gpu.gpus(), [
      { index: 0, name: 'One', vendor: 'NVIDIA', asleep: true },
      { index: 1, name: 'Two', vendor: 'AMD', asleep: false },
    ]);
    assert.ok(harness.changes > 0);
    gpu.setDemanded(true);
    assert.equal(gpu.gpus().length, 2);
    assert.deepEqual(harness.sink.frames, []);
  });

  it('stops at once when it is stopped or switched off, and goes on when it is switched on', () => {
    const gpu = make();
    gpu.start(harness.sink);
    gpu.setDemanded(true);
    gpu.configure({ enabled: false, ratedWatts: null });
    assert.equal(running, 0);
    gpu.configure({ enabled: true, ratedWatts: 100 });
    assert.equal(running, 2);
    gpu.stop();
    gpu.stop();
    assert.equal(running, 0);
    gpu.start(harness.sink);
    assert.equal(running, 2, 'the demand is still there');
  });

  it('does nothing while it is disabled', () => {
    const gpu = make(undefined, false);
    gpu.start(harness.sink);
    gpu.setDemanded(true);
    harness.pass(5000);
    assert.equal(running, 0);
    assert.deepEqual(gpu.gpus(), []);
  });

  it('on battery reads for a view only, and follows the plug', () => {
    onBattery = true;
    const gpu = make();
    gpu.start(harness.sink);
    gpu.setDemanded(true, false);
    harness.pass(10_000);
    assert.equal(running, 0);
    gpu.setDemanded(true, true);
    assert.equal(running, 2);
    gpu.setDemanded(true, false);
    assert.equal(running, 0);
    onBattery = false;
    harness.pass(3000);
    assert.equal(running, 2);
    onBattery = true;
    harness.pass(3000);
    assert.equal(running, 0);
  });

  it('asks for processes every 5 s and only while they are wanted, and shows the ten largest', async () => {
    let asked = 0;
    const many = Array.from({ length: 20 }, (_, at) => ({ id: at + 1, name: `p${at + 1}`, bytes: 1000 + at }));
    held = [
      () => {
        asked++;
        return Promise.resolve(many);
      },
      () => Promise.resolve([{ id: 1, bytes: 5000 }]),
    ];
    const gpu = make();
    gpu.start(harness.sink);
    gpu.setDemanded(true);
    harness.pass(20_000);
    assert.equal(asked, 0);
    gpu.setProcessesDemanded(true);
    await harness.settle();
    assert.equal(asked, 1);
    const shown = Object.entries(harness.sink.last('gpu.processes'));
    assert.equal(shown.length, 10);
    assert.deepEqual(shown[0], ['system.process_gpu_memory_bytes{init (1)}', 6000], 'added up over sources');
    assert.deepEqual(shown[1], ['system.process_gpu_memory_bytes{p20 (20)}', 1019]);
    harness.pass(10_000);
    await harness.settle();
    assert.ok(asked <= 3);
    gpu.setProcessesDemanded(false);
    const before = asked;
    harness.pass(20_000);
    assert.equal(asked, before);
  });

  it('shows what other sources tell when one fails, and says what is missing', async () => {
    held = [
      () => Promise.reject(new Unreadable('It failed.', 'See why.')),
      () => Promise.resolve([{ id: 1, bytes: 5000 }]),
    ];
    const gpu = make();
    gpu.start(harness.sink);
    gpu.setDemanded(true);
    gpu.setProcessesDemanded(true);
    await harness.settle();
    assert.deepEqual(harness.sink.last('gpu.processes'), { 'system.process_gpu_memory_bytes{init (1)}': 5000 });
    assert.match(harness.state('gpu.processes'), /^degraded: .*It failed\. See why\./);
  });

  it('says so where no source tells processes, and nothing where there is no GPU', async () => {
    const series = harness.sink.series('system.process_gpu_memory_bytes');
    const none = make(() => []);
    collector = undefined;
    none.start(harness.sink);
    none.setProcessesDemanded(true);
    await harness.settle();
    assert.equal(series.quality, 'measured', 'no GPU, no word');
    none.stop();
    const gpu = make();
    gpu.start(harness.sink);
    gpu.setDemanded(true);
    gpu.setProcessesDemanded(true);
    await harness.settle();
    assert.equal(series.quality, 'unavailable');
    assert.equal(harness.state('gpu.processes'), 'absent');
  });
});

describe('battery', () => {
  it('counts while it is emptied, and not that of a mouse', () => {
    const machine = new FakeMachine();
    const supply = (name: string, files: Readonly<Record<string, string>>): void => {
      for (const [file, text] of Object.entries(files))
        machine.write(`sys/class/power_supply/${name}/${file}`, `${text}\n`);
    };
    try {
      assert.equal(isOnBattery(machine.sys), false, 'no battery');
      supply('AC', { type: 'Mains', status: 'Discharging' });
      supply('mouse', { type: 'Battery', scope: 'Device', status: 'Discharging' });
      supply('BAT0', { type: 'Battery', status: 'Charging' });
      assert.equal(isOnBattery(machine.sys), false);
      supply('BAT0', { status: 'Discharging' });
      assert.equal(isOnBattery(machine.sys), true);
    } finally {
      machine.remove('.');
    }
  });
});
