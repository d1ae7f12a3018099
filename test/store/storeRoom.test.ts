import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../build/vscode/eventually.mjs';
import { nodeDisk } from '../../src/engine/store/disk/nodeDisk';
import type { AlertMark, Marks } from '../../src/protocol/marks';
import { RecordingRoom } from '../support/recordingRoom';

/** Every number from the first to the last, once. */
function assertUnbroken(numbers: readonly number[]): void {
  const first = numbers[0] ?? 0;
  assert.deepEqual(
    numbers,
    [...numbers.keys()].map((i) => first + i),
  );
}

let dataDir: string;

describe('The room that records', () => {
  let rooms: RecordingRoom[];
  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'store-room-'));
    rooms = [];
  });
  afterEach(async () => {
    for (const room of rooms) await room.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  function open(...given: ConstructorParameters<typeof RecordingRoom> extends [string, ...infer R] ? R : never) {
    const room = new RecordingRoom(dataDir, ...given);
    rooms.push(room);
    return room.start();
  }

  it('finds every row once, be it in memory, in a journal or in a segment', async () => {
    const room = await open();
    for (let round = 0; round < 5; round++) {
      await room.moreRows(8);
      const before = room.rows;
      const found = await room.found();
      assertUnbroken(found);
      assert.ok(found.length >= before, `${found.length} of ${before} rows`);
      assert.equal(found[0], 0);
      await room.run({ kind: 'backup', file: path.join(dataDir, 'backups', `backup-${round}.zip`) });
    }
  });

  it('tells what happened, before it is written and after', async () => {
    const room = await open();
    const firedAt = Date.now();
    const mark = { id: 'a1', rule: 'r', name: 'Busy', severity: 'warning', message: '97 %', from: firedAt } as const;
    const figures = { labels: {}, value: 97, threshold: 90, state: 'firing' };
    const { id, from, ...said } = mark;
    room.room.record('alert.firing', { ...said, ...figures, alert_id: id, fired_at: from });
    const request = { from: 0, to: firedAt + 60_000 };
    const told = ({ room: asked }: RecordingRoom, alerts: readonly AlertMark[]): Promise<Marks> =>
      asked.ask('marks', { request, alerts, recorder: asked.recorder });
    const now = { ...mark, message: '98 %', to: null };
    const own = await told(room, [now]);
    assert.deepEqual(own.alerts, [now], 'what fires is known before it is written');
    assert.deepEqual(
      own.sessions.map(({ to }) => to),
      [null],
    );
    await eventually('the alert is written', async () => (await told(room, [])).alerts.length === 1);
  });

  it('writes at once what people did, however seldom it writes what is measured', async () => {
    const room = await open({ 'store.flushMs': 60_000 });
    const alert = {
      alert_id: 'a1',
      rule: 'r',
      severity: 'warning',
      message: '97 %',
      labels: {},
      value: 97,
      threshold: 90,
    };
    const written = async (type: string): Promise<boolean> => {
      const folder = path.join(dataDir, 'journal');
      const texts = await Promise.all(
        (await readdir(folder)).map((name) => readFile(path.join(folder, name), 'latin1')),
      );
      return texts.some((text) => text.includes(type));
    };
    room.room.record('alert.firing', { ...alert, state: 'firing' });
    assert.equal(await written('alert.firing'), false);
    room.room.record('alert.acknowledged', { ...alert, state: 'acknowledged' });
    // The writing of the first goes on.
    room.room.record('alert.silenced', { ...alert, state: 'silenced', until: null });
    await eventually(
      'both are written',
      async () => (await written('alert.acknowledged')) && written('alert.silenced'),
      30_000,
    );
  });

  it('goes on in a new session after a restore, with nothing of the old one beside the restored', async () => {
    const room = await open();
    await room.moreRows(25);
    const file = path.join(dataDir, 'backups', 'backup.zip');
    await room.run({ kind: 'backup', file });
    await room.moreRows(20);
    const endedAt = room.rows;
    const { keptAt } = await room.run({ kind: 'restore', file });
    await room.moreRows(20);
    const found = await room.found();
    const gap = found.findIndex((row, i) => i > 0 && row !== found[i - 1]! + 1);
    assertUnbroken(found.slice(0, gap));
    assert.ok(found[gap - 1]! < endedAt - 5, 'what came after the backup is in the store that was put away');
    assertUnbroken(found.slice(gap));
    assert.ok(found[gap]! >= endedAt, 'and recording goes on with what comes');
    assert.deepEqual(await readdir(path.join(dataDir, 'journal')).then((names) => names.filter(isCorrupt)), []);
    assert.ok((await readdir(keptAt)).includes('segments'));
    const { problems } = await room.run({ kind: 'validate' });
    assert.deepEqual(problems, []);
    assert.deepEqual(room.warnings, []);
  });

  it('keeps the time of an event that came before its session, which begins with it', async () => {
    const room = new RecordingRoom(dataDir);
    rooms.push(room);
    const before = Date.now();
    room.room.record('consent.granted', { scope: 'exports' });
    const after = Date.now();
    await sleep(300);
    await room.start();
    const steps = await eventually('both are written', async () => {
      const { sessions } = await room.run({ kind: 'sessions', limit: 1 });
      if (!sessions[0]) return undefined;
      const replayed = await room.run({ kind: 'replay', session: sessions[0].id });
      return replayed.steps.length >= 2 && replayed.steps;
    });
    assert.deepEqual(
      steps.map(({ type, timestamp }) => [type, timestamp >= before && timestamp <= after]),
      [
        ['session.start', true],
        ['consent.granted', true],
      ],
    );
  });

  it('removes everything when told to, and begins a session that is whole', async () => {
    const room = await open();
    await room.moreRows(25);
    const purgedAt = room.rows;
    const { samples } = await room.run({ kind: 'purge', what: 'all' });
    assert.ok(samples >= 15, `${samples} samples were removed`);
    await room.moreRows(20);
    const found = await room.found();
    assert.ok(found[0]! >= purgedAt, `row ${found[0]} of ${purgedAt}`);
    assertUnbroken(found);
    const { sessions } = await room.run({ kind: 'sessions', limit: 10 });
    assert.equal(sessions.length, 1);
    const replayed = await eventually('its events are written', async () => {
      const found = await room.run({ kind: 'replay', session: sessions[0]!.id });
      return found.steps.length >= 2 && found;
    });
    assert.deepEqual(replayed.divergences, []);
    assert.deepEqual(
      replayed.steps.map(({ type }) => type),
      ['session.start', 'purge.finished'],
    );
  });

  it('removes what it cannot read too: damaged files, and those whose key is lost', async () => {
    const first = await open({ 'store.encrypt': true }, { kind: 'editor', secret: randomBytes(32) });
    await first.moreRows(15);
    await first.run({ kind: 'backup', file: path.join(dataDir, 'backups', 'b.zip') });
    await first.moreRows(15);
    await first.stop();
    rooms.splice(0, 1);
    await writeFile(path.join(dataDir, 'segments', `${segmentName}.corrupt`), 'damaged');
    await writeFile(path.join(dataDir, 'segments', 'mine.txt'), 'not of the store');
    const second = await open({}, { kind: 'editor', secret: randomBytes(32) });
    await second.moreRows(15);
    const { freedBytes } = await second.run({ kind: 'purge', what: 'all' });
    assert.ok(freedBytes > 1000, `${freedBytes} bytes`);
    assert.deepEqual(await readdir(path.join(dataDir, 'segments')), ['mine.txt']);
    await second.moreRows(15);
    assertUnbroken(await second.found());
    const journals = await readdir(path.join(dataDir, 'journal'));
    assert.equal(journals.length, 1, journals.join(', '));
  });

  it('takes a new session for another key, and neither loses nor repeats a row', async () => {
    const room = await open({}, { kind: 'editor', secret: randomBytes(32) });
    await room.moreRows(15);
    for (const encrypts of [true, false]) {
      let begun = false;
      room.onChange = ({ isRunning }) => (begun ||= isRunning);
      room.configure({ 'store.encrypt': encrypts });
      await eventually('the next session', () => begun);
      await room.moreRows(15);
    }
    const found = await room.found();
    assert.equal(found[0], 0);
    assertUnbroken(found);
    const { sessions } = await room.run({ kind: 'sessions', limit: 10 });
    assert.equal(sessions.length, 3);
  });

  it('waits a moment for its key before it says that nothing is recorded', async () => {
    const told: string[] = [];
    const room = await open({ 'store.encrypt': true });
    room.onChange = ({ status }) => told.push(status.state);
    assert.equal(room.component.status.state, 'starting');
    await room.moreRows(10);
    room.room.unlock({ kind: 'editor', secret: randomBytes(32) });
    await eventually('it records', () => room.component.isRunning);
    assert.deepEqual(told, ['running']);
    assertUnbroken(await room.found());

    await room.stop();
    rooms.pop();
    const other = await open({ 'store.encrypt': true });
    await eventually('it says that its key has not come', () => other.component.status.state === 'degraded');
    assert.match(JSON.stringify(other.component.status), /Nothing is recorded: .*its key is not at hand/);
    other.configure({ 'store.encrypt': false });
    await eventually('without encryption it records', () => other.component.isRunning);
  });

  it('writes nothing more once somebody else leads, who goes on with all that had counted', async () => {
    const first = await open();
    await first.moreRows(25);
    const second = await open();
    await eventually('the first one learns of it', () => first.superseded > 0);
    const { status } = first.component;
    assert.match(String('reason' in status && status.reason), /leads by now/);
    const written = await journalBytes(1);
    await first.moreRows(25);
    await assert.rejects(first.run({ kind: 'purge', what: 'all' }), /leads by now/);
    await first.room.stop('superseded');
    assert.equal(first.superseded, 1);
    assert.ok((await journalBytes(1)) <= written);
    await second.run({ kind: 'backup', file: path.join(dataDir, 'backups', 'b.zip') });
    const { sessions } = await second.run({ kind: 'sessions', limit: 10 });
    assert.equal(sessions.length, 2);
    const { problems } = await second.run({ kind: 'validate' });
    assert.deepEqual(problems, []);
  });

  it('says why nothing is recorded where no claim can be made, and goes on with what is in memory', async () => {
    const reason = 'The folder leaders cannot be written (EROFS).';
    const none = { epoch: 0, holds: () => Promise.reject(new Error(reason)), next: () => Promise.reject(new Error()) };
    const room = await open({}, undefined, none);
    await eventually('it says so', () => room.component.status.state === 'degraded');
    assert.match(JSON.stringify(room.component.status), /Nothing is recorded: The folder leaders cannot be written/);
    await room.moreRows(10);
    assertUnbroken(await room.found());
    await assert.rejects(room.run({ kind: 'maintenance', depth: 'daily' }), /cannot be written/);
    assert.deepEqual(await readdir(dataDir), []);
  });
});

/** Of the journals of an epoch that are there. */
async function journalBytes(epoch: number): Promise<number> {
  let bytes = 0;
  const folder = path.join(dataDir, 'journal');
  for (const name of await readdir(folder))
    if (Number(name.slice(0, 8)) === epoch) bytes += (await nodeDisk.size(path.join(folder, name))) ?? 0;
  return bytes;
}

const segmentName = 'raw.20261121T120000Z.20261121T120100Z.00000001-000099.00000000.db';
const isCorrupt = (name: string): boolean => name.endsWith('.corrupt');
