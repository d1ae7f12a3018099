import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseFromView } from '../../../../src/host/views/viewMessages';

const mebibyte = 1_048_576;
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const png = (length: number): Uint8Array => {
  const bytes = new Uint8Array(length);
  bytes.set(signature.slice(0, length));
  return bytes;
};
const figures = { frames: 60, frameTimeMs: 4.2, jankPercent: 0, interactionMs: null };

const good: readonly unknown[] = [
  { type: 'watch', metrics: ['system.*', 'model.tokens_per_second', '*'] },
  { type: 'marks', question: 3, request: { from: 0, to: 1 } },
  { type: 'copy', text: 'x' },
  { type: 'save', file: { kind: 'csv', name: '../x', text: '' } },
  { type: 'save', file: { kind: 'png', name: 'x', bytes: png(8) } },
  { type: 'ux', figures },
  { type: 'command', command: 'openPerformance' },
];

const bad: readonly unknown[] = [
  ...[[], ['nothing.like.this'], [''], Array(65).fill('*'), ['*'.repeat(129)], 'system.*', [7]].map((metrics) => ({
    type: 'watch',
    metrics,
  })),
  ...[{ from: 2, to: 1 }, { from: -1, to: 1 }, { from: NaN, to: 1 }, { from: 0, to: 1, step: 1 }, {}].map(
    (request) => ({
      type: 'marks',
      question: 1,
      request,
    }),
  ),
  { type: 'copy', text: '' },
  { type: 'copy', text: 'x'.repeat(32 * mebibyte + 1) },
  ...[
    { kind: 'csv', name: 'x', text: 'x'.repeat(32 * mebibyte + 1) },
    // Fewer characters than the bound, and more bytes.
    { kind: 'csv', name: 'x', text: '€'.repeat(11 * mebibyte) },
    { kind: 'csv', name: 'x'.repeat(257), text: '' },
    { kind: 'csv', name: 'x', bytes: png(8) },
    { kind: 'exe', name: 'x', text: '' },
    { kind: 'png', name: 'x', bytes: png(7) },
    { kind: 'png', name: 'x', bytes: Uint8Array.of(0x4d, 0x5a, 0, 0, 0, 0, 0, 0) },
    { kind: 'png', name: 'x', bytes: [...signature] },
    { kind: 'png', name: 'x', bytes: { length: 8, byteLength: 8 } },
  ].map((file) => ({ type: 'save', file })),
  ...[
    { ...figures, frames: -1 },
    { ...figures, frames: 1e9 },
    { ...figures, jankPercent: 101 },
    { ...figures, frameTimeMs: Infinity },
    { ...figures, interactionMs: undefined },
    { ...figures, view: 'energy' },
  ].map((wrong) => ({ type: 'ux', figures: wrong })),
];

describe('What a view may say', () => {
  it('is taken as it is', () => {
    for (const message of good) assert.deepEqual(parseFromView(message), message);
  });

  it('is nothing else', () => {
    for (const [at, message] of bad.entries()) assert.equal(parseFromView(message), undefined, `message ${at}`);
  });

  it('can be a picture as large as any screen, and no larger', () => {
    const save = (length: number): unknown => ({ type: 'save', file: { kind: 'png', name: 'x', bytes: png(length) } });
    assert.equal(parseFromView(save(64 * mebibyte))?.type, 'save');
    assert.equal(parseFromView(save(64 * mebibyte + 1)), undefined);
  });

  it('is looked at without an error, whatever it is', () => {
    const type = fc.constantFrom('ready', 'watch', 'save', 'copy', 'ux', 'marks', 'layout', 'history', 'alert');
    fc.assert(
      fc.property(fc.record({ type }, { noNullPrototype: true }), fc.object({ maxDepth: 3 }), (head, rest) => {
        parseFromView({ ...rest, ...head });
      }),
    );
  });
});
