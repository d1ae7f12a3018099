import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { FilesystemsPart, percentFull, type Blocks } from '../../../../src/engine/collect/system/filesystemsPart';
import type { Mount } from '../../../../src/engine/collect/system/mount';
import { Harness } from './harness';

type Answer = Blocks | Error | 'never';

const half: Blocks = { blocks: 100, bfree: 60, bavail: 40 };

describe('file systems', () => {
  let harness: Harness;
  afterEach(() => {
    harness.dispose();
    assert.deepEqual(harness.errors, []);
  });

  const started = (mounts: () => readonly Mount[], answers: Record<string, Answer>, asked: string[] = []): Harness => {
    const ask = (path: string): Promise<Blocks> => {
      asked.push(path);
      const answer = answers[path] ?? Object.assign(new Error('none'), { code: 'ENOENT' });
      if (answer === 'never') return new Promise(() => undefined);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    };
    harness = new Harness(
      {
        parts: [
          {
            id: 'system.filesystems',
            belongsTo: 'disk',
            hz: () => 0.1,
            start: (context, hz) => new FilesystemsPart(context, hz, () => Promise.resolve(mounts()), ask),
          },
        ],
        absent: [],
      },
      ['disk'],
    );
    harness.start();
    return harness;
  };
  const local = (path: string): Mount => ({ path, isRemote: false });
  const remote = (path: string): Mount => ({ path, isRemote: true });
  const quality = (mount: string): string => harness.sink.series('system.filesystem_percent', { mount }).quality;
  const reason = (mount: string): string => harness.sink.series('system.filesystem_percent', { mount }).reason ?? '';

  it('are as full as df says: what is reserved for root counts neither as used nor as free', () => {
    assert.equal(percentFull(half), 50);
    assert.equal(percentFull({ blocks: 0, bfree: 0, bavail: 0 }), NaN);
    started(() => [], {});
  });

  it('are asked at once and then every 10 s', async () => {
    started(() => [local('/'), remote('/mnt')], { '/': half, '/mnt': { blocks: 10, bfree: 0, bavail: 0 } });
    await harness.settle();
    assert.deepEqual(harness.sink.last('system.filesystems'), {
      'system.filesystem_percent{/}': 50,
      'system.filesystem_percent{/mnt}': 100,
    });
    await harness.passSlowly(20_000, 1000);
    assert.equal(harness.sink.frames.length, 3);
  });

  it('that do not answer are said to be so, hold one thread, and hold up no others', async () => {
    const asked: string[] = [];
    started(
      () => [local('/'), remote('/dead'), remote('/behind')],
      { '/': half, '/dead': 'never', '/behind': half },
      asked,
    );
    await harness.passSlowly(30_000, 1000);
    assert.equal(harness.sink.last('system.filesystems')['system.filesystem_percent{/}'], 50);
    assert.equal(harness.sink.last('system.filesystems')['system.filesystem_percent{/dead}'], NaN);
    assert.deepEqual([quality('/'), quality('/dead'), quality('/behind')], ['measured', 'unavailable', 'unavailable']);
    assert.match(reason('/dead'), /does not answer\. Check the server/);
    assert.match(reason('/behind'), /asked after \/dead, which does not answer/);
    assert.deepEqual(
      asked.filter((path) => path !== '/'),
      ['/dead'],
    );
    assert.equal(harness.state('system.filesystems').state, 'running');
  });

  it('that refuse are unavailable, and measured again when they answer', async () => {
    const answers: Record<string, Answer> = { '/': half, '/x': Object.assign(new Error('no'), { code: 'EACCES' }) };
    started(() => [local('/'), local('/x')], answers);
    await harness.settle();
    assert.equal(quality('/x'), 'unavailable');
    assert.match(reason('/x'), /EACCES/);
    answers['/x'] = half;
    await harness.passSlowly(10_000, 1000);
    assert.equal(quality('/x'), 'measured');
    assert.equal(harness.sink.last('system.filesystems')['system.filesystem_percent{/x}'], 50);
  });

  it('come and go', async () => {
    let mounts = [local('/'), local('/usb')];
    started(() => mounts, { '/': half, '/usb': half });
    await harness.settle();
    mounts = [local('/')];
    await harness.passSlowly(10_000, 1000);
    assert.deepEqual(Object.keys(harness.sink.last('system.filesystems')), ['system.filesystem_percent{/}']);
  });

  it('that may be missing are not mentioned while they are', async () => {
    started(
      () => [
        { path: 'C:\\', isRemote: false, mayBeMissing: true },
        { path: 'D:\\', isRemote: true, mayBeMissing: true },
      ],
      {
        'C:\\': half,
      },
    );
    await harness.settle();
    assert.deepEqual(harness.sink.last('system.filesystems'), { 'system.filesystem_percent{C:\\}': 50 });
  });
});
