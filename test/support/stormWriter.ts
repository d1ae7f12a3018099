import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { epochOf } from '../../src/engine/store/epochOf';
import { nodeDisk } from '../../src/engine/store/disk/nodeDisk';
import { Recording } from '../../src/engine/store/recording';
import type { StoreThreadInit } from '../../src/engine/store/thread/storeLink';
import { journalFolder, segmentFolder } from '../../src/engine/store/upkeep/folderFiles';
import { messageOf } from '../../src/protocol/messageOf';
import { FakeClock } from './fakeClock';
import { claimed } from './fences';
import { NumberedRows } from './numberedRows';
import { stormKept, stormPace, type StormOrder, type StormWord } from './stormWords';

/** An engine in a hurry: records, seals, puts together and removes, and says what is acknowledged, until it is killed. */
export async function stormWriter(order: StormOrder): Promise<never> {
  const { dataDir } = order;
  for (const folder of [journalFolder, segmentFolder]) await nodeDisk.makeFolder(path.join(dataDir, folder));
  const fence = await claimed(dataDir);
  const lead = { isOver: false };
  const clock = new FakeClock(order.startedAt);
  const numbered = new NumberedRows();
  const epoch = await epochOf(fence, nodeDisk, dataDir);
  const realStart = Date.now();
  say({ said: 'locked', realStart });
  const recording = await Recording.begin({
    disk: nodeDisk,
    dataDir,
    version: '0.0.0',
    clock,
    ring: numbered.ring,
    epoch,
    fence,
    reason: 'started',
    spawn: () => hurriedThread(order, epoch, realStart),
    problemChanged: (text) => {
      if (text !== undefined) report(text);
    },
    report,
    filesChanged: () => undefined,
    superseded: () => {
      lead.isOver = true;
      say({ said: 'superseded' });
    },
    firstRows: new Map(),
    record: () => undefined,
  });
  say({ said: 'began', session: recording.session });
  void tidyForever(recording);
  const isBehind = async (): Promise<boolean> =>
    (await nodeDisk.list(path.join(dataDir, journalFolder))).length > stormPace.mostJournals;
  return recordForever(recording, numbered, clock, order.startedAt, realStart, isBehind, lead);
}

async function recordForever(
  recording: Recording,
  numbered: NumberedRows,
  clock: FakeClock,
  startedAt: number,
  realStart: number,
  isBehind: () => Promise<boolean>,
  lead: { readonly isOver: boolean },
): Promise<never> {
  // The beginning of the session is the first one.
  let events = 1;
  for (;;) {
    const due = startedAt + (Date.now() - realStart) * stormPace.speed;
    // What memory forgets before it is written is lost and counted so: that is not what is tried here.
    const most = (await isBehind()) ? 0 : stormPace.mostAtOnceMs;
    const until = Math.min(due, clock.now() + most);
    while (clock.now() + stormPace.stepMs <= until) {
      clock.advance(stormPace.stepMs);
      numbered.measure(clock.now());
      if ((clock.now() - startedAt) % stormPace.eventMs > 0) continue;
      const queue_depth = events++;
      recording.record('health.heartbeat', {
        memory_bytes: 1,
        frame_time_ms: 1,
        queue_depth,
        samples: 1,
        components: {},
      });
    }
    await recording.writer.flush();
    if (recording.writer.lostRows > 0) report(`${recording.writer.lostRows} rows were lost in memory.`);
    const position = recording.writer.acknowledged;
    if (position && !lead.isOver) {
      const { file, bytes } = position;
      say({ said: 'acknowledged', rows: [...numbered.named(position.rows)], events, file, bytes });
    }
    await delay(stormPace.flushMs);
  }
}

async function tidyForever({ thread }: Recording): Promise<void> {
  for (;;) {
    await delay(stormPace.tidyMs);
    try {
      const { done } = await thread.ask('upkeep', { settings: stormKept });
      say({ said: 'tidied', done });
    } catch (error) {
      report(messageOf(error));
    }
  }
}

/** The store's thread as it is shipped, with a clock that runs as fast as the engine's. */
function hurriedThread({ dataDir, storeFile, startedAt }: StormOrder, writing: number, realStart: number): Worker {
  const workerData: StoreThreadInit = {
    dataDir,
    wasmFile: path.join(path.dirname(storeFile), 'sql-wasm.wasm'),
    writing,
    encrypts: false,
  };
  const clock = `const { now } = Date; Date.now = () => ${startedAt} + (now() - ${realStart}) * ${stormPace.speed};`;
  return new Worker(`${clock} require(${JSON.stringify(storeFile)});`, { eval: true, workerData, execArgv: [] });
}

function report(text: string): void {
  say({ said: 'problem', text });
}

/** What is written to a pipe is with the reader, whatever becomes of the writer. */
function say(word: StormWord): void {
  process.stdout.write(`${JSON.stringify(word)}\n`);
}
