import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SegmentCache } from '../../../../src/engine/store/segments/segmentCache';
import type { SegmentReader } from '../../../../src/engine/store/segments/segmentReader';

/** Segments of 10 bytes each that tell when they are opened and closed. */
class Shelf {
  readonly told: string[] = [];
  readonly open = (file: string): Promise<SegmentReader> => {
    this.told.push(`open ${file}`);
    const close = () => this.told.push(`close ${file}`);
    return Promise.resolve({ file, byteLength: 10, close } as unknown as SegmentReader);
  };

  get taken(): readonly string[] {
    return this.told.splice(0);
  }
}

const nothing = () => undefined;

describe('the cache of open segments', () => {
  it('opens a file once for many who ask, one after the other or at once', async () => {
    const shelf = new Shelf();
    const cache = new SegmentCache(shelf.open, 100);
    await cache.use('a', nothing);
    await Promise.all([cache.use('a', nothing), cache.use('b', nothing), cache.use('b', nothing)]);
    assert.deepEqual(shelf.taken, ['open a', 'open b']);
    assert.equal(await cache.use('a', (reader) => reader.file), 'a');
  });

  it('closes those that were used longest ago when it holds too many bytes', async () => {
    const shelf = new Shelf();
    const cache = new SegmentCache(shelf.open, 25);
    for (const file of ['a', 'b', 'a', 'c', 'd']) await cache.use(file, nothing);
    assert.deepEqual(shelf.taken, ['open a', 'open b', 'open c', 'close b', 'open d', 'close a']);
  });

  it('closes none that is in use, and makes up for it later', async () => {
    const shelf = new Shelf();
    const cache = new SegmentCache(shelf.open, 5);
    await cache.use('a', async () => {
      await cache.use('b', nothing);
      assert.deepEqual(shelf.taken, ['open a', 'open b', 'close b']);
    });
    assert.deepEqual(shelf.taken, ['close a']);
  });

  it('gives a file up when it is forgotten, at once or when its last user is done, and opens it anew', async () => {
    const shelf = new Shelf();
    const cache = new SegmentCache(shelf.open, 100);
    await cache.use('a', nothing);
    cache.forget('a');
    assert.deepEqual(shelf.taken, ['open a', 'close a']);
    await cache.use('a', async () => {
      cache.forget('a');
      await cache.use('a', nothing);
      assert.deepEqual(shelf.taken, ['open a', 'open a']);
    });
    assert.deepEqual(shelf.taken, ['close a']);
    cache.close();
    assert.deepEqual(shelf.taken, ['close a']);
  });

  it('closes a file that was forgotten while it was being opened', async () => {
    const shelf = new Shelf();
    const cache = new SegmentCache(shelf.open, 100);
    const used = cache.use('a', nothing);
    cache.close();
    await used;
    assert.deepEqual(shelf.taken, ['open a', 'close a']);
  });

  it('passes on why a file cannot be opened, to all who asked, and tries again the next time', async () => {
    const shelf = new Shelf();
    let works = false;
    const cache = new SegmentCache(
      (file) => (works ? shelf.open(file) : Promise.reject(new Error('no such disk'))),
      100,
    );
    const outcomes = await Promise.allSettled([cache.use('a', nothing), cache.use('a', nothing)]);
    assert.deepEqual(
      outcomes.map((o) => (o.status === 'rejected' ? String(o.reason) : o.status)),
      ['Error: no such disk', 'Error: no such disk'],
    );
    works = true;
    assert.equal(await cache.use('a', (reader) => reader.file), 'a');
  });

  it('stays usable when the work with a file fails', async () => {
    const shelf = new Shelf();
    const cache = new SegmentCache(shelf.open, 5);
    await assert.rejects(
      cache.use('a', () => {
        throw new Error('half way');
      }),
      /half way/,
    );
    assert.deepEqual(shelf.taken, ['open a', 'close a']);
  });
});
