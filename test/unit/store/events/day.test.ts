import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dayOf } from '../../../../src/engine/store/events/day';

const hourMs = 3_600_000;
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'Pacific/Apia',
];

describe('a day in a time zone', () => {
  it('has 23, 24 or 25 hours', () => {
    const hours = (month: number, day: number): number => {
      const { from, until } = dayOf(Date.UTC(2026, month, day, 10), 'Europe/Berlin');
      return (until - from) / hourMs;
    };
    assert.deepEqual([hours(2, 28), hours(2, 29), hours(9, 25)], [24, 23, 25]);
  });

  it('begins when the clocks say so, even where they skip midnight', () => {
    // On this day the clocks of São Paulo went from 23:59 to 01:00.
    const { date, from, until } = dayOf(Date.UTC(2018, 10, 4, 12), 'America/Sao_Paulo');
    assert.equal(date, '2018-11-04');
    assert.equal(from, Date.UTC(2018, 10, 4, 3));
    assert.equal(until, Date.UTC(2018, 10, 5, 2));
  });

  it('holds its moment, and its neighbours are other days', () => {
    // Before, Newfoundland set its clocks back across midnight: a date began, ended after a minute and began again.
    const moments = fc.integer({ min: Date.UTC(2012, 0, 1), max: Date.UTC(2040, 0, 1) });
    fc.assert(
      fc.property(fc.constantFrom(...zones), moments, (zone, at) => {
        const day = dayOf(at, zone);
        assert.ok(day.from <= at && at < day.until);
        assert.deepEqual(dayOf(day.from, zone), day);
        assert.deepEqual(dayOf(day.until - 1, zone), day);
        assert.notEqual(dayOf(day.until, zone).date, day.date);
        assert.equal(dayOf(day.until, zone).from, day.until);
      }),
      { numRuns: 200 },
    );
  });
});
