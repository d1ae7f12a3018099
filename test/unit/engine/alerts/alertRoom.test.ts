import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { StoreEvent } from '../../../../src/engine/store/events/storeEvent';
import { absent, busy, RoomRig, rigStart } from './roomRig';

describe('the room of alerts', () => {
  let rig: RoomRig;

  beforeEach(() => {
    RoomRig.mockTime();
  });
  afterEach(async () => {
    await rig.remove();
    mock.timers.reset();
  });

  const stateOf = (rule: string) => rig.room.info().rules.find(({ id }) => id === rule);

  it('raises an alert, tells of it once, and ends it', async () => {
    rig = await RoomRig.start([busy]);
    await rig.pass(6, 95);
    assert.deepEqual(
      rig.active.map(({ rule, state }) => [rule, state]),
      [['busy', 'firing']],
    );
    assert.equal(rig.notices.length, 1);
    await rig.pass(6, 5);
    assert.deepEqual(rig.stepsOf('busy'), ['firing', 'resolved']);
    assert.equal(rig.active.length, 0);
    assert.equal(rig.notices.length, 1);
  });

  it('looks at no rule before it knows what an earlier session left, and says to who answers an alert that it is early', async () => {
    rig = await RoomRig.make([busy]);
    const states = (): string[] => rig.components.statuses().map(({ state }) => state);
    await rig.pass(6, 95);
    assert.deepEqual([rig.active, rig.notices], [[], []]);
    assert.deepEqual(states(), ['starting', 'starting']);
    assert.throws(() => {
      rig.room.command({ kind: 'acknowledge', alert: 'a'.repeat(16) });
    }, /began a moment ago and does not know its alerts yet\. Try again/);
    await rig.room.start();
    await rig.pass(6, 95);
    assert.equal(rig.notices.length, 1);
    assert.deepEqual(states(), ['running', 'running']);
  });

  it('tells nobody anything once another one leads, but tells where that cannot be known', async () => {
    rig = await RoomRig.start([busy]);
    rig.holds = () => Promise.resolve(false);
    await rig.pass(6, 95);
    assert.equal(rig.active.length, 1);
    assert.equal(rig.notices.length, 0);
    await rig.remove();
    rig = await RoomRig.start([busy]);
    rig.holds = () => Promise.reject(new Error('The disk is gone.'));
    await rig.pass(6, 95);
    assert.equal(rig.notices.length, 1);
  });

  it('ends without a word about what is active, which the next engine goes on with', async () => {
    rig = await RoomRig.start([busy]);
    await rig.pass(6, 95);
    await rig.stop();
    await rig.pass(5, 95);
    assert.deepEqual(rig.stepsOf('busy'), ['firing']);
    assert.equal((await rig.audit()).length, 1);
  });

  it('ends what is active, with the reason, when alerts are turned off, and begins anew when they are turned on', async () => {
    rig = await RoomRig.start([busy]);
    await rig.pass(6, 95);
    rig.room.configure({ ...rig.config, 'alerts.enabled': false });
    assert.equal(rig.active.length, 0);
    assert.match(rig.room.info().recent[0]?.reason ?? '', /turned off by the setting/);
    assert.equal(stateOf('busy')?.state, 'off');
    await rig.pass(6, 95);
    assert.deepEqual(rig.stepsOf('busy'), ['firing', 'resolved']);
    rig.room.configure(rig.config);
    await rig.pass(6, 95);
    assert.deepEqual(rig.stepsOf('busy'), ['firing', 'resolved', 'firing']);
  });

  it('takes a pause for neither absence nor a lasting load, and goes on after it', async () => {
    rig = await RoomRig.start([busy, absent]);
    await rig.pass(6, 95);
    rig.room.setMeasuring(false);
    assert.match(rig.room.info().recent[0]?.reason ?? '', /paused/);
    assert.match(stateOf('absent')?.reason ?? '', /paused/);
    await rig.pass(60, undefined);
    assert.equal(rig.active.length, 0);
    rig.room.setMeasuring(true);
    await rig.pass(6, 95);
    assert.deepEqual(rig.stepsOf('busy'), ['firing', 'resolved', 'firing']);
    assert.deepEqual(rig.stepsOf('absent'), []);
    await rig.pass(6, undefined);
    assert.deepEqual(rig.stepsOf('absent'), ['firing']);
  });

  for (const [what, rules, reason] of [
    ['removed', [absent], /removed/],
    ['turned off', [{ ...busy, enabled: false }], /turned off/],
    ['changed', [{ ...busy, conditions: { ...busy.conditions, value: 99 } }], /changed/],
    ['given another id', [{ ...busy, id: 'other' }], /removed/],
  ] as const)
    it(`says that the rule of an alert was ${what}`, async () => {
      rig = await RoomRig.start([busy]);
      await rig.pass(6, 95);
      await rig.room.putRules(JSON.stringify({ rules }));
      const [over] = rig.room.info().recent;
      assert.equal(over?.rule, 'busy');
      assert.match(over.reason ?? '', reason);
      assert.ok(!rig.active.some(({ rule }) => rule === 'busy'));
    });

  it('tells how many rules are in force to everyone who puts some, however many do at once', async () => {
    rig = await RoomRig.start([busy]);
    const texts = Array.from({ length: 8 }, (_, i) =>
      JSON.stringify({ rules: Array.from({ length: i + 1 }, (__, n) => ({ ...busy, id: `r${n}` })) }),
    );
    for (const [i, text] of texts.entries()) assert.deepEqual(await rig.room.putRules(text), { rules: i + 1 });
    await Promise.all(texts.map((text) => rig.room.putRules(text)));
    assert.ok(
      texts.some((text) => (JSON.parse(text) as { rules: object[] }).rules.length === rig.room.info().rules.length),
    );
  });

  it('goes on with what an earlier session left, and ends it where no rule is in force that could', async () => {
    rig = await RoomRig.start([]);
    rig.room.restore({
      today: null,
      alerts: {
        '0123456789abcdef': {
          rule: 'lost',
          severity: 'warning',
          state: 'firing',
          labels: {},
          value: 1,
          threshold: 0,
          message: 'Lost',
          since: rigStart - 60_000,
          fired_at: rigStart - 60_000,
        },
      },
    });
    assert.equal(rig.active.length, 1);
    assert.equal(rig.notices.length, 0);
    await rig.pass(40, 5);
    assert.equal(rig.active.length, 0);
    assert.deepEqual(rig.stepsOf('lost'), ['resolved']);
  });

  it('ends a silence at its time, however seldom rules are looked at', async () => {
    rig = await RoomRig.start([{ ...busy, conditions: { ...busy.conditions, window: '1s' } }], {
      'alerts.evaluationIntervalMs': 60_000,
    });
    await rig.pass(3, 95);
    const states = (): string[] => rig.active.map(({ state }) => state);
    const [alert] = rig.active;
    assert.ok(alert);
    rig.room.command({ kind: 'silence', alert: alert.id, until: Date.now() + 3000 });
    assert.deepEqual(states(), ['silenced']);
    await rig.pass(5, 95);
    assert.deepEqual(states(), ['firing']);
  });

  it('tells nobody anew of what an earlier session told and ended, however late it learns of it', async () => {
    const rules = [{ ...busy, debounce: { cooldown_ms: 3_600_000 } }];
    rig = await RoomRig.start(rules);
    await rig.pass(6, 95);
    await rig.pass(10, 5);
    const over = rig.recorded.find(({ type }) => type === 'alert.resolved');
    assert.ok(over);
    assert.equal(rig.notices.length, 1);
    const event = { ...over, session: 'earlier', sequence: 1, timestamp: rig.now, data: { ...over.data } };
    await rig.remove();

    rig = await RoomRig.make(rules);
    let learn: (events: readonly StoreEvent[]) => void = () => undefined;
    rig.earlier = () => new Promise((resolve) => (learn = resolve));
    rig.room.restore(undefined);
    const started = rig.room.start();
    await rig.pass(2, 95);
    assert.deepEqual(rig.active, []);
    learn([event]);
    await started;
    await rig.pass(6, 95);
    assert.equal(rig.active.length, 1);
    assert.deepEqual(rig.notices, []);
  });

  it('watches rules though the list of earlier alerts does not come', async () => {
    rig = await RoomRig.make([busy]);
    rig.earlier = () => new Promise(() => undefined);
    rig.room.restore(undefined);
    const started = rig.room.start();
    await rig.pass(4, 95);
    await started;
    await rig.pass(6, 95);
    assert.equal(rig.notices.length, 1);
  });

  it('is ready without the list of earlier alerts when that cannot be read, and says so', async () => {
    rig = await RoomRig.start([busy]);
    rig.earlier = () => Promise.reject(new Error('The disk is gone.'));
    rig.room.restore(undefined);
    await rig.pass(6, 95);
    assert.equal(rig.active.length, 1);
    assert.ok(rig.warnings.some((warning) => warning.includes('The disk is gone.')));
  });

  for (const hours of [-1, 1])
    it(`goes on with an alert, and ends it, when the clock is set by ${hours} h`, async () => {
      rig = await RoomRig.start([busy]);
      await rig.pass(6, 95);
      rig.setBy = hours * 3_600_000;
      await rig.pass(6, 95);
      assert.equal(rig.active.length, 1);
      await rig.pass(6, 5);
      assert.equal(rig.active.length, 0);
      assert.equal(rig.stepsOf('busy').at(-1), 'resolved');
      const [over] = rig.room.info().recent;
      assert.ok(over?.resolvedAt !== undefined && over.firedAt !== undefined && over.resolvedAt >= over.firedAt);
    });
});
