import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { storeObstacle, type StoreSituation } from '../../../src/engine/store/storeObstacle';
import type { StoreWorkKind } from '../../../src/engine/store/thread/storeLink';

function recording(
  ...working: StoreWorkKind[]
): NonNullable<StoreSituation['recording']> & { readonly thread: object } {
  return { hasEnded: false, thread: { working: () => working }, writer: { busyMs: 3 } };
}

const running: StoreSituation = { state: 'running', isLocked: false, recording: recording() };

describe('the files of the store', () => {
  it('are at rest while it records, and while it only answers', () => {
    assert.equal(storeObstacle(running), undefined);
    const questions = recording('history', 'marks', 'bytes', 'recentEvents', 'past');
    assert.equal(storeObstacle({ ...running, recording: questions }), undefined);
  });

  const against: readonly (readonly [string, Partial<StoreSituation>, RegExp])[] = [
    ['locked', { state: 'degraded', isLocked: true, recording: undefined }, /locked/],
    ['about to begin', { state: 'starting', recording: undefined }, /begins a session/],
    ['not recorded to', { state: 'degraded', recording: undefined }, /Nothing is recorded/],
    ['between two sessions', { recording: { ...recording(), hasEnded: true } }, /between two sessions/],
    ['on a disk that fails', { state: 'degraded' }, /cannot be written/],
    ['on a slow disk', { recording: { ...recording(), writer: { busyMs: 1000 } } }, /takes long/],
    ['put in order', { recording: recording('history', 'recover') }, /puts in order/],
    ['sealed', { recording: recording('seal') }, /into segments/],
    ['tidied up', { recording: recording('upkeep') }, /old files/],
    ['used by a job', { recording: recording('job') }, /a job/],
    ['backed up already', { recording: recording('scheduledBackup') }, /backup that was due/],
  ];
  for (const [name, change, reason] of against)
    it(`are not at rest while the store is ${name}`, () => {
      const obstacle = storeObstacle({ ...running, ...change });
      assert.match(obstacle ?? '', reason);
      assert.doesNotMatch(obstacle ?? '', /[\\/]/);
    });
});
