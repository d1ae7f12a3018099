import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SlotLedger, type BusySlot } from '../../../../src/engine/collect/runtimes/tokens/slotLedger';
import { TokenAccount } from '../../../../src/engine/collect/runtimes/tokens/tokenAccount';

const slot = (id: number, task: number, generated: number, evaluated = 0): BusySlot => ({
  id,
  task,
  generated,
  evaluated,
});

/** An account that reads a runtime as the adapter does. */
class Reader {
  readonly ledger = new SlotLedger();
  readonly account = new TokenAccount();
  private at = 0;

  /** Counter alone, while nothing is under way. */
  idle(counter: number): number {
    this.account.counter.take(counter);
    this.ledger.clear();
    this.account.counted((this.at += 1000), true);
    return this.account.seen;
  }

  slots(...slots: BusySlot[]): number {
    this.ledger.look(slots, this.account.isSettled);
    this.account.looked((this.at += 200), this.ledger.generated);
    return this.account.seen;
  }

  both(counter: number, ...slots: BusySlot[]): number {
    this.account.counter.take(counter);
    this.ledger.look(slots, this.account.isSettled);
    this.account.joined((this.at += 200), this.ledger.generated);
    return this.account.seen;
  }
}

describe('token account', () => {
  it('follows a task through its slot and takes its tail from the counter', () => {
    const reader = new Reader();
    reader.idle(1000);
    assert.equal(reader.slots(slot(0, 7, 12)), 12);
    assert.equal(reader.slots(slot(0, 7, 24)), 24);
    assert.equal(reader.slots(), 24);
    assert.equal(reader.both(1030), 30);
    assert.equal(reader.idle(1030), 30);
  });

  it('counts whole tasks that no slot ever showed', () => {
    const reader = new Reader();
    reader.idle(0);
    assert.equal(reader.idle(200), 200);
  });

  it('takes the next task of a slot for another one', () => {
    const reader = new Reader();
    reader.idle(0);
    reader.slots(slot(0, 1, 50));
    assert.equal(reader.slots(slot(0, 2, 3)), 53);
    // The first task ended at 60, the second has 8 by now.
    assert.equal(reader.both(60, slot(0, 2, 8)), 68);
  });

  it('does not take tokens for new that were made before the monitor looked', () => {
    const reader = new Reader();
    assert.equal(reader.both(5000, slot(0, 3, 400)), 0);
    assert.equal(reader.slots(slot(0, 3, 410)), 10);
    assert.equal(reader.idle(5420), 20);
  });

  it('does not let tokens of a crashed runtime eat up those of its successor', () => {
    const reader = new Reader();
    reader.idle(1000);
    reader.slots(slot(0, 5, 300));
    // It restarted: the counter starts anew, and the task that was under way is in no counter.
    assert.equal(reader.both(0), 300);
    assert.equal(reader.both(0), 300);
    assert.equal(reader.both(25), 325);
  });

  it('does not mistake a task with a number used before for the same task', () => {
    const reader = new Reader();
    reader.idle(1000);
    reader.slots(slot(0, 0, 300));
    assert.equal(reader.slots(slot(0, 0, 4)), 304);
  });

  it('never runs ahead of the truth, and has all of it once the runtime is idle', () => {
    const task = fc.record({ slot: fc.nat(3), tokens: fc.integer({ min: 1, max: 40 }), pause: fc.nat(6) });
    fc.assert(
      fc.property(fc.array(task, { maxLength: 40 }), fc.integer({ min: 1, max: 7 }), (tasks, speed) => {
        const reader = new Reader();
        reader.idle(0);
        const queues = [0, 1, 2, 3].map((id) => tasks.filter((t) => t.slot === id));
        const running = new Map<number, { task: number; made: number; left: number }>();
        let [counter, truth, nextTask] = [0, 0, 0];
        const step = (): void => {
          for (const [id, queue] of queues.entries()) {
            const now = running.get(id);
            if (now) {
              const made = Math.min(speed, now.left);
              Object.assign(now, { made: now.made + made, left: now.left - made });
              truth += made;
              if (now.left === 0) {
                counter += now.made;
                running.delete(id);
              }
            } else if (queue[0] && queue[0].pause-- <= 0) {
              running.set(id, { task: nextTask++, made: 0, left: queue.shift()?.tokens ?? 0 });
            }
          }
        };
        for (let i = 0; queues.some((queue) => queue.length > 0) || running.size > 0; i++) {
          const counted = counter;
          // The runtime works on between the reading of its counter and that of its slots.
          step();
          const slots = [...running].map(([id, { task: number, made }]) => slot(id, number, made));
          const seen = i % 3 === 0 ? reader.both(counted, ...slots) : reader.slots(...slots);
          assert.ok(seen <= truth, `${seen} seen, ${truth} made`);
          step();
        }
        assert.equal(reader.idle(counter), truth);
      }),
      { numRuns: 300 },
    );
  });
});
