import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Severity } from '../../../../src/protocol/rules/rule';
import { AlertRefusal } from '../../../../src/engine/alerts/life/refusal';
import { aRule, anInstance, BookRig, start } from './bookRig';

const level = fc.constantFrom<(Severity | undefined)[]>(undefined, 'warning', 'critical');
const rule = fc.record({
  forMs: fc.constantFrom(0, 2000, 10_000),
  keepFiringMs: fc.constantFrom(0, 3000),
  cooldownMs: fc.constantFrom(0, 5000, 20_000),
  category: fc.constantFrom('a', 'b', ''),
  escalate: fc.constantFrom([], [{ afterMs: 4000, severity: 'critical' as const }]),
  inhibits: fc.constantFrom([], [{ rules: 'rule0', equal: [] }], [{ rules: '*', equal: [] }]),
});
const which = fc.nat(3);
const doing = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('see' as const), which, level, isUnknown: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(100, 1000, 5000, 30_000) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('acknowledge' as const), which }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('silence' as const),
      which,
      forMs: fc.option(fc.integer({ min: 1, max: 20_000 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unsilence' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('gone' as const), which }) },
);

describe('whatever comes in whatever order', () => {
  it('keeps the promises of an alert', () => {
    fc.assert(
      fc.property(
        fc.array(rule, { minLength: 4, maxLength: 4 }),
        fc.array(doing, { maxLength: 120 }),
        (rules, steps) => {
          const rig = new BookRig();
          const instances = rules.map((over, i) => anInstance(aRule({ ...over, id: `rule${i}` }), { n: String(i) }));
          let seconds = 0;
          for (const step of steps) {
            const now = start + seconds * 1000;
            const instance = 'which' in step ? instances[step.which]! : instances[0]!;
            if (step.kind === 'wait') seconds += step.ms / 1000;
            else if (step.kind === 'see')
              rig.see(seconds, instance, step.isUnknown ? undefined : step.level, step.isUnknown);
            else if (step.kind === 'gone') rig.book.gone(instance, 'Gone.', now);
            else
              orRefused(() => {
                if (step.kind === 'acknowledge') rig.acknowledge(seconds, instance);
                else if (step.kind === 'unsilence') rig.unsilence(seconds, instance);
                else rig.silence(seconds, instance, step.forMs === null ? 'resolved' : seconds + step.forMs / 1000);
              });
            if (step.kind === 'wait') rig.tick(seconds);
            for (const each of instances) checkHeld(rig, each);
          }
          for (const instance of instances) checkCourse(rig, instance);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('goes on from a restart as if there had been none, and tells nothing of it', () => {
    fc.assert(
      fc.property(fc.array(doing, { maxLength: 60 }), (steps) => {
        const rig = new BookRig();
        const instances = [0, 1, 2, 3].map((i) => anInstance({ id: `rule${i}` }, { n: String(i) }));
        let seconds = 0;
        for (const step of steps)
          if (step.kind === 'wait') rig.tick((seconds += step.ms / 1000));
          else if (step.kind === 'see') rig.see(seconds, instances[step.which]!, step.level);
          else if (step.kind === 'acknowledge')
            orRefused(() => {
              rig.acknowledge(seconds, instances[step.which]!);
            });
        const now = start + seconds * 1000;
        const firing = rig.active.filter(({ state }) => state !== 'pending');
        const carried = Object.fromEntries(
          firing.map(({ id, firedAt, acknowledgedAt, ...alert }) => [
            id,
            {
              ...alert,
              ...(firedAt === undefined ? {} : { fired_at: firedAt }),
              ...(acknowledgedAt === undefined ? {} : { acknowledged_at: acknowledgedAt }),
            },
          ]),
        );
        const next = new BookRig();
        next.book.restore(carried, {}, now);
        next.book.restore(carried, {}, now);
        assert.deepEqual(
          byId(next),
          firing.map(({ id, severity, state, since }) => [id, severity, state, since]).sort(),
        );
        for (const { id, severity } of firing) {
          const instance = instances.find((each) => each.id === id)!;
          const again = { ...instance, held: undefined };
          next.see(seconds + 0.1, again, severity);
          next.see(seconds + 0.2, again, severity);
        }
        next.tick(seconds + 100);
        assert.deepEqual(next.steps, []);
      }),
      { numRuns: 200 },
    );
  });
});

function byId(rig: BookRig): unknown[] {
  return rig.active.map(({ id, severity, state, since }) => [id, severity, state, since]).sort();
}

function orRefused(ask: () => void): void {
  try {
    ask();
  } catch (error) {
    assert.ok(error instanceof AlertRefusal);
  }
}

/** The severity that thresholds go by is that of a firing alert, and of no other. */
function checkHeld(rig: BookRig, instance: ReturnType<typeof anInstance>): void {
  const isFiring = rig.activeOf(instance)?.firedAt !== undefined;
  assert.equal(instance.held !== undefined, isFiring);
}

/** Goes through the steps of one alert, in order. */
function checkCourse(rig: BookRig, { id, rule }: ReturnType<typeof anInstance>): void {
  let isActive = false;
  let isFiring = false;
  let newsAt = -Infinity;
  let toldAs: Severity | undefined;
  for (const { type, alert, isNews, at } of rig.changes) {
    if (alert.id !== id) continue;
    if (type === 'alert.resolved') {
      assert.ok(isActive, 'nothing is resolved twice, or without having begun');
      isActive = false;
      isFiring = false;
      toldAs = undefined;
    } else if (alert.state !== 'resolved') {
      isActive = true;
    }
    if (type === 'alert.firing' && !isFiring) {
      isFiring = true;
      assert.ok(at - alert.since >= rule.forMs, 'it waited');
      assert.equal(alert.firedAt, at);
    }
    if (alert.firedAt !== undefined && type === 'alert.resolved' && alert.reason === undefined)
      assert.ok(at - alert.firedAt >= 1000);
    // What went down and becomes worse again is news again.
    if (toldAs === 'critical' && alert.severity === 'warning') toldAs = 'warning';
    if (!isNews) continue;
    assert.ok(type === 'alert.firing' || type === 'alert.escalated');
    assert.equal(alert.state, 'firing', 'neither acknowledged nor silenced');
    assert.equal(alert.inhibitedBy, undefined);
    assert.ok(at - newsAt >= (rule.cooldownMs ?? 0), 'the cooldown is over');
    assert.ok(toldAs === undefined || type === 'alert.firing' || toldAs !== 'critical', 'it became more severe');
    newsAt = at;
    toldAs = alert.severity;
  }
  assert.equal(
    rig.active.some((alert) => alert.id === id && alert.firedAt !== undefined),
    isFiring,
  );
}
