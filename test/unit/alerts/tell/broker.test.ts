import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { AlertInfo, AlertState, Notice } from '../../../../src/protocol/alerts';
import type { Action, Severity } from '../../../../src/protocol/rules/rule';
import { AlertBroker } from '../../../../src/engine/alerts/tell/broker';
import { anInstance, start } from '../life/bookRig';

interface News {
  readonly at: number;
  readonly id: string;
  readonly incident?: string;
  readonly severity?: Severity;
  readonly actions?: readonly Action[];
  readonly state?: AlertState;
}

class Desk {
  readonly told: (Notice & { readonly at: number })[] = [];
  sound = true;
  rate = 10;
  private now = 0;
  private readonly broker = new AlertBroker({
    maxPerSecond: () => this.rate,
    hasSound: () => this.sound,
    notice: (notice) => this.told.push({ ...notice, at: this.now }),
  });

  /** @param news Its time is in seconds. */
  news(news: News): void {
    this.change(news, true);
  }

  seen(news: News): void {
    this.change(news, false);
  }

  tick(seconds: number): void {
    this.now = seconds;
    this.broker.tick(start + seconds * 1000);
  }

  get texts(): [number, string][] {
    return this.told.map(({ at, message }) => [at, message]);
  }

  private change(
    { at, id, incident = id, severity = 'warning', actions = toast, state = 'firing' }: News,
    isNews: boolean,
  ): void {
    this.now = at;
    const instance = anInstance({ id, name: id.toUpperCase(), actions });
    const alert: AlertInfo = {
      id,
      rule: id,
      name: id.toUpperCase(),
      category: '',
      severity,
      state,
      message: `${id} is high`,
      labels: {},
      since: start,
      firedAt: start,
      value: 1,
      threshold: 1,
      unit: null,
      incident,
      advice: [{ kind: 'mitigation', target: id, message: `Close ${id}.` }],
    };
    this.broker.changed({ type: 'alert.firing', alert, instance, isNews, at: start + at * 1000 });
  }
}

const toast: readonly Action[] = [{ type: 'notify.toast' }];

describe('what people are told of', () => {
  it('is the first alert of an incident, at once', () => {
    const desk = new Desk();
    const actions: readonly Action[] = [
      { type: 'notify.toast', level: 'critical', durationMs: 5000 },
      { type: 'notify.sound' },
      { type: 'run.command', command: 'a.b', args: [1] },
    ];
    desk.news({ at: 0, id: 'cpu', actions });
    const [notice] = desk.told;
    assert.deepEqual(notice, {
      id: 1,
      at: 0,
      level: 'critical',
      message: 'cpu is high',
      alerts: ['cpu'],
      incident: 'cpu',
      durationMs: 5000,
      hasSound: true,
      advice: [{ kind: 'mitigation', target: 'cpu', message: 'Close cpu.' }],
      commands: [{ rule: 'cpu', command: 'a.b', args: [1] }],
    });
  });

  it('has a sound only where the rule asks for one and the user allows it', () => {
    const desk = new Desk();
    desk.sound = false;
    desk.news({ at: 0, id: 'a', actions: [...toast, { type: 'notify.sound' }] });
    desk.sound = true;
    desk.news({ at: 0, id: 'b' });
    assert.deepEqual(
      desk.told.map(({ hasSound }) => hasSound),
      [false, false],
    );
  });

  it('is nothing of rules that notify nobody, and of what is no news', () => {
    const desk = new Desk();
    desk.news({ at: 0, id: 'a', actions: [{ type: 'notify.sound' }, { type: 'log.audit', category: 'x' }] });
    desk.seen({ at: 0, id: 'b' });
    desk.tick(100);
    assert.deepEqual(desk.told, []);
  });

  it('is one notice for what fires together, and after a minute one for what somebody is still to see', () => {
    const desk = new Desk();
    desk.news({ at: 0, id: 'cpu', incident: 'i' });
    desk.news({ at: 1, id: 'slow', incident: 'i' });
    desk.news({ at: 2, id: 'hot', incident: 'i', severity: 'info' });
    desk.seen({ at: 20, id: 'hot', incident: 'i', state: 'resolved' });
    desk.tick(59);
    assert.equal(desk.told.length, 1);
    desk.tick(60);
    desk.tick(200);
    assert.deepEqual(desk.texts, [
      [0, 'cpu is high'],
      [60, '2 more alerts with “CPU”: SLOW, HOT'],
    ]);
    assert.deepEqual(desk.told[1]?.alerts, ['slow', 'hot']);
  });

  for (const state of ['resolved', 'acknowledged', 'silenced'] as const)
    it(`is nothing more of an incident whose other alerts were ${state} meanwhile`, () => {
      const desk = new Desk();
      desk.news({ at: 0, id: 'cpu', incident: 'i' });
      desk.news({ at: 1, id: 'slow', incident: 'i' });
      desk.seen({ at: 30, id: 'slow', incident: 'i', state });
      desk.tick(100);
      assert.equal(desk.told.length, 1);
    });

  it('is what is more severe, at once, with what came in between', () => {
    const desk = new Desk();
    desk.news({ at: 0, id: 'cpu', incident: 'i' });
    desk.news({ at: 1, id: 'slow', incident: 'i' });
    desk.news({ at: 2, id: 'memory', incident: 'i', severity: 'critical' });
    desk.news({ at: 3, id: 'cpu', incident: 'i', severity: 'critical' });
    desk.tick(61);
    desk.tick(62);
    assert.deepEqual(desk.texts, [
      [0, 'cpu is high'],
      [2, 'memory is high (and 1 more alert: SLOW)'],
      [62, '1 more alert with “MEMORY”: cpu is high'],
    ]);
    assert.deepEqual(desk.told[1]?.alerts, ['memory', 'slow']);
    assert.equal(desk.told[1].level, 'critical');
  });

  it('is told anew of an incident that goes on after a minute', () => {
    const desk = new Desk();
    desk.news({ at: 0, id: 'cpu', incident: 'i' });
    desk.news({ at: 60, id: 'slow', incident: 'i' });
    assert.equal(desk.told.length, 2);
  });

  it('is never more than the rate allows; the rest is summed up in one', () => {
    const desk = new Desk();
    desk.rate = 2;
    for (let i = 0; i < 8; i++) desk.news({ at: 0, id: `a${i}`, severity: i === 7 ? 'critical' : 'warning' });
    desk.tick(0.5);
    assert.equal(desk.told.length, 2);
    desk.tick(1);
    desk.tick(2);
    assert.deepEqual(desk.texts.slice(2), [[1, '6 more alerts: A7, A2, A3 and 3 others']]);
    const summary = desk.told[2];
    assert.deepEqual([summary?.alerts, summary?.level, summary?.incident], [[], 'critical', '']);
  });

  it('is told in full where only one had to wait', () => {
    const desk = new Desk();
    desk.rate = 0.1;
    desk.news({ at: 0, id: 'a' });
    desk.news({ at: 1, id: 'b' });
    desk.tick(9.9);
    desk.tick(10);
    assert.deepEqual(desk.texts, [
      [0, 'a is high'],
      [10, 'b is high'],
    ]);
    assert.deepEqual(desk.told[1]?.alerts, ['b']);
  });

  it('goes on when the clock is set back', () => {
    const desk = new Desk();
    desk.rate = 1;
    desk.news({ at: 1000, id: 'a', incident: 'i' });
    desk.news({ at: 10, id: 'b', incident: 'i' });
    assert.equal(desk.told.length, 2);
  });
});

describe('any course of news', () => {
  const news = fc.record({
    waitMs: fc.constantFrom(0, 0, 0, 20, 300, 1000, 30_000),
    id: fc.nat(40),
    incident: fc.nat(5),
    severity: fc.constantFrom<Severity[]>('info', 'warning', 'critical'),
    ticks: fc.boolean(),
  });

  it('is told in exactly one notice each, or counted in one, at no more than the rate', () => {
    fc.assert(
      fc.property(fc.array(news, { maxLength: 200 }), fc.constantFrom(0.5, 1, 2.5, 10), (course, rate) => {
        const desk = new Desk();
        desk.rate = rate;
        let at = 0;
        for (const { waitMs, id, incident, severity, ticks } of course) {
          at += waitMs / 1000;
          desk.news({ at, id: `a${id}`, incident: `i${incident}`, severity });
          if (ticks) desk.tick(at);
        }
        // Nobody sees anything, so all that waits is told in the end.
        for (let end = 0; end < 200; end++) desk.tick(at + end);
        const told = desk.told.reduce((sum, { message, alerts }) => sum + countOf(message, alerts), 0);
        assert.equal(told, course.length);
        const most = Math.max(1, Math.ceil(rate));
        for (const [i, { at: from }] of desk.told.entries())
          assert.ok((desk.told[i + most]?.at ?? Infinity) - from >= most / rate - 1e-6, 'no more than the rate');
        for (const [i, { id }] of desk.told.entries()) assert.equal(id, i + 1);
      }),
      { numRuns: 300 },
    );
  });

  it('is counted where it is too much to be kept', () => {
    const desk = new Desk();
    desk.rate = 1;
    for (let i = 0; i < 5001; i++) desk.news({ at: 0, id: `a${i}` });
    desk.tick(1);
    assert.equal(desk.told.length, 2);
    assert.equal(desk.told[1]?.message, '5000 more alerts: A1, A2, A3 and 4997 others');
  });
});

/** The alerts that a notice speaks of, by its words. */
function countOf(message: string, alerts: readonly string[]): number {
  const and = /\(and (\d+) more/.exec(message);
  if (and) return 1 + Number(and[1]);
  const more = /^(\d+) more/.exec(message);
  if (more) return Number(more[1]);
  assert.equal(alerts.length, 1);
  return 1;
}
