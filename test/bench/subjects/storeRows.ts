import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { benchThread } from '../benchThread';
import { LoadRecorder } from '../loadRecorder';
import { rowsInNodeSqlite, rowsInSqlJs } from '../rowStores';
import { StoreLoad } from '../storeLoad';
import { Pipeline } from '../../../src/engine/pipeline';

const startAt = Date.UTC(2026, 10, 21, 12);

interface Keeper {
  /** Keeps one more second. */
  second(): Promise<void>;
  /** Does what is left to do. */
  end(): Promise<void>;
  samples(): number;
}

/** The first seconds meet cold code. */
const coldSeconds = 10;

/** Keeps some seconds of 1,500 samples each in the store, or row by row in SQLite, and prints what that cost. */
async function main(): Promise<void> {
  const [kind, text, dataDir = ''] = process.argv.slice(2);
  const seconds = Number(text);
  const keeper = await (kind === 'store' ? inStore(dataDir) : inRows(kind, dataDir));
  const repeat = async (times: number): Promise<void> => {
    for (let second = 0; second < times; second++) {
      await keeper.second();
      await new Promise(setImmediate);
    }
  };
  await repeat(coldSeconds);
  const samples = keeper.samples();
  const written = bytesWritten();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const cpu = process.cpuUsage();
  await repeat(seconds);
  delay.disable();
  await keeper.end();
  const { user, system } = process.cpuUsage(cpu);
  process.stdout.write(
    JSON.stringify({
      cpuNs: ((user + system) * 1000) / (keeper.samples() - samples),
      bytesPerSample: bytesIn(dataDir) / keeper.samples(),
      writtenPerSecond: (bytesWritten() - written) / seconds,
      longestMs: delay.max / 1e6,
    }),
  );
}

/** All that the store does: journal, and at the end segments with all tiers in its thread, which is started for it. */
async function inStore(dataDir: string): Promise<Keeper> {
  const recorder = await LoadRecorder.begin(dataDir, { epoch: 1, startAt, size: 1500 });
  return {
    second: () => recorder.record(1),
    end: async () => {
      await recorder.close();
      const thread = await benchThread(dataDir, 2);
      await thread.ask('recover', {});
      await thread.stop();
    },
    samples: () => recorder.cost.samples,
  };
}

async function inRows(kind: string | undefined, dataDir: string): Promise<Keeper> {
  const file = path.join(dataDir, 'rows.db');
  const store = kind === 'sqlJs' ? await rowsInSqlJs(file) : rowsInNodeSqlite(file);
  const pipeline = new Pipeline(24 * 2 ** 20);
  const load = new StoreLoad(pipeline, 1500, startAt);
  let from = startAt;
  return {
    second: () => {
      load.fill(from + 1000);
      store.begin();
      for (const group of pipeline.ring.groups())
        pipeline.ring.slices(group, from, from + 999, (block, first, end) => {
          for (const [column, { id }] of block.layout.entries())
            for (let row = first; row < end; row++) store.add(id, block.timestamp(row), block.value(column, row));
        });
      from += 1000;
      return store.commit();
    },
    end: () => store.close(),
    samples: () => pipeline.samples,
  };
}

/** Bytes that this process handed to the file system. */
function bytesWritten(): number {
  return Number(/wchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}

void main();
