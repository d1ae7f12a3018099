import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { eventually } from '../../build/vscode/eventually.mjs';
import { cpuTicks } from '../support/cores';
import type { Frame } from '../unit/collect/system/fakeSink';
import { amountOf, mean, oneOfThree, processTicks, RealMachine, within2Percent } from './realMachine';

const mebibyte = 1024 * 1024;
const cores = Number(readFileSync('/proc/stat', 'utf8').match(/^cpu\d/gm)?.length);

describe('the machine as the collector sees it', () => {
  let machine: RealMachine;
  afterEach(() => {
    machine.dispose();
  });

  for (const [what, burning] of [
    ['one core', 1],
    ['all cores', cores],
  ] as const)
    it(`CPU with ${what} busy is what the kernel's counters say, within 2 points`, async () => {
      machine = new RealMachine(['cpu']);
      machine.burn(burning);
      const taken: { readonly frame: Frame; readonly ticks: ReturnType<typeof cpuTicks> }[] = [];
      machine.sink.onFrame = (frame) => {
        if (frame.group === 'system.cpu') taken.push({ frame, ticks: cpuTicks() });
      };
      await eventually('seven seconds of frames', () => taken.length > 70);
      const [{ ticks: before }, ...rest] = taken.slice(9, 70) as [(typeof taken)[number], ...typeof taken];
      const after = rest.at(-1)!.ticks;
      const frames = rest.map(({ frame }) => frame);
      // Where the machine is busy, some are late and stand for more time than others.
      const weights = rest.map(({ ticks }, i) => ticks.total - (rest[i - 1]?.ticks ?? before).total);
      const seen = weighted(
        frames.map(({ values }) => values['system.cpu_percent']!),
        weights,
      );
      const truth = (100 * (after.busy - before.busy)) / (after.total - before.total);
      assert.ok(Math.abs(seen - truth) <= 2, `${seen} instead of ${truth}`);
      assert.ok(seen >= (90 * burning) / cores, `${burning} of ${cores} busy: ${seen}`);
      const each = Array.from({ length: cores }, (_, core) =>
        weighted(
          frames.map(({ values }) => values[`system.cpu_core_percent{${core}}`]!),
          weights,
        ),
      );
      assert.ok(Math.abs(mean(each) - truth) <= 3, `cores ${each.join(', ')} beside ${truth}`);
    });

  it('memory is what /proc/meminfo says, within 2 %', async () => {
    machine = new RealMachine(['memory']);
    const { values } = await machine.next('system.memory');
    const text = readFileSync('/proc/meminfo', 'utf8');
    const kibibytes = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]);
    const total = kibibytes('MemTotal');
    const used = total - kibibytes('MemAvailable');
    assert.ok(Math.abs(values['system.memory_percent']! - (100 * used) / total) <= 2);
    assert.ok(
      within2Percent(values['system.memory_used_bytes']!, used * 1024) ||
        Math.abs(values['system.memory_used_bytes']! - used * 1024) < 64 * mebibyte,
    );
  });

  it('bytes written to disk are what was written, within 2 %', async () => {
    const folder = path.join(process.cwd(), 'dist', 'written');
    mkdirSync(folder, { recursive: true });
    machine = new RealMachine(['disk']);
    try {
      await oneOfThree('What was written', async () => {
        const first = await machine.next('system.disk');
        // Sizes that the kernel does not merge or cache: each block goes to the disk as it is.
        await promisify(execFile)('dd', [
          'if=/dev/zero',
          `of=${folder}/file`,
          'bs=1M',
          'count=512',
          'oflag=direct',
          'conv=fsync',
        ]);
        await machine.next('system.disk');
        await machine.next('system.disk');
        const frames = since(machine.sink.of('system.disk'), first);
        return { figure: amountOf(frames, 'system.disk_write_bytes_per_second'), truth: 512 * mebibyte };
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('bytes sent through loopback are what the kernel counted, within 2 %', async () => {
    machine = new RealMachine(['network'], 10);
    await oneOfThree('What was sent', async () => {
      const [first, before] = await machine.nextWith('system.network', loopbackBytes);
      await send(256 * mebibyte);
      await machine.next('system.network');
      const [last, after] = await machine.nextWith('system.network', loopbackBytes);
      const frames = since(machine.sink.of('system.network'), first);
      const figure = amountOf(frames.slice(0, frames.indexOf(last) + 1), 'system.loopback_bytes_per_second');
      // Other programs of this machine talk too.
      assert.ok(after - before >= 256 * mebibyte, `${after - before} bytes`);
      return { figure, truth: after - before };
    });
  });

  it('connections that are opened are counted, both ends of each', async () => {
    machine = new RealMachine(['connections']);
    const before = await machine.next('system.connections');
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as net.AddressInfo;
    const sockets = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const socket = net.connect(port, '127.0.0.1');
        await new Promise((resolve) => socket.once('connect', resolve));
        return socket;
      }),
    );
    await machine.next('system.connections');
    const after = await machine.next('system.connections');
    for (const socket of sockets) socket.destroy();
    server.close();
    const opened = after.values['system.connections{established}']! - before.values['system.connections{established}']!;
    assert.ok(opened > 350 && opened < 450, `${opened} instead of 400`);
    assert.ok(after.values['system.connections{listen}']! >= 1);
  });

  it('file systems are as full as df says', async () => {
    machine = new RealMachine(['disk']);
    const { values } = await machine.next('system.filesystems');
    const { stdout } = await promisify(execFile)('df', ['--output=used,avail', '/']);
    const [used = NaN, available = NaN] = (stdout.split('\n')[1] ?? '').trim().split(/\s+/).map(Number);
    const truth = (100 * used) / (used + available);
    assert.ok(Math.abs(values['system.filesystem_percent{/}']! - truth) <= 1);
  });

  it('a busy process is among the top ten, by its share of the whole machine', async () => {
    machine = new RealMachine(['processes']);
    const [id = NaN] = machine.burn(1);
    machine.collector.setDemanded(true);
    const read = (): ReturnType<typeof processTicks> => processTicks(id);
    const valueOf = ({ values }: Frame, metric: string): number | undefined =>
      Object.entries(values).find(([name]) => name.startsWith(metric) && name.includes(`(${id})`))?.[1];
    let [, before] = await machine.nextWith('system.processes', read);
    // It shares its core with whatever else runs, which may be ten that are busier for a while.
    const { frame, truth } = await eventually('it is among the top ten', async () => {
      const [next, after] = await machine.nextWith('system.processes', read);
      const share = (100 * (after.used - before.used)) / (after.total - before.total);
      before = after;
      return share > 1 && valueOf(next, 'system.process_cpu_percent') !== undefined && { frame: next, truth: share };
    });
    const percent = valueOf(frame, 'system.process_cpu_percent') ?? NaN;
    // The kernel counts in hundredths of a second, and is read a moment later.
    assert.ok(Math.abs(percent - truth) <= 0.15 * truth + 1, `${percent} instead of ${truth}`);
    const bytes = valueOf(frame, 'system.process_memory_bytes');
    assert.ok(bytes !== undefined && bytes > 20 * mebibyte && bytes < os.totalmem());
  });
});

/** The mean of what is known of some figures that stand for more and less time. */
function weighted(figures: readonly number[], weights: readonly number[]): number {
  let [sum, all] = [0, 0];
  for (const [i, figure] of figures.entries()) {
    if (Number.isNaN(figure)) continue;
    sum += figure * weights[i]!;
    all += weights[i]!;
  }
  return sum / all;
}

/** The frames from one on. */
function since(frames: readonly Frame[], first: Frame): Frame[] {
  return frames.slice(frames.indexOf(first));
}

/** Bytes that went through loopback since the machine started. */
function loopbackBytes(): number {
  return Number(/^\s*lo:\s*(\d+)/m.exec(readFileSync('/proc/net/dev', 'utf8'))?.[1]);
}

/** Sends so many bytes from this process to itself over TCP and waits until all have arrived. */
async function send(bytes: number): Promise<void> {
  const piece = Buffer.alloc(mebibyte);
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const arrived = new Promise<void>((resolve) => {
    server.once('connection', (socket) => {
      socket.resume().once('end', () => {
        resolve();
      });
    });
  });
  const socket = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
  for (let left = bytes; left > 0; left -= piece.length)
    if (!socket.write(piece)) await new Promise((resolve) => socket.once('drain', resolve));
  socket.end();
  await arrived;
  server.close();
}
