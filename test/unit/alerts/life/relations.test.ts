import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inhibitorOf } from '../../../../src/engine/alerts/life/inhibition';
import { aRule, anInstance, BookRig, start } from './bookRig';

describe('an alert that keeps others quiet', () => {
  const throttled = anInstance({ id: 'gpu_throttled', inhibits: [{ rules: 'model_*', equal: ['gpu'] }] }, { gpu: '0' });

  it('shows that it does, and lets them be news once it is resolved', () => {
    const rig = new BookRig();
    const slow = anInstance({ id: 'model_slow' }, { gpu: '0', model: 'm' });
    rig.see(0, throttled, 'warning');
    rig.see(1, slow, 'critical');
    assert.equal(rig.activeOf(slow)?.inhibitedBy, throttled.id);
    rig.hold(2, 60, slow, 'critical');
    rig.see(61, throttled, undefined);
    rig.tick(62);
    assert.equal(rig.activeOf(slow)?.inhibitedBy, undefined);
    assert.deepEqual(rig.stepsOf(slow), [
      [1, 'firing', 'critical', false],
      [62, 'firing', 'critical', true],
    ]);
  });

  it('leaves those alone whose labels differ, whose rule is another, or that fire no more by then', () => {
    const rig = new BookRig();
    const other = anInstance({ id: 'model_slow' }, { gpu: '1' });
    const cpu = anInstance({ id: 'cpu' }, { gpu: '0' });
    rig.see(0, throttled, 'warning');
    rig.see(1, other, 'warning');
    rig.see(1, cpu, 'warning');
    assert.deepEqual(
      rig.steps.map(([, , , isNews]) => isNews),
      [true, true, true],
    );
    const brief = anInstance({ id: 'model_brief' }, { gpu: '0' });
    rig.see(2, brief, 'warning');
    rig.see(4, brief, undefined);
    rig.see(5, throttled, undefined);
    rig.tick(6);
    assert.ok(rig.stepsOf(brief).every(([, , , isNews]) => !isNews));
  });

  it('shows on one that fired before, which stays told', () => {
    const rig = new BookRig();
    const slow = anInstance({ id: 'model_slow' }, { gpu: '0' });
    rig.see(0, slow, 'warning');
    rig.see(1, throttled, 'warning');
    rig.tick(2);
    assert.equal(rig.activeOf(slow)?.inhibitedBy, throttled.id);
    rig.see(3, throttled, undefined);
    rig.hold(4, 100, slow, 'warning');
    assert.deepEqual(rig.stepsOf(slow), [[0, 'firing', 'warning', true]]);
  });

  const sources = (...pairs: readonly (readonly [string, string])[]): Parameters<typeof inhibitorOf>[0][] =>
    pairs.map(([id, rules]) => ({
      id,
      rule: id,
      labels: {},
      instance: { rule: aRule({ inhibits: [{ rules, equal: [] }] }) },
    }));
  const cases: readonly (readonly [
    string,
    readonly (readonly [string, string])[],
    Record<string, string | undefined>,
  ])[] = [
    [
      'a chain',
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'x'],
      ],
      { a: undefined, b: 'a', c: 'b' },
    ],
    [
      'two that would keep each other quiet',
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
      { a: undefined, b: undefined },
    ],
    [
      'a circle of three',
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
      ],
      { a: undefined, b: undefined, c: undefined },
    ],
    [
      'one behind a circle',
      [
        ['a', 'b'],
        ['b', '*'],
        ['c', 'x'],
      ],
      { a: undefined, b: undefined, c: 'b' },
    ],
    ['one that means itself', [['a', '*']], { a: undefined }],
  ];
  for (const [what, pairs, expected] of cases)
    it(`is found in ${what}`, () => {
      const all = sources(...pairs);
      const found = Object.fromEntries(all.map((alert) => [alert.id, inhibitorOf(alert, all)]));
      assert.deepEqual(found, expected);
    });

  it('never keeps another of its own rule quiet', () => {
    const rig = new BookRig();
    const rule = { id: 'gpu_hot', inhibits: [{ rules: 'gpu_*', equal: [] }] };
    rig.see(0, anInstance(rule, { gpu: '0' }), 'warning');
    rig.see(1, anInstance(rule, { gpu: '1' }), 'warning');
    assert.deepEqual(
      rig.steps.map(([, , , isNews]) => isNews),
      [true, true],
    );
  });

  it('is found in bounded work, however many would do it', () => {
    const all = sources(...Array.from({ length: 64 }, (_, i) => [`r${i}`, '*'] as const));
    for (const alert of all) assert.equal(inhibitorOf(alert, all), undefined);
  });
});

describe('an incident', () => {
  const of = (rig: BookRig, instance: ReturnType<typeof anInstance>): string | undefined =>
    rig.activeOf(instance)?.incident;

  it('takes in alerts of the same category, or with a label in common, within a minute of its last change', () => {
    const rig = new BookRig();
    const cpu = anInstance({ id: 'cpu', category: 'performance' });
    const slow = anInstance({ id: 'slow', category: 'performance' }, { model: 'm' });
    const queue = anInstance({ id: 'queue', category: 'models' }, { model: 'm', runtime: 'r' });
    const disk = anInstance({ id: 'disk', category: 'storage' });
    const late = anInstance({ id: 'late', category: 'performance' });
    rig.see(0, cpu, 'warning');
    rig.see(60, slow, 'warning');
    rig.see(110, queue, 'warning');
    rig.see(111, disk, 'warning');
    rig.see(171, late, 'warning');
    assert.ok(of(rig, cpu)?.startsWith('cpu'));
    assert.equal(of(rig, slow), of(rig, cpu));
    assert.equal(of(rig, queue), of(rig, cpu));
    assert.notEqual(of(rig, disk), of(rig, cpu));
    assert.notEqual(of(rig, late), of(rig, cpu), 'a minute and a second after the last change');
  });

  it('is over when all of its alerts are resolved', () => {
    const rig = new BookRig();
    const cpu = anInstance({ category: 'performance' });
    const slow = anInstance({ id: 'slow', category: 'performance' });
    rig.see(0, cpu, 'warning');
    rig.see(1, slow, 'warning');
    const first = of(rig, cpu);
    rig.see(2, cpu, undefined);
    rig.see(5, cpu, 'warning');
    assert.equal(of(rig, cpu), first, 'the other one still fires');
    rig.see(10, cpu, undefined);
    rig.see(10, slow, undefined);
    rig.see(11, cpu, 'warning');
    assert.notEqual(of(rig, cpu), first);
  });

  it('does not take in alerts whose rules have no category', () => {
    const rig = new BookRig();
    const one = anInstance({ id: 'one' });
    const other = anInstance({ id: 'other' });
    rig.see(0, one, 'warning');
    rig.see(0, other, 'warning');
    assert.notEqual(of(rig, one), of(rig, other));
  });

  it('knows labels that the rule adds', () => {
    const rig = new BookRig();
    const one = anInstance({ id: 'one', labels: { team: 'a' } }, { model: 'm' });
    const other = anInstance({ id: 'other', labels: { team: 'a', model: 'x' } }, { model: 'n' });
    rig.see(0, one, 'warning');
    rig.see(0, other, 'warning');
    assert.equal(of(rig, one), of(rig, other));
    assert.deepEqual(rig.activeOf(other)?.labels, { model: 'n', team: 'a' });
  });
});

describe('alerts after a restart', () => {
  const labels = { core: '0' };
  const cpu = (rule: Parameters<typeof anInstance>[0] = {}): ReturnType<typeof anInstance> => anInstance(rule, labels);
  const stored = {
    rule: 'cpu_high',
    name: 'High CPU Usage',
    category: 'performance',
    severity: 'warning',
    state: 'firing',
    labels,
    value: 91,
    threshold: 80,
    unit: 'percent',
    message: 'The CPU is busy.',
    since: start - 100_000,
    fired_at: start - 40_000,
    incident: 'incident-1',
  };
  const restored = (over: object = {}, silences = {}, gapMs?: number): BookRig => {
    const rig = new BookRig();
    rig.book.restore({ [cpu().id]: { ...stored, ...over } }, silences, start, gapMs);
    return rig;
  };

  it('go on as they were, and are no news', () => {
    const rig = restored();
    const alert = cpu();
    const before = rig.active;
    rig.book.restore({ [alert.id]: stored }, {}, start + 1);
    assert.deepEqual(rig.active, before, 'to restore twice changes nothing');
    rig.see(1, alert, undefined);
    assert.equal(alert.held, 'warning', 'a first look does not know that it fires');
    rig.hold(2, 60, alert, 'warning');
    assert.deepEqual(rig.steps, []);
    assert.equal(rig.activeOf(alert)?.since, stored.since);
    assert.equal(rig.activeOf(alert)?.firedAt, stored.fired_at);
    assert.equal(rig.activeOf(alert)?.incident, 'incident-1');
    rig.see(61, alert, undefined);
    assert.deepEqual(rig.steps, [[61, 'resolved', 'warning', false]]);
    assert.equal(rig.book.info().recent[0]?.reason, undefined);
  });

  it('wait for what is measured to come', () => {
    const rig = restored();
    const alert = cpu({ forMs: 20_000 });
    for (let second = 1; second < 50; second++) {
      rig.see(second, alert, undefined, true);
      rig.tick(second);
    }
    assert.equal(rig.active.length, 1);
    rig.tick(50);
    assert.match(rig.book.info().recent[0]?.reason ?? '', /not measured again/);
  });

  it('are resolved with a reason when their rule is not looked at any more', () => {
    const rig = restored();
    rig.tick(29);
    assert.equal(rig.active.length, 1);
    rig.tick(30);
    assert.deepEqual(rig.steps, [[30, 'resolved', 'warning', false]]);
    assert.equal(rig.changes[0]?.instance, undefined);
  });

  it('stay acknowledged, and silent for as long as was asked', () => {
    const rig = restored({ state: 'acknowledged', acknowledged_at: start - 10_000 });
    rig.hold(1, 100, cpu(), 'warning');
    assert.equal(rig.active[0]?.state, 'acknowledged');
    const until = start + 50_000;
    const silent = restored({ state: 'silenced' }, { [cpu().id]: { rule: 'cpu_high', labels, until } });
    const alert = cpu();
    silent.hold(1, 49, alert, 'warning');
    assert.equal(silent.active[0]?.state, 'silenced');
    silent.hold(50, 50, alert, 'warning');
    assert.deepEqual(silent.steps, [[50, 'firing', 'warning', true]]);
  });

  it('keep what escalation made of them', () => {
    const rig = restored({ severity: 'critical' });
    const alert = cpu({ escalate: [{ afterMs: 30_000, severity: 'critical' }] });
    rig.hold(1, 100, alert, 'warning');
    assert.equal(rig.active[0]?.severity, 'critical');
    assert.equal(alert.held, 'warning');
    assert.deepEqual(rig.steps, []);
  });

  it('begin anew where they were pending', () => {
    const rig = restored({ state: 'pending', fired_at: undefined });
    const alert = cpu({ forMs: 60_000 });
    rig.hold(1, 59, alert, 'warning');
    assert.equal(rig.active[0]?.state, 'pending');
    rig.hold(60, 60, alert, 'warning');
    assert.deepEqual(rig.steps, [[60, 'firing', 'warning', true]]);
    const gone = restored({ state: 'pending' });
    gone.tick(30);
    assert.deepEqual(gone.steps, [[30, 'resolved', 'warning', false]], 'the store forgets it too');
    assert.deepEqual(gone.book.info().recent, []);
  });

  it('go on to wait where they were pending and another leader took over soon', () => {
    const stillPending = { state: 'pending', fired_at: undefined, since: start - 50_000 };
    for (const [gapMs, firesAt] of [
      [2000, 10],
      [30_000, 60],
    ] as const) {
      const rig = restored(stillPending, {}, gapMs);
      rig.hold(0, 70, cpu({ forMs: 60_000 }), 'warning');
      assert.deepEqual(rig.steps, [[firesAt, 'firing', 'warning', true]]);
    }
    const over = restored(stillPending, {}, 2000);
    over.see(1, cpu({ forMs: 60_000 }), undefined);
    assert.deepEqual(over.active, [], 'its condition held no more');
  });

  it('are taken from whatever an older version or a damaged store says of them', () => {
    const rig = new BookRig();
    const { rule, severity, state, value, threshold, message, since } = stored;
    const old = { rule, severity, state, labels, value, threshold, message, since };
    const odd = { ...old, severity: 'odd', unit: 'odd', since: start + 1e9, fired_at: start + 1e9 };
    rig.book.restore({ old, odd }, undefined, start);
    const [first, second] = rig.active;
    assert.deepEqual([first?.name, first?.incident, first?.firedAt], ['cpu_high', 'odd', start]);
    assert.deepEqual([first?.unit, first?.severity, second?.firedAt], [null, 'warning', since]);
  });

  it('keep silences of alerts that are not active, and let them be ended', () => {
    const rig = new BookRig();
    const silence = { rule: 'cpu_high', labels, until: null };
    const over = { ...silence, until: start - 1 };
    rig.book.restore({}, { a: silence, b: over }, start);
    assert.deepEqual(rig.book.info().silences, [{ alert: 'a', rule: 'cpu_high', labels, until: 'resolved' }]);
    rig.book.command({ kind: 'silence', alert: 'a', until: start + 1000 }, start);
    rig.book.command({ kind: 'unsilence', alert: 'a' }, start + 1);
    assert.deepEqual(
      rig.changes.map(({ alert }) => [alert.state, alert.silencedUntil]),
      [
        ['resolved', start + 1000],
        ['resolved', start + 1],
      ],
    );
  });
});
