import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { AnswerWriter } from '../../../src/engine/serve/answerWriter';

/** As much of a response as the writer uses. */
class FakeResponse extends EventEmitter {
  readonly written: string[] = [];
  destroyed = false;
  ended = false;
  isFull = false;

  write(text: string): boolean {
    this.written.push(text);
    return !this.isFull;
  }

  end(text: string): void {
    if (text !== '') this.written.push(text);
    this.ended = true;
  }
}

/** A writer whose clock moves by `pieceMs` with every piece that is made. */
function fresh(pieceMs: number) {
  const held: number[] = [];
  const failures: unknown[] = [];
  let time = 0;
  const writer = new AnswerWriter(
    () => time,
    (ms) => held.push(ms),
  );
  const made: string[] = [];
  function* pieces(name: string, count: number): Generator<string> {
    for (let i = 0; i < count; i++) {
      time += pieceMs;
      made.push(name);
      yield `${name}${i} `;
    }
  }
  const write = (iterator: Iterator<string>): FakeResponse => {
    const response = new FakeResponse();
    writer.write(response as unknown as ServerResponse, iterator, (error) => failures.push(error));
    return response;
  };
  return { write, pieces, held, failures, made };
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await turn();
}

describe('answer writer', () => {
  it('writes a small answer in one go', async () => {
    const { write, pieces } = fresh(0);
    const response = write(pieces('a', 3));
    assert.deepEqual(response.written, []);
    await turns(3);
    assert.deepEqual(response.written, ['a0 a1 a2 ']);
    assert.ok(response.ended);
  });

  it('gives the thread back after half a millisecond', async () => {
    const { write, pieces, held } = fresh(0.2);
    const response = write(pieces('a', 30));
    await turns(20);
    assert.ok(response.ended);
    assert.equal(response.written.join('').trim().split(' ').length, 30);
    assert.ok(held.length >= 10);
    assert.ok(Math.max(...held) < 0.7, String(Math.max(...held)));
  });

  it('takes turns between answers, one in each turn of the event loop', async () => {
    const { write, pieces, made, held } = fresh(1);
    const responses = [write(pieces('a', 3)), write(pieces('b', 3)), write(pieces('c', 3))];
    await turns(20);
    assert.equal(made.join(''), 'abcabcabc');
    assert.deepEqual(
      responses.map(({ ended }) => ended),
      [true, true, true],
    );
    assert.equal(Math.max(...held), 1);
  });

  it('does not write empty pieces, they only pass the time', async () => {
    const { write } = fresh(0);
    const response = write(['', '', 'a', ''].values());
    await turns(3);
    assert.deepEqual(response.written, ['a']);
  });

  it('writes at most about 64 kB at once', async () => {
    const { write } = fresh(0);
    const response = write(Array<string>(100).fill('x'.repeat(10_000)).values());
    await turns(30);
    assert.ok(response.ended);
    assert.ok(Math.max(...response.written.map(({ length }) => length)) <= 80_000);
  });

  it('waits for a reader that is full, and makes nothing meanwhile', async () => {
    const { write, pieces, made } = fresh(1);
    const response = write(pieces('a', 3));
    response.isFull = true;
    await turns(10);
    assert.equal(made.length, 1);
    response.isFull = false;
    response.emit('drain');
    await turns(10);
    assert.equal(response.written.join(''), 'a0 a1 a2 ');
    assert.ok(response.ended);
  });

  it('makes nothing more for a reader that went away', async () => {
    const { write, pieces, made } = fresh(1);
    const gone = write(pieces('a', 3));
    gone.destroyed = true;
    const stays = write(pieces('b', 1));
    await turns(10);
    assert.deepEqual(made, ['b']);
    assert.ok(stays.ended);
  });

  it('tells once what a piece threw, and goes on with the others', async () => {
    const { write, pieces, failures } = fresh(1);
    const fault = new Error('fault');
    const broken = write({
      next: () => {
        throw fault;
      },
    });
    const sound = write(pieces('a', 2));
    await turns(10);
    assert.deepEqual(failures, [fault]);
    assert.deepEqual([broken.written, broken.ended], [[], false]);
    assert.ok(sound.ended);
  });
});
