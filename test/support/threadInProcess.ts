import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { StoreDesk } from '../../src/engine/store/thread/storeDesk';
import type { FromStore, ToStore } from '../../src/engine/store/thread/storeLink';
import type { StoreFolder } from '../../src/engine/store/upkeep/storeFolder';

/** The store's thread without a thread, so that it can work on a simulated disk. Messages take a turn of the loop. */
class ThreadInProcess extends EventEmitter {
  private readonly desk: Promise<StoreDesk>;

  constructor(folder: Promise<StoreFolder>, now: () => number) {
    super();
    const post = (message: FromStore): void => {
      const copy = structuredClone(message);
      setImmediate(() => this.emit('message', copy));
    };
    this.desk = folder.then((open) => new StoreDesk(open, post, now));
    this.desk.catch((error: unknown) => this.emit('error', error));
  }

  postMessage(message: ToStore): void {
    const copy = structuredClone(message);
    if (copy.type === 'end') setImmediate(() => this.emit('exit', 0));
    else
      void this.desk.then((desk) => {
        desk.receive(copy);
      });
  }

  terminate(): Promise<number> {
    this.emit('exit', 1);
    return Promise.resolve(1);
  }
}

/** @param now Milliseconds since 1970. */
export function threadInProcess(folder: Promise<StoreFolder>, now: () => number): Worker {
  return new ThreadInProcess(folder, now) as unknown as Worker;
}
