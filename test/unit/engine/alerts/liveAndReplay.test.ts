import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { parseRules } from '../../../../src/protocol/rules/parseRules';
import { after, firingsOf, type Stretch } from '../../alerts/replay/recording';
import { busy, rigStart, RoomRig } from './roomRig';

const { conditions } = busy;
const rules = [
  busy,
  { ...busy, id: 'held', for: '3s', keep_firing_for: '4s' },
  { ...busy, id: 'cleared', conditions: { ...conditions, clear: 40 } },
  { ...busy, id: 'levels', conditions: { ...conditions, window: '5s', value: { warning: 70, critical: 90 } } },
];
const stretches: readonly Stretch[] = [
  { seconds: 20, value: 10 },
  { seconds: 8, value: 95 },
  { seconds: 10, value: 60 },
  { seconds: 12, value: 85 },
  { seconds: 9, value: 20 },
  { seconds: 9, value: 99 },
  { seconds: 20, value: 5 },
];
/** A look comes up to a second after the sample, in each of the two. */
const tolerance = 2;

describe('rules over a recording', () => {
  let rig: RoomRig;

  beforeEach(() => {
    RoomRig.mockTime();
  });
  afterEach(async () => {
    await rig.remove();
    mock.timers.reset();
  });

  it('fire when the running monitor let them fire over the same samples', async () => {
    rig = await RoomRig.start(rules);
    for (const { seconds, value } of stretches) await rig.pass(seconds, value);
    const parsed = parseRules(JSON.stringify({ rules })).rules.map(({ rule }) => rule);
    const replayed = await firingsOf(parsed, [{ metric: 'system.cpu_percent', stretches }]);
    for (const { id } of rules) {
      const live = rig.room
        .info()
        .recent.filter(({ rule }) => rule === id)
        .map(({ firedAt = NaN, resolvedAt = NaN }) => [(firedAt - rigStart) / 1000, (resolvedAt - rigStart) / 1000])
        .reverse();
      const again = (replayed.get(id) ?? []).map(({ from, to = NaN }) => [after(from), after(to)]);
      const both = `${id}: ${JSON.stringify(live)} live, ${JSON.stringify(again)} replayed`;
      assert.ok(live.length > 0, both);
      assert.equal(again.length, live.length, both);
      for (const [i, [from, to]] of live.entries()) {
        const [replayedFrom, replayedTo] = again[i]!;
        assert.ok(Math.abs(from! - replayedFrom!) <= tolerance && Math.abs(to! - replayedTo!) <= tolerance, both);
      }
    }
  });
});
