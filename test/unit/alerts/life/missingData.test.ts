import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { anInstance, BookRig, start } from './bookRig';

describe('an alert without data', () => {
  it('becomes firing and goes on though what it watches is read less often than its window is long', () => {
    const rig = new BookRig();
    const disk = anInstance({ forMs: 60_000 });
    for (let seconds = 0; seconds <= 300; seconds++) {
      const isRead = seconds % 20 < 2;
      rig.see(seconds, disk, isRead ? 'warning' : undefined, !isRead);
      rig.tick(seconds);
      assert.equal(rig.activeOf(disk)?.state, seconds < 60 ? 'pending' : 'firing', `after ${seconds} s`);
    }
    assert.equal(rig.activeOf(disk)?.since, start);
  });

  it('is no more 30 s after its data ended, be it pending or firing', () => {
    for (const forMs of [0, 60_000]) {
      const rig = new BookRig();
      const disk = anInstance({ forMs });
      rig.see(0, disk, 'warning');
      for (let seconds = 1; seconds <= 31; seconds++) {
        assert.ok(rig.activeOf(disk), `after ${seconds} s`);
        rig.see(seconds, disk, undefined, true);
      }
      assert.equal(rig.activeOf(disk), undefined);
      if (forMs === 0) assert.match(rig.book.info().recent[0]?.reason ?? '', /data/i);
    }
  });
});
