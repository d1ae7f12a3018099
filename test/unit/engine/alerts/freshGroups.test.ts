import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { FreshGroups } from '../../../../src/engine/freshGroups';
import { Group } from '../../../../src/engine/metrics/group';

const unexpected = (error: unknown): never => assert.fail(String(error));

describe('groups with new frames', () => {
  const one = new Group(0, 'one', 10);
  const other = new Group(1, 'other', 10);

  it('are told once the writer is done, each once however many frames it got', async () => {
    const told: string[] = [];
    const fresh = new FreshGroups(({ name }) => told.push(name), unexpected);
    fresh.add(one);
    fresh.add(other);
    fresh.add(one);
    assert.deepEqual(told, []);
    await turn();
    assert.deepEqual(told, ['one', 'other']);
    fresh.add(one);
    await turn();
    assert.deepEqual(told, ['one', 'other', 'one']);
  });

  it('are all told when the telling of one fails, and that one again with its next frame', async () => {
    const told: string[] = [];
    const failures: unknown[] = [];
    const fresh = new FreshGroups(
      ({ name }) => {
        told.push(name);
        if (name === 'one') throw new Error('broken');
      },
      (error) => failures.push(error),
    );
    fresh.add(one);
    fresh.add(other);
    await turn();
    assert.deepEqual(told, ['one', 'other']);
    fresh.add(one);
    await turn();
    assert.deepEqual(told, ['one', 'other', 'one']);
    assert.equal(failures.length, 2);
  });

  it('are not told any more after the end', async () => {
    const fresh = new FreshGroups(() => assert.fail('told after the end'), unexpected);
    fresh.add(one);
    fresh.stop();
    await turn();
  });
});
