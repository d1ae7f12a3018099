import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { eventTypes } from '../../../../src/protocol/events';
import { exportedOf, importedOf } from '../../../../src/engine/store/events/exportedEvent';
import { isoMicroseconds, parseIso } from '../../../../src/engine/store/events/isoTime';
import { energy, examples } from './someEvents';

const exported = {
  session_id: 's',
  timestamp: '2026-11-21T14:30:00.250125Z',
  type: 'energy.update',
  data: energy,
  frame_id: 1234,
  energy_delta: 4.2,
  sequence: 7,
};

describe('events in exports', () => {
  it('have the documented shape', () => {
    const event = {
      session: 's',
      sequence: 7,
      timestamp: Date.UTC(2026, 10, 21, 14, 30) + 250.125,
      type: 'energy.update',
      data: { ...energy },
      frameId: 1234,
      energyDelta: 4.2,
    } as const;
    assert.deepEqual(exportedOf(event), exported);
    assert.deepEqual(importedOf(exported, 1), { event });
  });

  it('come back as they were, of every type', () => {
    for (const type of eventTypes) {
      const event = { session: 's', sequence: 1, timestamp: 1_700_000_000_000, type, data: examples[type] };
      const text = JSON.stringify(exportedOf(event));
      assert.deepEqual(importedOf(JSON.parse(text), 9), { event });
    }
  });

  it('are numbered where the export has no numbers, and may have null for what is missing', () => {
    const { sequence, ...rest } = exported;
    const read = importedOf({ ...rest, frame_id: null, energy_delta: null, more: 1 }, sequence + 1);
    assert.ok('event' in read);
    assert.equal(read.event.sequence, 8);
    assert.ok(!('frameId' in read.event) && !('energyDelta' in read.event));
  });

  const hostile: readonly (readonly [object | null | string, RegExp])[] = [
    [null, /an event/],
    ['text', /an event/],
    [{ ...exported, type: 'odd.event' }, /type/],
    [{ ...exported, type: 'toString' }, /type/],
    [{ ...exported, data: { ...energy, energy: 'x' } }, /energy\.update: energy/],
    [{ ...exported, data: null }, /data/],
    [{ ...exported, timestamp: '2026-11-21' }, /timestamp/],
    [{ ...exported, timestamp: '2026-13-41T99:00:00Z' }, /timestamp/],
    [{ ...exported, timestamp: 5 }, /timestamp/],
    [{ ...exported, session_id: '' }, /session_id/],
    [{ ...exported, sequence: 0 }, /sequence/],
    [{ ...exported, sequence: 1.5 }, /sequence/],
    [{ ...exported, frame_id: -1 }, /frame_id/],
    [{ ...exported, energy_delta: 1e300 }, /energy_delta/],
  ];
  for (const [value, expected] of hostile)
    it(`are refused when they are ${JSON.stringify(value).slice(-70)}`, () => {
      const read = importedOf(value, 1);
      assert.ok('problem' in read);
      assert.match(read.problem, expected);
    });

  it('are read from anything without throwing', () => {
    const some = fc.oneof(
      fc.anything(),
      fc.dictionary(fc.constantFrom(...Object.keys(exported)), fc.anything()).map((d) => ({ ...exported, ...d })),
    );
    fc.assert(
      fc.property(some, (value) => {
        const read = importedOf(value, 1);
        assert.ok('problem' in read || Number.isFinite(read.event.timestamp));
      }),
    );
  });
});

describe('times in exports', () => {
  it('are read in every zone, with any number of digits', () => {
    const at = Date.UTC(2026, 10, 21, 14, 30);
    assert.equal(parseIso('2026-11-21T15:30:00+01:00'), at);
    assert.equal(parseIso('2026-11-21T14:30:00.5Z'), at + 500);
    assert.equal(parseIso('2026-11-21T14:30:00,000001Z'), at + 0.001);
    assert.equal(parseIso('2026-11-21T14:30:00'), undefined);
  });

  it('keep microseconds', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e12, max: 4e12, noNaN: true }), (at) => {
        const back = parseIso(isoMicroseconds(at));
        assert.ok(back !== undefined && Math.abs(back - at) <= 0.0015, `${at} became ${back}`);
      }),
    );
    assert.equal(isoMicroseconds(999.9999), '1970-01-01T00:00:01.000000Z');
  });
});
