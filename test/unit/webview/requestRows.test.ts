import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RequestInfo } from '../../../src/protocol/requests';
import { requestColumns, requestRows } from '../../../webview/dashboard/requestRows';
import type { Cell } from '../../../webview/shared/table';
import { entropyText, uncertaintyReading } from '../../../webview/shared/models/uncertainty';
import { textOf } from '../../../webview/shared/reading';

const done: RequestInfo = {
  id: 7,
  runtime: 'llama',
  model: 'qwen',
  kind: 'chat',
  state: 'done',
  startedAt: new Date(2026, 4, 28, 20, 26, 34).getTime(),
  status: 200,
  ttftMs: 236,
  durationMs: 12_480,
  tokensPerSecond: 44.1,
  inputTokens: 8190,
  cachedTokens: 7168,
  outputTokens: 539,
  reasoningTokens: 212,
  tokenQuality: 'measured',
  energyJoules: 129.94,
  entropyBits: { lower: 1.2568, upper: 1.7549 },
  entropyShare: 1,
};
const cellsOf = (request: RequestInfo): readonly Cell[] => requestRows([request])[0]!.cells;
const textsOf = (request: RequestInfo): string[] =>
  cellsOf(request).map((cell) => (typeof cell === 'string' ? cell : textOf(cell)));
const hintOf = (request: RequestInfo, title: string): string | undefined => {
  const cell = cellsOf(request)[requestColumns.findIndex((column) => column.title === title)]!;
  return typeof cell === 'string' ? undefined : cell.hint;
};
const bare: RequestInfo = {
  id: 8,
  runtime: 'llama',
  model: '',
  kind: 'other',
  state: 'waiting',
  startedAt: done.startedAt,
  tokenQuality: 'unavailable',
};

describe('requestRows', () => {
  it('tell everything that is known of a request, with units', () => {
    assert.deepEqual(textsOf(done), [
      '20:26:34',
      'qwen',
      'llama',
      'chat',
      'done',
      '236\u00a0ms',
      '12.5\u00a0s',
      '44.1',
      '8,190 / 539',
      '129.9\u00a0J',
      '1.26–1.75\u00a0bits',
    ]);
    assert.equal(
      hintOf(done, 'Tokens in / out'),
      '7,168 reused from a cache.\n212 of the generated tokens are reasoning.',
    );
  });

  it('leave what is not known yet open, never 0', () => {
    assert.deepEqual(textsOf(bare), ['20:26:34', '–', 'llama', 'other', 'waiting', '–', '–', '–', '–', '–', '–']);
    assert.equal(textsOf({ ...bare, state: 'done' })[8], 'n/a', 'a request that is over gets no count any more');
    assert.match(hintOf({ ...bare, state: 'done' }, 'Tokens in / out')!, /Neither the runtime nor the stream/);
  });

  it("mark counts that were not the runtime's own", () => {
    const estimated: RequestInfo = { ...done, tokenQuality: 'estimated' };
    assert.equal(textsOf(estimated)[8], '8,190 / ≈\u00a0539');
    assert.equal(textsOf(estimated)[7], '≈\u00a044.1');
    assert.match(hintOf(estimated, 'Tokens in / out')!, /Counted as they passed by/);
    assert.equal(textsOf({ ...bare, outputTokens: 539, tokenQuality: 'estimated' })[8], '– / ≈\u00a0539');
  });

  it('say what went wrong', () => {
    const failed: RequestInfo = { ...bare, state: 'failed', status: 500, problem: 'Out of memory.' };
    assert.equal(hintOf(failed, 'State'), 'Out of memory.\nThe runtime answered with status 500.');
    assert.equal(hintOf(done, 'State'), undefined);
  });

  it('are 50 at the most, in the given order, each with a key of its own', () => {
    const many = Array.from({ length: 80 }, (_unused, at) => ({ ...done, id: 100 - at }));
    const rows = requestRows(many);
    assert.equal(rows.length, 50);
    assert.equal(rows[0]!.key, '100');
    assert.equal(new Set(rows.map(({ key }) => key)).size, 50);
    for (const { cells } of rows) assert.equal(cells.length, requestColumns.length);
  });
});

describe('Model uncertainty', () => {
  it('is an interval, a value where both bounds agree, or a lower bound where they are far apart', () => {
    assert.equal(entropyText({ lower: 1.2568, upper: 1.7549 }), '1.26–1.75');
    assert.equal(entropyText({ lower: 2, upper: 2.0001 }), '2.00');
    assert.equal(entropyText({ lower: 1.2568, upper: 2.1174 }), '≥\u00a01.26');
    assert.equal(entropyText({ lower: 1, upper: 1.72 }), '1.00–1.72');
    assert.equal(entropyText({ lower: 0.3, upper: 0.2 }), '0.20–0.30', 'bounds that rounding has swapped');
  });

  it('rounds the share of its tokens neither to all nor to none', () => {
    const hint = (share: number): string => uncertaintyReading({ lower: 1, upper: 1 }, share).hint!;
    assert.match(hint(0.999), /^More than 99% of/);
    assert.match(hint(0.001), /^Less than 1% of/);
    assert.match(hint(1), /^100% of/);
    assert.equal(uncertaintyReading(undefined, 1).hasValue, false);
  });
});
