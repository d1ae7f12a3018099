import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { anInstance, BookRig } from './bookRig';

const minute = 60;

describe('an alert whose condition comes and goes', () => {
  /** What it was each time it ended: for how many seconds it had fired. */
  const lasted = ({ changes }: BookRig): number[] =>
    changes.flatMap(({ type, at, alert: { firedAt = NaN } }) =>
      type === 'alert.resolved' ? (at - firedAt) / 1000 : [],
    );

  it('fires twice as long each time it is soon back, up to a minute, until it was calm', () => {
    const rig = new BookRig();
    const cpu = anInstance();
    for (let second = 0; second < 10 * minute; second += 2) {
      rig.hold(second, second, cpu, 'warning');
      rig.hold(second + 1, second + 1, cpu, undefined);
    }
    // It never ends while its condition holds, which is so at every other second.
    assert.deepEqual(lasted(rig).slice(0, 7), [1, 3, 5, 9, 17, 33, 61]);
    assert.ok(lasted(rig).every((seconds) => seconds <= 61));
    assert.ok(rig.changes.length <= 60, `${rig.changes.length} events of 600 changes`);
    rig.tick(11 * minute);
    assert.deepEqual(rig.active, [], 'it is over in the end');
    const before = lasted(rig).length;
    rig.hold(12 * minute, 12 * minute, cpu, 'warning');
    rig.hold(12 * minute + 1, 12 * minute + 1, cpu, undefined);
    assert.deepEqual(lasted(rig).slice(before), [1]);
  });

  it('does so for itself alone', () => {
    const rig = new BookRig();
    const one = anInstance({}, { n: '1' });
    const other = anInstance({}, { n: '2' });
    for (let second = 0; second < 16; second += 2) {
      rig.hold(second, second, one, 'warning');
      rig.hold(second + 1, second + 1, one, undefined);
    }
    rig.hold(16, 16, other, 'warning');
    rig.hold(17, 17, other, undefined);
    assert.equal(rig.activeOf(other), undefined);
    assert.ok(rig.activeOf(one));
  });

  it('fills neither the store nor the screen when there are a thousand of it', () => {
    const rig = new BookRig();
    const many = Array.from({ length: 1000 }, (_, n) => anInstance({}, { n: String(n) }));
    for (let second = 0; second < 10 * minute; second++) {
      for (const each of many) rig.see(second, each, second % 2 === 0 ? 'warning' : undefined);
      rig.tick(second);
    }
    assert.ok(rig.changes.length < 60_000, `${rig.changes.length} events in ten minutes`);
  });
});
