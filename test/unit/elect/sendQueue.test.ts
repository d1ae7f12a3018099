import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SendQueue } from '../../../src/engine/elect/wire/sendQueue';

const big = 600_000;

describe('the queue to a follower', () => {
  it('drops older rows of the same stream when much waits, and nothing else', () => {
    const queue = new SendQueue();
    const [answer, older, other, newer] = ['a', 'o', 't', 'n'].map((letter) => Buffer.alloc(big, letter));
    queue.push(answer!);
    queue.push(older!, 1);
    queue.push(other!, 2);
    queue.push(newer!, 1);
    assert.equal(queue.dropped, 1);
    assert.equal(queue.bytes, 3 * big);
    assert.deepEqual([queue.shift(), queue.shift(), queue.shift(), queue.shift()], [answer, other, newer, undefined]);
    assert.equal(queue.bytes, 0);
  });

  it('drops nothing while little waits', () => {
    const queue = new SendQueue();
    for (let i = 0; i < 100; i++) queue.push(Buffer.alloc(100), 1);
    assert.equal(queue.dropped, 0);
    assert.equal(queue.bytes, 10_000);
  });
});
