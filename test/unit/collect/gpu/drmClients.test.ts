import assert from 'node:assert/strict';
import { symlinkSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DrmClients, parseDrmClient } from '../../../../src/engine/collect/gpu/linux/drmClients';
import { linuxProcessName } from '../../../../src/engine/collect/gpu/linux/processName';
import { FakeMachine } from '../system/fakeMachine';

const kibibyte = 1024;
const client = (id: number, kib: number): string =>
  `pos:\t0\nflags:\t02\ndrm-driver:\tamdgpu\ndrm-client-id:\t${id}\ndrm-pdev:\t0000:03:00.0\ndrm-total-vram:\t${kib} KiB\ndrm-memory-vram:\t1 KiB\n`;

describe('GPU memory in fdinfo', () => {
  it('is read as each driver writes it', () => {
    const of = (...lines: string[]): number | undefined =>
      parseDrmClient(['drm-client-id:\t3', 'drm-pdev:\t0000:03:00.0', ...lines].join('\n'))?.bytes;
    assert.equal(of('drm-total-vram0:\t23992 KiB', 'drm-total-gtt:\t192 KiB'), 23992 * kibibyte, 'xe');
    assert.equal(of('drm-total-local0:\t2 MiB', 'drm-total-local1:\t512'), 2 * kibibyte ** 2 + 512, 'i915');
    assert.equal(of('drm-memory-vram:\t48596 KiB', 'drm-memory-gtt: 1 KiB'), 48596 * kibibyte, 'older amdgpu');
    assert.equal(of('drm-total-system0:\t8192 KiB'), undefined, 'memory of the machine is none of a card');
    assert.equal(of('drm-total-vram0:\t-5 KiB'), undefined);
    assert.equal(parseDrmClient('pos:\t0\n'), undefined);
  });
});

describe('processes with a GPU open', () => {
  let machine: FakeMachine;
  beforeEach(() => {
    machine = new FakeMachine();
  });
  afterEach(() => {
    machine.remove('.');
  });

  const opens = (id: number, descriptor: number, target: string, text = ''): void => {
    mkdirSync(path.join(machine.proc, `${id}`, 'fd'), { recursive: true });
    symlinkSync(target, path.join(machine.proc, `${id}`, 'fd', `${descriptor}`));
    machine.write(`proc/${id}/fdinfo/${descriptor}`, text);
  };

  it('count each client once, and what is no GPU not at all', async () => {
    opens(10, 3, '/dev/dri/renderD128', client(7, 100));
    opens(10, 4, '/dev/dri/renderD128', client(7, 100));
    opens(10, 5, '/dev/dri/card0', client(8, 50));
    opens(11, 3, '/dev/null', client(9, 1000));
    opens(12, 3, '/dev/dri/renderD128', 'pos:\t0\n');
    machine.write('proc/meminfo', '');
    const clients = new DrmClients(machine.proc);
    assert.deepEqual(await clients.read(), [{ id: 10, bytes: 150 * kibibyte }]);
  });

  it('are looked for again now and then among those that had none', async () => {
    opens(11, 3, '/dev/null');
    const clients = new DrmClients(machine.proc);
    await clients.read();
    opens(11, 4, '/dev/dri/renderD128', client(9, 10));
    assert.deepEqual(await clients.read(), []);
    for (let round = 0; round < 4; round++) await clients.read();
    assert.deepEqual(await clients.read(), [{ id: 11, bytes: 10 * kibibyte }]);
  });

  it('are called by their program where their main thread has no name of its own', async () => {
    machine.write('proc/5/comm', 'ollama\n');
    machine.write('proc/6/comm', 'MainThread\n');
    symlinkSync('/usr/bin/node', path.join(machine.proc, '6', 'exe'));
    assert.equal(await linuxProcessName(machine.proc, 5), 'ollama');
    assert.equal(await linuxProcessName(machine.proc, 6), 'node');
    assert.equal(await linuxProcessName(machine.proc, 7), undefined);
  });
});
