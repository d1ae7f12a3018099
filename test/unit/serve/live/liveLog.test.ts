import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LiveLog, reachMs } from '../../../../src/engine/serve/live/liveLog';

function framesIn(log: LiveLog, from: number, to = log.seq): [number, number][] {
  const found: [number, number][] = [];
  log.frames(from, to, (group, row) => found.push([group, row]));
  return found;
}

describe('the log of what can be told', () => {
  it('gives each thing a number of its own, and knows the frames between any two', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('frame', 'note', 'told', 'aside'), { maxLength: 300 }), (steps) => {
        const log = new LiveLog(() => 0);
        const frames: { readonly seq: number; readonly row: number }[] = [];
        let before = log.seq;
        for (const step of steps) {
          if (step === 'frame') log.frame(3, frames.push({ seq: log.seq + 1, row: frames.length }) - 1, 1);
          else if (step === 'note') log.note('events', String);
          else if (step === 'told') log.told(2);
          else log.aside();
          assert.ok(log.seq > before);
          before = log.seq;
        }
        for (let from = 0; from <= log.seq; from += 7)
          assert.deepEqual(
            framesIn(log, from).map(([, row]) => row),
            frames.filter(({ seq }) => seq > from).map(({ row }) => row),
          );
      }),
    );
  });

  it('knows everything after a number for five minutes, and says when it does not', () => {
    let now = 0;
    const log = new LiveLog(() => now);
    const seqs: [number, number][] = [];
    for (; now < reachMs * 2; now += 20) {
      log.frame(1, now / 20, 1);
      seqs.push([log.seq, now]);
    }
    for (const [seq, at] of seqs.filter((_, i) => i % 500 === 0)) {
      const point = log.resumePoint(seq, 100);
      assert.equal(point !== undefined, at >= now - reachMs, `${at} of ${now}`);
      if (point) assert.equal(framesIn(log, point.metrics).length, (now - at) / 20 - 1);
    }
    assert.equal(log.resumePoint(log.seq + 1, 100), undefined);
  });

  it('keeps no more than fits, and does not pretend to know what it left out', () => {
    const log = new LiveLog(() => 0);
    for (let row = 0; row < 400_000; row++) log.frame(1, row, 1);
    assert.equal(log.resumePoint(1, 100), undefined);
    const recent = log.seq - 100_000;
    assert.deepEqual(log.resumePoint(recent, 100), { metrics: recent, notes: recent });
    assert.equal(framesIn(log, recent).length, 100_000);
    for (let i = 0; i < 5000; i++) log.note('alerts', String);
    assert.equal(log.resumePoint(recent, 100), undefined, 'notes were left out since');
  });

  it('goes back by a period where the last message was a note, which may have overtaken metrics', () => {
    let now = 0;
    const log = new LiveLog(() => now);
    for (; now < 5000; now += 100) log.frame(1, now / 100, 1);
    log.note('events', String);
    const point = log.resumePoint(log.seq, 1000)!;
    assert.equal(point.notes, log.seq);
    const rows = framesIn(log, point.metrics).map(([, row]) => row);
    assert.ok(rows.includes(40) && rows.includes(49) && !rows.includes(30));
  });

  it('tells nothing again that was forgotten', () => {
    const log = new LiveLog(() => 0);
    log.frame(1, 0, 1);
    log.note('events', String);
    const before = log.seq - 1;
    log.forget();
    assert.equal(log.resumePoint(before, 100), undefined);
    log.frame(1, 1, 1);
    assert.deepEqual(framesIn(log, 0), [[1, 1]]);
    assert.deepEqual(log.notesBetween(0, log.seq), []);
  });
});
