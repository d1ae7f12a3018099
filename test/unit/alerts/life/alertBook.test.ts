import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Severity } from '../../../../src/protocol/rules/rule';
import { AlertRefusal } from '../../../../src/engine/alerts/life/refusal';
import { anInstance, BookRig, cooldownMs, start, type Step } from './bookRig';

const cooldown = cooldownMs / 1000;
const minute = 60;

describe('the life of an alert', () => {
  it('fires at once where its rule does not wait, and is resolved by itself', () => {
    const rig = new BookRig();
    const cpu = anInstance();
    rig.see(0, cpu, undefined);
    rig.see(1, cpu, 'warning');
    assert.equal(cpu.held, 'warning');
    rig.hold(2, 5, cpu, 'warning');
    rig.see(6, cpu, undefined);
    assert.equal(cpu.held, undefined);
    assert.deepEqual(rig.steps, [
      [1, 'firing', 'warning', true],
      [6, 'resolved', 'warning', false],
    ]);
    const { active, recent } = rig.book.info();
    assert.deepEqual(active, []);
    assert.equal(recent[0]?.state, 'resolved');
    assert.equal(recent[0].resolvedAt, start + 6000);
    assert.equal(recent[0].reason, undefined);
    assert.equal(rig.book.lastFiredAt('cpu_high'), start + 1000);
  });

  it('is pending until its condition has held for the time that the rule asks for', () => {
    const rig = new BookRig();
    const cpu = anInstance({ forMs: 10_000 });
    rig.hold(0, 9, cpu, 'warning');
    assert.equal(rig.active[0]?.state, 'pending');
    assert.equal(cpu.held, undefined);
    rig.hold(10, 10, cpu, 'warning');
    assert.equal(rig.active[0].since, start);
    assert.deepEqual(rig.steps, [
      [0, 'pending', 'warning', false],
      [10, 'firing', 'warning', true],
    ]);
    assert.equal(rig.activeOf(cpu)?.firedAt, start + 10_000);
  });

  it('never fires because of time alone', () => {
    const rig = new BookRig();
    const cpu = anInstance({ forMs: 10_000 });
    rig.see(0, cpu, 'warning');
    rig.tick(100);
    assert.equal(rig.active[0]?.state, 'pending');
  });

  it('goes back from pending when its condition holds no more, and begins anew', () => {
    const rig = new BookRig();
    const cpu = anInstance({ forMs: 10_000 });
    rig.hold(0, 5, cpu, 'warning');
    rig.see(6, cpu, undefined);
    assert.deepEqual(rig.active, []);
    assert.deepEqual(rig.book.info().recent, [], 'what never fired is no history');
    rig.hold(7, 16, cpu, 'warning');
    assert.equal(rig.activeOf(cpu)?.state, 'pending');
    rig.hold(17, 17, cpu, 'warning');
    assert.equal(rig.activeOf(cpu)?.state, 'firing');
  });

  it('has at most one event a minute of a condition that comes and goes', () => {
    const rig = new BookRig();
    const cpu = anInstance({ forMs: 10_000 });
    for (let second = 0; second < 2 * minute; second += 2) {
      rig.hold(second, second, cpu, 'warning');
      rig.hold(second + 1, second + 1, cpu, undefined);
    }
    assert.deepEqual(
      rig.steps.map(([at, type]) => [at, type]),
      [
        [0, 'pending'],
        [1, 'resolved'],
        [60, 'pending'],
        [61, 'resolved'],
      ],
    );
  });

  it('fires for a second at least, whatever comes with every frame', () => {
    const rig = new BookRig();
    const cpu = anInstance();
    rig.see(0, cpu, 'warning');
    for (let frame = 1; frame < 20; frame++) rig.see(frame / 20, cpu, frame % 2 === 0 ? 'warning' : undefined);
    assert.equal(rig.changes.length, 1);
    rig.tick(1);
    assert.deepEqual(rig.steps.at(-1), [1, 'resolved', 'warning', false]);
  });

  it('goes on for as long as its rule keeps it, and without a step when the condition comes back', () => {
    const rig = new BookRig();
    const cpu = anInstance({ keepFiringMs: 30_000 });
    rig.hold(0, 5, cpu, 'warning');
    rig.hold(6, 30, cpu, undefined);
    assert.equal(cpu.held, 'warning');
    rig.hold(31, 31, cpu, 'warning');
    rig.hold(32, 61, cpu, undefined);
    assert.equal(rig.changes.length, 1);
    rig.tick(62);
    assert.deepEqual(rig.steps.at(-1), [62, 'resolved', 'warning', false]);
  });

  it('is resolved with a reason when its data ends', () => {
    const rig = new BookRig();
    const cpu = anInstance({ keepFiringMs: 45_000 });
    rig.see(0, cpu, 'warning');
    rig.see(2, cpu, undefined, true);
    rig.tick(46);
    assert.equal(rig.active.length, 1);
    rig.tick(47);
    assert.match(rig.book.info().recent[0]?.reason ?? '', /data ended/);
  });

  it('is resolved with the reason that is given when its instance goes', () => {
    const rig = new BookRig();
    const cpu = anInstance();
    rig.see(0, cpu, 'warning');
    rig.book.gone(cpu, 'Its rule was removed.', start + 1000);
    rig.book.gone(cpu, 'Its rule was removed.', start + 2000);
    assert.equal(rig.book.info().recent[0]?.reason, 'Its rule was removed.');
    assert.equal(rig.changes.length, 2);
    assert.equal(cpu.held, undefined);
  });

  it('shows figures that follow what is measured, and words that go with them', () => {
    const rig = new BookRig();
    const cpu = anInstance();
    rig.see(0, cpu, 'warning', false, 81);
    const { revision } = rig.book;
    rig.see(4, cpu, 'warning', false, 85);
    assert.equal(rig.book.revision, revision);
    rig.see(5, cpu, 'warning', false, 86);
    assert.equal(rig.active[0]?.value, 86);
    assert.equal(rig.active[0].message, 'High CPU Usage 86 warning');
    assert.ok(rig.book.revision > revision);
    assert.equal(rig.book.info(), rig.book.info());
  });
});

describe('the severity of an alert', () => {
  const course = (...levels: readonly (Severity | undefined)[]): Step[] => {
    const rig = new BookRig();
    const cpu = anInstance({ cooldownMs: 0 });
    levels.forEach((level, second) => {
      rig.hold(second * 2, second * 2, cpu, level);
      const isActive = rig.activeOf(cpu) !== undefined;
      assert.equal(cpu.held, isActive ? level : undefined);
    });
    return rig.steps;
  };

  it('goes up at once, which is news, and down at once, which is none', () => {
    assert.deepEqual(course('warning', 'critical', 'critical', 'warning', 'critical', undefined), [
      [0, 'firing', 'warning', true],
      [2, 'escalated', 'critical', true],
      [6, 'firing', 'warning', false],
      [8, 'escalated', 'critical', true],
      [10, 'resolved', 'critical', false],
    ]);
  });

  it('is raised step by step while nobody acknowledges it', () => {
    const rig = new BookRig();
    const escalate = [
      { afterMs: 60_000, severity: 'warning' },
      { afterMs: 600_000, severity: 'critical' },
    ] as const;
    const cpu = anInstance({ severity: 'info', escalate });
    rig.hold(0, 700, cpu, 'info');
    assert.deepEqual(rig.steps, [
      [0, 'firing', 'info', true],
      [60, 'escalated', 'warning', true],
      [600, 'escalated', 'critical', true],
    ]);
    assert.equal(cpu.held, 'info', 'thresholds are of the condition, not of what nobody saw');
  });

  it('is not raised while it is acknowledged or silenced, and the time begins anew after a silence', () => {
    const escalate = [{ afterMs: 60_000, severity: 'critical' }] as const;
    const seen = new BookRig();
    const cpu = anInstance({ escalate });
    seen.hold(0, 30, cpu, 'warning');
    seen.acknowledge(30, cpu);
    seen.hold(31, 300, cpu, 'warning');
    assert.deepEqual(seen.steps.at(-1), [30, 'acknowledged', 'warning', false]);

    const silent = new BookRig();
    const other = anInstance({ escalate });
    silent.hold(0, 30, other, 'warning');
    silent.silence(30, other, 100);
    silent.hold(31, 159, other, 'warning');
    assert.equal(silent.activeOf(other)?.severity, 'warning');
    silent.hold(160, 160, other, 'warning');
    assert.equal(silent.activeOf(other)?.severity, 'critical');
  });

  it('is not raised while it only goes on because its rule keeps it', () => {
    const rig = new BookRig();
    const cpu = anInstance({ escalate: [{ afterMs: 10_000, severity: 'critical' }], keepFiringMs: 60_000 });
    rig.see(0, cpu, 'warning');
    rig.see(1, cpu, undefined);
    rig.tick(20);
    assert.equal(rig.activeOf(cpu)?.severity, 'warning');
  });
});

describe('what people do about an alert', () => {
  it('lets it be acknowledged until it becomes more severe or is resolved', () => {
    const rig = new BookRig();
    const cpu = anInstance({ cooldownMs: 0 });
    rig.see(0, cpu, 'warning');
    rig.acknowledge(1, cpu);
    rig.acknowledge(2, cpu);
    rig.hold(3, 10, cpu, 'warning');
    assert.equal(rig.activeOf(cpu)?.acknowledgedAt, start + 1000);
    rig.see(11, cpu, 'critical');
    assert.equal(rig.activeOf(cpu)?.state, 'firing');
    rig.acknowledge(12, cpu);
    rig.hold(13, 13, cpu, 'warning');
    rig.hold(14, 14, cpu, 'critical');
    assert.equal(rig.activeOf(cpu)?.state, 'acknowledged', 'it was seen at that severity');
    rig.see(20, cpu, undefined);
    rig.see(21, cpu, 'warning');
    assert.equal(rig.activeOf(cpu)?.state, 'firing');
    assert.deepEqual(rig.steps, [
      [0, 'firing', 'warning', true],
      [1, 'acknowledged', 'warning', false],
      [11, 'escalated', 'critical', true],
      [12, 'acknowledged', 'critical', false],
      [13, 'firing', 'warning', false],
      [14, 'escalated', 'critical', false],
      [20, 'resolved', 'critical', false],
      [21, 'firing', 'warning', true],
    ]);
  });

  it('lets it be silent for a time, after which it is news again if it still fires', () => {
    const rig = new BookRig();
    const cpu = anInstance();
    rig.see(0, cpu, 'warning');
    rig.silence(10, cpu, 3610);
    assert.equal(rig.activeOf(cpu)?.state, 'silenced');
    assert.equal(rig.activeOf(cpu)?.silencedUntil, start + 3_610_000);
    rig.see(20, cpu, 'critical');
    rig.tick(3609);
    rig.tick(3610);
    assert.deepEqual(rig.steps, [
      [0, 'firing', 'warning', true],
      [10, 'silenced', 'warning', false],
      [20, 'escalated', 'critical', false],
      [3610, 'firing', 'critical', true],
    ]);
    assert.deepEqual(rig.book.info().silences, []);
  });

  it('keeps a silence that has a time beyond the end of the alert', () => {
    const rig = new BookRig();
    const cpu = anInstance({ cooldownMs: 0 });
    rig.see(0, cpu, 'warning');
    rig.silence(1, cpu, 100);
    rig.see(2, cpu, undefined);
    assert.equal(rig.book.info().silences.length, 1);
    rig.see(50, cpu, 'warning');
    assert.equal(rig.activeOf(cpu)?.state, 'silenced');
    rig.see(60, cpu, undefined);
    rig.tick(100);
    rig.see(101, cpu, 'warning');
    const news = rig.steps.filter(([, , , isNews]) => isNews).map(([at]) => at);
    assert.deepEqual(news, [0, 101]);
  });

  it('ends a silence until resolved with the alert', () => {
    const rig = new BookRig();
    const cpu = anInstance({ cooldownMs: 0 });
    rig.see(0, cpu, 'warning');
    rig.silence(1, cpu, 'resolved');
    assert.equal(rig.activeOf(cpu)?.silencedUntil, 'resolved');
    rig.see(2, cpu, undefined);
    assert.deepEqual(rig.book.info().silences, []);
    rig.see(3, cpu, 'warning');
    assert.deepEqual(rig.steps.at(-1), [3, 'firing', 'warning', true]);
  });

  it('silences an alert that is pending, and one that is resolved', () => {
    const rig = new BookRig();
    const cpu = anInstance({ forMs: 10_000 });
    rig.see(0, cpu, 'warning');
    rig.silence(1, cpu, 20);
    assert.equal(rig.activeOf(cpu)?.state, 'pending');
    rig.see(10, cpu, 'warning');
    assert.deepEqual(rig.steps.at(-1), [10, 'firing', 'warning', false]);
    rig.see(12, cpu, undefined);
    rig.tick(30);
    rig.silence(31, cpu, 1000);
    assert.equal(rig.changes.at(-1)?.alert.state, 'resolved');
    assert.equal(rig.changes.at(-1)?.alert.silencedUntil, start + 1_000_000);
    rig.hold(40, 60, cpu, 'warning');
    assert.equal(rig.activeOf(cpu)?.state, 'silenced');
  });

  it('ends a silence by hand without news, since whoever does that looks at it', () => {
    const rig = new BookRig();
    const cpu = anInstance();
    rig.see(0, cpu, 'warning');
    rig.silence(1, cpu, 1000);
    rig.unsilence(50, cpu);
    assert.equal(rig.activeOf(cpu)?.state, 'firing');
    assert.equal(rig.changes.at(-1)?.alert.silencedUntil, start + 50_000, 'its event says that it is over');
    rig.hold(51, 200, cpu, 'warning');
    assert.deepEqual(rig.steps.at(-1), [50, 'silenced', 'warning', false]);
    rig.hold(201, 201, cpu, 'critical');
    assert.deepEqual(rig.steps.at(-1), [201, 'escalated', 'critical', true]);
  });

  it('refuses with a sentence what cannot be done', () => {
    const rig = new BookRig();
    const cpu = anInstance({ forMs: 10_000 });
    rig.see(0, cpu, 'warning');
    const other = anInstance({ id: 'other' });
    const refused: readonly (readonly [() => void, RegExp])[] = [
      [
        () => {
          rig.acknowledge(1, cpu);
        },
        /does not fire yet/,
      ],
      [
        () => {
          rig.acknowledge(1, other);
        },
        /not active any more/,
      ],
      [
        () => {
          rig.silence(1, other, 100);
        },
        /none has this id/,
      ],
      [
        () => {
          rig.silence(1, other, 'resolved');
        },
        /resolved already/,
      ],
      [
        () => {
          rig.silence(5, cpu, 5);
        },
        /over already/,
      ],
      [
        () => {
          rig.silence(5, cpu, NaN);
        },
        /over already/,
      ],
      [
        () => {
          rig.silence(5, cpu, Infinity);
        },
        /over already/,
      ],
      [
        () => {
          rig.unsilence(1, cpu);
        },
        /not silenced/,
      ],
    ];
    for (const [ask, words] of refused)
      assert.throws(ask, (error) => error instanceof AlertRefusal && words.test(error.message));
    assert.equal(rig.changes.length, 1);
  });

  it('keeps 200 silences and no more', () => {
    const rig = new BookRig();
    const instances = Array.from({ length: 201 }, (_, i) => anInstance({}, { core: String(i) }));
    for (const each of instances) rig.see(0, each, 'warning');
    for (const each of instances.slice(1)) rig.silence(1, each, 100);
    rig.silence(1, instances[1]!, 200);
    assert.throws(() => {
      rig.silence(1, instances[0]!, 100);
    }, /200 alerts are silenced/);
  });
});

describe('the cooldown of an alert', () => {
  const news = (rig: BookRig): number[] => rig.steps.filter(([, , , isNews]) => isNews).map(([at]) => at);

  it('keeps one that fires again quiet, and tells of it at its end if it still fires', () => {
    const rig = new BookRig();
    const cpu = anInstance();
    rig.see(0, cpu, 'warning');
    rig.see(5, cpu, undefined);
    rig.hold(10, cooldown + 5, cpu, 'warning');
    assert.deepEqual(news(rig), [0, cooldown]);
  });

  it('says nothing of one that is over by then, or only kept', () => {
    const rig = new BookRig();
    const cpu = anInstance({ keepFiringMs: 20_000 });
    rig.see(0, cpu, 'warning');
    rig.book.gone(cpu, 'Gone.', start + 1000);
    rig.see(10, cpu, 'warning');
    rig.see(15, cpu, undefined);
    rig.tick(cooldown + 1);
    assert.equal(rig.active.length, 1);
    rig.tick(100);
    assert.deepEqual(news(rig), [0]);
  });

  it('keeps a higher severity for its end, unless it went down again', () => {
    const rig = new BookRig();
    const cpu = anInstance();
    rig.hold(0, 0, cpu, 'warning');
    rig.hold(5, 6, cpu, 'critical');
    rig.hold(7, 40, cpu, 'warning');
    assert.deepEqual(news(rig), [0]);
    rig.hold(41, 41, cpu, 'critical');
    assert.deepEqual(news(rig), [0, 41]);
    rig.hold(42, 42, cpu, 'warning');
    rig.hold(43, 100, cpu, 'critical');
    assert.deepEqual(news(rig), [0, 41, 41 + cooldown]);
  });

  it('goes on in the engine that comes after, for as long as the rule says', () => {
    const alert = anInstance({ cooldownMs: 600_000 });
    const before = new BookRig();
    before.hold(0, 5, alert, 'warning');
    before.see(6, alert, undefined);
    const rig = new BookRig();
    rig.book.addRecent(before.book.info().recent);
    rig.hold(10, 610, anInstance({ cooldownMs: 600_000 }), 'warning');
    assert.deepEqual(news(rig), [600]);
  });

  it('is the setting where the rule has none', () => {
    const rig = new BookRig();
    const { rule, ...rest } = anInstance();
    const { cooldownMs: unused, ...without } = rule;
    assert.equal(unused, cooldownMs);
    const cpu = { ...rest, rule: without };
    rig.see(0, cpu, 'warning');
    rig.see(2, cpu, undefined);
    rig.see(4, cpu, 'warning');
    rig.tick(cooldown - 1);
    rig.tick(cooldown);
    assert.deepEqual(news(rig), [0, cooldown]);
  });
});

describe('many alerts', () => {
  it('are 1,000 at most; what is beyond is counted while it holds', () => {
    const rig = new BookRig();
    const instances = Array.from({ length: 1200 }, (_, i) => anInstance({}, { core: String(i) }));
    for (const each of instances) rig.see(0, each, 'warning');
    for (const each of instances) rig.see(1, each, 'warning');
    assert.equal(rig.active.length, 1000);
    assert.equal(rig.book.turnedAwayCount, 200);
    rig.see(2, instances[1100]!, undefined);
    rig.book.gone(instances[1101]!, 'Gone.', start + 2000);
    rig.see(3, instances[0]!, undefined);
    rig.see(3, instances[1102]!, 'warning');
    assert.equal(rig.book.turnedAwayCount, 197);
    assert.equal(rig.active.length, 1000);
  });

  it('are listed firing first, then by severity, then the newest', () => {
    const rig = new BookRig();
    const see = (second: number, id: string, level: Severity, forMs = 0): void => {
      rig.see(second, anInstance({ id, forMs }), level);
    };
    see(0, 'old', 'warning');
    see(1, 'pending', 'critical', 1000);
    see(2, 'new', 'warning');
    see(3, 'low', 'info');
    see(4, 'high', 'critical');
    assert.deepEqual(
      rig.active.map(({ rule }) => rule),
      ['high', 'new', 'old', 'low', 'pending'],
    );
  });

  it('are remembered 200 at most once they are resolved, with those from before', () => {
    const rig = new BookRig();
    const cpu = anInstance();
    for (let i = 0; i < 250; i++) {
      rig.see(i * 100, cpu, 'warning');
      rig.see(i * 100 + 5, cpu, undefined);
    }
    const { recent } = rig.book.info();
    assert.equal(recent.length, 200);
    const other = new BookRig();
    const { firedAt, ...never } = recent[3]!;
    assert.equal(firedAt, start + 24_600_000);
    other.book.addRecent([recent[1]!, recent[0]!, recent[1]!, { ...never, rule: 'never' }]);
    other.book.addRecent([recent[0]!, recent[2]!]);
    assert.deepEqual(
      other.book.info().recent.map(({ resolvedAt }) => resolvedAt),
      [recent[0], recent[1], recent[2], recent[3]].map((alert) => alert?.resolvedAt),
    );
    assert.equal(other.book.lastFiredAt('cpu_high'), recent[0]?.firedAt);
    assert.equal(other.book.lastFiredAt('never'), undefined);
  });
});

describe('a clock that is set back', () => {
  it('lets alerts go on from where it is now', () => {
    const rig = new BookRig();
    const cpu = anInstance({ forMs: 10_000 });
    const memory = anInstance({ id: 'memory', keepFiringMs: 10_000 });
    rig.see(1000, cpu, 'warning');
    rig.see(1000, memory, 'warning');
    rig.see(1001, memory, undefined);
    rig.tick(500);
    assert.equal(rig.activeOf(cpu)?.since, start + 500_000);
    rig.see(509, cpu, 'warning');
    assert.equal(rig.activeOf(cpu)?.state, 'pending');
    rig.see(510, cpu, 'warning');
    assert.equal(rig.activeOf(cpu)?.state, 'firing');
    rig.tick(510);
    assert.equal(rig.activeOf(memory), undefined);
  });
});
