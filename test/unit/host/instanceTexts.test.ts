import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { instanceLines, leaderText } from '../../../src/host/instanceTexts';
import type { InstanceStatus } from '../../../src/protocol/instances';
import { statusWith } from '../../support/fakeEngine';

const own: InstanceStatus = {
  ...{ instance: 'own', pid: 1, window: 'forge', role: 'leader', kind: 'window', since: 0 },
};
const other: InstanceStatus = { ...own, instance: 'other', pid: 2, window: 'a*b', role: 'follower' };
const self = { instance: 'own', role: 'leader' } as const;

describe('Who shares the engine', () => {
  it('is not told while nobody does', () => {
    assert.equal(leaderText(undefined), undefined);
    assert.equal(leaderText(statusWith()), undefined);
    assert.match(instanceLines(statusWith())[0]!, /^Nobody/);
  });

  it('is told from the side of who looks', () => {
    assert.equal(leaderText(statusWith({ instances: [own], self })), 'this window');
    assert.equal(leaderText(statusWith({ instances: [own, other], self })), 'this window, for 1 more');
    assert.equal(leaderText(statusWith({ instances: [own, other, other], self })), 'this window, for 2 more');
    const led = {
      instances: [
        { ...other, role: 'leader' },
        { ...own, role: 'follower' },
      ],
      self,
    } as const;
    assert.equal(leaderText(statusWith(led)), 'the window a\\*b (process 2)');
    const serving: InstanceStatus = { instance: 'other', pid: 2, role: 'leader', kind: 'serve', since: 0 };
    assert.equal(leaderText(statusWith({ instances: [serving], self })), 'wirthforge serve (process 2)');
    const named = { ...serving, window: 'a*b' };
    assert.equal(leaderText(statusWith({ instances: [named], self })), 'wirthforge serve a\\*b (process 2)');
  });

  it('is listed in the diagnostics, with what a window is called as text', () => {
    assert.deepEqual(instanceLines(statusWith({ instances: [own, other], self })), [
      'the window `forge` (process 1) (this window): leads since 1970-01-01T00:00:00.000Z',
      'the window `a*b` (process 2): follows since 1970-01-01T00:00:00.000Z',
    ]);
  });
});
