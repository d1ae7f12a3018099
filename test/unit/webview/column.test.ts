import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Column } from '../../../webview/shared/column';

describe('Column', () => {
  it('keeps samples in the order of time', () => {
    const column = new Column();
    for (let at = 0; at < 1000; at++) column.append(at * 10, at);
    assert.equal(column.length, 1000);
    assert.equal(column.timeAt(0), 0);
    assert.equal(column.valueAt(999), 999);
    assert.equal(column.newest, 9990);
  });

  it('leaves out what is not newer than the newest', () => {
    const column = new Column();
    column.append(5, 1);
    column.append(5, 2);
    column.append(4, 3);
    assert.equal(column.length, 1);
    assert.equal(column.valueAt(0), 1);
  });

  it('goes on in a ring after old samples were dropped', () => {
    const column = new Column();
    for (let at = 0; at < 60; at++) column.append(at, at);
    column.dropBefore(50);
    for (let at = 60; at < 100; at++) column.append(at, at);
    assert.equal(column.length, 50);
    for (let row = 0; row < 50; row++) assert.equal(column.valueAt(row), 50 + row);
    for (let at = 100; at < 300; at++) column.append(at, at);
    assert.equal(column.timeAt(0), 50);
    assert.equal(column.valueAt(column.length - 1), 299);
  });

  it('never grows over its bound, and then forgets the oldest', () => {
    const column = new Column();
    for (let at = 0; at < 40_000; at++) column.append(at, at);
    assert.equal(column.length, 32_768);
    assert.equal(column.timeAt(0), 40_000 - 32_768);
    assert.equal(column.newest, 39_999);
  });

  it('finds the first sample from a time and the nearest to one', () => {
    const column = new Column();
    for (const time of [100, 200, 300]) column.append(time, time);
    assert.equal(column.firstFrom(50), 0);
    assert.equal(column.firstFrom(200), 1);
    assert.equal(column.firstFrom(201), 2);
    assert.equal(column.firstFrom(301), 3);
    assert.equal(column.nearest(240, 1000), 1);
    assert.equal(column.nearest(260, 1000), 2);
    assert.equal(column.nearest(900, 500), -1);
    assert.equal(new Column().nearest(0, 1000), -1);
  });

  it('is empty after everything was dropped, and can be filled again', () => {
    const column = new Column();
    for (let at = 0; at < 500; at++) column.append(at, at);
    column.dropBefore(1000);
    assert.equal(column.length, 0);
    assert.equal(column.newest, -Infinity);
    column.append(1, 7);
    assert.equal(column.valueAt(0), 7);
  });
});
