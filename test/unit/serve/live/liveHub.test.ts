import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { Pipeline } from '../../../../src/engine/pipeline';
import type { LiveClient } from '../../../../src/engine/serve/live/liveClient';
import { LiveHub } from '../../../../src/engine/serve/live/liveHub';
import type { Outlet } from '../../../../src/engine/serve/live/outlet';
import { FakeClock } from '../../../support/fakeClock';

const lookMs = 1000;

describe('a client that takes nothing', () => {
  let clock: FakeClock;
  let look: () => void;
  let hub: LiveHub;
  let client: LiveClient;
  let closed: number[];

  beforeEach(() => {
    clock = new FakeClock();
    closed = [];
    hub = new LiveHub({
      pipeline: new Pipeline(2 ** 16),
      clock,
      ticker: {
        every: (periodMs, run) => {
          if (periodMs === lookMs)
            look = () => {
              run(clock.monotonic());
            };
          return { stop: () => undefined };
        },
      },
      epoch: 1,
      alerts: { info: () => ({ active: [] }) },
      recovery: { isOver: true },
      demandChanged: () => undefined,
    });
    const outlet: Outlet = {
      isReady: false,
      send: () => undefined,
      heartbeat: () => undefined,
      close: (code) => closed.push(code),
    };
    client = hub.join(outlet);
  });

  const pass = (seconds: number): void => {
    for (let second = 0; second < seconds && closed.length === 0; second++) {
      clock.advance(lookMs);
      look();
    }
  };

  it('is closed after half a minute', () => {
    pass(30);
    assert.deepEqual(closed, []);
    pass(1);
    assert.deepEqual(closed, [1013]);
  });

  it('is not blamed for the time in which the monitor slept', () => {
    clock.advance(3_600_000);
    pass(30);
    assert.deepEqual(closed, []);
  });

  it('is not closed when it takes all of it now and then, be it never ready when somebody looks', () => {
    for (let round = 0; round < 10; round++) {
      pass(20);
      hub.drained(client);
    }
    assert.deepEqual(closed, []);
    hub.leave(client);
  });
});
