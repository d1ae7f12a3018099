import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DisposableSlot, DisposableStore } from '../../../src/host/disposable';

function noted(name: string, order: string[]): { dispose: () => void } {
  return { dispose: () => void order.push(name) };
}

describe('DisposableStore', () => {
  it('lets go of the last first, and of each once', () => {
    const order: string[] = [];
    const store = new DisposableStore();
    store.add(noted('first', order));
    store.add(noted('second', order));
    store.dispose();
    store.dispose();
    assert.deepEqual(order, ['second', 'first']);
  });

  it('lets go at once of what arrives late', () => {
    const order: string[] = [];
    const store = new DisposableStore();
    store.dispose();
    store.add(noted('late', order));
    assert.deepEqual(order, ['late']);
  });

  it('lets go of the rest when one throws, and then says so', () => {
    const order: string[] = [];
    const store = new DisposableStore();
    store.add(noted('first', order));
    store.add({
      dispose: () => {
        throw new Error('stuck');
      },
    });
    assert.throws(
      () => {
        store.dispose();
      },
      (error) => error instanceof AggregateError && error.errors.length === 1,
    );
    assert.deepEqual(order, ['first']);
  });
});

describe('DisposableSlot', () => {
  it('lets go of the old when a new one takes its place, and of what comes after its end', () => {
    const order: string[] = [];
    const slot = new DisposableSlot();
    slot.set(noted('a', order));
    slot.set(noted('b', order));
    assert.deepEqual(order, ['a']);
    slot.dispose();
    assert.equal(slot.isEmpty, true);
    slot.set(noted('c', order));
    assert.deepEqual(order, ['a', 'b', 'c']);
  });
});
