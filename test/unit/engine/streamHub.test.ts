import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { Activity } from '../../../src/protocol/requests';
import { Pipeline } from '../../../src/engine/pipeline';
import { StreamHub } from '../../../src/engine/streamHub';
import { Ticker } from '../../../src/engine/ticker';
import { FakeClock } from '../../support/fakeClock';

const nothing: Activity = { models: [], requests: [] };

describe('The hub of streams', () => {
  const clock = new FakeClock();
  let pipeline: Pipeline;
  let ticker: Ticker;
  let hub: StreamHub;
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'setImmediate'] });
    pipeline = new Pipeline(1 << 20);
    ticker = new Ticker(clock, (error) => {
      throw error;
    });
    hub = new StreamHub(pipeline, ticker, clock, { activity: () => nothing, revision: 0 }, () => undefined);
  });
  afterEach(() => {
    hub.closeAll();
    ticker.stop();
    mock.timers.reset();
  });

  it('counts each message that it sent to any reader, and none that it did not', () => {
    const group = pipeline.group('g', 10);
    group.setLayout([pipeline.series('monitor.samples')]);
    let delivered = 0;
    for (const id of [1, 2])
      hub.open(id, { metrics: ['monitor.*'], maxHz: 10, historyMs: 1000 }, () => {
        delivered++;
      });
    mock.timers.tick(1);
    for (let tick = 0; tick < 30; tick++) {
      clock.advance(100);
      if (tick < 20) {
        group.values[0] = tick;
        pipeline.commit(group, clock.now());
      }
      mock.timers.tick(100);
    }
    assert.ok(delivered >= 40, `${delivered} messages`);
    assert.equal(hub.sent, delivered);
    hub.closeAll();
    clock.advance(1000);
    mock.timers.tick(1000);
    assert.equal(hub.sent, delivered);
  });
});
