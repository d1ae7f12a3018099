import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { NvidiaSource } from '../../../../src/engine/collect/gpu/nvidia/nvidiaSource';
import { isAsleep, pciGpus } from '../../../../src/engine/collect/gpu/linux/pciGpus';
import type { Command } from '../../../../src/engine/collect/system/program';
import { Unreadable } from '../../../../src/engine/collect/system/unreadable';
import { recorded } from '../../../golden/gpu/recorded';
import { FakeMachine } from '../system/fakeMachine';
import { GpuHarness } from './gpuHarness';

const wait = 'setInterval(() => undefined, 1000);';
const printing = (text: string): string => `process.stdout.write(${JSON.stringify(text)}); ${wait}`;
const noDevices = "console.log('No devices were found'); process.exitCode = 6;";

describe('GPUs of NVIDIA', () => {
  let harness: GpuHarness;
  let machine: FakeMachine;
  let children: ChildProcess[];
  let commands: Command[];
  let runs: Command[];
  let source: NvidiaSource | undefined;
  beforeEach(() => {
    harness = new GpuHarness();
    machine = new FakeMachine();
    children = [];
    commands = [];
    runs = [];
  });
  afterEach(() => {
    source?.stop();
    source = undefined;
    harness.dispose();
    machine.remove('.');
  });

  const device = (place: string, status: string): void => {
    const files = { class: '0x030000', vendor: '0x10de', device: '0x2684', 'power/runtime_status': status };
    for (const [name, text] of Object.entries(files))
      machine.write(`sys/bus/pci/devices/${place}/${name}`, `${text}\n`);
  };

  const start = async (
    script: string,
    { isInstalled = true, help = recorded('nvidia-help-535.txt'), fails = false, lists = true } = {},
  ): Promise<void> => {
    source = new NvidiaSource(harness.context, {
      find: () => Promise.resolve(isInstalled ? '/usr/bin/nvidia-smi' : undefined),
      listed: () => (lists ? pciGpus(machine.sys) : undefined),
      isAsleep: ({ folder }) => isAsleep(folder),
      run: (command) => {
        runs.push(command);
        const text = command.args[0] === '--help-query-gpu' ? help : recorded('nvidia-processes.csv');
        return fails ? Promise.reject(new Unreadable('It failed (12).', 'See why.')) : Promise.resolve(text);
      },
      spawn: (command) => {
        commands.push(command);
        const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
        children.push(child);
        return child;
      },
    });
    await harness.settle();
  };
  const ended = (): Promise<void> =>
    harness.until(
      () => children.every(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null),
      'the end of all children',
    );

  it('asks once what the driver knows, then lets one program go on at the rate that was asked for', async () => {
    device('0000:07:00.0', 'active');
    await start(printing(recorded('nvidia-535-mig.csv')));
    await harness.until(() => harness.sink.of('gpu.1').length === 1, 'a row of each');
    assert.equal(runs.length, 1);
    assert.deepEqual(commands[0]?.args.slice(1), ['--format=csv,noheader,nounits', '-lms', '500']);
    assert.match(commands[0].args[0]!, /^--query-gpu=index,pci\.bus_id,utilization\.gpu,.*,name$/);
    harness.pass(5000);
    assert.equal(children.length, 1);
    assert.equal(harness.state('gpu.nvidia'), 'running');
    source?.stop();
    await ended();
  });

  it('starts nothing while one of them sleeps, and starts when all are awake', async () => {
    device('0000:01:00.0', 'active');
    device('0000:02:00.0', 'suspended');
    await start(printing(recorded('nvidia-535-laptop.csv')));
    harness.pass(30_000);
    await harness.settle();
    assert.deepEqual([runs.length, children.length], [0, 0], 'not even the help');
    assert.deepEqual(
      harness.board.infos().map(({ asleep }) => asleep),
      [false, true],
    );
    assert.match(harness.reason('percent', 1), /^GPU asleep/);
    assert.match(harness.reason('percent', 0), /^Another GPU of NVIDIA is asleep/);
    assert.equal(harness.state('gpu.nvidia'), 'stopped');
    device('0000:02:00.0', 'active');
    harness.pass(1000);
    await harness.settle();
    await harness.until(() => harness.sink.of('gpu.0').length > 0, 'a row');
    assert.equal(harness.board.infos()[1]?.asleep, false);
  });

  it('is not started again when the GPU fell asleep after the program ended', async () => {
    device('0000:01:00.0', 'active');
    await start("console.log('Failed to initialize NVML: Unknown Error'); process.exitCode = 255;");
    await ended();
    device('0000:01:00.0', 'suspended');
    harness.pass(60_000);
    assert.equal(children.length, 1);
    assert.match(harness.reason('percent'), /^GPU asleep/);
  });

  it('says what the program said when it fails, and recovers', async () => {
    device('0000:01:00.0', 'active');
    await start("console.log('Failed to initialize NVML: Driver/library version mismatch'); process.exitCode = 18;");
    await ended();
    await harness.settle();
    harness.pass(100);
    harness.pass(900);
    assert.match(harness.state('gpu.nvidia'), /^degraded: .*Driver\/library version mismatch.*goes on trying/);
    assert.match(harness.reason('percent'), /version mismatch/);
  });

  it('says nothing where the tools are, but no GPU', async () => {
    await start(noDevices);
    await ended();
    await harness.settle();
    harness.pass(2000);
    assert.equal(harness.state('gpu.nvidia'), 'stopped');
    assert.deepEqual(harness.board.infos(), []);
    source?.stop();
    await start(noDevices, { fails: true });
    assert.equal(harness.state('gpu.nvidia'), 'stopped', 'nor where they do not even run');
  });

  it('says so where the tools are missing for a GPU that is there, and where they fail', async () => {
    device('0000:01:00.0', 'active');
    await start('', { isInstalled: false });
    assert.match(harness.state('gpu.nvidia'), /^degraded: .*nvidia-smi was not found.*Install/);
    source?.stop();
    await start('', { help: 'something else' });
    assert.match(harness.state('gpu.nvidia'), /does not list the fields/);
    source?.stop();
    await start('', { fails: true, lists: false });
    assert.match(harness.state('gpu.nvidia'), /It failed \(12\)/, 'on systems that list no GPUs too');
    assert.equal(children.length, 0);
  });

  it('is absent where neither tools nor GPU are', async () => {
    await start('', { isInstalled: false });
    harness.pass(120_000);
    assert.equal(harness.state('gpu.nvidia'), 'absent');
  });

  it('asks for processes only while rows come', async () => {
    device('0000:01:00.0', 'active');
    await start(wait);
    assert.deepEqual(await source?.processMemory(), []);
    assert.equal(runs.length, 1);
    source?.stop();
    await start(printing(recorded('nvidia-535-laptop.csv')));
    await harness.until(() => harness.sink.of('gpu.0').length > 0, 'a row');
    assert.equal((await source?.processMemory())?.[0]?.id, 4242);
    assert.deepEqual(runs.at(-1)?.args, ['--query-compute-apps=pid,used_memory,name', '--format=csv,noheader,nounits']);
  });
});
