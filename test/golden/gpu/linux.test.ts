import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { CardsSource } from '../../../src/engine/collect/gpu/linux/cardsSource';
import { pciGpus } from '../../../src/engine/collect/gpu/linux/pciGpus';
import type { RunningSource } from '../../../src/engine/collect/gpu/gpuSource';
import { FakeMachine } from '../../unit/collect/system/fakeMachine';
import { GpuHarness } from '../../unit/collect/gpu/gpuHarness';
import { layOut } from './recorded';

describe('GPUs of AMD and Intel on Linux', () => {
  let harness: GpuHarness;
  let machine: FakeMachine;
  let source: RunningSource | undefined;
  beforeEach(() => {
    harness = new GpuHarness();
    machine = new FakeMachine();
  });
  afterEach(() => {
    source?.stop();
    source = undefined;
    harness.dispose();
    machine.remove('.');
  });

  const read = (...trees: readonly string[]): void => {
    for (const tree of trees) layOut(tree, machine.root);
    for (const pci of pciGpus(machine.sys)) harness.board.at(pci);
    source = new CardsSource(harness.context, machine);
    harness.pass(500);
  };

  it('RX 7900: board power, edge temperature, card memory', () => {
    read('amdgpu-rx7900.tree');
    assert.deepEqual(harness.last(0), [87, (100 * 18253611008) / 25753026560, 18253611008, 67, 0]);
    assert.deepEqual(harness.domains.facts, [
      {
        domain: 'gpu0',
        part: 'gpu',
        origin: { method: 'integrated power', scope: 'GPU board', source: 'amdgpu power1_average' },
      },
    ]);
    assert.equal(harness.domains.log[0], 'gpu0 power 303');
    assert.equal(harness.state('gpu.amd'), 'running');
    assert.equal(harness.board.infos()[0]?.name, 'AMD GPU 744c');
    assert.deepEqual(harness.errors, []);
  });

  it('processor with graphics: power is that of the SoC and inside another domain; heat shows', () => {
    read('amdgpu-apu.tree');
    const used = 412483584 + 3221225472;
    assert.deepEqual(harness.last(0), [22, (100 * used) / (536870912 + 16106127360), used, 52, 1]);
    assert.deepEqual(harness.domains.facts[0], {
      domain: 'gpu0',
      part: 'gpu',
      origin: { method: 'integrated power', scope: 'SoC', source: 'amdgpu power1_input' },
      isInsideAnother: true,
    });
  });

  it('MI210: junction where there is no edge, the name of the card, no throttle status where the chip leaves it unset', () => {
    read('amdgpu-mi210.tree');
    assert.deepEqual(harness.last(0).slice(3), [58, NaN]);
    assert.match(harness.reason('throttled'), /gpu_metrics/);
    assert.equal(harness.board.infos()[0]?.name, 'AMD INSTINCT MI210 (MCM) OAM AC MBA');
  });

  for (const [tree, source_, joules, celsius] of [
    ['i915-arc-a770.tree', 'i915 energy1_input', 1843.296875, 54],
    ['xe-arc-b580.tree', 'xe energy1_input', 7211.904296, 47],
  ] as const)
    it(`${tree}: energy from the counter of the card; the limit is not taken for power`, () => {
      read(tree);
      assert.deepEqual(harness.domains.facts[0]?.origin, {
        method: 'energy counter',
        scope: 'GPU board',
        source: source_,
      });
      assert.equal(harness.domains.log[0], `gpu0 counter ${joules}`);
      assert.ok(harness.domains.log.every((line) => !line.includes('power')));
      assert.deepEqual(harness.last(0), [NaN, NaN, NaN, celsius, NaN]);
      assert.match(harness.reason('percent'), /CAP_PERFMON/);
    });

  it('graphics inside an Intel processor: part of the package, even with a rated power set', () => {
    harness.ratedWatts = 300;
    read('i915-integrated.tree');
    assert.match(harness.domains.log[0] ?? '', /^gpu0 unavailable .*part of that of the CPU package/);
    assert.equal(harness.domains.facts[0]?.isInsideAnother, true);
  });

  it('several are numbered in the order of their addresses', () => {
    read('amdgpu-mi210.tree', 'i915-integrated.tree', 'amdgpu-rx7900.tree');
    assert.deepEqual(
      harness.board.infos().map(({ index, vendor }) => `${index} ${vendor}`),
      ['0 Intel', '1 AMD', '2 AMD'],
    );
  });

  it('one that sleeps is not touched, says so, and is read once it is awake', () => {
    layOut('amdgpu-rx7900.tree', machine.root);
    const status = 'sys/bus/pci/devices/0000:03:00.0/power/runtime_status';
    machine.write(status, 'suspended\n');
    read();
    assert.deepEqual(harness.sink.frames, []);
    assert.match(harness.reason('percent'), /asleep/);
    assert.equal(harness.board.infos()[0]?.asleep, true);
    assert.equal(harness.state('gpu.amd'), 'stopped');
    machine.write(status, 'active\n');
    harness.pass(500);
    assert.equal(harness.last(0)[0], 87);
    assert.equal(harness.reason('percent'), '');
    assert.equal(harness.board.infos()[0]?.asleep, false);
  });

  it('one without its driver, one that fails and one that is unplugged say so, each in its words', () => {
    layOut('amdgpu-rx7900.tree', machine.root);
    const folder = 'sys/bus/pci/devices/0000:03:00.0';
    read();
    for (const file of ['gpu_busy_percent', 'mem_info_vram_used', 'hwmon']) machine.remove(`${folder}/${file}`);
    // Files that are open go on working on a disk, unlike those of a device that is gone.
    source?.stop();
    source = new CardsSource(harness.context, machine);
    assert.match(harness.state('gpu.amd'), /^degraded: .*gpu_busy_percent cannot be read \(ENOENT\)/);
    machine.remove(`${folder}/driver`);
    harness.pass(11_000);
    assert.match(harness.reason('percent'), /No driver holds this GPU/);
    machine.remove(folder);
    harness.pass(11_000);
    assert.match(harness.reason('percent'), /no longer lists/);
    assert.deepEqual(harness.errors, []);
  });

  it('screens of servers and virtual machines, and shares of a GPU, are none', () => {
    const device = (place: string, files: Readonly<Record<string, string>>): void => {
      for (const [name, text] of Object.entries(files)) machine.write(`sys/bus/pci/devices/${place}/${name}`, text);
    };
    device('0000:05:00.0', { class: '0x030000\n', vendor: '0x1a03\n' });
    device('0000:06:00.0', { class: '0x020000\n', vendor: '0x10de\n' });
    device('0000:07:00.0', { class: '0x120000\n', vendor: '0x8086\n' });
    device('nonsense', { class: '0x030000\n', vendor: '0x10de\n' });
    assert.deepEqual(pciGpus(machine.sys), []);
    device('0000:08:00.0', { class: '0x120000\n', vendor: '0x1002\n' });
    device('0000:09:00.0', { class: '0x030200\n', vendor: '0x10de\n' });
    assert.deepEqual(pciGpus(machine.sys).map(({ place }) => place), ['0000:08:00.0', '0000:09:00.0']);
  });
});
