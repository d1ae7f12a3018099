import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { FakeMachine } from './fakeMachine';
import { Harness } from './harness';

describe('processes of Linux', () => {
  let machine: FakeMachine;
  let harness: Harness;
  beforeEach(() => {
    machine = new FakeMachine();
    harness = Harness.linux(machine, ['processes']);
  });
  afterEach(() => {
    harness.dispose();
    machine.dispose();
    assert.deepEqual(harness.errors, []);
  });

  const process = (id: number, ticks: number, startedAt = 100): void => {
    machine.write(
      `proc/${id}/stat`,
      `${id} (name ${id}) S 1 1 1 0 -1 0 1 2 3 4 ${ticks} 0 0 0 20 0 1 0 ${startedAt} 1000 ${id} 1\n`,
    );
    machine.write(`proc/${id}/status`, `Name:\tname ${id}\nVmRSS:\t${id} kB\n`);
  };
  /** Reads run outside this thread, so time goes on until they are through. */
  const firstFrame = (): Promise<void> =>
    harness.until(() => {
      harness.pass(100);
      return harness.sink.of('system.processes').length > 0;
    }, 'The first frame');
  const shown = (): Readonly<Record<string, number>> => harness.sink.of('system.processes')[0]?.values ?? {};

  it('are not read unless somebody looks', async () => {
    machine.stat([0, 0, 0, 0, 0, 0, 0, 0]);
    process(1, 0);
    harness.start();
    await harness.passSlowly(20_000, 1000);
    assert.deepEqual(harness.sink.frames, []);
    assert.equal(harness.state('system.processes').state, 'stopped');
  });

  it('are shown by their share of the whole machine over the last 5 s', async () => {
    machine.stat([0, 0, 0, 0, 0, 0, 0, 0]);
    process(1, 0);
    process(2, 0);
    harness.collector.setDemanded(true);
    harness.start();
    await harness.passSlowly(4900);
    machine.stat([250, 0, 0, 750, 0, 0, 0, 0]);
    process(1, 50);
    process(2, 200);
    process(3, 10);
    await harness.passSlowly(300);
    await firstFrame();
    assert.deepEqual(Object.entries(shown()), [
      ['system.process_cpu_percent{name 2 (2)}', 20],
      ['system.process_memory_bytes{name 2 (2)}', 2048],
      ['system.process_cpu_percent{name 1 (1)}', 5],
      ['system.process_memory_bytes{name 1 (1)}', 1024],
    ]);
    harness.collector.setDemanded(false);
    const { length } = harness.sink.of('system.processes');
    await harness.passSlowly(10_000, 1000);
    assert.equal(harness.sink.of('system.processes').length, length);
  });

  it('are named after their program where their thread has a name that says nothing', async () => {
    machine.stat([0, 0, 0, 0, 0, 0, 0, 0]);
    const started = (ticks: number): void => {
      machine.write('proc/7/stat', `7 (MainThread) S 1 1 1 0 -1 0 1 2 3 4 ${ticks} 0 0 0 20 0 1 0 100 1000 7 1\n`);
    };
    started(0);
    symlinkSync('/opt/editor/bin/node', path.join(machine.proc, '7', 'exe'));
    harness.collector.setDemanded(true);
    harness.start();
    await harness.passSlowly(4900);
    machine.stat([50, 0, 0, 50, 0, 0, 0, 0]);
    started(10);
    await harness.passSlowly(300);
    await firstFrame();
    assert.deepEqual(Object.keys(shown())[0], 'system.process_cpu_percent{node (7)}');
  });

  it('are told apart when a number is used again', async () => {
    machine.stat([0, 0, 0, 0, 0, 0, 0, 0]);
    process(1, 0);
    process(7, 1000);
    harness.collector.setDemanded(true);
    harness.start();
    await harness.passSlowly(4900);
    machine.stat([500, 0, 0, 500, 0, 0, 0, 0]);
    process(7, 400, 999);
    await harness.passSlowly(300);
    await firstFrame();
    assert.deepEqual(Object.keys(shown()), [
      'system.process_cpu_percent{name 1 (1)}',
      'system.process_memory_bytes{name 1 (1)}',
    ]);
  });

  it('are read in slices when there are many, and those that end or cannot be read are left out', async () => {
    machine.stat([0, 0, 0, 0, 0, 0, 0, 0]);
    for (let id = 1; id <= 200; id++) process(id, 0);
    machine.folder('proc/300');
    machine.write('proc/301/stat', 'nonsense');
    harness.collector.setDemanded(true);
    harness.start();
    await harness.passSlowly(4900);
    machine.stat([100, 0, 0, 900, 0, 0, 0, 0]);
    for (let id = 1; id <= 200; id++) process(id, id === 150 ? 100 : 0);
    machine.remove('proc/200');
    await harness.passSlowly(300);
    assert.equal(harness.sink.of('system.processes').length, 0, 'seven slices of 32 take longer than three ticks');
    await harness.passSlowly(600);
    await firstFrame();
    const names = Object.keys(shown());
    assert.equal(names.length, 20);
    assert.equal(names[0], 'system.process_cpu_percent{name 150 (150)}');
    assert.ok(names.every((name) => !name.includes('(200)') && !name.includes('(30')));
  });

  it('that cannot be listed are a state', async () => {
    harness.collector.setDemanded(true);
    harness.start();
    await harness.until(() => harness.reasonOf('system.processes') !== '', 'The failure');
    assert.match(harness.reasonOf('system.processes'), /proc cannot be read \(ENOENT\)/);
    assert.match(harness.reasonOf('system.processes'), /Figures of processes are missing meanwhile/);
  });
});
