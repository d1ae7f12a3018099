import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EventType } from '../../../../src/protocol/events';
import { SessionList } from '../../../../src/engine/store/events/sessionList';
import type { StoreEvent } from '../../../../src/engine/store/events/storeEvent';
import { energy, request, start } from './someEvents';

let sequence = 0;
const event = (session: string, timestamp: number, type: EventType, data: object): StoreEvent => ({
  session,
  sequence: ++sequence,
  timestamp,
  type,
  data: { ...data },
});

function listOf(...events: readonly StoreEvent[]): SessionList {
  const list = new SessionList();
  for (const each of events) list.add(each);
  return list;
}

describe('the list of sessions', () => {
  const list = listOf(
    event('a', 100, 'session.start', start),
    event('a', 110, 'energy.update', { ...energy, energy: 2 }),
    event('a', 120, 'model.request', request),
    event('a', 130, 'session.end', { reason: 'stopped' }),
    event('b', 200, 'session.start', start),
    event('b', 210, 'energy.update', { energy: 'broken' }),
    event('c', 300, 'session.start', start),
    event('c', 250, 'energy.update', energy),
  );

  it('tells what each came to, newest first', () => {
    const none = { energyJoules: 0, inputTokens: 0, outputTokens: 0, requests: 0 };
    assert.deepEqual(list.newest(10, 'c'), [
      { id: 'c', startedAt: 300, events: 2, ...none, energyJoules: 4.2 },
      { id: 'b', startedAt: 200, events: 2, ...none, endedAt: 210, end: 'crash' },
      {
        id: 'a',
        startedAt: 100,
        endedAt: 130,
        end: 'stopped',
        events: 4,
        energyJoules: 2,
        inputTokens: 12,
        outputTokens: 40,
        requests: 1,
      },
    ]);
  });

  it('calls one that has no end, and does not run, crashed', () => {
    assert.equal(list.newest(1)[0]?.end, 'crash');
    const written = listOf(event('d', 5, 'session.start', start), event('d', 9, 'session.end', { reason: 'crash' }));
    assert.deepEqual([written.newest(1)[0]?.end, written.newest(1)[0]?.endedAt], ['crash', 9]);
  });

  it('gives no more than asked for', () => {
    assert.deepEqual(
      list.newest(2).map(({ id }) => id),
      ['c', 'b'],
    );
  });

  it('begins a session whose start is no longer kept with its oldest event', () => {
    const cut = listOf(event('e', 50, 'energy.update', energy), event('e', 40, 'energy.update', energy));
    assert.equal(cut.newest(1)[0]?.startedAt, 40);
  });
});
