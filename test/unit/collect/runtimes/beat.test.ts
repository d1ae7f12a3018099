import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Beat } from '../../../../src/engine/collect/runtimes/beat';
import { Simulation, nobody } from './simulation';

describe('beat', () => {
  let simulation: Simulation;
  let turns: number[] = [];
  let beat: Beat;

  beforeEach(() => {
    simulation = new Simulation(() => nobody);
    turns = [];
  });
  afterEach(() => {
    beat.stop();
    simulation.end();
  });

  function take(turn: (isCurrent: () => boolean) => Promise<number>): void {
    const from = Date.now();
    beat = new Beat(simulation.ticker, simulation.clock, (isCurrent) => {
      turns.push(Date.now() - from);
      return turn(isCurrent);
    });
    beat.start();
  }

  it('takes a turn when the last one wanted it, on the next tick', async () => {
    const waits = [200, 200, 500, 3000, 1000];
    take(() => Promise.resolve(waits.shift() ?? Infinity));
    await simulation.advance(10_000);
    assert.deepEqual(turns, [200, 400, 600, 1200, 5000, 6000]);
  });

  it('does not take the next turn while one is under way, however long it takes', async () => {
    take(() => new Promise((resolve) => setTimeout(resolve, 5000, 200)));
    await simulation.advance(5500);
    assert.deepEqual(turns, [200, 5400]);
  });

  it('tells a turn that it came too late, and takes no more, once it is stopped', async () => {
    let wasCurrent: boolean | undefined;
    take(async (isCurrent) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      wasCurrent = isCurrent();
      return 200;
    });
    await simulation.advance(300);
    beat.stop();
    await simulation.advance(5000);
    assert.deepEqual([turns, wasCurrent], [[200], false]);
  });

  it('starts anew without waiting for what an earlier turn wanted', async () => {
    take(() => Promise.resolve(Infinity));
    await simulation.advance(1000);
    beat.start();
    await simulation.advance(1000);
    assert.deepEqual(turns, [200, 1200]);
  });
});
