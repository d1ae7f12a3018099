import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { LineProgram } from '../../../../src/engine/collect/gpu/lineProgram';
import { FakeClock } from '../../../support/fakeClock';

describe('a program that goes on printing', () => {
  let clock: FakeClock;
  let children: ChildProcess[];
  let program: LineProgram;
  let lines: string[];
  beforeEach(() => {
    clock = new FakeClock();
    children = [];
    lines = [];
  });
  afterEach(() => {
    program.stop();
  });

  const running = (script: string): void => {
    program = new LineProgram({
      clock,
      command: { file: '/usr/bin/meter', args: ['-go'] },
      tryIt: 'meter',
      silentMs: 20_000,
      spawn: () => {
        const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
        children.push(child);
        return child;
      },
      take: (line) => {
        lines.push(line);
        return /^\d+$/.test(line);
      },
    });
    program.tick();
  };
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let i = 0; i < 2000 && !isSo(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.ok(isSo());
  };
  const failure = (): string => program.failure?.message ?? '';
  const hasEnded = (child: ChildProcess | undefined): boolean =>
    child !== undefined && (child.exitCode !== null || child.signalCode !== null);
  const wait = 'setInterval(() => undefined, 1000);';

  it('runs once, gives whole lines however they arrive, and is killed when it is stopped', async () => {
    running(`process.stdout.write('1'); setTimeout(() => process.stdout.write('2\\r\\n34\\n5'), 50); ${wait}`);
    await until(() => lines.length === 2);
    program.tick();
    assert.deepEqual(lines, ['12', '34']);
    assert.equal(children.length, 1);
    assert.equal(program.failure, undefined);
    program.stop();
    await until(() => hasEnded(children[0]));
    assert.equal(children[0]?.signalCode, 'SIGKILL');
  });

  it('that heeds no polite request is ended all the same', async () => {
    running(`process.on('SIGTERM', () => undefined); console.log(1); ${wait}`);
    await until(() => program.isReading);
    program.stop();
    await until(() => hasEnded(children[0]));
  });

  it('that ends at once is started again later and later, at most a minute apart, and its first words are the reason', async () => {
    running(`console.log('Failed to initialize NVML'); console.log('version: 1'); process.exitCode = 9;`);
    const pauses: number[] = [];
    for (let run = 1; run <= 8; run++) {
      await until(() => !program.isRunning);
      assert.match(failure(), /ended \("Failed to initialize NVML"\)/);
      let seconds = 0;
      while (children.length === run) {
        clock.advance(1000);
        seconds++;
        program.tick();
      }
      pauses.push(seconds);
    }
    assert.deepEqual(pauses, [1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it('that never prints is ended after its time, with the reason', async () => {
    running(wait);
    clock.advance(20_000);
    program.tick();
    assert.equal(failure(), '');
    clock.advance(1);
    program.tick();
    assert.match(failure(), /no reading for 20 s and was ended\. Run "meter"/);
    await until(() => hasEnded(children[0]));
  });

  it('that prints words only is silent too', async () => {
    running(`console.log('warming up'); ${wait}`);
    await until(() => lines.length === 1);
    clock.advance(20_001);
    program.tick();
    assert.match(failure(), /no reading/);
  });

  it('that prints megabytes without a line end is ended, and nothing of it is kept', async () => {
    running(`process.stdout.write('x'.repeat(10 * 1024 * 1024)); ${wait}`);
    await until(() => program.failure !== undefined);
    assert.match(failure(), /printed far more than readings/);
    assert.deepEqual(lines, []);
    await until(() => hasEnded(children[0]));
  });

  it('that came to its end after readings starts anew at the next tick', async () => {
    running('console.log(7)');
    await until(() => lines.length === 1 && !program.isRunning);
    assert.equal(program.failure, undefined);
    program.tick();
    await until(() => lines.length === 2);
  });

  it('that ran well for long is not waited for when it fails', async () => {
    running(`console.log(1); process.stdin; ${wait}`);
    await until(() => program.isReading);
    clock.advance(19_000);
    program.tick();
    clock.advance(1500);
    children[0]?.kill('SIGKILL');
    await until(() => !program.isRunning);
    clock.advance(1000);
    program.tick();
    assert.equal(children.length, 2);
  });

  it('that is not there says so', async () => {
    program = new LineProgram({
      clock,
      command: { file: '/nonexistent/meter', args: [] },
      tryIt: 'meter',
      silentMs: 1000,
      spawn: ({ file }) => spawn(file),
      take: () => true,
    });
    program.tick();
    await until(() => program.failure !== undefined);
    assert.match(failure(), /cannot be started \(ENOENT\)/);
  });

  it('that cannot even be tried says so', () => {
    program = new LineProgram({
      clock,
      command: { file: '/usr/bin/meter', args: [] },
      tryIt: 'meter',
      silentMs: 1000,
      spawn: () => {
        throw Object.assign(new Error('no'), { code: 'E2BIG' });
      },
      take: () => true,
    });
    program.tick();
    assert.match(failure(), /cannot be started \(E2BIG\)/);
  });
});
