import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { eventually } from '../../build/vscode/eventually.mjs';
import { defaults } from '../../src/engine/config/defaults';
import type { FromEngine, StreamRequest, ToEngine, WorkerInit } from '../../src/protocol/engineLink';
import type { Labels } from '../../src/protocol/metric';
import type { Config } from '../../src/protocol/settings';
import type { EngineStatus } from '../../src/protocol/status';
import type { StoreJob } from '../../src/protocol/storeJobs';

/** What a window's process does: it has the engine's thread, and passes on what is said. */
export function runWindow(init: WorkerInit): void {
  const worker = new Worker(path.resolve('dist/engine.js'), { workerData: init });
  process.on('message', (message: ToEngine) => {
    worker.postMessage(message);
  });
  worker.on('message', (message: FromEngine) => {
    if (process.connected) process.send?.(message);
  });
  worker.on('error', (error) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
  worker.on('exit', () => {
    process.disconnect();
  });
  process.on('disconnect', () => {
    void worker.terminate();
  });
}

/** A process that has the monitor in it as a window of the editor has, without the editor. */
export class WindowProcess {
  readonly heard: FromEngine[] = [];
  /** Told what it says, at once. */
  onMessage: (message: FromEngine) => void = () => undefined;
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;
  private errors = '';
  private lastId = 0;

  /** Runs the program that runs here, as a window; see {@link runWindow}. */
  constructor(dataDir: string, window: string, changes: Partial<Config> = {}) {
    const config: Config = {
      ...defaults(),
      ...{ 'server.port': 0, 'proxy.port': 0, runtimeDiscovery: false, 'log.level': 'debug' },
      ...changes,
    };
    const init: WorkerInit = { config, dataDir, window, version: '0.0.0-test', paused: false };
    this.child = fork(process.argv[1]!, ['window', JSON.stringify(init)], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.child.stderr?.on('data', (bytes: Buffer) => (this.errors += bytes.toString()));
    this.child.on('message', (message) => {
      this.heard.push(message as FromEngine);
      this.onMessage(message as FromEngine);
    });
    // It may be killed with a message on its way.
    this.child.on('error', () => undefined);
    this.ended = once(this.child, 'close');
  }

  get pid(): number {
    return this.child.pid!;
  }

  get status(): EngineStatus | undefined {
    return this.of('status').at(-1)?.status;
  }

  of<T extends FromEngine['type']>(type: T): Extract<FromEngine, { type: T }>[] {
    return this.heard.filter((message): message is Extract<FromEngine, { type: T }> => message.type === type);
  }

  tell(message: ToEngine): void {
    if (this.child.connected) this.child.send(message);
  }

  open(request: StreamRequest): number {
    const stream = ++this.lastId;
    this.tell({ type: 'open', stream, request });
    return stream;
  }

  /** Times of the rows of a stream, in the order in which they came, ms since 1970. */
  timesOf(stream: number): number[] {
    return this.of('rows')
      .filter((message) => message.stream === stream)
      .flatMap(({ rows }) => rows.flatMap(({ timestamps }) => [...timestamps]));
  }

  /** Values of one series of a stream; none before it is announced. */
  valuesOf(stream: number, metric: string, labels: Labels = {}): number[] {
    let id: number | undefined;
    const values: number[] = [];
    for (const message of this.heard) {
      if (message.type === 'series' && message.stream === stream)
        id = message.series.find((info) => info.metric === metric && isSame(info.labels, labels))?.id ?? id;
      if (message.type !== 'rows' || message.stream !== stream) continue;
      for (const rows of message.rows)
        rows.series.forEach((series, at) => {
          const rowCount = rows.timestamps.length;
          if (series === id) values.push(...rows.values.subarray(at * rowCount, (at + 1) * rowCount));
        });
    }
    return values.filter((value) => !Number.isNaN(value));
  }

  /** Ends with the answer, good or bad. */
  async job(what: StoreJob): Promise<FromEngine> {
    const job = ++this.lastId;
    this.tell({ type: 'job', job, what });
    return this.until('the job is done', () =>
      this.heard.find((message) => (message.type === 'jobDone' || message.type === 'jobFailed') && message.job === job),
    );
  }

  /** Ends when it has that part. */
  is(role: 'leader' | 'follower'): Promise<EngineStatus> {
    return this.until(`it is ${role}`, () => (this.status?.self?.role === role ? this.status : undefined));
  }

  until<T>(what: string, read: () => T | undefined | false): Promise<T> {
    return eventually(`window ${this.pid}: ${what}`, () => {
      if (this.child.exitCode !== null) throw new Error(`Window ${this.pid} ended by itself. ${this.errors}`);
      return read();
    });
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child.kill(signal);
  }

  async stop(): Promise<void> {
    this.tell({ type: 'stop' });
    await this.ended;
  }

  /** Ends when the process has. */
  async ends(): Promise<void> {
    await eventually(`window ${this.pid} ends`, () => this.child.exitCode !== null || this.child.signalCode !== null);
    await this.ended;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

function isSame(one: Labels, other: Labels): boolean {
  return JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
}

/**
 * Two windows, of which the first leads.
 * @param windows Takes up each of them as soon as it runs, so that it can be ended whatever comes of it.
 */
export async function leaderAndFollower(
  windows: WindowProcess[],
  dataDir: string,
  changes: Partial<Config> = {},
): Promise<readonly [WindowProcess, WindowProcess]> {
  const first = new WindowProcess(dataDir, 'first', changes);
  windows.push(first);
  await first.is('leader');
  const second = new WindowProcess(dataDir, 'second', changes);
  windows.push(second);
  await second.is('follower');
  return [first, second];
}
