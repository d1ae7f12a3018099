import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ActivityFeed, type ActivitySource } from '../../../src/engine/activityFeed';
import { FakeClock } from '../../support/fakeClock';

describe('the feed of activity', () => {
  it('tells what changed, four times a second at the most, and nothing while nothing changes', () => {
    const clock = new FakeClock();
    let revision = 0;
    let made = 0;
    const source: ActivitySource = {
      get revision() {
        return revision;
      },
      activity: () => {
        made++;
        return { models: [], requests: [] };
      },
    };
    let sent = 0;
    const feed = new ActivityFeed(1, source, clock, ({ stream }) => {
      assert.equal(stream, 1);
      sent++;
    });
    feed.flush();
    assert.equal(sent, 1);
    for (let i = 0; i < 100; i++) {
      revision++;
      clock.advance(10);
      feed.flush();
    }
    assert.equal(sent, 5);
    clock.advance(250);
    feed.flush();
    for (let i = 0; i < 100; i++) {
      clock.advance(100);
      feed.flush();
    }
    assert.equal(sent, 5);
    assert.equal(made, sent, 'something was made up that nobody is told');
  });
});
