import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaults } from '../../../../src/engine/config/defaults';
import { likelyPorts } from '../../../../src/protocol/feed/likelyPorts';

describe('where a page looks for the next server', () => {
  const usual = [9445, 9446, 9447, 9448, 9449];

  it('is the port of the settings and those after it, then the usual ones', () => {
    assert.deepEqual(likelyPorts(12_000), [12_000, 12_001, 12_002, 12_003, 12_004, ...usual]);
  });

  it('is each port once', () => {
    assert.deepEqual(likelyPorts(9445), usual);
    assert.deepEqual(likelyPorts(9447), [9447, 9448, 9449, 9450, 9451, 9445, 9446]);
  });

  it('is the usual ones alone where any free port is taken', () => {
    assert.deepEqual(likelyPorts(0), usual);
    assert.equal(usual[0], defaults()['server.port']);
  });

  it('ends with the last port that there is', () => {
    assert.deepEqual(likelyPorts(65_534), [65_534, 65_535, ...usual]);
  });
});
