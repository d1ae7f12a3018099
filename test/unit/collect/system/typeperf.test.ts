import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { LineSplitter } from '../../../../src/engine/collect/system/windows/lineSplitter';
import { Typeperf } from '../../../../src/engine/collect/system/windows/typeperf';
import type { Stoppable } from '../../../../src/engine/ticker';
import { FakeClock } from '../../../support/fakeClock';

const heading = String.raw`"(PDH-CSV 4.0)","\\PC\PhysicalDisk(0 C:)\Disk Read Bytes/sec"`;
const row = '"11/21/2026 09:00:01.000","1024.500000"';

describe('typeperf', () => {
  const clock = new FakeClock();
  let children: ChildProcess[];
  let hold: Stoppable | undefined;
  beforeEach(() => {
    children = [];
  });
  afterEach(() => {
    hold?.stop();
  });

  /** Stands for typeperf: a program that prints the lines, then waits or ends. */
  const printing = (lines: readonly string[], end: 'wait' | number): Typeperf => {
    const script = `process.stdout.write(${JSON.stringify(lines.join('\r\n') + '\r\n')});${
      end === 'wait' ? 'setInterval(() => undefined, 1000)' : `process.exitCode = ${end}`
    }`;
    const typeperf = new Typeperf(clock, () => {
      const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
      children.push(child);
      return child;
    });
    hold = typeperf.hold();
    return typeperf;
  };
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let i = 0; i < 1000 && !isSo(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.ok(isSo());
  };
  const failure = (typeperf: Typeperf): string => {
    try {
      typeperf.latest();
      return '';
    } catch (error) {
      return String(error);
    }
  };
  const ended = (child: ChildProcess | undefined): boolean => child?.exitCode !== null || child.signalCode !== null;

  it('gives rows, runs once for all who hold it, and ends with the last of them', async () => {
    const typeperf = printing(['', heading, row], 'wait');
    const other = typeperf.hold();
    assert.equal(typeperf.latest(), undefined);
    await until(() => typeperf.latest() !== undefined);
    assert.deepEqual(typeperf.latest()?.columns, [
      { object: 'PhysicalDisk', instance: '0 C:', counter: 'Disk Read Bytes/sec' },
    ]);
    assert.deepEqual([...(typeperf.latest()?.values ?? [])], [1024.5]);
    other.stop();
    other.stop();
    assert.equal(children.length, 1);
    assert.equal(children[0]?.killed, false);
    hold?.stop();
    await until(() => ended(children[0]));
  });

  it('says so when counters have other names, and starts again 9 s later at the earliest', async () => {
    const typeperf = printing(['Error: No valid counters.'], 1);
    typeperf.latest();
    await until(() => failure(typeperf) !== '');
    assert.match(failure(typeperf), /exit code 1.*another language than English/);
    clock.advance(8000);
    failure(typeperf);
    assert.equal(children.length, 1);
    clock.advance(2000);
    assert.match(failure(typeperf), /exit code 1/, 'still, until there is a row');
    assert.equal(children.length, 2);
  });

  it('starts anew at once after a run that came to its end', async () => {
    const typeperf = printing([heading, row], 0);
    typeperf.latest();
    await until(() => ended(children[0]) && typeperf.latest() === undefined);
    await until(() => children.length === 2);
    assert.equal(failure(typeperf), '');
  });

  it('ends one that fell silent', async () => {
    const typeperf = printing([heading, row], 'wait');
    typeperf.latest();
    await until(() => typeperf.latest() !== undefined);
    clock.advance(16_000);
    assert.match(failure(typeperf), /printed nothing for 15 s/);
    await until(() => ended(children[0]));
  });

  it('says so when it cannot be started', async () => {
    const typeperf = new Typeperf(clock, () => spawn('/nonexistent/typeperf'));
    hold = typeperf.hold();
    typeperf.latest();
    await until(() => failure(typeperf) !== '');
    assert.match(failure(typeperf), /cannot be started \(ENOENT\)/);
  });
});

describe('lines of text in pieces', () => {
  it('come out whole, and those beyond the bound not at all', () => {
    const lines: string[] = [];
    const splitter = new LineSplitter(10, (line) => lines.push(line));
    for (const piece of ['one\r', '\ntw', 'o\n\nthr', 'ee', '\n', 'much too long\nfour\n', 'x'.repeat(50), '\nfive\n'])
      splitter.take(piece);
    assert.deepEqual(lines, ['one', 'two', '', 'three', 'four', '', 'five']);
  });
});
