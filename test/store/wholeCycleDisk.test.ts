import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { aggregates } from '../../src/protocol/history';
import { answerHistory } from '../../src/engine/store/query/answerHistory';
import { RealStore } from '../support/realStore';
import { FakeClock } from '../support/fakeClock';

const hourMs = 3_600_000;
const signal = new AbortController().signal;

/** A clock that somebody sets, while time goes on as before. */
class SetClock extends FakeClock {
  private offset = 0;

  override now(): number {
    return super.now() + this.offset;
  }

  set(byMs: number): void {
    this.offset += byMs;
  }
}

describe('A clock that is set back by an hour', () => {
  let store: RealStore;
  const clock = new SetClock(Date.UTC(2026, 10, 21, 7, 50));
  beforeEach(async () => {
    store = await RealStore.make({ clock });
  });
  afterEach(() => store.remove());

  it('leaves the rows of both stretches, and both are found', async () => {
    const life = await store.begin();
    const from = clock.now();
    await store.pass(life, 40);
    clock.set(-hourMs);
    life.clockWasSet();
    await store.pass(life, 80);
    await store.end(life);
    await store.recover();
    assert.equal(await store.broken(), undefined);
    assert.deepEqual(store.problems, []);
    const folder = await store.open();
    const request = { metrics: ['monitor.samples'], from: from - 2 * hourMs, to: from + 2 * hourMs, mostPoints: 1e6 };
    const tail = { position: undefined, chunks: [] };
    const every = await answerHistory(folder, { ...request, stepMs: 0, aggregates: ['last'] }, tail, signal);
    const inMinutes = await answerHistory(folder, { ...request, stepMs: 60_000, aggregates }, tail, signal);
    folder.close();
    const rows = 120 * 60 * 2;
    assert.deepEqual(
      every.series.map(({ labels, times }) => [labels['group'], times.length]),
      [
        ['fast', rows],
        ['slow', rows / 4],
      ],
    );
    const count = aggregates.indexOf('count');
    const counted = inMinutes.series.map(({ values }) => values[count]!.reduce((sum, value) => sum + (value || 0), 0));
    assert.deepEqual(counted, [rows, rows / 4]);
  });
});

function smallDisk(): void {
  let folder = '';
  let store: RealStore;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-small-'));
  });
  beforeEach(async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]);
    store = await RealStore.make({ dataDir: path.join(folder, 'data') });
  });
  afterEach(() => {
    execFileSync('umount', [folder]);
  });
  after(() => rm(folder, { recursive: true }));

  const journals = async (): Promise<string[]> => (await readdir(path.join(store.dataDir, 'journal'))).sort();

  it('keeps its journals when there is no room to seal them, and seals them once there is', async () => {
    const first = await store.begin();
    await store.pass(first, 14);
    await store.end(first);
    const { bsize, bavail } = await statfs(folder);
    const ballast = path.join(folder, 'ballast');
    // Room for what is written meanwhile, and for no segment.
    await writeFile(ballast, Buffer.alloc((bavail - 4) * bsize));
    const before = await journals();
    assert.ok(before.length > 0);
    const life = await store.begin();
    await assert.rejects(life.recovered(), /is full \(ENOSPC\).*Nothing that was kept is lost\. Free some space/s);
    assert.match(store.problems.join('\n'), /could not be put into segments yet: The disk .* is full/);
    // The one that closes the session of the first engine is small.
    assert.deepEqual((await journals()).slice(0, -1), before);
    store.hold(first);
    assert.equal(await store.broken(), undefined, 'everything can be read meanwhile');
    store.hold(first, false);
    await rm(ballast);
    await life.recovered();
    assert.ok((await journals()).every((name) => !before.includes(name)));
    await store.pass(life, 2);
    await store.end(life);
    await store.recover();
    assert.equal(await store.broken(), undefined);
    const names = await readdir(path.join(store.dataDir, 'segments'));
    assert.deepEqual(
      names.filter((name) => !name.endsWith('.db')),
      [],
    );
  });

  it('goes on measuring while nothing may be written, and writes all of it once it may', async () => {
    const life = await store.begin();
    await store.pass(life, 20);
    await life.recovered();
    // A journal that is open for writing would keep the disk from becoming read-only; whoever may not enter may not write.
    process.seteuid?.(nobody);
    try {
      await store.pass(life, 10);
      await life.tidy();
    } finally {
      process.seteuid?.(0);
    }
    assert.match(store.problems.join('\n'), /not allowed to write.*Give the user who runs it permission/s);
    assert.match(store.problems.join('\n'), /may not write to .*EACCES.*Nothing that was kept is lost/s);
    await store.pass(life, 10);
    await life.tidy();
    await store.end(life);
    await store.recover();
    assert.equal(await store.broken(), undefined);
    const [session] = store.promises.values();
    assert.equal(session?.rows.get('fast'), 40 * 60 * 2);
  });
}

const nobody = 65_534;
// Only root may mount; a build server that cannot would prove less than it says.
const canMount = process.platform === 'linux' && process.getuid?.() === 0;
if (canMount) describe('A store on a small disk', smallDisk);
else if (process.env['CI'] === 'true')
  throw new Error('A full disk is tested on one that is mounted, as root on Linux.');
