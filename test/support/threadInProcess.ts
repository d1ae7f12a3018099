import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { StoreDesk } from '../../src/engine/store/thread/storeDesk';
import type { FromStore, ToStore } from '../../src/engine/store/thread/storeLink';
import type { StoreFolder } from '../../src/engine/store/upkeep/storeFolder';

/** The store's thread without a thread, so that it can work on a simulated disk. Messages take a turn of the loop. */
class ThreadInProcess extends EventEmitter {
  private readonly desk: Promise<StoreDesk>;
  private unanswered = 0;
  private isEnding = false;

  constructor(folder: Promise<StoreFolder>, now: () => number) {
    super();
    const post = (message: FromStore): void => {
      const copy = structuredClone(message);
      setImmediate(() => this.emit('message', copy));
      if (copy.type === 'done' || copy.type === 'failed') this.unanswered--;
      this.exitWhenDone();
    };
    this.desk = folder.then((open) => new StoreDesk(open, post, now));
    this.desk.catch((error: unknown) => this.emit('error', error));
  }

  postMessage(message: ToStore): void {
    const copy = structuredClone(message);
    if (copy.type === 'ask') this.unanswered++;
    if (copy.type === 'end') this.isEnding = true;
    else
      void this.desk.then((desk) => {
        desk.receive(copy);
      });
    this.exitWhenDone();
  }

  private exitWhenDone(): void {
    if (this.isEnding && this.unanswered === 0) setImmediate(() => this.emit('exit', 0));
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
