import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { FromEngine, ToEngine, WorkerInit } from '../../src/protocol/engineLink';
import { settingKeys, settings, type Config } from '../../src/protocol/settings';
import type { EngineStatus } from '../../src/protocol/status';

/** An engine's thread without the thread: what it was told is kept, what it says is up to the test. */
export class FakeWorker extends EventEmitter {
  readonly told: ToEngine[] = [];
  terminated = false;

  postMessage(message: ToEngine): void {
    this.told.push(message);
  }

  terminate(): Promise<number> {
    this.terminated = true;
    return Promise.resolve(1);
  }

  says(message: FromEngine): void {
    this.emit('message', message);
  }

  crashes(message: string): void {
    this.emit('error', new Error(message));
    this.emit('exit', 1);
  }

  /** The messages of one kind that it was told. */
  toldOf<T extends ToEngine['type']>(type: T): Extract<ToEngine, { type: T }>[] {
    return this.told.filter((message): message is Extract<ToEngine, { type: T }> => message.type === type);
  }
}

/** Hands out fake workers where the client asks for threads. */
export class FakeThreads {
  readonly workers: FakeWorker[] = [];
  /** What each was begun with. */
  readonly begun: WorkerInit[] = [];

  readonly spawn = (init: WorkerInit): Worker => {
    this.begun.push(init);
    const worker = new FakeWorker();
    this.workers.push(worker);
    return worker as unknown as Worker;
  };

  get newest(): FakeWorker {
    return this.workers[this.workers.length - 1]!;
  }
}

export function configWith(changes: Partial<Config> = {}): Config {
  const defaults = Object.fromEntries(settingKeys.map((key) => [key, settings[key].default]));
  return { ...(defaults as Config), ...changes };
}

export function statusWith(changes: Partial<EngineStatus> = {}): EngineStatus {
  return {
    instances: [],
    version: '1.2.3',
    paused: false,
    startedAt: 1_700_000_000_000,
    machine: { host: 'box', platform: 'linux', cores: 8, memoryBytes: 16 * 1024 ** 3 },
    components: [{ id: 'system', state: 'running' }],
    runtimes: [],
    probes: [],
    discovers: true,
    ...changes,
  };
}
