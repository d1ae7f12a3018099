import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ShortLinks } from '../../../src/engine/elect/shortLinks';

describe('Links that break', () => {
  it('are tried again at once the first time, whatever they held', () => {
    assert.equal(new ShortLinks().broke(0, 50), 50);
    assert.equal(new ShortLinks().broke(60_000, 50), 50);
  });

  it('are tried ever more slowly while none lasts, but within seconds', () => {
    const links = new ShortLinks();
    const waits = Array.from({ length: 10 }, () => links.broke(5, 50));
    assert.deepEqual(waits, [50, 100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
  });

  it('are tried at once again after one that lasted', () => {
    const links = new ShortLinks();
    for (let i = 0; i < 9; i++) links.broke(5, 50);
    assert.equal(links.broke(10_000, 50), 50);
    assert.equal(links.broke(5, 50), 50);
  });
});
