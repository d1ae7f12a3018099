import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import { parseToView } from '../../../webview/shared/parseToView';
import { statusWith } from '../../support/fakeEngine';

const info = { id: 1, metric: 'system.cpu_percent', labels: {}, unit: 'percent', quality: 'measured' };
const rows = (over: object = {}) => ({
  type: 'rows',
  rows: [
    {
      group: 0,
      timestamps: Float64Array.of(1, 2),
      series: Int32Array.of(1, 2),
      values: Float64Array.of(1, NaN, 3, 4),
      ...over,
    },
  ],
});

describe('parseToView', () => {
  it('takes every message of the protocol', () => {
    const status = statusWith({
      components: [{ id: 'network', state: 'degraded', reason: 'It cannot be read.' }],
      runtimes: [
        { name: 'a', kind: 'ollama', url: 'http://127.0.0.1:1', models: [{ name: 'm', state: 'idle' }], notes: [] },
      ],
      probes: [{ url: 'http://127.0.0.1:8080', outcome: 'nothing listens there' }],
    });
    const messages = [
      { type: 'reset' },
      { type: 'live' },
      { type: 'series', series: [info, { ...info, quality: 'unavailable', reason: 'No sensor.' }] },
      rows(),
      { type: 'status', status },
    ];
    for (const message of messages) assert.deepEqual(parseToView(message), message);
  });

  it('hands rows on without copying them', () => {
    const message = rows();
    const parsed = parseToView(message);
    assert.ok(parsed?.type === 'rows');
    assert.equal(parsed.rows[0]!.values, message.rows[0]!.values);
  });

  const malformed: readonly [string, unknown][] = [
    ['nothing', undefined],
    ['text', 'rows'],
    ['an unknown type', { type: 'evaluate' }],
    ['a series without unit', { type: 'series', series: [{ ...info, unit: undefined }] }],
    ['a series with a unit of an object', { type: 'series', series: [{ ...info, unit: 'toString' }] }],
    ['a series with a huge label', { type: 'series', series: [{ ...info, labels: { a: 'x'.repeat(5000) } }] }],
    ['a series with an id that is none', { type: 'series', series: [{ ...info, id: -1 }] }],
    ['too many series', { type: 'series', series: Array.from({ length: 10_001 }, () => info) }],
    ['rows that are no list', { type: 'rows', rows: 5 }],
    ['rows of plain numbers', rows({ timestamps: [1, 2] })],
    ['rows with too few values', rows({ values: Float64Array.of(1) })],
    ['rows with times that descend', rows({ timestamps: Float64Array.of(2, 1) })],
    ['rows with a time that is none', rows({ timestamps: Float64Array.of(1, NaN) })],
    ['too many rows', { type: 'rows', rows: Array.from({ length: 5000 }, () => rows().rows[0]) }],
    ['a status without machine', { type: 'status', status: { ...statusWith(), machine: undefined } }],
    [
      'a degraded part without reason',
      { type: 'status', status: statusWith({ components: [{ id: 'a', state: 'degraded' } as never] }) },
    ],
  ];
  for (const [what, message] of malformed)
    it(`ignores ${what}`, () => {
      assert.equal(parseToView(message), undefined);
    });

  it('throws at nothing', () => {
    fc.assert(
      fc.property(
        fc.anything({ withTypedArray: true, withNullPrototype: true }),
        fc.constantFrom('rows', 'series', 'status'),
        (x, type) => {
          parseToView(x);
          parseToView({ type, [type]: x });
          parseToView({ type, [type]: [x] });
        },
      ),
    );
  });
});
